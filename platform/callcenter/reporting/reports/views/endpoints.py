"""Saved views over HTTP."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Request

from callcenter.identity.person import CurrentPerson
from callcenter.identity.requests import ForeignRequest, NotSignedIn, identity_of, require
from callcenter.identity.roles import watchers
from callcenter.kit.errors import NotAllowed
from callcenter.kit.problems import responses
from callcenter.kit.transactions import Reading, Writing
from callcenter.reporting.reports.views import service
from callcenter.reporting.reports.views.service import (
    NoSuchView,
    TooManyViews,
    ViewSent,
    ViewShown,
    ViewsShown,
)

router = APIRouter(prefix="/api/reports/views", tags=["reports"])

Watcher = Annotated[CurrentPerson, Depends(require(*sorted(watchers())))]
ViewId = Annotated[str, Path(pattern=r"^[0-9A-Z]{26}$")]
_SECURED: Final = (NotSignedIn, ForeignRequest, NotAllowed)


@router.get("", responses=responses(NotSignedIn, NotAllowed))
async def list_views(session: Reading, person: Watcher) -> ViewsShown:
    """One's own and the shared ones."""
    return await service.views(session, person)


@router.post("", status_code=201, responses=responses(*_SECURED, TooManyViews))
async def keep_view(session: Writing, request: Request, person: Watcher, sent: ViewSent) -> ViewShown:
    return await service.keep(session, person, sent, at_us=identity_of(request).clock.now_us())


@router.put("/{view_id}", responses=responses(*_SECURED, NoSuchView))
async def change_view(
    session: Writing, request: Request, person: Watcher, view_id: ViewId, sent: ViewSent
) -> ViewShown:
    """By its owner only."""
    return await service.change(session, person, view_id, sent, at_us=identity_of(request).clock.now_us())


@router.delete("/{view_id}", status_code=204, responses=responses(*_SECURED, NoSuchView))
async def drop_view(session: Writing, person: Watcher, view_id: ViewId) -> None:
    """By its owner only."""
    await service.drop(session, person, view_id)
