"""Agents' time while Asterisk did not run: nobody was there for a caller, so nobody is booked as there.

Their last state would last until Asterisk is back, a night of wrap-up among it. Once it runs again each of
them is told to have been away from its last sign of life to its start: through queue_log like everything else
the record rests on, so a recount from the files says the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import structlog

from callcenter.kit.clock import SECOND, Clock
from callcenter.kit.db import Database
from callcenter.kit.errors import CallcenterError
from callcenter.kit.periods import DAY_US
from callcenter.reporting.rollups import agent_repository
from callcenter.seats.queue_members import Actions
from callcenter.telephony.agent_state import AgentState
from callcenter.telephony.journal import repository as journal
from callcenter.telephony.journal.rows import Source
from callcenter.telephony.link_epochs import last_alive_us
from callcenter.telephony.ports import AgentSaid
from callcenter.tenancy import Scope

_log = structlog.get_logger(__name__)

LOOKED_BACK_US: Final = 7 * DAY_US


@dataclass(frozen=True, slots=True)
class Away:
    """`fact` held when Asterisk stopped, and holds again from its start."""

    fact: AgentSaid
    from_us: int
    to_us: int


def away(last: Sequence[AgentSaid], *, alive_us: int, start_us: int) -> list[Away]:
    """`last`: the newest fact of each agent before that start. Who spoke later than Asterisk's last sign of
    life (a page goes on without it) is away from then."""
    found = (
        Away(fact, max(alive_us, fact.at_us) + 1, start_us)
        for fact in last
        if fact.state != AgentState.SIGNED_OUT
    )
    return [each for each in found if each.from_us < start_us]


class AgentsCutOff:
    """`look` again and again, only while the record is current: one that is behind knows of them later."""

    def __init__(self, database: Database, clock: Clock, scope: Scope, actions: Actions) -> None:
        self._database = database
        self._clock = clock
        self._scope = scope
        self._actions = actions
        self._seen: set[int] = set()
        """Starts of an earlier look: by the second one what agents' pages said meanwhile is in the record."""
        self._told: set[int] = set()

    async def look(self, *, current: bool) -> None:
        if not current:
            return
        async with self._database.read() as session:
            since_us = self._clock.now_us() - LOOKED_BACK_US
            starts = set(await journal.restarts(session, since_us=since_us)) - self._told
        for start_us in sorted(starts & self._seen):
            try:
                await self._tell(start_us)
            except CallcenterError as error:
                _log.warning("agents' time could not be put right", error=type(error).__name__)
                return
            self._told.add(start_us)
        self._seen = starts

    async def _tell(self, start_us: int) -> None:
        async with self._database.read() as session:
            alive_us = await last_alive_us(session, self._scope, before_us=start_us)
            for source in Source:
                row_us = await journal.last_row_before(session, start_us, source=source)
                alive_us = max(alive_us or 0, row_us or 0)
            last = await agent_repository.facts_before(session, self._scope, before_us=start_us)
        cut_off = away(last, alive_us=alive_us or start_us, start_us=start_us)
        for each in cut_off:
            await self._note(each.fact.agent, each.to_us, each.fact.state, each.fact.reason)
            await self._note(each.fact.agent, each.from_us, AgentState.SIGNED_OUT.value)
        if cut_off:
            seconds = (start_us - min(each.from_us for each in cut_off)) // SECOND
            _log.info("agents were cut off with asterisk", agents=len(cut_off), seconds=seconds)

    async def _note(self, agent: str, at_us: int, state: str, reason: str = "") -> None:
        message = f"{at_us}|{state}|{reason or '-'}|system|-"
        fields = {"Queue": "NONE", "Event": "AGENT_STATE", "Interface": agent, "Message": message}
        await self._actions.act("QueueLog", fields)
