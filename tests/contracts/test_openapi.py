"""The API's description changes on purpose or not at all."""

import json
from functools import cache
from pathlib import Path

import pytest

from callcenter.app.web import openapi_json

pytestmark = pytest.mark.contract
SNAPSHOT = Path(__file__).with_name("openapi.json")
UPDATE = "python -m callcenter.app.cli openapi > tests/contracts/openapi.json"


def test_the_description_is_the_one_that_was_agreed():
    assert openapi_json() == SNAPSHOT.read_text(), f"when the change is meant: {UPDATE}"


@cache
def document():
    """Making the application for each operation anew took most of this module's time."""
    return json.loads(openapi_json())


def operations():
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


@pytest.mark.parametrize(("name", "operation"), list(operations()))
def test_every_refusal_is_a_problem(name, operation):
    for status, response in operation["responses"].items():
        if status.startswith(("4", "5")) and (name, status) != ("GET /readyz", "503"):
            assert list(response["content"]) == ["application/problem+json"], (name, status)


@pytest.mark.parametrize(("name", "operation"), list(operations()))
def test_every_body_refuses_unknown_fields(name, operation):
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        if kind == "application/octet-stream":  # a file as it is has no fields
            continue
        schema = document()["components"]["schemas"][content["schema"]["$ref"].rpartition("/")[2]]
        assert schema["additionalProperties"] is False, name
