"""What the platform says about itself: installation, health, readiness, measurements."""

from typing import cast

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from callcenter.app.readiness import ReadinessShown
from callcenter.app.wiring import Platform
from callcenter.kit.schemas import Shown

router = APIRouter()


class InstallationShown(Shown):
    """What may be said before anybody has signed in."""

    company_name: str
    licence_number: str
    hotlines: list[str]
    demo: bool
    version: str


class Alive(Shown):
    status: str


def platform_of(request: Request) -> Platform:
    return cast("Platform", request.app.state.platform)


@router.get("/api/installation", tags=["installation"])
async def installation(request: Request) -> InstallationShown:
    platform = platform_of(request)
    settings = platform.settings
    return InstallationShown(
        company_name=settings.company_name,
        licence_number=settings.licence_number,
        hotlines=list(settings.hotlines),
        demo=settings.demo,
        version=platform.version,
    )


@router.get("/healthz", tags=["operation"])
async def healthz() -> Alive:
    """The process answers. Whether it can work is /readyz."""
    return Alive(status="ok")


@router.get("/readyz", tags=["operation"], responses={503: {"model": ReadinessShown}})
async def readyz(request: Request, response: Response) -> ReadinessShown:
    readiness = await platform_of(request).readiness.now()
    if not readiness.ready:
        response.status_code = 503
    return readiness


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    return Response(generate_latest(platform_of(request).registry), media_type=CONTENT_TYPE_LATEST)
