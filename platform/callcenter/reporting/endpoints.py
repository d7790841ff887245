"""Published figures over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.identity.requests import NotSignedIn, identity_of, require
from callcenter.identity.roles import watchers
from callcenter.kit.errors import NotAllowed
from callcenter.kit.problems import responses
from callcenter.kit.transactions import Reading
from callcenter.reporting import service
from callcenter.reporting.schemas import TodayOut

router = APIRouter(prefix="/api/figures", tags=["figures"])


@router.get("/today", responses=responses(NotSignedIn, NotAllowed))
async def today(
    request: Request,
    session: Reading,
    person: Annotated[CurrentPerson, Depends(require(*watchers()))],
) -> TodayOut:
    return await service.today(session, scope_of(person), at_us=identity_of(request).clock.now_us())
