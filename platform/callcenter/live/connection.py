"""One browser on the socket: what it may hear, what it hears next, and when it has to go."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from callcenter.kit.clock import Clock
from callcenter.live.hub import Hub, Outbox
from callcenter.live.protocol import Malformed, Ping, Subscribe, Unsubscribe, parse, pong, refused

_log = structlog.get_logger(__name__)

CHECK_SECONDS: Final = 10.0
"""How often each connection asks. With `FRESH_SECONDS` sign-out and lost roles end it within 15 s."""
FRESH_SECONDS: Final = 5.0
"""How long an answer about one session holds for its other connections: a thousand walls are one question."""
LAST_WORD_SECONDS: Final = 2.0
"""How long a dropped client has to take the reason; a stuck socket takes none."""
MALFORMED_BEFORE_CLOSE: Final = 10
CLOSE_SIGNED_OUT: Final = 4401
CLOSE_TOO_SLOW: Final = 4408
CLOSE_MALFORMED: Final = 4400
CLOSE_GOING_AWAY: Final = 1001

RolesNow = Callable[[], Awaitable[frozenset[str] | None]]
"""Given by the application: the words of audiences that the connection's person belongs to now, its roles and
itself (`topic.only`); None when the session ended."""


OnRefused = Callable[[str], Awaitable[None]]
"""Given by the application: told of a topic that the connection's person asked for and may not hear."""


class Connection:
    """Answers for one client from accept to close."""

    def __init__(
        self,
        socket: WebSocket,
        hub: Hub,
        clock: Clock,
        roles_now: RolesNow,
        *,
        check_seconds: float = CHECK_SECONDS,
        outbox: Outbox | None = None,
        on_refused: OnRefused | None = None,
    ) -> None:
        self._socket = socket
        self._hub = hub
        self._clock = clock
        self._roles_now = roles_now
        self._check_seconds = check_seconds
        self._outbox = Outbox() if outbox is None else outbox
        self._roles: frozenset[str] = frozenset()
        self._topics: set[str] = set()
        self._malformed = 0
        self._on_refused = on_refused
        self._refused: set[str] = set()

    async def serve(self, roles: frozenset[str]) -> None:
        """Precondition: the socket is not accepted yet, and its person has `roles`."""
        self._roles = roles
        await self._socket.accept()
        self._hub.clients += 1
        parts = [
            asyncio.ensure_future(part)
            for part in (self._listen(), self._tell(), self._keep_checking(), self._give_up())
        ]
        try:
            # Whichever part ends first ends the connection; it says with which code.
            done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
            await self._close(done.pop().result())
        finally:
            self._hub.clients -= 1
            self._hub.forget(self._outbox)
            for part in parts:
                part.cancel()
            await asyncio.gather(*parts, return_exceptions=True)

    async def _listen(self) -> int:
        while True:
            try:
                message = await self._socket.receive()
            except (WebSocketDisconnect, RuntimeError):
                return CLOSE_GOING_AWAY
            if message["type"] == "websocket.disconnect":
                return CLOSE_GOING_AWAY
            await self._answer(message.get("text") or message.get("bytes") or "")
            if self._malformed >= MALFORMED_BEFORE_CLOSE:
                return CLOSE_MALFORMED

    async def _tell(self) -> int:
        while (message := await self._outbox.get()) is not None:
            try:
                await self._socket.send_text(message)
            except (WebSocketDisconnect, RuntimeError, OSError):
                return CLOSE_GOING_AWAY
        return CLOSE_TOO_SLOW

    async def _give_up(self) -> int:
        await self._outbox.wait_dropped()
        _log.warning("live client dropped", topics=sorted(self._topics))
        await asyncio.sleep(LAST_WORD_SECONDS)
        return CLOSE_TOO_SLOW

    async def _keep_checking(self) -> int:
        while True:
            await asyncio.sleep(self._check_seconds)
            roles = await self._roles_now()
            if roles is None:
                return CLOSE_SIGNED_OUT
            self._roles = roles
            for name in sorted(self._topics):
                topic = self._hub.topic(name)
                if topic is not None and topic.audience.isdisjoint(roles):
                    self._hub.unsubscribe(topic, self._outbox)
                    self._topics.discard(name)
                    self._outbox.put(_not_for_you(name))

    async def _answer(self, text: str | bytes) -> None:
        try:
            message = parse(text)
        except Malformed as malformed:
            self._malformed += 1
            self._outbox.put(malformed.refusal)
            return
        match message:
            case Ping():
                self._outbox.put(pong(self._clock.now_us()))
            case Subscribe(topic=name):
                await self._subscribe(name)
            case Unsubscribe(topic=name):
                topic = self._hub.topic(name)
                if topic is not None:
                    self._hub.unsubscribe(topic, self._outbox)
                self._topics.discard(name)

    async def _subscribe(self, name: str) -> None:
        audience = self._hub.audience(name)
        allowed = audience is not None and not audience.isdisjoint(self._roles)
        topic = await self._hub.open(name) if allowed else None
        # A topic one may not hear and a topic that does not exist look the same.
        if topic is None:
            self._outbox.put(_not_for_you(name))
            # Told once for each topic: who asks a thousand times writes one row.
            if audience is not None and self._on_refused is not None and name not in self._refused:
                self._refused.add(name)
                await self._on_refused(name)
            return
        self._topics.add(name)
        self._hub.subscribe(topic, self._outbox)

    async def _close(self, code: int) -> None:
        if self._socket.client_state is not WebSocketState.CONNECTED:
            return
        try:
            await asyncio.wait_for(self._socket.close(code), LAST_WORD_SECONDS)
        except (RuntimeError, TimeoutError):
            _log.debug("live client was gone already")


def _not_for_you(name: str) -> str:
    return refused(
        "NotAllowed", topic=name, zh="没有该主题,或您无权查看。", en="No such topic, or not for your role."
    )
