"""Some seconds after every rebuild the floor is compared with Asterisk's lists once more.

By then events have told the floor onwards from the first lists. Both must say the same; where they do not, an
event was lost or misread, and nobody would have noticed: that is an alarm, and the floor is rebuilt.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import structlog

from callcenter.kit.clock import Clock
from callcenter.kit.errors import CallcenterError
from callcenter.telephony.floor.floor import Floor
from callcenter.telephony.floor.rebuild import FloorLists
from callcenter.telephony.floor.showing import Shown

_log = structlog.get_logger(__name__)

AFTER_SECONDS: Final = 10.0
# Lists and events overtake each other; what still differs the same way after this is no such race.
SETTLE_SECONDS: Final = 1.0
# A difference that every look finds again is a bug of ours: looking must not become a load on Asterisk.
_LONGEST_PAUSE_SECONDS: Final = 300.0


class SecondLook:
    def __init__(
        self,
        floor: Floor,
        clock: Clock,
        *,
        ask: Callable[[], Awaitable[FloorLists]],
        rebuild: Callable[[], Awaitable[None]],
        after_seconds: float = AFTER_SECONDS,
        settle_seconds: float = SETTLE_SECONDS,
    ) -> None:
        self._floor = floor
        self._clock = clock
        self._ask = ask
        self._rebuild = rebuild
        self._after_seconds = after_seconds
        self._settle_seconds = settle_seconds
        self.looks = 0
        self.differences: Counter[str] = Counter()
        """By kind of entry: calls, queues, seats, trunks."""
        self.differing: frozenset[str] = frozenset()
        """What the newest look found; empty when it found nothing."""

    async def run(self) -> None:
        """Ends with the first look that finds no difference."""
        pause = self._after_seconds
        while True:
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)
            try:
                found = await self._look()
            except CallcenterError as error:
                _log.warning("asterisk's lists did not come a second time", error=type(error).__name__)
                continue
            self.looks += 1
            self.differing = frozenset(found)
            if not found:
                return
            self.differences.update(key.partition("/")[0] for key in found)
            _log.error("the floor differed from asterisk's lists", entries=sorted(found))
            await self._rebuild()

    async def _look(self) -> set[str]:
        first = await self._differences()
        if not first:
            return set()
        await asyncio.sleep(self._settle_seconds)
        again = await self._differences()
        return {key for key, entry in again.items() if key in first and first[key] == entry}

    async def _differences(self) -> Mapping[str, Shown | None]:
        return self._floor.differences(await self._ask(), self._clock.now_us())
