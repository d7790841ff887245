"""What a reached state asks of the platform, and what Asterisk is told beforehand to let follow a wrap-up."""

from collections.abc import Awaitable, Callable

import structlog

from callcenter.kit.errors import CallcenterError
from callcenter.seats.errors import NotSignedInAtASeat
from callcenter.seats.roster import AgentRoster
from callcenter.seats.states.book import StandingBook
from callcenter.seats.states.pauses import Pauses
from callcenter.seats.states.standing import BY_SYSTEM, By
from callcenter.seats.states.wanted import BETWEEN_CALLS, Due, due, next_pause
from callcenter.telephony.agent_state import AgentNow, AgentState
from callcenter.telephony.floor.floor import Floor

_log = structlog.get_logger(__name__)

_NOBODY = AgentNow(AgentState.SIGNED_OUT, 0, member=False)

SignOut = Callable[[str, By], Awaitable[None]]


class WhatFollows:
    """To be asked by whoever has the agent's turn (`AgentStates`)."""

    def __init__(
        self, book: StandingBook, roster: AgentRoster, floor: Floor, pauses: Pauses, sign_out: SignOut
    ) -> None:
        self._book = book
        self._roster = roster
        self._floor = floor
        self._pauses = pauses
        self._sign_out = sign_out
        self._told: dict[str, str | None] = {}

    def now(self, agent_id: str) -> AgentNow:
        return self._floor.agent(agent_id) or _NOBODY

    def interface(self, agent_id: str) -> str:
        sitting = self._roster.sitting(agent_id)
        if sitting is None:
            raise NotSignedInAtASeat
        return sitting.interface

    async def do(self, agent_id: str) -> None:
        """What is due now, or a word in astdb of what is to follow the wrap-up. What Asterisk does not hear
        now is done at its next lists."""
        sitting, standing, now = (
            self._roster.sitting(agent_id),
            self._book.standing(agent_id),
            self.now(agent_id),
        )
        if sitting is None or now.state is AgentState.SIGNED_OUT:
            return
        try:
            match due(now.state, now.pause, standing):
                case Due.PAUSE:
                    await self._pauses.pause(sitting.interface, next_pause(standing) or "")
                case Due.UNPAUSE:
                    with self._book.expecting(agent_id, AgentState.READY, BY_SYSTEM):
                        await self._pauses.unpause(sitting.interface)
                case Due.SIGN_OUT:
                    await self._sign_out(agent_id, standing.booked_by)
                case Due.NOTHING:
                    in_a_call = now.state not in BETWEEN_CALLS
                    await self.tell(agent_id, next_pause(standing) if in_a_call else None)
        except CallcenterError as error:
            _log.warning("asterisk was not told what is wanted", agent=agent_id, error=type(error).__name__)

    async def tell(self, agent_id: str, reason: str | None) -> None:
        """What is not known to stand in astdb already; a restart knows nothing and says it once."""
        interface = self.interface(agent_id)
        if agent_id not in self._told or self._told[agent_id] != reason:
            await self._pauses.follow_wrap_up(interface, reason)
            self._told[agent_id] = reason

    async def take_over_wrap_up(self, agent_id: str) -> None:
        if self.now(agent_id).state is AgentState.WRAP_UP:
            await self._pauses.take_over_wrap_up(self.interface(agent_id))
            self._told[agent_id] = None

    async def forget(self, agent_id: str, interface: str) -> None:
        """Nothing of this agent's wishes stays in astdb for whoever sits there next."""
        if self._told.pop(agent_id, None) is None:
            return
        try:
            await self._pauses.follow_wrap_up(interface, None)
        except CallcenterError as error:
            _log.warning("astdb keeps what was to follow", agent=agent_id, error=type(error).__name__)

    def forget_what_was_told(self) -> None:
        """Asterisk may have lost it."""
        self._told.clear()
