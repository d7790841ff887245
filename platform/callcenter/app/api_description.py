"""The API's OpenAPI document: what FastAPI says of it, with refusals as they really are."""

from typing import Any, Final

import orjson
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from callcenter.kit.problems import MEDIA_TYPE, Problem

_PROBLEM: Final = {"$ref": "#/components/schemas/Problem"}
_UNSAFE: Final = frozenset({"post", "put", "patch", "delete"})
_EVERYWHERE: Final = {"422": "InvalidInput"}
_FOR_CHANGES: Final = {"403": "ForeignRequest", "413": "TooLarge"}
_FRAMEWORK_SCHEMAS: Final = ("HTTPValidationError", "ValidationError")


def describe(app: FastAPI) -> dict[str, Any]:
    """Every refusal is a problem document, and what the guards refuse is declared on every operation."""
    document = get_openapi(title=app.title, version=app.version, routes=app.routes)
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for name in _FRAMEWORK_SCHEMAS:
        schemas.pop(name, None)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs", {}))
    schemas["Problem"] = problem
    document["components"]["schemas"] = dict(sorted(schemas.items()))
    for operations in document["paths"].values():
        for method, operation in operations.items():
            _declare_refusals(method, operation["responses"])
    return document


def as_json(document: dict[str, Any]) -> str:
    """As the snapshot keeps it: readable and in one order."""
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS).decode() + "\n"


def _declare_refusals(method: str, responses: dict[str, Any]) -> None:
    declared = dict(_EVERYWHERE)
    if method in _UNSAFE:
        declared |= _FOR_CHANGES
    for status, name in declared.items():
        known = responses.get(status, {}).get("description", "")
        names = sorted({*known.split(", "), name} - {"", "Validation Error"})
        responses[status] = {"description": ", ".join(names)}
    for status, response in responses.items():
        content = response.get("content", {})
        if status in declared or content.get("application/json", {}).get("schema") == _PROBLEM:
            response["content"] = {MEDIA_TYPE: {"schema": _PROBLEM}}
