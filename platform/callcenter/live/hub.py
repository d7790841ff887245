"""Fan-out: gathers what changed in a tick, encodes it once, and queues it for every subscriber."""

import asyncio
from collections.abc import Iterable
from functools import partial
from typing import Final, Protocol

from callcenter.kit.clock import Clock
from callcenter.live.protocol import refused
from callcenter.live.topic import Topic

TICK_SECONDS: Final = 0.05
"""Between two messages of a topic: no change waits longer than that in here, unless it is patient."""
CROWD: Final = 300
"""More clients than this hear less often: what it costs to tell them all grows with them."""
CROWD_TICK_SECONDS: Final = 0.12
_FIRST: Final = 4
"""What is told after a silence waits this part of a tick only."""
PATIENT_SECONDS: Final = 1.0
"""How late a change may be told that nobody has to act on at once."""
QUEUE_LENGTH: Final = 256
"""Messages that may wait for one client: 15 s of ticks, 30 s in a crowd.
A browser that far behind starts again faster."""

_SLOW: Final = refused(
    "TooSlow",
    zh="连接跟不上更新,已断开,请重新连接。",
    en="This connection could not keep up and was closed; connect again.",
)


class Outbox:
    """The messages that wait for one client, bounded; ends when the client is dropped."""

    def __init__(self, length: int = QUEUE_LENGTH) -> None:
        self._waiting: asyncio.Queue[str | None] = asyncio.Queue()
        self._length = length
        self._dropped = asyncio.Event()

    @property
    def dropped(self) -> bool:
        return self._dropped.is_set()

    async def wait_dropped(self) -> None:
        await self._dropped.wait()

    def put(self, message: str) -> None:
        """Never waits: a client that is too far behind is told so and dropped, the others do not notice."""
        if self.dropped:
            return
        if self._waiting.qsize() >= self._length:
            self.drop(_SLOW)
            return
        self._waiting.put_nowait(message)

    def drop(self, reason: str) -> None:
        """What waits is thrown away; the reason is the last thing the client hears."""
        if self.dropped:
            return
        self._dropped.set()
        while not self._waiting.empty():
            self._waiting.get_nowait()
        self._waiting.put_nowait(reason)
        self._waiting.put_nowait(None)

    async def get(self) -> str | None:
        """The next message; None when the client was dropped."""
        return await self._waiting.get()

    def __len__(self) -> int:
        return self._waiting.qsize()


class TopicFamily(Protocol):
    """Topics that exist only while somebody needs them; all their names begin with `prefix`."""

    @property
    def prefix(self) -> str: ...

    def audience(self, name: str) -> frozenset[str]:
        """Who may hear the topic of that name, whether it exists or not: asked before it is opened."""
        ...

    async def open(self, name: str) -> Topic:
        """The topic, in the hub from now on. Called for somebody of its audience."""
        ...

    def left(self, name: str) -> None:
        """The last listener is gone; the family takes the topic out of the hub if nobody else needs it."""
        ...


class Hub:
    """Topics by name and who listens to each. Knows nothing about what topics say."""

    def __init__(
        self,
        clock: Clock,
        topics: Iterable[Topic] = (),
        *,
        tick_seconds: float = TICK_SECONDS,
        patient_seconds: float = PATIENT_SECONDS,
    ) -> None:
        self._clock = clock
        self._tick_seconds = tick_seconds
        self._patient_seconds = patient_seconds
        self._topics: dict[str, Topic] = {}
        self._subscribers: dict[str, set[Outbox]] = {}
        self._families: list[TopicFamily] = []
        self._changed = asyncio.Event()
        self._changed_patiently = asyncio.Event()
        self.clients = 0
        for topic in topics:
            self.add(topic)

    def add(self, topic: Topic) -> None:
        """Raises ValueError when a topic of that name exists."""
        if topic.name in self._topics:
            raise ValueError(f"there is a topic {topic.name} already")
        self._topics[topic.name] = topic
        self._subscribers[topic.name] = set()
        topic.listen(partial(self._hear, topic.name), self._changed_patiently.set)
        if topic.has_changes:
            self._changed.set()
            self._changed_patiently.set()

    def remove(self, name: str) -> None:
        """Whoever listens still hears nothing more."""
        self._topics.pop(name, None)
        self._subscribers.pop(name, None)

    def add_family(self, family: TopicFamily) -> None:
        self._families.append(family)

    def topic(self, name: str) -> Topic | None:
        return self._topics.get(name)

    def audience(self, name: str) -> frozenset[str] | None:
        """Who may hear that topic; None when there is none and no family would open it."""
        topic = self._topics.get(name)
        if topic is not None:
            return topic.audience
        family = self._family(name)
        return None if family is None else family.audience(name)

    async def open(self, name: str) -> Topic | None:
        """The topic; of a family it is the family that says when there is one."""
        family = self._family(name)
        return self._topics.get(name) if family is None else await family.open(name)

    def subscribe(self, topic: Topic, outbox: Outbox) -> None:
        """The snapshot first, then every later delta: both at once, so nothing falls between them.

        Asking again gives a fresh snapshot.
        """
        # What is pending belongs into a delta for those who listen already, not twice to the new one.
        self._tell(topic)
        self._subscribers[topic.name].add(outbox)
        outbox.put(topic.snapshot(self._clock.now_us()))

    def unsubscribe(self, topic: Topic, outbox: Outbox) -> None:
        self._leave(topic.name, outbox)

    def forget(self, outbox: Outbox) -> None:
        for name in list(self._subscribers):
            self._leave(name, outbox)

    def subscribers(self, name: str) -> int:
        return len(self._subscribers.get(name, ()))

    def flush(self) -> None:
        """Tells every subscriber what changed since the last tick."""
        self._changed.clear()
        self._changed_patiently.clear()
        # A client that is dropped on the way may take its topic along.
        for topic in list(self._topics.values()):
            self._tell(topic)

    def flush_urgent(self) -> None:
        """Tells it of the topics in which something changed that does not wait."""
        self._changed.clear()
        for topic in list(self._topics.values()):
            if topic.is_urgent:
                self._tell(topic)

    async def run(self) -> None:
        """Ticks while there is something to tell, sleeps while there is not; runs until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._flush_patiently())
            clock = asyncio.get_running_loop().time
            next_at = clock()
            while True:
                await self._changed.wait()
                # The first change waits a moment for its companions, and for a whole tick after the message
                # before: that is what makes them one message.
                await asyncio.sleep(max(self._tick_seconds / _FIRST, next_at - clock()))
                self.flush_urgent()
                crowded = self.clients > CROWD
                next_at = clock() + (
                    max(self._tick_seconds, CROWD_TICK_SECONDS) if crowded else self._tick_seconds
                )

    async def _flush_patiently(self) -> None:
        while True:
            await self._changed_patiently.wait()
            await asyncio.sleep(self._patient_seconds)
            self.flush()

    def _hear(self, name: str) -> None:
        """Of a change that does not wait, unless nobody listens: then it is only passed over, in time."""
        (self._changed if self._subscribers.get(name) else self._changed_patiently).set()

    def _tell(self, topic: Topic) -> None:
        subscribers = self._subscribers.get(topic.name)
        if not subscribers:
            topic.pass_over()
            return
        delta = topic.take_delta(self._clock.now_us())
        if delta is None:
            return
        for outbox in list(subscribers):
            outbox.put(delta)
            if outbox.dropped:
                self.forget(outbox)

    def _leave(self, name: str, outbox: Outbox) -> None:
        subscribers = self._subscribers.get(name)
        if subscribers is None or outbox not in subscribers:
            return
        subscribers.discard(outbox)
        family = self._family(name)
        if not subscribers and family is not None:
            family.left(name)

    def _family(self, name: str) -> TopicFamily | None:
        return next((family for family in self._families if name.startswith(family.prefix)), None)
