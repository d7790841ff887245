"""An unknown query parameter is refused by name: a filter with a typing error must not filter nothing.

So is a NUL in an address, which no database of ours could look for.
"""

from typing import Any

from fastapi.dependencies.utils import get_flat_params
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.requests import HTTPConnection

from callcenter.kit.schemas import NUL, holds_nul


async def refuse_unknown_query(request: HTTPConnection) -> None:
    route: Any = request.scope.get("route")
    if not isinstance(route, APIRoute):
        return
    query = request.query_params.multi_items()
    complaints = [
        {"type": NUL, "loc": (place, name[:64]), "msg": "Text holds no NUL character"}
        for place, told in (("path", request.path_params.items()), ("query", query))
        for name, value in told
        if holds_nul(value)
    ]
    if query:
        known = frozenset(field.alias for field in get_flat_params(route.dependant))
        complaints += [
            {"type": "extra_forbidden", "loc": ("query", name[:64]), "msg": "Unknown query parameter"}
            for name, _ in query
            if name not in known
        ]
    if complaints:
        raise RequestValidationError(complaints)
