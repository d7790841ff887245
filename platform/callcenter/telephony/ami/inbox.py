"""The one ordered, bounded queue between the reader of a link and its single consumer.

Asterisk closes a session that does not read. So a consumer that falls behind first slows the reading for a
moment, and then loses events knowingly: they are dropped, a Gap stands in their place, and everything is
asked for again. A link that breaks on its own would cost the same and show it less.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final

from callcenter.telephony.ami.facts import AmiEvent, Gap, LinkFact

CAPACITY: Final = 50_000


class Inbox:
    def __init__(
        self, *, capacity: int = CAPACITY, on_high: Callable[[], None], on_low: Callable[[], None]
    ) -> None:
        self._facts: deque[LinkFact] = deque()
        self._capacity = capacity
        self._high = capacity * 4 // 5
        self._low = capacity // 2
        self._on_high = on_high
        self._on_low = on_low
        self._is_high = False
        self._some = asyncio.Event()
        self.gaps = 0

    def __len__(self) -> int:
        return len(self._facts)

    def put(self, fact: LinkFact) -> None:
        """Never blocks and never raises; markers of the link are always kept."""
        if len(self._facts) >= self._capacity and isinstance(fact, AmiEvent):
            self._drop_events(fact)
        self._facts.append(fact)
        self._some.set()
        if len(self._facts) >= self._high and not self._is_high:
            self._is_high = True
            self._on_high()

    async def take(self) -> LinkFact:
        while not self._facts:
            self._some.clear()
            await self._some.wait()
        fact = self._facts.popleft()
        if self._is_high and len(self._facts) <= self._low:
            self._is_high = False
            self._on_low()
        return fact

    def _drop_events(self, newest: AmiEvent) -> None:
        markers = [fact for fact in self._facts if not isinstance(fact, AmiEvent)]
        dropped = len(self._facts) - len(markers)
        self._facts.clear()
        self._facts.extend(markers)
        self._facts.append(Gap(newest.epoch, newest.sequence, newest.received_us, newest.monotonic, dropped))
        self.gaps += 1
