"""Every agent's standing, written down with its cause: memory first, then the database and queue_log.

What a person asked for is in the database before that person is told (`keep`). What Asterisk did is known at
once and written within a second, all agents' together (`heard`): a call moves its agent four times, and
what a kill leaves unwritten Asterisk's own lists tell again (ADR 0017).
"""

import asyncio
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import structlog
from sqlalchemy.exc import DBAPIError

from callcenter.kit.db import Database, is_refusal
from callcenter.kit.errors import CallcenterError
from callcenter.kit.ids import new_id
from callcenter.seats.queue_members import QueueMembers
from callcenter.seats.roster import AgentRoster
from callcenter.seats.states import repository as standings
from callcenter.seats.states.repository import Written
from callcenter.seats.states.standing import BY_ASTERISK, BY_SYSTEM, By, Standing
from callcenter.seats.states.wanted import is_of_the_seat
from callcenter.telephony.agent_state import AgentState
from callcenter.telephony.floor.events import AgentChanged

_log = structlog.get_logger(__name__)

GATHER_SECONDS: Final = 1.0
MOST_KEPT: Final = 20_000
"""What waits while the database is away: hours of sixty agents. Older changes are then in queue_log only."""

OnStanding = Callable[[str], None]
"""Told the agent whose standing became another."""


@dataclass(slots=True, eq=False)
class _Fact:
    written: Written
    refused: DBAPIError | None = None
    """Why the database will never take it."""


class StandingBook:
    def __init__(
        self, database: Database, roster: AgentRoster, members: QueueMembers, on_standing: OnStanding
    ) -> None:
        self._database = database
        self._roster = roster
        self._members = members
        self._on_standing = on_standing
        self._causes: dict[tuple[str, AgentState], By] = {}
        self._unwritten: list[_Fact] = []
        self._overfull = False
        self._writing = asyncio.Lock()
        self._heard = asyncio.Event()

    async def run(self) -> None:
        """Until cancelled; what is unwritten then is left to `write_out`."""
        while True:
            if not self._unwritten:
                self._heard.clear()
                await self._heard.wait()
            await asyncio.sleep(GATHER_SECONDS)
            await self.write_out()

    def standing(self, agent_id: str) -> Standing:
        return self._roster.standing(agent_id)

    def expect(self, agent_id: str, state: AgentState, by: By) -> None:
        """The next time the agent comes into `state`, it was `by`."""
        self._causes[agent_id, state] = by

    @contextmanager
    def expecting(self, agent_id: str, state: AgentState, by: By) -> Generator[None]:
        """As `expect`, for what is asked of Asterisk within: what it did not do has no cause, and what the
        agent does later has another."""
        self.expect(agent_id, state, by)
        try:
            yield
        except CallcenterError:
            self.expect_no_more(agent_id, state)
            raise

    def expect_no_more(self, agent_id: str, state: AgentState) -> None:
        self._causes.pop((agent_id, state), None)

    def cause_of(self, agent_id: str, event: AgentChanged, standing: Standing) -> By:
        expected = self._causes.pop((agent_id, event.state), None)
        if expected is not None:
            return expected
        if event.state is AgentState.ON_BREAK and event.pause == standing.booked:
            return standing.booked_by
        if event.state is AgentState.NOT_READY and is_of_the_seat(event.pause):
            return BY_SYSTEM
        return BY_ASTERISK

    async def keep(self, agent_id: str, standing: Standing) -> None:
        """What somebody wants: in the database before anybody is told."""
        before = self._roster.standing(agent_id)
        if (fact := self._knows(agent_id, standing, is_change=False)) is None:
            return
        await self.write_out()
        if fact.refused is not None:
            if self._roster.standing(agent_id) is standing:
                # What cannot be written is not wanted, or the agent's next command fails with it.
                self._roster.stands(agent_id, before)
            raise fact.refused
        self._on_standing(agent_id)

    def heard(self, agent_id: str, standing: Standing, *, is_change: bool = False) -> None:
        """What happened at Asterisk. `is_change`: the state itself became another."""
        if self._knows(agent_id, standing, is_change=is_change) is not None:
            self._heard.set()
            self._on_standing(agent_id)

    async def write_out(self) -> None:
        """All that is known and not in the database yet. What could not be written is tried again with it;
        what may have been written, its commit never answered, is too."""
        async with self._writing:
            if not (writing := self._unwritten):
                return
            self._unwritten = []
            try:
                await self._write(writing)
                self._overfull = False
            except BaseException:
                self._unwritten = [fact for fact in writing if fact.refused is None] + self._unwritten
                self._heard.set()
                raise

    async def _write(self, writing: Sequence[_Fact]) -> None:
        """In one transaction; where the database refuses one of them, in halves until that one is alone."""
        try:
            async with self._database.write() as session:
                await standings.write_standings(session, [fact.written for fact in writing])
        except DBAPIError as error:
            if not is_refusal(error):
                raise
            if len(writing) > 1:
                half = len(writing) // 2
                await self._write(writing[:half])
                await self._write(writing[half:])
                return
            writing[0].refused = error
            lost = writing[0].written
            _log.error(
                "the database refuses a standing; it is given up",
                agent=lost.agent_id,
                state=lost.standing.state.value,
                error=type(error.orig).__name__,
            )

    def _knows(self, agent_id: str, standing: Standing, *, is_change: bool) -> _Fact | None:
        """None of somebody who is no agent."""
        known = self._roster.agent(agent_id)
        if known is None:
            return None
        self._roster.stands(agent_id, standing)
        change_id = new_id(standing.since_us) if is_change else None
        fact = _Fact(Written(known.company_id, agent_id, standing, change_id))
        self._unwritten.append(fact)
        if len(self._unwritten) > MOST_KEPT:
            self._let_go()
        return fact

    def _let_go(self) -> None:
        """Of the oldest: how an agent stands now is kept, however long ago it came to that."""
        last = {fact.written.agent_id: fact for fact in self._unwritten}
        older = self._unwritten[:-MOST_KEPT]
        standing = [fact for fact in older if last[fact.written.agent_id] is fact]
        self._unwritten = standing + self._unwritten[-MOST_KEPT:]
        if not self._overfull:
            self._overfull = True
            _log.error("standings wait too long for the database; the oldest changes are let go")

    async def note(self, agent_id: str, event: str, at_us: int, *data: str) -> None:
        """Into queue_log; when the link is down, at the next epoch."""
        try:
            await self._members.note(agent_id, event, at_us, *data)
        except CallcenterError as error:
            self._members.owe(agent_id, event, at_us, *data)
            _log.warning("queue_log did not get a fact yet", fact=event, error=type(error).__name__)
