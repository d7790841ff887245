"""All SQL of the timesheet: parts by agent and day, when agents came and went, and their breaks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, select

from callcenter.kit.db import ReadSession
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
    fact, day = AgentFactRow, shanghai_day(AgentFactRow.at_us)
    gone = fact.state == AgentState.SIGNED_OUT.value
    query = select(
        fact.agent,
        day,
        func.min(fact.at_us),
        func.min(case((~gone, fact.at_us))),
        func.max(case((gone, fact.at_us))),
        func.max(fact.at_us),
    ).where(*_facts(scope, agents, period))
    return {
        (agent, int(number)): Moments(first_us, came_us, went_us, last_us)
        for agent, number, first_us, came_us, went_us, last_us in await session.execute(
            query.group_by(fact.agent, day)
        )
    }


async def breaks(session: ReadSession, scope: Scope, agents: Collection[str], period: Period) -> list[Break]:
    fact = AgentFactRow
    until_us = func.lead(fact.at_us).over(
        partition_by=[fact.client_company_id, fact.agent], order_by=fact.at_us
    )
    told = select(fact.agent, fact.state, fact.reason, fact.at_us, until_us.label("until_us"))
    each = told.where(*_facts(scope, agents, period)).subquery()
    query = select(each.c.agent, each.c.reason, each.c.at_us, each.c.until_us)
    found = await session.execute(query.where(each.c.state == AgentState.ON_BREAK.value))
    return [Break(agent, reason, from_us, to_us) for agent, reason, from_us, to_us in found]


def _facts(scope: Scope, agents: Collection[str], period: Period) -> list[ColumnElement[bool]]:
    return [
        scope.holds(AgentFactRow.client_company_id),
        AgentFactRow.agent.in_(sorted(agents)),
        AgentFactRow.at_us >= period.from_us,
        AgentFactRow.at_us < period.to_us,
    ]
