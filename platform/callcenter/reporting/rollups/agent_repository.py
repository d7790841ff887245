"""All SQL of what agents said about their states."""

from collections.abc import Iterable
from functools import cache
from typing import Final, cast

import orjson
from sqlalchemy import CTE, Executable, String, Table, and_, bindparam, delete, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from callcenter.kit.db import ReadSession, WriteSession
from callcenter.reporting.rollups.models import AgentFactRow
from callcenter.telephony.agent_time import agents_said
from callcenter.telephony.journal.rows import Row, Source
from callcenter.telephony.models import RawRow
from callcenter.telephony.ports import AgentSaid
from callcenter.tenancy import Scope

_EVENTS: Final = ("AGENT_STATE", "SIGNED_IN", "SIGNED_OUT")


_FACTS: Final = cast("Table", AgentFactRow.__table__).c
_OF_AGENT: Final = and_(
    _FACTS.client_company_id == bindparam("company_id"), _FACTS.agent == bindparam("of_agent")
)
_FIRST: Final = (
    select(func.max(_FACTS.at_us)).where(_OF_AGENT, _FACTS.at_us < bindparam("from_us")).scalar_subquery()
)
_LAST: Final = (
    select(func.min(_FACTS.at_us)).where(_OF_AGENT, _FACTS.at_us > bindparam("to_us")).scalar_subquery()
)
_AROUND: Final = (
    select(_FACTS.at_us, _FACTS.state, _FACTS.reason)
    .where(_OF_AGENT, _FACTS.at_us >= func.coalesce(_FIRST, bindparam("from_us")))
    .where(_FACTS.at_us <= func.coalesce(_LAST, bindparam("to_us")))
    .order_by(_FACTS.at_us)
)
"""Made once: the journal asks it for every agent of every batch."""


async def around(
    session: ReadSession, company_id: str, agent: str, *, from_us: int, to_us: int
) -> list[AgentSaid]:
    """What is known of the agent from the last fact before until the first one after, those two too."""
    connection = await session.connection()
    given = {"company_id": company_id, "of_agent": agent, "from_us": from_us, "to_us": to_us}
    rows = await connection.execute(_AROUND, given)
    return [AgentSaid(company_id, agent, at_us, state, reason) for at_us, state, reason in rows]


async def put(session: WriteSession, facts: Iterable[AgentSaid]) -> None:
    """Of one moment of an agent there is one fact; whoever calls has settled which."""
    rows = [
        {
            "client_company_id": fact.company_id,
            "agent": fact.agent,
            "at_us": fact.at_us,
            "state": fact.state,
            "reason": fact.reason,
        }
        for fact in facts
    ]
    if rows:
        connection = await session.connection()
        await connection.execute(_putting(connection.dialect.name), rows)


@cache
def _putting(dialect: str) -> Executable:
    table = cast("Table", AgentFactRow.__table__)
    on = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    key = [column.name for column in table.primary_key]
    said = {"state": on.excluded.state, "reason": on.excluded.reason}
    return on.on_conflict_do_update(index_elements=key, set_=said)


async def clear(session: WriteSession) -> None:
    await session.execute(delete(AgentFactRow))


async def last_facts(session: ReadSession, scope: Scope, *, agent: str | None) -> list[AgentSaid]:
    """Of each agent the newest fact of all."""
    return await _newest(session, scope, before_us=None, agent=agent)


async def facts_before(
    session: ReadSession, scope: Scope, *, before_us: int, agents: frozenset[str] | None = None
) -> list[AgentSaid]:
    """Of each agent the newest fact before."""
    newest = await _newest(session, scope, before_us=before_us)
    return [fact for fact in newest if agents is None or fact.agent in agents]


async def facts_from(
    session: ReadSession, scope: Scope, from_us: int, *, agents: frozenset[str]
) -> list[AgentSaid]:
    """All of these agents from then on."""
    query = select(AgentFactRow).where(
        scope.holds(AgentFactRow.client_company_id),
        AgentFactRow.agent.in_(agents),
        AgentFactRow.at_us >= from_us,
    )
    return [_said(row) for row in await session.scalars(query)]


async def _newest(
    session: ReadSession, scope: Scope, *, before_us: int | None, agent: str | None = None
) -> list[AgentSaid]:
    """Agent by agent through the index: over years there are millions of facts of a hundred agents."""
    fact, other, found = AgentFactRow, aliased(AgentFactRow), list[AgentSaid]()
    for company_id in sorted(scope.company_ids):
        known = _agents(company_id, agent)
        last = select(func.max(other.at_us)).where(
            other.client_company_id == company_id, other.agent == known.c.agent
        )
        if before_us is not None:
            last = last.where(other.at_us < before_us)
        same = and_(
            fact.client_company_id == company_id,
            fact.agent == known.c.agent,
            fact.at_us == last.correlate(known).scalar_subquery(),
        )
        rows = await session.scalars(select(fact).select_from(known).join(fact, same))
        found += [_said(row) for row in rows]
    return found


def _agents(company_id: str, agent: str | None) -> CTE:
    """Those of whom there is any fact, each found from the one before."""
    fact = aliased(AgentFactRow)
    if agent is not None:
        return select(literal(agent, String).label("agent")).cte("known")
    of_company = fact.client_company_id == company_id
    known = select(func.min(fact.agent).label("agent")).where(of_company).cte("known", recursive=True)
    after = select(func.min(fact.agent)).where(of_company, fact.agent > known.c.agent).correlate(known)
    return known.union_all(select(after.scalar_subquery()).where(known.c.agent.is_not(None)))


async def raw_facts_after(
    session: ReadSession, row_id: int, *, limit: int
) -> tuple[list[AgentSaid], int | None]:
    """Facts of a page of raw rows, and the last row of the page; None when there is none left."""
    query = (
        select(RawRow)
        .where(RawRow.id > row_id, RawRow.source == Source.QUEUE_LOG.value, RawRow.call_id.is_(None))
        .where(RawRow.event.in_(_EVENTS))
        .order_by(RawRow.id)
        .limit(limit)
    )
    rows = list(await session.scalars(query))
    told = [
        (Row(Source(r.source), r.at_us, r.event, r.uniqueid, orjson.loads(r.data)), r.client_company_id)
        for r in rows
    ]
    return agents_said(told), rows[-1].id if rows else None


def _said(row: AgentFactRow) -> AgentSaid:
    return AgentSaid(row.client_company_id, row.agent, row.at_us, row.state, row.reason)
