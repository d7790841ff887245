"""An unknown query parameter is refused by name: a filter with a typing error must not filter nothing.

So are a NUL, which no database of ours could look for, and a period that ends before it begins.
"""

from collections.abc import Mapping
from typing import Any

from fastapi.dependencies.utils import get_flat_params
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.requests import HTTPConnection

from callcenter.kit.schemas import NUL, TURNED_ROUND, holds_nul


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
        complaints += _turned_round(dict(query))
    if complaints:
        raise RequestValidationError(complaints)


def _turned_round(query: Mapping[str, str]) -> list[dict[str, Any]]:
    begin, end = query.get("from_us", ""), query.get("to_us", "")
    if begin.isdecimal() and end.isdecimal() and int(begin[:20]) > int(end[:20]):
        return [{"type": TURNED_ROUND, "loc": ("query", "from_us"), "msg": "It begins after it ends"}]
    return []
