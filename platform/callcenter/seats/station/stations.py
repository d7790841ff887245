"""The live topic of each person: `station/<person id>`, heard by nobody else.

It is there while the person has a page open, and is made again from what is known when one opens: what
nobody looks at is not worked out. Packages above set their own keys (`Stations.set`) and fill them anew when
a topic is opened. Only notices are kept for who sits without a page: nothing else remembers them.
"""

from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final, Literal

from callcenter.kit.clock import Clock
from callcenter.kit.ids import new_id
from callcenter.live import Hub, Topic, only

PREFIX: Final = "station/"
NOTICES: Final = "notices"
NOTICES_KEPT: Final = 20

Fill = Callable[[str], Awaitable[None]]
"""Told the person id of a topic that was just made: sets the keys it answers for."""


class Stations:
    """The family of topics; every method takes the person's id."""

    def __init__(self, hub: Hub, clock: Clock) -> None:
        self._hub = hub
        self._clock = clock
        self._topics: dict[str, Topic] = {}
        self._seated: set[str] = set()
        self._half_filled: set[str] = set()
        self._notices: dict[str, deque[dict[str, object]]] = {}
        self._fills: list[Fill] = []

    @property
    def prefix(self) -> str:
        return PREFIX

    def audience(self, name: str) -> frozenset[str]:
        return frozenset({only(name.removeprefix(PREFIX))})

    async def open(self, name: str) -> Topic:
        return await self._opened(name.removeprefix(PREFIX))

    def left(self, name: str) -> None:
        self._remove(name.removeprefix(PREFIX))

    def on_opened(self, fill: Fill) -> None:
        self._fills.append(fill)

    def sat_down(self, person_id: str) -> None:
        """Notices are kept from now on, whether a page is open or not."""
        self._seated.add(person_id)
        self._notices.setdefault(person_id, deque(maxlen=NOTICES_KEPT))

    def got_up(self, person_id: str) -> None:
        self._seated.discard(person_id)
        if person_id not in self._topics:
            self._notices.pop(person_id, None)

    def is_open(self, person_id: str) -> bool:
        """Whether that person has a page open."""
        return person_id in self._topics

    def people(self) -> tuple[str, ...]:
        """Whose topics there are now."""
        return tuple(self._topics)

    def set(self, person_id: str, key: str, value: object, *, patient: bool = False) -> None:
        """Nothing happens when that person has no page open."""
        topic = self._topics.get(person_id)
        if topic is not None:
            topic.set(key, value, patient=patient)

    def drop(self, person_id: str, key: str, *, patient: bool = False) -> None:
        topic = self._topics.get(person_id)
        if topic is not None:
            topic.drop(key, patient=patient)

    def entries(self, person_id: str) -> dict[str, object]:
        """What the person's page shows now; empty without a topic."""
        topic = self._topics.get(person_id)
        return {} if topic is None else topic.entries

    def notify(self, person_id: str, *, zh: str, en: str, level: Literal["info", "warn"] = "info") -> None:
        """A sentence for that person's page; the newest stand last."""
        kept = self._notices.get(person_id)
        if kept is None:
            return
        at_us = self._clock.now_us()
        kept.append({"id": new_id(at_us), "at_us": at_us, "zh": zh, "en": en, "level": level})
        self.set(person_id, NOTICES, list(kept))

    async def _opened(self, person_id: str) -> Topic:
        while True:
            topic = self._topics.get(person_id)
            if topic is not None and person_id not in self._half_filled:
                return topic
            if topic is None:
                self._make(person_id)
            # The page that asked first may close while it is filled: then it is made once more.
            try:
                for fill in self._fills:
                    await fill(person_id)
            except BaseException:
                # What shows half of it must not look like all there is.
                self._remove(person_id)
                raise
            self._half_filled.discard(person_id)

    def _make(self, person_id: str) -> None:
        name = PREFIX + person_id
        topic = self._topics[person_id] = Topic(name, self.audience(name))
        self._half_filled.add(person_id)
        topic.set(NOTICES, list(self._notices.setdefault(person_id, deque(maxlen=NOTICES_KEPT))))
        self._hub.add(topic)

    def _remove(self, person_id: str) -> None:
        self._half_filled.discard(person_id)
        if self._topics.pop(person_id, None) is not None:
            self._hub.remove(PREFIX + person_id)
        if person_id not in self._seated:
            self._notices.pop(person_id, None)
