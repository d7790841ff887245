"""All SQL of what agents said about their states."""

from collections.abc import Iterable
from functools import cache
from typing import Final, cast

import orjson
from sqlalchemy import Executable, Table, and_, bindparam, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

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
    select(_FACTS.at_us, _FACTS.state)
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
    return [AgentSaid(company_id, agent, at_us, state) for at_us, state in rows]


async def put(session: WriteSession, facts: Iterable[AgentSaid]) -> None:
    """Of one moment of an agent there is one fact; whoever calls has settled which."""
    rows = [
        {
            "client_company_id": fact.company_id,
            "agent": fact.agent,
            "at_us": fact.at_us,
            "state": fact.state,
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
    return on.on_conflict_do_update(index_elements=key, set_={"state": on.excluded.state})


async def clear(session: WriteSession) -> None:
    await session.execute(delete(AgentFactRow))


async def last_facts(session: ReadSession, scope: Scope, *, agent: str | None) -> list[AgentSaid]:
    """Of each agent the newest fact of all."""
    newest = (
        select(
            AgentFactRow.client_company_id, AgentFactRow.agent, func.max(AgentFactRow.at_us).label("at_us")
        )
        .where(scope.holds(AgentFactRow.client_company_id))
        .group_by(AgentFactRow.client_company_id, AgentFactRow.agent)
        .subquery()
    )
    query = select(AgentFactRow).join(
        newest,
        and_(
            AgentFactRow.client_company_id == newest.c.client_company_id,
            AgentFactRow.agent == newest.c.agent,
            AgentFactRow.at_us == newest.c.at_us,
        ),
    )
    if agent is not None:
        query = query.where(AgentFactRow.agent == agent)
    return [_said(row) for row in await session.scalars(query)]


async def facts_before(session: ReadSession, scope: Scope, *, before_us: int) -> list[AgentSaid]:
    """Of each agent the newest fact before."""
    newest = (
        select(
            AgentFactRow.client_company_id, AgentFactRow.agent, func.max(AgentFactRow.at_us).label("at_us")
        )
        .where(scope.holds(AgentFactRow.client_company_id), AgentFactRow.at_us < before_us)
        .group_by(AgentFactRow.client_company_id, AgentFactRow.agent)
        .subquery()
    )
    same = and_(
        AgentFactRow.client_company_id == newest.c.client_company_id,
        AgentFactRow.agent == newest.c.agent,
        AgentFactRow.at_us == newest.c.at_us,
    )
    return [_said(row) for row in await session.scalars(select(AgentFactRow).join(newest, same))]


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
    return AgentSaid(row.client_company_id, row.agent, row.at_us, row.state)
