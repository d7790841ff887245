"""How far the machine's clock is from the time servers: measured, kept, and marked where it is too far."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import structlog
from prometheus_client import CollectorRegistry, Gauge
from sqlalchemy import ForeignKey, Index, String, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from callcenter.kit.clock import SECOND, Clock
from callcenter.kit.db import Base, Database, Microseconds, ReadSession, WriteSession
from callcenter.kit.ids import new_id
from callcenter.kit.sntp import NoTime, ask
from callcenter.telephony.journal import gaps
from callcenter.telephony.models import JournalGap
from callcenter.tenancy import Scope

_log = structlog.get_logger(__name__)

CLOCK_OFF: Final = "clock_off"
EVERY_S: Final = 900.0
AFTER_START_S: Final = 2.0
ANSWERS_WITHIN_S: Final = 3.0
_FRESH_US: Final = round(2.5 * EVERY_S) * SECOND
"""What was measured longer ago says nothing about the time between."""


class ClockOffset(Base):
    """One measurement; without an offset no server answered."""

    __tablename__ = "clock_offset"
    __table_args__ = (Index("ix_clock_offset_measured", "client_company_id", "measured_us"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey("client_company.id"))
    measured_us: Mapped[int] = mapped_column(Microseconds)
    server: Mapped[str | None] = mapped_column(String(255))
    offset_us: Mapped[int | None] = mapped_column(Microseconds)
    delay_us: Mapped[int | None] = mapped_column(Microseconds)


class ClockState(StrEnum):
    NOT_SET = "not_set"
    UNREACHABLE = "unreachable"
    OK = "ok"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Measured:
    measured_us: int
    server: str | None
    offset_us: int | None
    delay_us: int | None

    def state(self, limit_us: int) -> ClockState:
        """An offset counts as too far only when the way there and back cannot explain it."""
        if self.offset_us is None:
            return ClockState.UNREACHABLE
        sure_us = abs(self.offset_us) - (self.delay_us or 0) // 2
        return ClockState.OFF if sure_us > limit_us else ClockState.OK


def marked_from(before: Measured | None, now: Measured, limit_us: int) -> int:
    """Since when the clock may have been too far: since it was last seen not to be, if that was lately."""
    known = before is not None and before.state(limit_us) is ClockState.OK
    if before is None or not known or not 0 <= now.measured_us - before.measured_us <= _FRESH_US:
        return now.measured_us - round(EVERY_S) * SECOND
    return before.measured_us


class ClockOffsets:
    """`run` until cancelled; without servers it ends at once and says so."""

    def __init__(
        self,
        servers: Sequence[str],
        limit_us: int,
        database: Database,
        clock: Clock,
        scope: Scope,
        registry: CollectorRegistry,
    ) -> None:
        self._servers = tuple(servers)
        self._limit_us = limit_us
        self._database = database
        self._clock = clock
        self._scope = scope
        self._marked: list[str] = []
        self._last: Measured | None = None
        self._offset = Gauge(
            "callcenter_clock_offset_seconds", "Time server's clock less the machine's", registry=registry
        )
        self._reachable = Gauge(
            "callcenter_clock_server_reachable", "Whether a time server answered", registry=registry
        )
        self._offset.set(float("nan"))

    @property
    def servers(self) -> tuple[str, ...]:
        return self._servers

    @property
    def limit_us(self) -> int:
        return self._limit_us

    async def run(self) -> None:
        if not self._servers:
            return
        await asyncio.sleep(AFTER_START_S)
        while True:
            await self.measure()
            await asyncio.sleep(EVERY_S)

    async def measure(self) -> Measured:
        """The answer that came the shortest way is the truest."""
        found = await asyncio.gather(*(self._ask(server) for server in self._servers))
        answers = [answer for answer in found if answer is not None]
        now_us = self._clock.now_us()
        measured = Measured(now_us, None, None, None)
        if answers:
            measured = min(answers, key=lambda answer: answer.delay_us or 0)
        self._tell(measured)
        try:
            await self._keep(measured)
        except (SQLAlchemyError, OSError) as error:
            _log.warning("the clock's offset could not be kept", error=type(error).__name__)
        return measured

    async def _ask(self, server: str) -> Measured | None:
        try:
            asked = await ask(server, self._clock, within_s=ANSWERS_WITHIN_S)
        except (NoTime, OSError, TimeoutError) as error:
            _log.debug("a time server did not answer", server=server, error=type(error).__name__)
            return None
        return Measured(self._clock.now_us(), server, asked.offset_us, asked.delay_us)

    def _tell(self, measured: Measured) -> None:
        state = measured.state(self._limit_us)
        before = None if self._last is None else self._last.state(self._limit_us)
        if state is not before and state is not ClockState.OK:
            _log.warning(
                "the clock is not known to be right", state=state.value, offset_us=measured.offset_us
            )
        reached = measured.offset_us is not None
        self._reachable.set(reached)
        self._offset.set((measured.offset_us or 0) / SECOND if reached else float("nan"))
        self._last = measured

    async def _keep(self, measured: Measured) -> None:
        async with self._database.write() as session:
            before = await last_measured(session, self._scope)
            state = measured.state(self._limit_us)
            if state is ClockState.OFF and not self._marked:
                self._marked = await self._mark(session, marked_from(before, measured, self._limit_us))
            if self._marked and state is not ClockState.UNREACHABLE:
                await session.execute(
                    update(JournalGap)
                    .where(JournalGap.id.in_(self._marked))
                    .values(to_us=measured.measured_us)
                )
            rows = [
                {
                    "id": new_id(measured.measured_us),
                    "client_company_id": company_id,
                    "measured_us": measured.measured_us,
                    "server": measured.server,
                    "offset_us": measured.offset_us,
                    "delay_us": measured.delay_us,
                }
                for company_id in sorted(self._scope.company_ids)
            ]
            await session.execute(insert(ClockOffset), rows)
        if state is ClockState.OK:
            self._marked = []

    async def _mark(self, session: WriteSession, from_us: int) -> list[str]:
        ids: list[str] = []
        for company_id in sorted(self._scope.company_ids):
            gap = gaps.gap_values(company_id, from_us, from_us, CLOCK_OFF, now_us=from_us)
            await gaps.add_gap(session, gap)
            ids.append(gap["id"])
        return ids


async def last_measured(session: ReadSession, scope: Scope) -> Measured | None:
    query = (
        select(ClockOffset)
        .where(scope.holds(ClockOffset.client_company_id))
        .order_by(ClockOffset.measured_us.desc())
        .limit(1)
    )
    row = await session.scalar(query)
    return None if row is None else Measured(row.measured_us, row.server, row.offset_us, row.delay_us)


@dataclass(frozen=True, slots=True)
class Offsets:
    """Of a period: how often the servers were asked, how often one answered, how far it was at most."""

    asked: int
    answered: int
    largest_us: int | None


async def offsets_between(session: ReadSession, scope: Scope, from_us: int, to_us: int) -> Offsets:
    offset = ClockOffset.offset_us
    query = select(func.count(), func.count(offset), func.max(func.abs(offset))).where(
        scope.holds(ClockOffset.client_company_id),
        ClockOffset.measured_us >= from_us,
        ClockOffset.measured_us < to_us,
    )
    return Offsets(*(await session.execute(query)).one())
