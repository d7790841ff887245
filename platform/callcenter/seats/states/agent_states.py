"""Agents' states: commands of people, what the floor tells, and what follows from both.

Asterisk holds the pause and the state machine reads it; here stands who caused it and what is wanted next
(`wanted`). Each change is written into the database and, with its cause, into queue_log.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import structlog

from callcenter.kit.clock import SECOND, Clock
from callcenter.kit.errors import CallcenterError
from callcenter.seats.roster import AgentRoster
from callcenter.seats.states.book import StandingBook
from callcenter.seats.states.pauses import Pauses
from callcenter.seats.states.standing import BY_SYSTEM, By
from callcenter.seats.states.wanted import (
    MISSED_RINGS,
    SIGN_OUT,
    Answer,
    Command,
    answer,
    next_pause,
)
from callcenter.seats.states.what_follows import SignOut, WhatFollows
from callcenter.seats.station.settings import StationSettings
from callcenter.telephony.agent_state import AgentNow, AgentState, shown_reason
from callcenter.telephony.floor.events import AgentChanged, CallAnswered, FloorEvent, RingMissed

_log = structlog.get_logger(__name__)

OVERDUE_US: Final = 10 * SECOND
"""How long after its end a wrap-up that Asterisk's limit did not end is ended by the platform."""

OnUnwell = Callable[[str, str | None], None]
"""Told the agent and why its seat is not well now; None: well again."""


class AgentStates:
    def __init__(
        self,
        book: StandingBook,
        clock: Clock,
        roster: AgentRoster,
        pauses: Pauses,
        follows: WhatFollows,
        settings: StationSettings,
        *,
        on_unwell: OnUnwell,
        sign_out: SignOut,
    ) -> None:
        self._clock = clock
        self._roster = roster
        self._pauses = pauses
        self._follows = follows
        self._settings = settings
        self._book = book
        self._on_unwell = on_unwell
        self._sign_out = sign_out
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def now(self, agent_id: str) -> AgentNow:
        return self._follows.now(agent_id)

    def allowed(self, agent_id: str, command: Command, reason: str | None = None) -> Answer:
        """Whether it would be done now or booked; raises the refusal by name. Changes nothing."""
        return answer(self.now(agent_id).state, command, self._book.standing(agent_id), reason=reason)

    async def ready(self, agent_id: str, by: By) -> None:
        async with self._turns[agent_id]:
            answer(self.now(agent_id).state, Command.READY, self._book.standing(agent_id))
            await self._to_ready(agent_id, by)

    async def take_break(self, agent_id: str, reason: str, by: By) -> bool:
        """A break of that reason. True when it is booked for the end of the call and its wrap-up."""
        async with self._turns[agent_id]:
            standing, now = self._book.standing(agent_id), self.now(agent_id)
            given = answer(now.state, Command.BREAK, standing, reason=reason)
            if given is Answer.BOOK:
                await self._follows.tell(agent_id, reason)
                await self._book.keep(agent_id, replace(standing, booked=reason, booked_by=by))
            else:
                await self._pause(agent_id, reason, by)
            return given is Answer.BOOK

    async def cancel_break(self, agent_id: str) -> None:
        async with self._turns[agent_id]:
            standing = self._book.standing(agent_id)
            answer(self.now(agent_id).state, Command.CANCEL_BREAK, standing)
            left = replace(standing, booked=None)
            await self._follows.tell(agent_id, next_pause(left))
            await self._book.keep(agent_id, left)

    async def end_wrap_up(self, agent_id: str, by: By, *, then: str | None = None) -> None:
        """`then`: "ready" or the reason of a break; None takes the booked break, or ready."""
        async with self._turns[agent_id]:
            standing, now = self._book.standing(agent_id), self.now(agent_id)
            ready = Command.READY.value
            reason = standing.booked if then is None else (None if then == ready else then)
            unbooked = replace(standing, booked=None) if then == ready else standing
            answer(now.state, Command.END_WRAP_UP, unbooked, reason=reason)
            if reason == SIGN_OUT:
                await self._sign_out(agent_id, standing.booked_by)
            elif reason is None:
                await self._to_ready(agent_id, by)
            else:
                await self._pause(agent_id, reason, by)

    async def extend_wrap_up(self, agent_id: str) -> int:
        """When the wrap-up ends now."""
        async with self._turns[agent_id]:
            standing, now = self._book.standing(agent_id), self.now(agent_id)
            answer(now.state, Command.EXTEND_WRAP_UP, standing, extensions=self._settings.wrap_up_extensions)
            end_us = standing.wrap_up_until_us or self._wrap_up_ends(now.since_us)
            until_us = end_us + self._settings.wrap_up_extend_seconds * SECOND
            await self._pauses.extend_wrap_up(self._follows.interface(agent_id), until_us)
            extended = replace(
                standing, wrap_up_until_us=until_us, extensions_used=standing.extensions_used + 1
            )
            await self._book.keep(agent_id, extended)
            return until_us

    def may_sign_out(self, agent_id: str) -> None:
        """Raises the refusal of somebody who is in a call. Whom the floor does not have may always leave."""
        state = self.now(agent_id).state
        if state is not AgentState.SIGNED_OUT:
            answer(state, Command.SIGN_OUT, self._book.standing(agent_id))

    async def force_sign_out(self, agent_id: str, by: By) -> bool:
        """True when it is booked for the end of the call and its wrap-up."""
        async with self._turns[agent_id]:
            standing = self._book.standing(agent_id)
            given = answer(self.now(agent_id).state, Command.FORCE_SIGN_OUT, standing)
            if given is Answer.BOOK:
                wanted = replace(standing, booked=SIGN_OUT, booked_by=by)
                await self._follows.tell(agent_id, next_pause(wanted))
                await self._book.keep(agent_id, wanted)
                return True
        await self._sign_out(agent_id, by)
        return False

    async def unwell(self, agent_id: str, why: str) -> None:
        """The seat takes no further call until it is well again, or until its agent says so after missed
        rings. Never ends a call. Nothing happens to who sits nowhere."""
        async with self._turns[agent_id]:
            standing = self._book.standing(agent_id)
            if self._roster.sitting(agent_id) is None or standing.unwell == why:
                return
            wanted = replace(standing, unwell=why)
            await self._book.keep(agent_id, wanted)
            self._on_unwell(agent_id, why)
            await self._book.note(agent_id, "SEAT_UNWELL", self._clock.now_us(), why)
            await self._follows.do(agent_id)

    async def well_again(self, agent_id: str) -> None:
        """Missed rings are nothing that mends itself: they stay until the agent is ready again."""
        async with self._turns[agent_id]:
            standing = self._book.standing(agent_id)
            if standing.unwell in (None, MISSED_RINGS):
                return
            # Who missed rings and whose tab slept on top of it is no more there than before.
            absent = standing.missed_rings >= self._settings.missed_rings
            unwell = MISSED_RINGS if absent else None
            await self._book.keep(agent_id, replace(standing, unwell=unwell))
            self._on_unwell(agent_id, unwell)
            await self._follows.do(agent_id)

    async def hear(self, event: FloorEvent) -> None:
        """Told every event of the floor in its order."""
        match event:
            case AgentChanged(agent=agent_id):
                async with self._turns[agent_id]:
                    await self._changed(event)
            case RingMissed(agent=agent_id):
                await self._missed(agent_id, event.at_us)
            case CallAnswered(agent=agent_id):
                async with self._turns[agent_id]:
                    standing = self._book.standing(agent_id)
                    if standing.missed_rings:
                        self._book.heard(agent_id, replace(standing, missed_rings=0))
            case _:
                pass

    async def put_right(self) -> None:
        """After Asterisk's lists were asked for: what is wanted of everybody who sits stands in astdb again,
        and what was missed meanwhile is done."""
        self._follows.forget_what_was_told()
        for known in self._roster.seated():
            agent_id = known.agent_id
            async with self._turns[agent_id]:
                await self._follows.do(agent_id)

    async def end_overdue_wrap_ups(self) -> None:
        """Those whose limit did not end them: it was cut off with Asterisk, or its token was lost."""
        for known in self._roster.seated():
            standing = self._book.standing(known.agent_id)
            end_us = standing.wrap_up_until_us
            overdue = end_us is not None and self._clock.now_us() > end_us + OVERDUE_US
            if overdue and self.now(known.agent_id).state is AgentState.WRAP_UP:
                _log.warning("a wrap-up was overdue and is ended", agent=known.agent_id)
                try:
                    await self._end_overdue(known.agent_id)
                except CallcenterError as error:
                    _log.warning("it was not ended", agent=known.agent_id, error=type(error).__name__)

    async def _end_overdue(self, agent_id: str) -> None:
        standing = self._book.standing(agent_id)
        if standing.booked is not None or standing.unwell in (None, MISSED_RINGS):
            await self.end_wrap_up(agent_id, BY_SYSTEM)
            return
        async with self._turns[agent_id]:
            # A seat that is not well gets its own pause instead of the next call.
            interface = self._follows.interface(agent_id)
            await self._follows.take_over_wrap_up(agent_id)
            await self._pauses.pause(interface, next_pause(standing) or "")

    async def _changed(self, event: AgentChanged) -> None:
        agent_id, standing = event.agent, self._book.standing(event.agent)
        reason = shown_reason(event.state, event.pause)
        if (event.state, reason) != (standing.state, standing.reason):
            changed = replace(
                standing,
                state=event.state,
                reason=reason,
                since_us=event.since_us,
                by=self._book.cause_of(agent_id, event, standing),
            )
            if event.state is AgentState.WRAP_UP:
                changed = replace(
                    changed, extensions_used=0, wrap_up_until_us=self._wrap_up_ends(event.since_us)
                )
            if event.state is AgentState.ON_BREAK and event.pause == standing.booked:
                changed = replace(changed, booked=None)
            if event.state is AgentState.SIGNED_OUT:
                changed = replace(changed, booked=None, unwell=None, missed_rings=0)
            self._book.heard(agent_id, changed, is_change=True)
            by = changed.by
            said = (event.state.value, reason or "-", by.kind.value, by.person_id or "-")
            await self._book.note(agent_id, "AGENT_STATE", event.since_us, *said)
        await self._follows.do(agent_id)

    async def _missed(self, agent_id: str, at_us: int) -> None:
        async with self._turns[agent_id]:
            standing = self._book.standing(agent_id)
            missed = standing.missed_rings + 1
            self._book.heard(agent_id, replace(standing, missed_rings=missed))
            if missed < self._settings.missed_rings:
                return
            await self._book.note(agent_id, "MISSED_RINGS", at_us, str(missed))
        await self.unwell(agent_id, MISSED_RINGS)

    async def _to_ready(self, agent_id: str, by: By) -> None:
        standing, interface = self._book.standing(agent_id), self._follows.interface(agent_id)
        unwell = None if standing.unwell == MISSED_RINGS else standing.unwell
        wanted = replace(standing, booked=None, unwell=unwell, missed_rings=0)
        with self._book.expecting(agent_id, AgentState.READY, by):
            await self._follows.take_over_wrap_up(agent_id)
            await self._book.keep(agent_id, wanted)
            await self._pauses.unpause(interface)

    async def _pause(self, agent_id: str, reason: str, by: By) -> None:
        """Kept first: the pause is told at once, and then it must be known whose it is."""
        standing, interface = self._book.standing(agent_id), self._follows.interface(agent_id)
        await self._book.keep(agent_id, replace(standing, booked=reason, booked_by=by))
        try:
            with self._book.expecting(agent_id, AgentState.ON_BREAK, by):
                await self._follows.take_over_wrap_up(agent_id)
                await self._pauses.pause(interface, reason)
        except CallcenterError:
            # Who was told that it failed is not put on that break an hour later.
            await self._book.keep(agent_id, standing)
            raise

    def _wrap_up_ends(self, since_us: int) -> int:
        return since_us + self._settings.wrap_up_limit_seconds * SECOND
