"""Making agents and seats, for set-up and for administrators."""

from collections.abc import Iterable, Mapping

from callcenter.kit.db import WriteSession
from callcenter.seats import repository
from callcenter.seats.models import Agent, AgentQueue, Seat
from callcenter.tenancy import Scope


async def ensure_seats(session: WriteSession, company_id: str, codes: Iterable[str], *, at_us: int) -> None:
    for code in codes:
        if await session.get(Seat, (company_id, code)) is None:
            session.add(Seat(client_company_id=company_id, code=code, created_us=at_us))
    await session.flush()


async def ensure_agent(
    session: WriteSession,
    company_id: str,
    person_id: str,
    *,
    work_number: str,
    queues: Mapping[str, int],
    at_us: int,
) -> Agent:
    """The agent of that person, made with the next id when there is none. `queues`: full name → penalty."""
    agent = await repository.agent_of_person(session, Scope.of(company_id), person_id)
    if agent is None:
        agent = Agent(
            id=next_agent_id(await repository.last_agent_id(session)),
            client_company_id=company_id,
            work_number=work_number,
            person_id=person_id,
            created_us=at_us,
        )
        session.add(agent)
        await session.flush()
    for queue, penalty in queues.items():
        place = await session.get(AgentQueue, (agent.id, queue))
        if place is None:
            session.add(
                AgentQueue(agent_id=agent.id, queue=queue, client_company_id=company_id, penalty=penalty)
            )
    await session.flush()
    return agent


def next_agent_id(last: str | None) -> str:
    """Rows of agents are never deleted, so the highest id is also the last one given."""
    return f"A{(int(last[1:]) if last else 0) + 1:05d}"
