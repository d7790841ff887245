"""Published figures over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import StringConstraints

from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.identity.requests import NotSignedIn, identity_of, require
from callcenter.identity.roles import watchers
from callcenter.kit.errors import NotAllowed
from callcenter.kit.problems import responses
from callcenter.kit.transactions import Reading
from callcenter.reporting import service
from callcenter.reporting.definitions.catalogue import CURRENT
from callcenter.reporting.figures import Period
from callcenter.reporting.known_scopes import ScopeUnknown, require_agent, require_queue
from callcenter.reporting.rollups.repository import Chosen
from callcenter.reporting.schemas import (
    DefinitionOut,
    DefinitionsOut,
    FigureOut,
    FiguresOut,
    SeriesOut,
    Step,
    TodayOut,
)
from callcenter.reporting.service import PeriodNotWhole, SeriesTooLong
from callcenter.seats.errors import AgentUnknown

router = APIRouter(prefix="/api/figures", tags=["figures"])


Watcher = Annotated[CurrentPerson, Depends(require(*sorted(watchers())))]
Word = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9_.:+-]+$")]
Moment = Annotated[int, Query(ge=0, le=2**52)]


@router.get("/today", responses=responses(NotSignedIn, NotAllowed))
async def today(request: Request, session: Reading, person: Watcher) -> TodayOut:
    return await service.today(session, scope_of(person), at_us=identity_of(request).clock.now_us())


@router.get("/definitions", responses=responses(NotSignedIn, NotAllowed))
async def definitions(_person: Watcher) -> DefinitionsOut:
    """The newest version of each, in the order in which figures are shown."""
    return DefinitionsOut(definitions=[DefinitionOut.of(definition) for definition in CURRENT])


@router.get("", responses=responses(NotSignedIn, NotAllowed, AgentUnknown, ScopeUnknown, PeriodNotWhole))
async def figures(
    request: Request,
    session: Reading,
    person: Watcher,
    from_us: Moment,
    to_us: Moment,
    queue: Word | None = None,
    hotline: Word | None = None,
    agent: Word | None = None,
    *,
    counted: bool = False,
) -> FiguresOut:
    """Of a period of whole quarters of an hour; `to_us` is exclusive. An agent has figures of its own.

    `counted`: also recordings and first contacts, which are counted from the calls and take longer.
    """
    await require_queue(session, scope_of(person), queue)
    await require_agent(session, scope_of(person), agent)
    published = await service.figures(
        session,
        scope_of(person),
        Chosen(queue=queue, hotline=hotline, agent=agent),
        Period(from_us=from_us, to_us=to_us),
        at_us=identity_of(request).clock.now_us(),
        also_counted=counted,
    )
    return FiguresOut(figures=[FigureOut.of(figure) for figure in published])


@router.get(
    "/series",
    responses=responses(NotSignedIn, NotAllowed, AgentUnknown, ScopeUnknown, PeriodNotWhole, SeriesTooLong),
)
async def series(
    request: Request,
    session: Reading,
    person: Watcher,
    from_us: Moment,
    to_us: Moment,
    step: Step = Step.QUARTER,
    queue: Word | None = None,
    hotline: Word | None = None,
    agent: Word | None = None,
) -> SeriesOut:
    """The same, for every 15 minutes or Shanghai day of the period."""
    await require_queue(session, scope_of(person), queue)
    await require_agent(session, scope_of(person), agent)
    return await service.series(
        session,
        scope_of(person),
        Chosen(queue=queue, hotline=hotline, agent=agent),
        Period(from_us=from_us, to_us=to_us),
        step=step,
        at_us=identity_of(request).clock.now_us(),
    )
