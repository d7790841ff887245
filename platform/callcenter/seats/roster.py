"""Who an agent id is, from memory: the floor asks for every frame and must not wait for a database."""

from callcenter.kit.db import Database
from callcenter.seats import repository
from callcenter.telephony.floor.plan import AgentCard
from callcenter.tenancy import Scope


class AgentRoster:
    def __init__(self) -> None:
        self._cards: dict[str, AgentCard] = {}

    def card(self, agent_id: str) -> AgentCard | None:
        return self._cards.get(agent_id)

    async def load(self, database: Database, scope: Scope) -> None:
        async with database.read() as session:
            self._cards = await repository.cards(session, scope)
