"""All SQL of where counted calls are: in which months, days and quarters of an hour there are any."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from callcenter.kit.db import ReadSession
from callcenter.kit.many_in_sql import Span, is_one_of
from callcenter.kit.periods import DAY_US, QUARTER_US
from callcenter.reporting.definitions.definition import Subject
from callcenter.reporting.rollups.models import DayParts, MonthParts, QuarterParts
from callcenter.reporting.rollups.months import Fold
from callcenter.telephony.behind_figures import guessed
from callcenter.tenancy import Scope


@dataclass(frozen=True, slots=True)
class Counted:
    """What the roll-ups count of a list: cells in which it comes to nothing hold none of its calls."""

    subject: Subject
    part: str
    without: str | None = None
    queue: str | None = None
    hotline: str | None = None
    agents: Sequence[str] = ()
    hour: int | None = None
    weekday: int | None = None

    @property
    def slot(self) -> tuple[Fold, int]:
        """Which part of each month holds them."""
        match self.hour, self.weekday:
            case None, None:
                return Fold.WHOLE, 0
            case int() as hour, None:
                return Fold.HOUR, hour
            case None, int() as weekday:
                return Fold.WEEKDAY, weekday - 1
            case int() as hour, int() as weekday:
                return Fold.WEEK_HOUR, 24 * (weekday - 1) + hour


async def first_and_last_day(session: ReadSession, company_ids: Iterable[str]) -> Span | None:
    """Where the first and the last day with a cell begin; each subject by itself is one look at the key."""
    ends = [
        select(end(DayParts.from_us))
        .where(DayParts.client_company_id == company_id, DayParts.subject == subject.value)
        .scalar_subquery()
        for company_id in company_ids
        for subject in Subject
        for end in (func.min, func.max)
    ]
    found = [each for each in (await session.execute(select(*ends))).one() if each is not None]
    return (min(found), max(found)) if found else None


async def months(
    session: ReadSession, scope: Scope, counted: Counted, begins: Sequence[int]
) -> dict[int, int]:
    """Of these months, which are kept, those with any calls, and how many."""
    fold, slot = counted.slot
    only = (MonthParts.fold == fold.value, MonthParts.slot == slot)
    return await _calls_by_time(session, scope, counted, MonthParts, begins, 1, only)


async def days(session: ReadSession, scope: Scope, counted: Counted, begins: Sequence[int]) -> dict[int, int]:
    return await _calls_by_time(session, scope, counted, DayParts, begins, DAY_US)


async def quarters(
    session: ReadSession, scope: Scope, counted: Counted, begins: Sequence[int]
) -> dict[int, int]:
    return await _calls_by_time(session, scope, counted, QuarterParts, begins, QUARTER_US)


async def _calls_by_time(
    session: ReadSession,
    scope: Scope,
    counted: Counted,
    model: type[DayParts | QuarterParts | MonthParts],
    begins: Sequence[int],
    step: int,
    only: Iterable[ColumnElement[bool]] = (),
) -> dict[int, int]:
    if not begins:
        return {}
    calls = getattr(model, counted.part)
    if counted.without is not None:
        calls = calls - getattr(model, counted.without)
    query = select(model.from_us, func.sum(calls)).where(
        scope.holds(model.client_company_id),
        model.subject == counted.subject.value,
        is_one_of(session, model.from_us, begins, step=step),
        calls > 0,
        *only,
    )
    for of_cell, value in ((model.queue, counted.queue), (model.hotline, counted.hotline)):
        if value is not None:
            query = query.where(of_cell == value)
    if counted.agents:
        # PostgreSQL would look for each of them at each time.
        query = query.where(guessed(model.agent.in_(sorted(counted.agents))))
    found = await session.execute(query.group_by(model.from_us))
    return {from_us: int(calls) for from_us, calls in found}
