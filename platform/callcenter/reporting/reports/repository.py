"""All SQL of reports: one statement for the parts of all rows, one more for their waits."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, exists, func, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute

from callcenter.identity.models import Person
from callcenter.kit.db import ReadSession
from callcenter.reporting.definitions.definition import Subject
from callcenter.reporting.figures import Period
from callcenter.reporting.reports.kinds import DAY_US, HOUR_US, SHANGHAI_AHEAD_US, THURSDAY, Group, Narrowed
from callcenter.reporting.rollups.models import DayParts, DayWaits, PathDay, QuarterParts, QuarterWaits
from callcenter.seats.models import Agent, Team, TeamAgent
from callcenter.tenancy import Scope
from callcenter.tenancy.models import ClientCompany

_Model = type[DayParts | QuarterParts | DayWaits | QuarterWaits | PathDay]
_BY_QUARTER: Final = frozenset({Group.HOUR, Group.HOUR_OF_WEEK})


async def parts(
    session: ReadSession,
    scope: Scope,
    subject: Subject,
    narrowed: Narrowed,
    group: Group,
    period: Period,
    names: Sequence[str],
) -> dict[str | int, dict[str, int]]:
    """The sums of the named parts, by what they are grouped by."""
    model = _parts_of(group)
    key = _key(model, group)
    added = [func.sum(getattr(model, name)) for name in names]
    query = select(key, *added).where(*_within(model, scope, subject, narrowed, group, period)).group_by(key)
    return {
        row[0]: {name: int(value) for name, value in zip(names, row[1:], strict=True)}
        for row in await session.execute(query)
    }


async def waits(
    session: ReadSession,
    scope: Scope,
    subject: Subject,
    narrowed: Narrowed,
    group: Group,
    period: Period,
) -> dict[str | int, dict[int, int]]:
    """Answered calls by the upper edge of the bin of their wait, by what they are grouped by."""
    model = QuarterWaits if group in _BY_QUARTER else DayWaits
    key = _key(model, group)
    query = select(key, model.edge_ms, func.sum(model.calls)).where(
        *_within(model, scope, subject, narrowed, group, period)
    )
    found: dict[str | int, dict[int, int]] = {}
    for value, edge, calls in await session.execute(query.group_by(key, model.edge_ms)):
        found.setdefault(value, {})[edge] = int(calls)
    return found


async def has_demo(session: ReadSession, scope: Scope, period: Period, number: str | None) -> bool:
    """Calls are marked where they arrive, before any queue or agent has them."""
    conditions = _within(DayParts, scope, Subject.CALL, Narrowed(number=number), Group.WHOLE, period)
    return bool(await session.scalar(select(exists().where(*conditions, DayParts.demo > 0))))


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


def _parts_of(group: Group) -> type[DayParts | QuarterParts | PathDay]:
    if group is Group.PATH:
        return PathDay
    return QuarterParts if group in _BY_QUARTER else DayParts


def _key(model: _Model, group: Group) -> ColumnElement[Any]:
    if issubclass(model, PathDay):
        return model.path.expression
    local = model.from_us + _number(SHANGHAI_AHEAD_US)
    match group:
        case Group.QUEUE:
            return model.queue.expression
        case Group.AGENT:
            return model.agent.expression
        case Group.COMPANY:
            return model.client_company_id.expression
        case Group.NUMBER:
            return model.hotline.expression
        case Group.HOUR:
            return local // _number(HOUR_US) % _number(24)
        case Group.WEEKDAY:
            return (local // _number(DAY_US) + _number(THURSDAY)) % _number(7)
        case Group.HOUR_OF_WEEK:
            return (local // _number(HOUR_US) + _number(THURSDAY * 24)) % _number(7 * 24)
        case Group.DAY:
            return shanghai_day(model.from_us)
        case Group.PATH | Group.WHOLE:
            return model.subject.expression


def shanghai_day(moment: InstrumentedAttribute[int]) -> ColumnElement[int]:
    """Its number since 1970."""
    return (moment + _number(SHANGHAI_AHEAD_US)) // _number(DAY_US)


def within_days(
    scope: Scope, subject: Subject, narrowed: Narrowed, period: Period
) -> list[ColumnElement[bool]]:
    return _within(DayParts, scope, subject, narrowed, Group.DAY, period)


def _number(value: int) -> ColumnElement[int]:
    """Written into the statement: PostgreSQL takes two bound values for two different things to group by."""
    return literal_column(str(value), Integer)


def _within(
    model: _Model, scope: Scope, subject: Subject, narrowed: Narrowed, group: Group, period: Period
) -> list[ColumnElement[bool]]:
    conditions = [
        scope.holds(model.client_company_id),
        model.from_us >= period.from_us,
        model.from_us < period.to_us,
    ]
    if issubclass(model, PathDay):
        return conditions if narrowed.number is None else [*conditions, model.hotline == narrowed.number]
    conditions.append(model.subject == subject.value)
    if narrowed.queue is not None:
        conditions.append(model.queue == narrowed.queue)
    if narrowed.number is not None:
        conditions.append(model.hotline == narrowed.number)
    elif group is Group.NUMBER:
        # Cells without a hotline hold the times of agents only.
        conditions.append(model.hotline != "")
    if narrowed.agents is not None:
        conditions.append(model.agent.in_(sorted(narrowed.agents)))
    return conditions
