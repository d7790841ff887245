"""Shifts over HTTP: watchers read them, supervisors plan their own teams."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Query, Request

from callcenter.crm.transfer.table_reader import FileUnreadable
from callcenter.files.sealed import TooLarge, too_large
from callcenter.identity.person import CurrentPerson
from callcenter.identity.requests import ForeignRequest, NotSignedIn, require
from callcenter.identity.roles import Role, watchers
from callcenter.kit.db import Database
from callcenter.kit.errors import NotAllowed
from callcenter.kit.problems import responses
from callcenter.kit.transactions import Reading, Writing
from callcenter.reporting.reports.days import Days, DaysWrong, ReportTooLong
from callcenter.reporting.reports.endpoints import Day, TeamName, Word
from callcenter.reporting.reports.narrowing import Filters, NoSuchTeam
from callcenter.reporting.shifts.file_import import MOST_BYTES, ShiftImport
from callcenter.reporting.shifts.schemas import ShiftImportShown, ShiftSent, ShiftShown, ShiftsShown
from callcenter.reporting.shifts.service import NoSuchShift, Shifts, ShiftsOverlap
from callcenter.reporting.shifts.shift import ShiftWrong
from callcenter.seats.errors import AgentUnknown, NotInYourTeams

Watcher = Annotated[CurrentPerson, Depends(require(*sorted(watchers())))]
Supervisor = Annotated[CurrentPerson, Depends(require(Role.SUPERVISOR))]
ShiftId = Annotated[str, Path(pattern=r"^[0-9A-Z]{26}$")]
DryRun = Annotated[bool, Query()]
_SECURED: Final = (NotSignedIn, ForeignRequest, NotAllowed)
_WRONG: Final = (ShiftWrong, ShiftsOverlap, AgentUnknown, NotInYourTeams)
_BINARY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


def shifts_router(shifts: Shifts, imports: ShiftImport, database: Database) -> APIRouter:
    router = APIRouter(prefix="/api/shifts", tags=["shifts"])

    @router.get(
        "",
        responses=responses(
            NotSignedIn, NotAllowed, DaysWrong, ReportTooLong, NoSuchTeam, AgentUnknown, NotInYourTeams
        ),
    )
    async def list_shifts(  # pyright: ignore[reportUnusedFunction]
        session: Reading,
        person: Watcher,
        first: Day,
        last: Day,
        agent: Word | None = None,
        team: TeamName | None = None,
    ) -> ShiftsShown:
        """Of 92 days at most."""
        return await shifts.of_days(session, person, Days(first, last), Filters(agent=agent, team=team))

    @router.post("", status_code=201, responses=responses(*_SECURED, *_WRONG))
    async def add_shift(session: Writing, person: Supervisor, sent: ShiftSent) -> ShiftShown:  # pyright: ignore[reportUnusedFunction]
        return await shifts.add(session, person, sent)

    @router.put("/{shift_id}", responses=responses(*_SECURED, *_WRONG, NoSuchShift))
    async def change_shift(  # pyright: ignore[reportUnusedFunction]
        session: Writing, person: Supervisor, shift_id: ShiftId, sent: ShiftSent
    ) -> ShiftShown:
        """What was stays in the table as withdrawn; the answer has an id of its own."""
        return await shifts.change(session, person, shift_id, sent)

    @router.delete(
        "/{shift_id}",
        status_code=204,
        responses=responses(*_SECURED, NoSuchShift, AgentUnknown, NotInYourTeams),
    )
    async def drop_shift(session: Writing, person: Supervisor, shift_id: ShiftId) -> None:  # pyright: ignore[reportUnusedFunction]
        await shifts.drop(session, person, shift_id)

    @router.post("/import", openapi_extra=_BINARY, responses=responses(*_SECURED, FileUnreadable, TooLarge))
    async def import_shifts(  # pyright: ignore[reportUnusedFunction]
        person: Supervisor, request: Request, *, dry_run: DryRun = True
    ) -> ShiftImportShown:
        """XLSX or CSV as the body, with the columns 工号, 日期, 开始 and 结束."""
        data = bytearray()
        async for part in request.stream():
            data += part
            if len(data) > MOST_BYTES:
                raise too_large(MOST_BYTES)
        async with database.write() as session:
            return await imports.run(session, person, bytes(data), dry_run=dry_run)

    return router
