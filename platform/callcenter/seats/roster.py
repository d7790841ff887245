"""Who an agent id is, from memory: the floor asks for every frame and must not wait for a database."""

from collections.abc import Mapping
from dataclasses import dataclass

from callcenter.kit.db import Database
from callcenter.seats import repository
from callcenter.seats.models import Sitting
from callcenter.telephony.floor.plan import AgentCard
from callcenter.tenancy import Scope


@dataclass(frozen=True, slots=True)
class KnownAgent:
    """An agent as the roster has it."""

    agent_id: str
    person_id: str
    company_id: str
    card: AgentCard
    queues: Mapping[str, int]
    """Full queue name → penalty."""


class AgentRoster:
    def __init__(self) -> None:
        self._agents: dict[str, KnownAgent] = {}
        self._of_person: dict[str, KnownAgent] = {}
        self._sittings: dict[str, Sitting] = {}

    def card(self, agent_id: str) -> AgentCard | None:
        known = self._agents.get(agent_id)
        return None if known is None else known.card

    def agent(self, agent_id: str) -> KnownAgent | None:
        return self._agents.get(agent_id)

    def of_person(self, person_id: str) -> KnownAgent | None:
        return self._of_person.get(person_id)

    def sitting(self, agent_id: str) -> Sitting | None:
        """Where the agent sits, None while signed out."""
        return self._sittings.get(agent_id)

    def seated(self) -> tuple[KnownAgent, ...]:
        return tuple(self._agents[agent_id] for agent_id in self._sittings if agent_id in self._agents)

    def sat_down(self, sitting: Sitting) -> None:
        self._sittings[sitting.agent_id] = sitting

    def got_up(self, agent_id: str) -> None:
        self._sittings.pop(agent_id, None)

    async def load(self, database: Database, scope: Scope) -> None:
        async with database.read() as session:
            agents = [
                KnownAgent(agent.id, agent.person_id, agent.client_company_id, card, queues)
                for agent, card, queues in await repository.agents_with_queues(session, scope)
            ]
            sittings = await repository.open_sittings(session, scope)
        self._agents = {agent.agent_id: agent for agent in agents}
        self._of_person = {agent.person_id: agent for agent in agents}
        self._sittings = {sitting.agent_id: sitting for sitting in sittings}
