"""AmiLink: one AMI user's connection, kept alive, and the only door to it.

What it promises
- facts leave in one order, each with its epoch (one connection's life), sequence number and time of receipt;
- an action is sent at most once, ends within its deadline, and fails at once when the link is down;
- nothing is sent before the login succeeded and Asterisk said it is fully booted;
- a refused login is a state of its own, retried rarely; a lost link is retried soon, then ever less often.
"""

import asyncio
import random
from collections.abc import Callable, Mapping

import structlog

from callcenter.kit.clock import Clock
from callcenter.telephony.ami.errors import AnswerLate, FramingBroken, LinkLost, LoginRefused
from callcenter.telephony.ami.facts import AmiEvent, Answer, LinkDown, LinkFact, LinkState, LinkUp
from callcenter.telephony.ami.framing import Fields, Value
from callcenter.telephony.ami.inbox import CAPACITY, Inbox
from callcenter.telephony.ami.metrics import LinkMetrics
from callcenter.telephony.ami.settings import AmiPlace, AmiUser, Patience
from callcenter.telephony.ami.wire import BootedElsewhere, Connection

_log = structlog.get_logger(__name__)


class AmiLink:
    def __init__(
        self,
        *,
        name: str,
        place: AmiPlace,
        user: AmiUser,
        allowed: frozenset[str],
        clock: Clock,
        metrics: LinkMetrics,
        patience: Patience | None = None,
        keeps_events: bool = False,
        capacity: int = CAPACITY,
        chance: Callable[[], float] = random.random,
        booted: BootedElsewhere | None = None,
    ) -> None:
        self.name = name
        self._place = place
        self._user = user
        self._allowed = allowed
        self._clock = clock
        self._metrics = metrics
        self._patience = patience or Patience()
        self._keeps_events = keeps_events
        self._chance = chance
        self._booted_elsewhere = booted
        self._inbox = Inbox(capacity=capacity, on_high=self._slow_reading, on_low=self._read_on)
        self._event_metrics = metrics.of_events(name, lambda: len(self._inbox))
        self._connection: Connection | None = None
        self._state = LinkState.CONNECTING
        self._changed = asyncio.Event()
        self._since_us = clock.now_us()
        self._epoch = 0
        self._sequence = 0
        self._task: asyncio.Task[None] | None = None
        self._reading_on: asyncio.TimerHandle | None = None
        self._failures = 0
        self._closing = False

    @property
    def state(self) -> LinkState:
        return self._state

    @property
    def since_us(self) -> int:
        return self._since_us

    @property
    def epoch(self) -> int:
        return self._epoch

    @property
    def waiting_facts(self) -> int:
        return len(self._inbox)

    @property
    def in_flight(self) -> int:
        return self._connection.in_flight if self._connection is not None else 0

    def start(self) -> None:
        assert self._task is None, "a link is started once"
        self._task = asyncio.create_task(self._keep_up(), name=f"ami link {self.name}")

    async def close(self) -> None:
        """Ends the connection and every timer: nothing of this link runs or reconnects afterwards."""
        self._closing = True
        self._read_on()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._connection is not None:
            self._connection.close()

    async def act(
        self, name: str, fields: Mapping[str, Value] | None = None, *, deadline: float | None = None
    ) -> Answer:
        """Sent once or not at all. Raises LinkLost, AnswerLate, ActionRefused, ActionNotSendable."""
        if self._connection is None or self._state is not LinkState.LIVE:
            raise LinkLost
        return await self._connection.act(name, fields, deadline=deadline)

    async def ask_list(self, name: str, fields: Mapping[str, Value] | None = None) -> Answer:
        """An action that answers with a list, which may take longer."""
        return await self.act(name, fields, deadline=self._patience.list_answer)

    async def take(self) -> LinkFact:
        """The next fact in order; one consumer only."""
        return await self._inbox.take()

    async def until(self, *states: LinkState) -> None:
        while self._state not in states:
            self._changed.clear()
            await self._changed.wait()

    # What a connection tells.

    def on_event(self, name: str, fields: Fields) -> None:
        if not self._keeps_events or self._state is not LinkState.LIVE:
            # Before LinkUp there is nothing to lose: the lists asked for afterwards already contain it.
            return
        now_us = self._clock.now_us()
        self._sequence += 1
        self._inbox.put(
            AmiEvent(name, fields, self._epoch, self._sequence, now_us, asyncio.get_running_loop().time())
        )
        self._event_metrics.received(now_us, fields.get("timestamp"))

    def on_malformed(self, reason: str) -> None:
        self._metrics.malformed(self.name, reason)

    def on_pong(self, seconds: float) -> None:
        self._metrics.pong(self.name, seconds, self.in_flight, self._inbox.gaps)

    # Keeping it up.

    async def _keep_up(self) -> None:
        while True:
            connection = Connection(
                place=self._place,
                user=self._user,
                allowed=self._allowed,
                patience=self._patience,
                listener=self,
                booted=self._booted_elsewhere,
                breath=self._patience.breath if self._keeps_events else 0.0,
            )
            try:
                await connection.open()
            except LoginRefused:
                self._enter(LinkState.REFUSED)
            except (OSError, LinkLost, AnswerLate, FramingBroken, TimeoutError):
                self._enter(LinkState.LOST)
            except Exception as unexpected:  # noqa: BLE001  a bug of ours must not end reconnecting for good
                _log.error("ami link failed unexpectedly", link=self.name, error=type(unexpected).__name__)
                self._enter(LinkState.LOST)
            else:
                await self._live(connection)
            finally:
                connection.close()
            await asyncio.sleep(self._pause())

    async def _live(self, connection: Connection) -> None:
        self._failures = 0
        self._epoch += 1
        self._connection = connection
        self._enter(LinkState.LIVE)
        self._mark(LinkUp)
        try:
            await connection.lost
        finally:
            self._connection = None
            self._enter(LinkState.LOST)
            self._mark(LinkDown)

    def _mark(self, marker: type[LinkUp] | type[LinkDown]) -> None:
        if self._keeps_events:
            self._sequence += 1
            self._inbox.put(
                marker(self._epoch, self._sequence, self._clock.now_us(), asyncio.get_running_loop().time())
            )

    def _enter(self, state: LinkState) -> None:
        """Logs once when the link breaks and once when it is back, however many tries lie between."""
        if state is self._state:
            return
        now_us = self._clock.now_us()
        if state is LinkState.LIVE:
            _log.info("ami link is live", link=self.name, epoch=self._epoch, after_us=now_us - self._since_us)
        elif state is LinkState.REFUSED:
            _log.error("ami login was refused", link=self.name, user=self._user.name)
        elif self._closing:
            _log.info("ami link was closed", link=self.name, epoch=self._epoch)
        else:
            _log.warning("ami link was lost", link=self.name, epoch=self._epoch)
        self._state = state
        self._since_us = now_us
        self._metrics.entered(self.name, state, self._epoch)
        self._changed.set()

    def _pause(self) -> float:
        if self._state is LinkState.REFUSED:
            return self._patience.refused
        longest = min(self._patience.retry_most, self._patience.retry_first * 2 ** min(self._failures, 16))
        self._failures += 1
        # Half fixed, half chance: several links of one installation must not knock in step.
        return longest * (0.5 + self._chance() / 2)

    # Back-pressure.

    def _slow_reading(self) -> None:
        if self._connection is None or self._reading_on is not None:
            return
        self._connection.pause_reading()
        loop = asyncio.get_running_loop()
        self._reading_on = loop.call_later(self._patience.reading_pause_most, self._read_on)

    def _read_on(self) -> None:
        if self._reading_on is not None:
            self._reading_on.cancel()
            self._reading_on = None
            if self._connection is not None:
                self._connection.resume_reading()
