"""Who an agent id is, from memory: the floor asks for every frame and must not wait for a database."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from callcenter.kit.db import Database
from callcenter.seats import repository
from callcenter.seats.models import Sitting
from callcenter.seats.states import repository as standings
from callcenter.seats.states.standing import Standing
from callcenter.telephony.agent_state import NOT_READY_REASON, AgentState, shown_reason
from callcenter.telephony.floor.plan import AgentCard
from callcenter.tenancy import Scope

_NEW: Final = Standing()


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
        self._standings: dict[str, Standing] = {}

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

    def standing(self, agent_id: str) -> Standing:
        return self._standings.get(agent_id, _NEW)

    def stands(self, agent_id: str, standing: Standing) -> None:
        self._standings[agent_id] = standing

    def since(self, agent_id: str, state: AgentState, pause: str | None) -> int | None:
        """Since when the agent is in that state, if that is the one last written down."""
        standing = self.standing(agent_id)
        same = (standing.state, standing.reason) == (state, shown_reason(state, pause))
        return standing.since_us if same and standing.since_us else None

    def beside(self, agent_id: str) -> Mapping[str, object]:
        """What the supervisor's floor shows of an agent and no list of Asterisk's tells."""
        standing = self.standing(agent_id)
        return {
            "by": {"kind": standing.by.kind.value, "name": standing.by.name},
            "booked_break": standing.booked,
            "unwell": standing.unwell,
        }

    def paused(self) -> dict[str, str]:
        """Who is on a break or not ready → the pause that says so."""
        found = {agent_id: self.standing(agent_id) for agent_id in self._sittings}
        prefix = {AgentState.ON_BREAK: "", AgentState.NOT_READY: f"{NOT_READY_REASON}_"}
        return {
            agent_id: prefix[standing.state] + standing.reason
            for agent_id, standing in found.items()
            if standing.state in prefix and standing.reason is not None
        }

    def know(self, agents: Collection[KnownAgent]) -> None:
        """These, and nobody besides."""
        self._agents = {agent.agent_id: agent for agent in agents}
        self._of_person = {agent.person_id: agent for agent in agents}

    async def load_standings(self, database: Database, scope: Scope) -> None:
        """Once, before the floor is watched; from then on memory is the newer."""
        async with database.read() as session:
            self._standings = await standings.all_standings(session, scope)

    async def load(self, database: Database, scope: Scope) -> None:
        async with database.read() as session:
            agents = [
                KnownAgent(agent.id, agent.person_id, agent.client_company_id, card, queues)
                for agent, card, queues in await repository.agents_with_queues(session, scope)
            ]
            sittings = await repository.open_sittings(session, scope)
        self.know(agents)
        self._sittings = {sitting.agent_id: sitting for sitting in sittings}
