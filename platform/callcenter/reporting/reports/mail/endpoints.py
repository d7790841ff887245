"""Schedules of mailed reports over HTTP."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path

from callcenter.identity.person import CurrentPerson
from callcenter.identity.requests import ForeignRequest, NotSignedIn, require
from callcenter.identity.roles import Role
from callcenter.kit.db import Database
from callcenter.kit.errors import NotAllowed
from callcenter.kit.problems import responses
from callcenter.kit.transactions import Reading
from callcenter.reporting.reports.mail.errors import NoSuchSchedule, ScheduleIncomplete, TooManySchedules
from callcenter.reporting.reports.mail.schemas import ScheduleSent, ScheduleShown, SchedulesShown
from callcenter.reporting.reports.mail.service import Schedules
from callcenter.reporting.reports.views.service import NoSuchView

Supervisor = Annotated[CurrentPerson, Depends(require(Role.SUPERVISOR))]
ScheduleId = Annotated[str, Path(pattern=r"^[0-9A-Z]{26}$")]
_SECURED: Final = (NotSignedIn, ForeignRequest, NotAllowed)


def schedules_router(schedules: Schedules, database: Database) -> APIRouter:
    router = APIRouter(prefix="/api/reports/schedules", tags=["reports"])

    @router.get("", responses=responses(NotSignedIn, NotAllowed))
    async def list_schedules(session: Reading, person: Supervisor) -> SchedulesShown:  # pyright: ignore[reportUnusedFunction]
        """One's own, with what became of the mails that were due last."""
        return await schedules.own(session, person)

    @router.post(
        "", status_code=201, responses=responses(*_SECURED, NoSuchView, ScheduleIncomplete, TooManySchedules)
    )
    async def add_schedule(person: Supervisor, sent: ScheduleSent) -> ScheduleShown:  # pyright: ignore[reportUnusedFunction]
        """The mail names the report and its days, and holds a link that needs signing in; no figures."""
        async with database.write() as session:
            shown = await schedules.add(session, person, sent)
        schedules.wake()
        return shown

    @router.put(
        "/{schedule_id}", responses=responses(*_SECURED, NoSuchSchedule, NoSuchView, ScheduleIncomplete)
    )
    async def change_schedule(  # pyright: ignore[reportUnusedFunction]
        person: Supervisor, schedule_id: ScheduleId, sent: ScheduleSent
    ) -> ScheduleShown:
        """Mails that wait to be sent are dropped."""
        async with database.write() as session:
            shown = await schedules.change(session, person, schedule_id, sent)
        schedules.wake()
        return shown

    @router.delete("/{schedule_id}", status_code=204, responses=responses(*_SECURED, NoSuchSchedule))
    async def drop_schedule(person: Supervisor, schedule_id: ScheduleId) -> None:  # pyright: ignore[reportUnusedFunction]
        async with database.write() as session:
            await schedules.drop(session, person, schedule_id)

    return router
