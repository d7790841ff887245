"""Calls at a steady rate, as a busy hotline has them: most talk, some give up, some only hear the menu."""

from __future__ import annotations

import asyncio
import itertools
import time

from callcenter.simulator.callers import CallResult
from callcenter.simulator.plans import CallPlan, HangUp, Key, Stage
from fakes.installation import MENU_AFTER, Installation

_numbers = itertools.count(1)


class Traffic:
    """Between `start` and `stop`; every call ends by itself `seconds` after its answer."""

    def __init__(self, made: Installation, *, rate: float, seconds: float) -> None:
        self._made = made
        self._every = 1 / rate
        self._seconds = seconds
        self._placing: asyncio.Task[None] | None = None
        self._calls: list[asyncio.Task[CallResult]] = []

    @property
    def placed(self) -> int:
        return len(self._calls)

    def start(self) -> None:
        self._placing = asyncio.create_task(self._place())

    async def stop(self) -> list[CallResult]:
        """No further call; returns when the last one has ended."""
        assert self._placing is not None
        self._placing.cancel()
        await asyncio.gather(self._placing, return_exceptions=True)
        return await asyncio.gather(*self._calls)

    async def _place(self) -> None:
        began = time.monotonic()
        for number in itertools.count():
            self._calls.append(asyncio.create_task(self._made.scene.run(self._plan(number))))
            await asyncio.sleep(max(0.0, began + (number + 1) * self._every - time.monotonic()))

    def _plan(self, number: int) -> CallPlan:
        hotline, caller = self._made.settings.hotlines[0], f"139{next(_numbers):08d}"
        if number % 10 == 9:
            return CallPlan(hotline, caller, (HangUp(at=3.0),), longest=self._seconds + 5)
        key = Key("1", at=MENU_AFTER)
        if number % 10 == 8:
            gives_up = HangUp(at=MENU_AFTER + 1.5, unless_connected=True)
            return CallPlan(
                hotline, caller, (key, gives_up, HangUp(at=1.0, since=Stage.RELEASED)), longest=self._seconds
            )
        return CallPlan(hotline, caller, (key, HangUp(at=self._seconds)), longest=self._seconds + 5)
