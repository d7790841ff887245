"""Reports over HTTP."""

from datetime import date
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import StringConstraints

from callcenter.identity.person import CurrentPerson
from callcenter.identity.requests import NotSignedIn, identity_of, require
from callcenter.identity.roles import watchers
from callcenter.kit.errors import NotAllowed
from callcenter.kit.problems import responses
from callcenter.kit.transactions import Reading
from callcenter.reporting.known_scopes import ScopeUnknown
from callcenter.reporting.reports import service
from callcenter.reporting.reports.columns import FigureNotOfRows, FigureUnknown, TooManyColumns
from callcenter.reporting.reports.contacts import contacts
from callcenter.reporting.reports.days import Days, DaysWrong, ReportTooLong
from callcenter.reporting.reports.heat import heat
from callcenter.reporting.reports.kinds import RowKind
from callcenter.reporting.reports.narrowing import FilterNotOfRows, Filters, NoSuchTeam
from callcenter.reporting.reports.schemas import ContactsOut, HeatOut, TableOut, TimesheetOut
from callcenter.reporting.reports.service import TableAsked
from callcenter.reporting.reports.timesheet import timesheet
from callcenter.seats.errors import AgentUnknown, NotInYourTeams

router = APIRouter(prefix="/api/reports", tags=["reports"])

Watcher = Annotated[CurrentPerson, Depends(require(*sorted(watchers())))]
Word = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9_.:+-]+$")]
TeamName = Annotated[str, StringConstraints(min_length=1, max_length=40)]
FigureIds = Annotated[str, StringConstraints(max_length=2000, pattern=r"^[a-z0-9_]+(,[a-z0-9_]+)*$")]
Day = Annotated[date, Query(description="Asia/Shanghai")]
FigureId = Annotated[str, StringConstraints(max_length=60, pattern=r"^[a-z0-9_]+$")]
_WRONG: Final = (DaysWrong, ReportTooLong, FigureUnknown, FigureNotOfRows, TooManyColumns, FilterNotOfRows)
_NOWHERE: Final = (NoSuchTeam, AgentUnknown, ScopeUnknown)


def _filters(
    queue: Word | None = None,
    agent: Word | None = None,
    team: TeamName | None = None,
    number: Word | None = None,
) -> Filters:
    return Filters(queue=queue, agent=agent, team=team, number=number)


Filtered = Annotated[Filters, Depends(_filters)]


@router.get("/table", responses=responses(NotSignedIn, NotAllowed, NotInYourTeams, *_NOWHERE, *_WRONG))
async def report_table(
    request: Request,
    session: Reading,
    person: Watcher,
    filters: Filtered,
    rows: RowKind,
    first: Day,
    last: Day,
    figures: FigureIds | None = None,
    compare: Literal["previous"] | None = None,
) -> TableOut:
    """`first` and `last` are days, both inclusive; `figures` are ids with commas between, or the usual ones.

    Of agents and teams a supervisor sees those of the own teams, as soon as there are teams at all.
    """
    return await service.table(
        session,
        person,
        TableAsked(
            kind=rows,
            days=Days(first, last),
            figures=figures.split(",") if figures else (),
            filters=filters,
            compare=compare is not None,
        ),
        at_us=identity_of(request).clock.now_us(),
    )


@router.get(
    "/heat",
    responses=responses(NotSignedIn, NotAllowed, NotInYourTeams, *_NOWHERE, *_WRONG),
)
async def report_heat(
    request: Request,
    session: Reading,
    person: Watcher,
    filters: Filtered,
    first: Day,
    last: Day,
    figure: FigureId,
) -> HeatOut:
    """One figure by weekday and hour of the Shanghai day."""
    days, at_us = Days(first, last), identity_of(request).clock.now_us()
    return await heat(session, person, days, figure, filters, at_us=at_us)


@router.get(
    "/contacts",
    responses=responses(NotSignedIn, NotAllowed, DaysWrong, ReportTooLong, ScopeUnknown),
)
async def report_contacts(
    request: Request,
    session: Reading,
    person: Watcher,
    first: Day,
    last: Day,
    queue: Word | None = None,
    number: Word | None = None,
) -> ContactsOut:
    """Whether one contact was enough, by day, of 400 days at most; by week, month or year ask for a table."""
    days, filters = Days(first, last), Filters(queue=queue, number=number)
    return await contacts(session, person, days, filters, at_us=identity_of(request).clock.now_us())


@router.get(
    "/timesheet",
    responses=responses(
        NotSignedIn, NotAllowed, NotInYourTeams, NoSuchTeam, AgentUnknown, DaysWrong, ReportTooLong
    ),
)
async def report_timesheet(
    request: Request,
    session: Reading,
    person: Watcher,
    first: Day,
    last: Day,
    agent: Word | None = None,
    team: TeamName | None = None,
) -> TimesheetOut:
    """What agents did on each day, of 31 days at most."""
    days, filters = Days(first, last), Filters(agent=agent, team=team)
    return await timesheet(session, person, days, filters, at_us=identity_of(request).clock.now_us())
