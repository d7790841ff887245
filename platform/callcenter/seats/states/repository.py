"""All SQL of agents' standings and state changes; every read within a scope."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple, cast

from sqlalchemy import Executable, Table, select
from sqlalchemy.dialects import postgresql, sqlite

from callcenter.identity.models import Person
from callcenter.kit.db import ReadSession, WriteSession
from callcenter.seats.models import AgentStanding, AgentStateChange
from callcenter.seats.states.standing import By, ByKind, Standing
from callcenter.telephony.agent_state import AgentState
from callcenter.tenancy import Scope


async def all_standings(session: ReadSession, scope: Scope) -> dict[str, Standing]:
    rows = await session.scalars(select(AgentStanding).where(scope.holds(AgentStanding.client_company_id)))
    found = list(rows)
    people = {person for row in found for person in (row.by_person_id, row.booked_by_person_id) if person}
    names: dict[str, str] = {}
    if people:
        named = select(Person.id, Person.display_name).where(
            scope.holds(Person.client_company_id), Person.id.in_(people)
        )
        names = {row.id: row.display_name for row in await session.execute(named)}

    def by(kind: str | None, person_id: str | None) -> By:
        name = None if person_id is None else names.get(person_id)
        return By(ByKind(kind or ByKind.ASTERISK), person_id, name)

    return {
        row.agent_id: Standing(
            state=AgentState(row.state),
            reason=row.reason,
            since_us=row.since_us,
            by=by(row.by_kind, row.by_person_id),
            booked=row.booked,
            booked_by=by(row.booked_by_kind, row.booked_by_person_id),
            unwell=row.unwell,
            missed_rings=row.missed_rings,
            wrap_up_until_us=row.wrap_up_until_us,
            extensions_used=row.extensions_used,
        )
        for row in found
    }


class Written(NamedTuple):
    """`change_id`: the state itself became another, which is one more row of the agent's day, once however
    often it is written."""

    company_id: str
    agent_id: str
    standing: Standing
    change_id: str | None = None


async def write_standings(session: WriteSession, written: Sequence[Written]) -> None:
    """In the order in which they came to be: of an agent's standings the last one stands."""
    connection = await session.connection()
    last = {each.agent_id: each for each in written}
    # In one order everywhere, so that two who write cannot wait for each other in a circle.
    rows = [_values(last[agent_id]) for agent_id in sorted(last)]
    await connection.execute(_writing(connection.dialect.name), rows)
    changes = [_change(each) for each in written if each.change_id is not None]
    if changes:
        await connection.execute(_adding(connection.dialect.name), changes)


def _values(written: Written) -> dict[str, object]:
    standing = written.standing
    return {
        "agent_id": written.agent_id,
        "client_company_id": written.company_id,
        "state": standing.state.value,
        "reason": standing.reason,
        "since_us": standing.since_us,
        "by_kind": standing.by.kind.value,
        "by_person_id": standing.by.person_id,
        "booked": standing.booked,
        "booked_by_kind": standing.booked_by.kind.value,
        "booked_by_person_id": standing.booked_by.person_id,
        "unwell": standing.unwell,
        "missed_rings": standing.missed_rings,
        "extensions_used": standing.extensions_used,
        "wrap_up_until_us": standing.wrap_up_until_us,
    }


def _change(written: Written) -> dict[str, object]:
    standing = written.standing
    return {
        "id": written.change_id,
        "client_company_id": written.company_id,
        "agent_id": written.agent_id,
        "at_us": standing.since_us,
        "state": standing.state.value,
        "reason": standing.reason,
        "by_kind": standing.by.kind.value,
        "by_person_id": standing.by.person_id,
    }


@cache
def _adding(dialect: str) -> Executable:
    table = cast("Table", AgentStateChange.__table__)
    on = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    return on.on_conflict_do_nothing(index_elements=["id"])


@cache
def _writing(dialect: str) -> Executable:
    """Made once: every call changes its agent's state several times."""
    table = cast("Table", AgentStanding.__table__)
    on = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    written = {column.name: on.excluded[column.name] for column in table.c if not column.primary_key}
    return on.on_conflict_do_update(index_elements=["agent_id"], set_=written)


async def changes_since(
    session: ReadSession, scope: Scope, agent_id: str, from_us: int
) -> Sequence[AgentStateChange]:
    found = select(AgentStateChange).where(
        scope.holds(AgentStateChange.client_company_id),
        AgentStateChange.agent_id == agent_id,
        AgentStateChange.at_us >= from_us,
    )
    return (await session.scalars(found.order_by(AgentStateChange.at_us, AgentStateChange.id))).all()
