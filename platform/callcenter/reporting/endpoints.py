"""Published figures over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import StringConstraints

from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.identity.requests import NotSignedIn, identity_of, require
from callcenter.identity.roles import Role
from callcenter.kit.errors import NotAllowed
from callcenter.kit.problems import responses
from callcenter.kit.schemas import Sent
from callcenter.kit.transactions import Reading
from callcenter.reporting import service
from callcenter.reporting.schemas import TodayOut

router = APIRouter(prefix="/api/figures", tags=["figures"])


class TodayQuery(Sent):
    queue: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,80}$")] | None = None


@router.get("/today", responses=responses(NotSignedIn, NotAllowed))
async def today(
    request: Request,
    session: Reading,
    person: Annotated[CurrentPerson, Depends(require(Role.SUPERVISOR, Role.INSPECTOR, Role.SYSTEM_ADMIN))],
    query: Annotated[TodayQuery, Query()],
) -> TodayOut:
    return await service.today(
        session, scope_of(person), queue=query.queue, at_us=identity_of(request).clock.now_us()
    )
