"""Whether the machine's clock was set, seen by a clock that nobody sets.

Asterisk's files show a clock that was set back; one that was set forward looks like silence to them. The time
since the machine started is slewed as the clock is and never set, so their difference moves with every step
and with nothing else.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog
from sqlalchemy import String, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from callcenter.kit.clock import SECOND, Clock
from callcenter.kit.db import Base, Database, Microseconds, WriteSession
from callcenter.telephony.journal import gaps
from callcenter.telephony.journal.batch import CLOCK_SET_BACK, CLOCK_SET_FORWARD
from callcenter.telephony.journal.repository import alone
from callcenter.telephony.straightening import SET_BACK

_log = structlog.get_logger(__name__)

LOOK_EVERY_S: Final = 1.0
KEPT_EVERY_US: Final = 30 * SECOND
_AT_ONCE_US: Final = SECOND // 4
"""Two clocks that were read further apart say nothing: the process stood still between them."""
_BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")


class ClockBase(Base):
    """What the difference was when it was last seen, and in which life of the machine; one row."""

    __tablename__ = "clock_base"

    boot_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    difference_us: Mapped[int] = mapped_column(Microseconds)
    seen_us: Mapped[int] = mapped_column(Microseconds)


@dataclass(frozen=True, slots=True)
class Seen:
    """The machine's clock beside the time since it started."""

    wall_us: int
    since_start_us: int

    @property
    def difference_us(self) -> int:
        return self.wall_us - self.since_start_us


@dataclass(frozen=True, slots=True)
class Step:
    """The minutes that happened twice or never, and what is unsure around them."""

    from_us: int
    to_us: int
    reason: str


def step_between(seen_us: int, difference_us: int, now: Seen) -> Step | None:
    """`seen_us`: what the clock said when the difference was last seen. Asterisk may hear of a step a moment
    before or after us."""
    by_us = now.difference_us - difference_us
    if by_us > SET_BACK:
        return Step(seen_us - SET_BACK, now.wall_us, CLOCK_SET_FORWARD)
    if by_us < -SET_BACK:
        return Step(min(now.wall_us, seen_us + by_us) - SET_BACK, max(seen_us, now.wall_us), CLOCK_SET_BACK)
    return None


def since_start_us() -> int:
    """Time in which the machine slept counts, too: its clock went on as well."""
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1000


def boot_id() -> str:
    return _BOOT_ID.read_text().strip()


class ClockWatch:
    """`run` until cancelled. A step that the database does not take is marked as soon as it does."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        company_ids: frozenset[str],
        *,
        since_start: Callable[[], int] = since_start_us,
        boot: Callable[[], str] = boot_id,
    ) -> None:
        self._database = database
        self._clock = clock
        self._company_ids = sorted(company_ids)
        self._since_start = since_start
        self._boot = boot
        self._base: Seen | None = None
        self._kept_us = 0
        self._opened = False
        self._unmarked: list[Step] = []

    async def run(self) -> None:
        while True:
            await self.look()
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        now = self._seen()
        if now is None:
            return
        try:
            if not self._opened:
                self._base = await self._stored()
                self._opened = True
            self._compare(now)
            if self._unmarked or abs(now.wall_us - self._kept_us) >= KEPT_EVERY_US:
                await self._write(now)
        except (SQLAlchemyError, OSError) as error:
            _log.warning("the clock's steps could not be kept", error=type(error).__name__)

    def _seen(self) -> Seen | None:
        before = self._since_start()
        wall_us = self._clock.now_us()
        after = self._since_start()
        return Seen(wall_us, after) if after - before < _AT_ONCE_US else None

    def _compare(self, now: Seen) -> None:
        if self._base is not None:
            step = step_between(self._base.wall_us, self._base.difference_us, now)
            if step is not None:
                _log.warning("the clock was set", reason=step.reason, from_us=step.from_us, to_us=step.to_us)
                self._unmarked.append(step)
        self._base = now

    async def _stored(self) -> Seen | None:
        async with self._database.read() as session:
            kept = await session.scalar(select(ClockBase).where(ClockBase.boot_id == self._boot()))
        return None if kept is None else Seen(kept.seen_us, kept.seen_us - kept.difference_us)

    async def _write(self, now: Seen) -> None:
        async with self._database.write() as session:
            await alone(session)
            for step in self._unmarked:
                await self._mark(session, step, now.wall_us)
            await session.execute(delete(ClockBase))
            values = {
                "boot_id": self._boot(),
                "difference_us": now.difference_us,
                "seen_us": now.wall_us,
            }
            await session.execute(insert(ClockBase), [values])
        self._unmarked.clear()
        self._kept_us = now.wall_us

    async def _mark(self, session: WriteSession, step: Step, now_us: int) -> None:
        for company_id in self._company_ids:
            gap = gaps.gap_values(company_id, step.from_us, step.to_us, step.reason, now_us=now_us)
            await gaps.add_gap(session, gap)
        await gaps.mark_calls(session, [(step.from_us, step.to_us)], step.reason, now_us=now_us)
