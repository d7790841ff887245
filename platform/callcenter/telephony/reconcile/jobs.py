"""Each night the day before is reconciled; on demand whatever days somebody asks for."""

import asyncio
from datetime import datetime, time, timedelta
from typing import Final

from callcenter.kit.clock import SECOND, SHANGHAI, Clock, to_datetime, to_us
from callcenter.kit.periods import day_of
from callcenter.telephony.reconcile.service import AlreadyReconciling, Reconciler

_LOOK_EVERY_S: Final = 60.0
"""Not one long sleep: the clock may be set meanwhile."""


def next_night_us(now_us: int, hour: int) -> int:
    """The next time that it is `hour` in Shanghai."""
    now = to_datetime(now_us).astimezone(SHANGHAI)
    at = datetime.combine(now.date(), time(hour), tzinfo=SHANGHAI)
    return to_us(at if at > now else at + timedelta(days=1))


class ReconciliationJobs:
    def __init__(self, reconciler: Reconciler, clock: Clock, hour: int) -> None:
        self._reconciler = reconciler
        self._clock = clock
        self._hour = hour
        self._asked: asyncio.Queue[str] = asyncio.Queue()

    def ask(self, reconciliation_id: str) -> None:
        """One that has begun; `run_asked` finishes it."""
        self._asked.put_nowait(reconciliation_id)

    async def run_asked(self) -> None:
        while True:
            await self._reconciler.finish(await self._asked.get())

    async def run_nightly(self) -> None:
        due_us = next_night_us(self._clock.now_us(), self._hour)
        while True:
            left_s = (due_us - self._clock.now_us()) / SECOND
            if left_s <= 0:
                await self.last_day()
                due_us = next_night_us(self._clock.now_us(), self._hour)
                continue
            await asyncio.sleep(min(left_s, _LOOK_EVERY_S))

    async def last_day(self) -> None:
        today = day_of(self._clock.now_us())[0]
        try:
            begun = await self._reconciler.begin(from_us=day_of(today - 1)[0], to_us=today, asked_by=None)
        except AlreadyReconciling:
            return
        await self._reconciler.finish(begun)
