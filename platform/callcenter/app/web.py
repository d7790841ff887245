"""The web application: routers, guards and the dashboard around one platform."""

import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.requests import HTTPConnection

from callcenter import __version__
from callcenter.app import authority_page, endpoints, live_endpoint
from callcenter.app.api_description import as_json, describe
from callcenter.app.dashboard_files import DashboardFiles
from callcenter.app.metrics import HttpMetrics
from callcenter.app.middleware import AccessLog, ApiGuard, SecurityHeaders
from callcenter.app.queries import refuse_unknown_query
from callcenter.app.settings import Settings
from callcenter.app.wiring import Platform
from callcenter.identity import endpoints as session_endpoints
from callcenter.identity.audit import IdentityTag
from callcenter.identity.person import CurrentPerson
from callcenter.identity.requests import person_of
from callcenter.kit import problems
from callcenter.kit.errors import CallcenterError
from callcenter.reporting import endpoints as reporting_endpoints
from callcenter.reporting.reports import endpoints as report_endpoints
from callcenter.seats.endpoints import agents_router, staff_router
from callcenter.seats.states.endpoints import force_router, own_state_router, staffing_router
from callcenter.seats.station.endpoints import station_router
from callcenter.telephony import endpoints as calls_endpoints

ROUTERS = (
    session_endpoints.router,
    endpoints.router,
    authority_page.router,
    live_endpoint.router,
    calls_endpoints.router,
    calls_endpoints.callers_router,
    reporting_endpoints.router,
    report_endpoints.router,
)


def create_app(settings: Settings, *, platform: Platform | None = None) -> FastAPI:
    """The application; nothing is opened before it starts. `platform` is given by tests."""
    made = platform or Platform(settings)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncGenerator[None]:
        async with made.running():
            yield

    app = FastAPI(
        title="照章 Zhaozhang",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,  # the pages of the documentation would come from another host
        redoc_url=None,
        openapi_url="/api/openapi.json",
        dependencies=[Depends(refuse_unknown_query)],
        separate_input_output_schemas=False,
    )
    app.state.platform = made
    app.state.database = made.database
    app.state.identity = made.identity
    app.state.call_reader = made.record.reader
    app.state.secure_cookies = settings.sends_secure_cookies
    problems.install(app)
    app.add_exception_handler(CallcenterError, _audit_and_answer)
    app.openapi = lambda: describe(app)
    of_parts = (made.contact_parts, made.transfer_parts, made.report_parts, made.reconciliations)
    for router in (*ROUTERS, *(router for part in of_parts for router in part.routers())):
        app.include_router(router)
    app.include_router(staff_router())
    app.include_router(agents_router(made.seating.service))
    app.include_router(station_router(made.database, made.seating.station_settings))
    app.include_router(own_state_router(made.seating.commands))
    app.include_router(force_router(made.seating.commands))
    app.include_router(staffing_router(made.database, made.identity.audit, made.clock))
    for router in made.crm.routers():
        app.include_router(router)
    for router in made.phones.routers:
        app.include_router(router)
    app.mount("/", DashboardFiles(settings.dashboard_folder))
    # The last added is the outermost.
    app.add_middleware(
        ApiGuard,
        allowed_origins=settings.allowed_origins,
        on_foreign=_audit_foreign,
        larger_bodies={**made.transfer_parts.larger_bodies, **made.report_parts.larger_bodies},
    )
    app.add_middleware(
        SecurityHeaders, https=settings.sends_secure_cookies, signalling=made.phones.ports.sources
    )
    app.add_middleware(AccessLog, metrics=HttpMetrics(made.registry))
    return app


def openapi_json() -> str:
    """The API's description without a running platform; what the dashboard's types are generated from."""
    with tempfile.TemporaryDirectory() as folder:
        return as_json(describe(create_app(Settings.model_construct(data_dir=Path(folder)))))


async def _audit_foreign(connection: HTTPConnection) -> None:
    """Another site asked for a change with somebody's cookie; without a cookie there is nobody to name."""
    person = await person_of(connection)
    if person is None:
        return
    platform: Platform = connection.app.state.platform
    async with platform.database.write() as session:
        await platform.identity.audit.record(
            session,
            IdentityTag.REQUEST_REFUSED,
            by=person.actor,
            outcome="refused",
            subject=connection.scope["method"],
            detail={"code": "ForeignRequest"},
        )


async def _audit_and_answer(request: Request, error: Exception) -> JSONResponse:
    """A signed-in person who is refused leaves a trace; the endpoint's transaction is rolled back by now."""
    assert isinstance(error, CallcenterError)
    person: CurrentPerson | None = getattr(request.state, "person", None)
    if person is not None and error.status in {403, 409}:
        platform: Platform = request.app.state.platform
        route = getattr(request.scope.get("route"), "path", "")
        async with platform.database.write() as session:
            await platform.identity.audit.record(
                session,
                IdentityTag.REQUEST_REFUSED,
                by=person.actor,
                outcome="refused",
                subject=f"{request.method} {route}",
                detail={"code": type(error).__name__},
            )
    return await problems.answer(request, error)
