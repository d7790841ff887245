"""An unknown query parameter is refused by name: a filter with a typing error must not filter nothing."""

from typing import Any

from fastapi.dependencies.utils import get_flat_params
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.requests import HTTPConnection


async def refuse_unknown_query(request: HTTPConnection) -> None:
    route: Any = request.scope.get("route")
    if not isinstance(route, APIRoute) or not request.query_params:
        return
    known = frozenset(field.alias for field in get_flat_params(route.dependant))
    complaints = [
        {"type": "extra_forbidden", "loc": ("query", name[:64]), "msg": "Unknown query parameter"}
        for name in request.query_params
        if name not in known
    ]
    if complaints:
        raise RequestValidationError(complaints)
