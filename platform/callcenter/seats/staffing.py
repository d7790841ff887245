"""Making agents and seats, for set-up and for administrators."""

from collections.abc import Iterable, Mapping

from callcenter.identity.audit import AuditTag, AuditTrail
from callcenter.identity.person import Actor
from callcenter.kit.db import WriteSession
from callcenter.seats import repository
from callcenter.seats.models import Agent, AgentQueue, Seat
from callcenter.tenancy import Scope


class StaffingTag(AuditTag):
    SEATS_ADDED = "system:seat:added"
    AGENT_ADDED = "person:agent:added"
    QUEUES_ASSIGNED = "agent:queues:assigned"


async def ensure_seats(
    session: WriteSession, audit: AuditTrail, company_id: str, codes: Iterable[str], *, by: Actor, at_us: int
) -> None:
    added = [code for code in codes if await session.get(Seat, (company_id, code)) is None]
    if not added:
        return
    session.add_all(Seat(client_company_id=company_id, code=code, created_us=at_us) for code in added)
    await audit.record(
        session, StaffingTag.SEATS_ADDED, by=by, company_id=company_id, detail={"seats": added}
    )


async def ensure_agent(
    session: WriteSession,
    audit: AuditTrail,
    company_id: str,
    person_id: str,
    *,
    work_number: str,
    queues: Mapping[str, int],
    by: Actor,
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
        await audit.record(
            session,
            StaffingTag.AGENT_ADDED,
            by=by,
            subject=agent.id,
            company_id=company_id,
            detail={"person": person_id, "work_number": work_number},
        )
    new = [queue for queue in queues if await session.get(AgentQueue, (agent.id, queue)) is None]
    if new:
        session.add_all(
            AgentQueue(agent_id=agent.id, queue=queue, client_company_id=company_id, penalty=queues[queue])
            for queue in new
        )
        await audit.record(
            session,
            StaffingTag.QUEUES_ASSIGNED,
            by=by,
            subject=agent.id,
            company_id=company_id,
            detail={"queues": new},
        )
    return agent


def next_agent_id(last: str | None) -> str:
    """Rows of agents are never deleted, so the highest id is also the last one given."""
    return f"A{(int(last[1:]) if last else 0) + 1:05d}"
