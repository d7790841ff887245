"""All SQL of reports: one statement for the parts of all rows, one more for their waits."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, exists, func, literal_column, select, union_all

from callcenter.identity.models import Person
from callcenter.kit.db import ReadSession
from callcenter.kit.periods import DAY_US
from callcenter.reporting.definitions.definition import Subject
from callcenter.reporting.figures import Period
from callcenter.reporting.reports.kinds import Group, Narrowed
from callcenter.reporting.rollups import histogram
from callcenter.reporting.rollups.models import (
    DayParts,
    DayWaits,
    MonthParts,
    MonthWaits,
    PathDay,
    PathMonth,
    QuarterParts,
    QuarterWaits,
)
from callcenter.reporting.rollups.months import PERSON, Fold, Stretch
from callcenter.reporting.rollups.slots import shanghai_day, shanghai_week, slot_of
from callcenter.seats.models import Agent, Team, TeamAgent
from callcenter.tenancy import Scope
from callcenter.tenancy.models import ClientCompany

_Cells = type[DayParts | QuarterParts | MonthParts | DayWaits | QuarterWaits | MonthWaits]
_Model = _Cells | type[PathDay | PathMonth]
_BY_QUARTER: Final = frozenset({Group.HOUR, Group.HOUR_OF_WEEK})


async def parts(
    session: ReadSession,
    scope: Scope,
    subject: Subject,
    narrowed: Narrowed,
    group: Group,
    over: Sequence[Stretch],
    names: Sequence[str],
) -> dict[str | int, dict[str, int]]:
    """The sums of the named parts, by what they are grouped by."""
    found: dict[str | int, dict[str, int]] = {}
    each: list[Select[Any]] = []
    for stretch in over:
        model = _parts_of(group, stretch)
        key = _key(model, group, narrowed.fold(subject, group))
        query = select(key.label("key"), *(func.sum(getattr(model, name)).label(name) for name in names))
        each.append(query.where(*_within(model, scope, subject, narrowed, group, stretch)).group_by(key))
    for row in await session.execute(each[0] if len(each) == 1 else union_all(*each)):
        known = found.get(row[0])
        told = {name: int(value) for name, value in zip(names, row[1:], strict=True)}
        found[row[0]] = told if known is None else {name: known[name] + told[name] for name in names}
    return found


async def waits(
    session: ReadSession,
    scope: Scope,
    subject: Subject,
    narrowed: Narrowed,
    group: Group,
    over: Sequence[Stretch],
) -> dict[str | int, dict[int, int]]:
    """Answered calls by the upper edge of the bin of their wait, by what they are grouped by."""
    found: dict[str | int, dict[int, int]] = {}
    packed: dict[str | int, list[bytes]] = {}
    for stretch in over:
        if stretch.months:
            key = _key(MonthWaits, group, narrowed.fold(subject, group))
            within = _within(MonthWaits, scope, subject, narrowed, group, stretch)
            for value, bins in await session.execute(select(key, MonthWaits.bins).where(*within)):
                packed.setdefault(value, []).append(bins)
            continue
        model = QuarterWaits if group in _BY_QUARTER else DayWaits
        key = _key(model, group, narrowed.fold(subject, group))
        query = select(key, model.edge_ms, func.sum(model.calls)).group_by(key, model.edge_ms)
        within = _within(model, scope, subject, narrowed, group, stretch)
        for value, edge, calls in await session.execute(query.where(*within)):
            _add(found, value, {edge: int(calls)})
    for value, bins in packed.items():
        _add(found, value, histogram.added(bins))
    return found


def _add(found: dict[str | int, dict[int, int]], key: str | int, calls: Mapping[int, int]) -> None:
    known = found.setdefault(key, {})
    for edge, count in calls.items():
        known[edge] = known.get(edge, 0) + count


async def has_demo(session: ReadSession, scope: Scope, over: Sequence[Stretch], number: str | None) -> bool:
    """Calls are marked where they arrive, before any queue or agent has them."""
    narrowed = Narrowed(number=number)
    found = await parts(session, scope, Subject.CALL, narrowed, Group.WHOLE, over, ("demo",))
    return any(counted["demo"] for counted in found.values())


async def agents_named(session: ReadSession, scope: Scope) -> dict[str, tuple[str, str]]:
    """Agent → name and work number."""
    query = select(Agent.id, Person.display_name, Agent.work_number).join(
        Person, Person.id == Agent.person_id
    )
    found = await session.execute(query.where(scope.holds(Agent.client_company_id)))
    return {agent: (name, work_number) for agent, name, work_number in found}


async def teams_of_agents(session: ReadSession, scope: Scope) -> dict[str, str]:
    """Agent → the team of today, by name."""
    query = select(TeamAgent.agent_id, Team.name).join(Team, Team.id == TeamAgent.team_id)
    return dict((await session.execute(query.where(scope.holds(TeamAgent.client_company_id)))).all())


async def team_is_there(session: ReadSession, scope: Scope, name: str | None = None) -> bool:
    """The named one, or any."""
    query = exists().where(scope.holds(Team.client_company_id))
    return bool(await session.scalar(select(query if name is None else query.where(Team.name == name))))


async def companies_named(session: ReadSession, scope: Scope) -> dict[str, str]:
    query = select(ClientCompany.id, ClientCompany.name).where(scope.holds(ClientCompany.id))
    return dict((await session.execute(query)).all())


def _parts_of(
    group: Group, stretch: Stretch
) -> type[DayParts | QuarterParts | MonthParts | PathDay | PathMonth]:
    if group is Group.PATH:
        return PathMonth if stretch.months else PathDay
    if stretch.months:
        return MonthParts
    return QuarterParts if group in _BY_QUARTER else DayParts


def _key(model: _Model, group: Group, fold: Fold | None) -> ColumnElement[Any]:
    if issubclass(model, PathDay | PathMonth):
        return model.path.expression
    match group:
        case Group.QUEUE:
            return model.queue.expression
        case Group.AGENT:
            assert not issubclass(model, MonthWaits)
            return model.agent.expression
        case Group.COMPANY:
            return model.client_company_id.expression
        case Group.NUMBER:
            return model.hotline.expression
        case Group.HOUR | Group.WEEKDAY | Group.HOUR_OF_WEEK:
            if issubclass(model, MonthParts | MonthWaits):
                return model.slot.expression
            assert fold is not None
            return slot_of(model.from_us, fold)
        case Group.DAY | Group.MONTH:
            return shanghai_day(_day_us(model, fold))
        case Group.WEEK:
            return shanghai_week(_day_us(model, fold))
        case Group.PATH | Group.WHOLE:
            return model.subject.expression


def _day_us(model: _Model, fold: Fold | None) -> ColumnElement[int]:
    """Where the day of a cell begins; of a whole month its first."""
    if issubclass(model, MonthParts) and fold is Fold.DAY:
        return model.from_us + model.slot * literal_column(str(DAY_US))
    return model.from_us.expression


def within_days(
    scope: Scope, subject: Subject, narrowed: Narrowed, period: Period
) -> list[ColumnElement[bool]]:
    days = Stretch(period.from_us, period.to_us, months=False)
    return _within(DayParts, scope, subject, narrowed, Group.DAY, days)


def _within(
    model: _Model, scope: Scope, subject: Subject, narrowed: Narrowed, group: Group, stretch: Stretch
) -> list[ColumnElement[bool]]:
    conditions = [
        scope.holds(model.client_company_id),
        model.from_us >= stretch.from_us,
        model.from_us < stretch.to_us,
    ]
    if issubclass(model, PathDay | PathMonth):
        return conditions if narrowed.number is None else [*conditions, model.hotline == narrowed.number]
    said = subject.value
    if issubclass(model, MonthParts | MonthWaits):
        fold = narrowed.fold(subject, group)
        assert fold is not None
        conditions.append(model.fold == fold.value)
        said = PERSON if narrowed.by_person(subject, group) else said
    conditions.append(model.subject == said)
    if narrowed.queue is not None:
        conditions.append(model.queue == narrowed.queue)
    if narrowed.number is not None:
        conditions.append(model.hotline == narrowed.number)
    elif group is Group.NUMBER:
        # Cells without a hotline hold the times of agents only.
        conditions.append(model.hotline != "")
    if narrowed.agents is not None and not issubclass(model, MonthWaits):
        conditions.append(model.agent.in_(sorted(narrowed.agents)))
    return conditions
