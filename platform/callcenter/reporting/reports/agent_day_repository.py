"""All SQL of the timesheet: parts by agent and day, when agents came and went, and their breaks."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import CTE, BigInteger, String, column, func, literal_column, select, true, values
from sqlalchemy.orm import aliased
from sqlalchemy.types import TypeEngine

from callcenter.kit.db import ReadSession
from callcenter.kit.periods import DAY_US, SHANGHAI_AHEAD_US
from callcenter.reporting.definitions.definition import Subject
from callcenter.reporting.figures import Period
from callcenter.reporting.reports.kinds import Narrowed
from callcenter.reporting.reports.repository import within_days
from callcenter.reporting.rollups.models import AgentFactRow, DayParts
from callcenter.reporting.rollups.slots import shanghai_day
from callcenter.telephony.agent_state import AgentState
from callcenter.tenancy import Scope

AgentDay = tuple[str, int]
"""An agent, and the number of the Shanghai day since 1970."""

_DayRow = tuple[str, int, int | None, int | None, int | None, int]


@dataclass(frozen=True, slots=True)
class Moments:
    """Of an agent's day: first and last fact, the first one of being there, the last one of having gone."""

    first_us: int
    came_us: int | None
    went_us: int | None
    last_us: int


@dataclass(frozen=True, slots=True)
class Break:
    agent: str
    reason: str
    from_us: int
    to_us: int | None
    """None: no later fact in the period."""


async def parts_of_days(
    session: ReadSession, scope: Scope, narrowed: Narrowed, period: Period, names: Sequence[str]
) -> dict[AgentDay, dict[str, int]]:
    day = shanghai_day(DayParts.from_us)
    added = [func.sum(getattr(DayParts, name)).label(name) for name in names]
    query = select(DayParts.agent, day.label("day"), *added)
    rows = await session.execute(
        query.where(*within_days(scope, Subject.AGENT, narrowed, period)).group_by(DayParts.agent, day)
    )
    return {
        (row["agent"], int(row["day"])): {name: int(row[name]) for name in names} for row in rows.mappings()
    }


async def moments(
    session: ReadSession, scope: Scope, agents: Collection[str], period: Period
) -> dict[AgentDay, Moments]:
    """Found by looks at the key: agents say hundreds of things a day, and only the ends are asked for."""
    if not agents:
        return {}
    days = _of_values("day", "from_us", BigInteger, range(period.from_us, period.to_us, DAY_US))
    people = _of_values("people", "agent", String, sorted(agents))
    fact, gone = AgentFactRow, AgentFactRow.state == AgentState.SIGNED_OUT.value
    found: dict[AgentDay, Moments] = {}
    for company_id in sorted(scope.company_ids):
        in_day = (
            fact.client_company_id == company_id,
            fact.agent == people.c.agent,
            fact.at_us >= days.c.from_us,
            fact.at_us < days.c.from_us + DAY_US,
        )
        first, came, went, last = (
            select(edge).where(*in_day, *only).correlate(days, people).scalar_subquery()
            for edge, only in (
                (func.min(fact.at_us), ()),
                (func.min(fact.at_us), (~gone,)),
                (func.max(fact.at_us), (gone,)),
                (func.max(fact.at_us), ()),
            )
        )
        each = select(people.c.agent, days.c.from_us, first, came, went, last)
        rows = await session.execute(each.select_from(people.join(days, true())))
        for agent, from_us, first_us, came_us, went_us, last_us in cast("Iterable[_DayRow]", rows):
            if first_us is not None:
                number = (from_us + SHANGHAI_AHEAD_US) // DAY_US
                found[agent, number] = Moments(first_us, came_us, went_us, last_us)
    return found


async def breaks(session: ReadSession, scope: Scope, agents: Collection[str], period: Period) -> list[Break]:
    fact, later = AgentFactRow, aliased(AgentFactRow)
    until_us = (
        select(func.min(later.at_us))
        .where(later.client_company_id == fact.client_company_id, later.agent == fact.agent)
        .where(later.at_us > fact.at_us, later.at_us < period.to_us)
        .correlate(fact)
        .scalar_subquery()
    )
    query = select(fact.agent, fact.reason, fact.at_us, until_us).where(
        scope.holds(fact.client_company_id),
        fact.agent.in_(sorted(agents)),
        fact.state == literal_column(f"'{AgentState.ON_BREAK.value}'"),
        fact.at_us >= period.from_us,
        fact.at_us < period.to_us,
    )
    found = await session.execute(query)
    return [Break(agent, reason, from_us, to_us) for agent, reason, from_us, to_us in found]


def _of_values(name: str, column_name: str, of: type[TypeEngine[Any]], told: Iterable[object]) -> CTE:
    made = values(column(column_name, of), name=name)
    return made.data([(each,) for each in told]).cte(name)
