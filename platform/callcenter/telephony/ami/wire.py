"""One connection to AMI: panoramisk's two extension points, with everything that is unsafe in them replaced.

Kept of panoramisk: `Manager` as the owner of the connection's configuration and of its `protocol_factory`.
A connection lives once; what failed is never carried over into the next one.
"""

import asyncio
import itertools
import socket
from collections import deque
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final, Protocol

from panoramisk.ami_protocol import AMIProtocol
from panoramisk.manager import Manager

from callcenter.telephony.ami.errors import (
    ActionNotSendable,
    ActionRefused,
    AnswerLate,
    FramingBroken,
    LinkLost,
    LoginRefused,
    TooManyInFlight,
)
from callcenter.telephony.ami.facts import Answer
from callcenter.telephony.ami.framing import Fields, Framer, Value, encode_action, parse
from callcenter.telephony.ami.pending import PendingAnswer
from callcenter.telephony.ami.reading import Reading
from callcenter.telephony.ami.settings import AmiPlace, AmiUser, Patience

IN_FLIGHT_LIMIT: Final = 500
_PEER_GONE_MS: Final = 15_000
_ABANDONED_KEPT: Final = 256


class Listener(Protocol):
    """What a connection tells its link; none of these may raise."""

    def on_event(self, name: str, fields: Fields) -> None: ...
    def on_malformed(self, reason: str) -> None: ...
    def on_pong(self, seconds: float) -> None: ...


# How a user without class `system`, to whom Asterisk never says FullyBooted, learns of it.
BootedElsewhere = Callable[[], Coroutine[Any, Any, object]]


class GuardedProtocol(AMIProtocol):
    """Cuts and correlates; a bad message costs itself, broken framing costs the connection."""

    def __init__(self, owner: "Connection") -> None:
        self._owner = owner
        self._framer = Framer()
        self.pending: dict[str, PendingAnswer] = {}
        self.abandoned: deque[str] = deque(maxlen=_ABANDONED_KEPT)
        self.closed = False
        self.transport: asyncio.Transport | None = None
        self.reading: Reading | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.reading = Reading(transport, breath=self._owner.breath)
        notice_a_vanished_peer(transport.get_extra_info("socket"))

    def data_received(self, data: bytes) -> None:
        try:
            for message in self._framer.feed(data):
                self._receive(message)
        except FramingBroken as broken:
            self._owner.listener.on_malformed(str(broken))
            self.abort()
        else:
            if self.reading is not None:
                self.reading.breathe()

    def _receive(self, raw: bytes) -> None:
        fields, doubled = parse(raw)
        if doubled:
            self._owner.listener.on_malformed("a header that names the message stood twice")
        self.handle_message(fields)

    def handle_message(self, message: Fields) -> None:
        action_id = message.get("actionid", "")
        pending = self.pending.get(action_id)
        if pending is not None and pending.takes(message):
            if pending.add(message):
                del self.pending[action_id]
        elif action_id in self.abandoned or "response" in message:
            self._owner.listener.on_malformed("an answer nobody waits for any more")
        elif "event" in message:
            self._owner.dispatch_event(message)
        else:
            self._owner.listener.on_malformed("neither an event nor a reply")

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed = True
        if self.reading is not None:
            self.reading.close()
        self.forget_all()
        self._owner.connection_lost(exc)

    def close(self) -> None:
        self.forget_all()
        if not self.closed:
            self.closed = True
            self.abort()

    def abort(self) -> None:
        if self.transport is not None:
            self.transport.abort()

    def forget_all(self) -> None:
        """Whoever waits learns at once; nothing is kept to be sent again."""
        pending, self.pending = self.pending, {}
        for each in pending.values():
            each.fail(LinkLost())


class Connection(Manager):
    """Login, gate, deadlines, pings of one connection; `lost` resolves when it is over."""

    def __init__(
        self,
        *,
        place: AmiPlace,
        user: AmiUser,
        allowed: frozenset[str],
        patience: Patience,
        listener: Listener,
        booted: BootedElsewhere | None = None,
        breath: float = 0.0,
    ) -> None:
        loop = asyncio.get_running_loop()
        super().__init__(  # pyright: ignore[reportUnknownMemberType]  the library has no types
            host=place.host,
            port=place.port,
            loop=loop,
            protocol_factory=self._new_protocol,
        )
        # A queue of length zero: whatever of panoramisk tried to keep an action for later could not.
        self.awaiting_actions = deque[Any](maxlen=0)
        self.listener = listener
        self.breath = breath
        self.lost: asyncio.Future[None] = loop.create_future()
        self._place = place
        self._user = user
        self._allowed = allowed
        self._patience = patience
        self._wire: GuardedProtocol | None = None
        self._booted = asyncio.Event()
        self._booted_elsewhere = booted
        self._open = False
        self._ids = itertools.count(1)
        self._pinging: asyncio.Task[None] | None = None

    @property
    def in_flight(self) -> int:
        return len(self._wire.pending) if self._wire is not None else 0

    async def open(self) -> None:
        """Connected, logged in and fully booted; raises LoginRefused, LinkLost, OSError or TimeoutError."""
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(self._patience.connect):
            await loop.create_connection(self._new_protocol, self._place.host, self._place.port)
        await self._log_in()
        async with asyncio.timeout(self._patience.boot):
            await self._first_of_booted_and_lost()
        self._open = True
        assert self._wire is not None
        self._pinging = asyncio.create_task(self._ping_on(self._wire))

    async def act(
        self, name: str, fields: Mapping[str, Value] | None = None, *, deadline: float | None = None
    ) -> Answer:
        if not self._open or self.lost.done():
            raise LinkLost
        return await self._send(name, fields or {}, deadline or self._patience.answer)

    def pause_reading(self) -> None:
        if self._wire is not None and self._wire.reading is not None and not self._wire.closed:
            self._wire.reading.hold()

    def resume_reading(self) -> None:
        if self._wire is not None and self._wire.reading is not None and not self._wire.closed:
            self._wire.reading.go_on()

    def dispatch_event(self, message: Fields) -> None:
        if message["event"] == "FullyBooted":
            self._booted.set()
        self.listener.on_event(message["event"], message)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  asyncio's signature
        self._open = False
        if self._pinging is not None:
            self._pinging.cancel()
        if not self.lost.done():
            self.lost.set_result(None)

    def close(self) -> None:
        if self._wire is not None:
            self._wire.close()
        self.connection_lost(None)

    def _new_protocol(self) -> GuardedProtocol:
        self._wire = GuardedProtocol(self)
        return self._wire

    async def _log_in(self) -> None:
        login = {"Username": self._user.name, "Secret": self._user.secret, "Events": self._user.events}
        try:
            await self._send("Login", login, self._patience.login)
        except ActionRefused as refused:
            if "shutting down" in refused.reason:
                raise LinkLost from refused
            raise LoginRefused from None

    async def _first_of_booted_and_lost(self) -> None:
        wait = self._booted_elsewhere or self._booted.wait
        booted = asyncio.ensure_future(wait())
        try:
            await asyncio.wait([booted, self.lost], return_when=asyncio.FIRST_COMPLETED)
        finally:
            booted.cancel()
        if self.lost.done():
            raise LinkLost

    async def _send(self, name: str, fields: Mapping[str, Value], deadline: float) -> Answer:
        if name not in self._allowed:
            raise ActionNotSendable(f"{name} is not among the actions of this user")
        if name == "Originate" and not (fields.get("Async") == "true" and fields.get("ChannelId")):
            # A synchronous one blocks the session for its whole ring time; and without a channel id of ours
            # nobody could find out whether a call whose answer was lost had been placed.
            raise ActionNotSendable("Originate needs Async: true and a ChannelId")
        wire = self._wire
        if wire is None or wire.transport is None or wire.closed:
            raise LinkLost
        if len(wire.pending) >= IN_FLIGHT_LIMIT:
            raise TooManyInFlight
        action_id = f"cc-{next(self._ids)}"
        data = encode_action(name, fields, action_id)
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        wire.pending[action_id] = PendingAnswer(name, future)
        wire.transport.write(data)
        try:
            async with asyncio.timeout(deadline):
                return await future
        except TimeoutError:
            raise AnswerLate(name) from None
        finally:
            if wire.pending.pop(action_id, None) is not None:
                wire.abandoned.append(action_id)

    async def _ping_on(self, wire: GuardedProtocol) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(self._patience.ping_every)
            sent = loop.time()
            try:
                await self._send("Ping", {}, self._patience.pong)
            except (AnswerLate, LinkLost):
                # A peer that is there for TCP and silent for us is gone: giving up shows it to everybody.
                wire.abort()
                return
            except (ActionRefused, TooManyInFlight):
                continue
            self.listener.on_pong(loop.time() - sent)


def notice_a_vanished_peer(connected: socket.socket) -> None:
    """The kernel alone would take a quarter of an hour to give up on a peer whose packets are dropped."""
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _PEER_GONE_MS)
