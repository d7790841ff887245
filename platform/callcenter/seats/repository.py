"""All SQL of this package; every read within a scope."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select

from callcenter.identity.models import Person
from callcenter.kit.db import ReadSession
from callcenter.seats.models import Agent, AgentQueue, Seat, Sitting
from callcenter.telephony.floor.plan import AgentCard
from callcenter.tenancy import Scope


async def agent_of_person(session: ReadSession, scope: Scope, person_id: str) -> Agent | None:
    found = select(Agent).where(scope.holds(Agent.client_company_id), Agent.person_id == person_id)
    return await session.scalar(found)


async def agent_of_id(session: ReadSession, scope: Scope, agent_id: str) -> Agent | None:
    return await session.scalar(
        select(Agent).where(scope.holds(Agent.client_company_id), Agent.id == agent_id)
    )


async def seat_exists(session: ReadSession, scope: Scope, code: str) -> bool:
    found = select(Seat.code).where(scope.holds(Seat.client_company_id), Seat.code == code)
    return await session.scalar(found) is not None


async def open_sittings(session: ReadSession, scope: Scope) -> Sequence[Sitting]:
    found = select(Sitting).where(scope.holds(Sitting.client_company_id), Sitting.to_us.is_(None))
    return (await session.scalars(found.order_by(Sitting.from_us))).all()


async def open_sitting_of_agent(session: ReadSession, scope: Scope, agent_id: str) -> Sitting | None:
    found = select(Sitting).where(
        scope.holds(Sitting.client_company_id), Sitting.agent_id == agent_id, Sitting.to_us.is_(None)
    )
    return await session.scalar(found)


async def sittings_since(
    session: ReadSession, scope: Scope, agent_id: str, from_us: int
) -> Sequence[Sitting]:
    """Those that lasted into the time from `from_us` on."""
    found = select(Sitting).where(
        scope.holds(Sitting.client_company_id),
        Sitting.agent_id == agent_id,
        or_(Sitting.to_us.is_(None), Sitting.to_us > from_us),
    )
    return (await session.scalars(found.order_by(Sitting.from_us))).all()


async def open_sitting_at(session: ReadSession, scope: Scope, seat: str) -> Sitting | None:
    found = select(Sitting).where(
        scope.holds(Sitting.client_company_id), Sitting.seat == seat, Sitting.to_us.is_(None)
    )
    return await session.scalar(found)


async def queues_of(session: ReadSession, scope: Scope, agent_id: str) -> dict[str, int]:
    """Queue → penalty."""
    found = select(AgentQueue.queue, AgentQueue.penalty).where(
        scope.holds(AgentQueue.client_company_id), AgentQueue.agent_id == agent_id
    )
    rows = await session.execute(found.order_by(AgentQueue.queue))
    return {row.queue: row.penalty for row in rows}


async def cards(session: ReadSession, scope: Scope) -> dict[str, AgentCard]:
    found = (
        select(Agent.id, Agent.work_number, Person.display_name)
        .join(Person, Person.id == Agent.person_id)
        .where(scope.holds(Agent.client_company_id))
    )
    return {agent_id: AgentCard(number, name) for agent_id, number, name in await session.execute(found)}


async def agents_with_queues(
    session: ReadSession, scope: Scope
) -> list[tuple[Agent, AgentCard, dict[str, int]]]:
    """Every agent, what a page shows of it, and queue → penalty."""
    queues: dict[str, dict[str, int]] = {}
    served = select(AgentQueue).where(scope.holds(AgentQueue.client_company_id)).order_by(AgentQueue.queue)
    for row in await session.scalars(served):
        queues.setdefault(row.agent_id, {})[row.queue] = row.penalty
    found = (
        select(Agent, Person.display_name)
        .join(Person, Person.id == Agent.person_id)
        .where(scope.holds(Agent.client_company_id))
    )
    return [
        (agent, AgentCard(agent.work_number, name), queues.get(agent.id, {}))
        for agent, name in await session.execute(found)
    ]


async def seat_codes(session: ReadSession, scope: Scope) -> Sequence[str]:
    found = select(Seat.code).where(scope.holds(Seat.client_company_id))
    return (await session.scalars(found.order_by(Seat.code))).all()


async def last_agent_id(session: ReadSession) -> str | None:
    """Over all companies: an agent id belongs to one person of the whole installation."""
    return await session.scalar(select(func.max(Agent.id)))
