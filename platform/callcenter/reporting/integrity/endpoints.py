"""How whole the record is, over HTTP."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.identity.requests import NotSignedIn, identity_of, require
from callcenter.identity.roles import watchers
from callcenter.kit.errors import NotAllowed
from callcenter.kit.problems import responses
from callcenter.kit.transactions import Reading
from callcenter.reporting.integrity.schemas import IntegrityOut
from callcenter.reporting.integrity.service import integrity
from callcenter.reporting.reports.days import Days, DaysWrong, ReportTooLong
from callcenter.telephony.clock_offset import ClockOffsets

Watcher = Annotated[CurrentPerson, Depends(require(*sorted(watchers())))]
Day = Annotated[date, Query(description="Asia/Shanghai")]


def integrity_router(offsets: ClockOffsets) -> APIRouter:
    router = APIRouter(prefix="/api/integrity", tags=["record"])

    @router.get("", responses=responses(NotSignedIn, NotAllowed, DaysWrong, ReportTooLong))
    async def integrity_of_days(  # pyright: ignore[reportUnusedFunction]
        request: Request, session: Reading, person: Watcher, first: Day, last: Day
    ) -> IntegrityOut:
        """Which times of these days, both inclusive, were live, recovered or unknown, and why."""
        at_us = identity_of(request).clock.now_us()
        return await integrity(session, scope_of(person), Days(first, last), offsets, at_us=at_us)

    return router
