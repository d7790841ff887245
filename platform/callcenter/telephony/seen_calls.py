"""Calls that were seen over AMI while they happened: what the record is held against, never a figure."""

from typing import Final

import structlog
from sqlalchemy import ForeignKey, Index, String, delete, func, insert, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from callcenter.kit.clock import SECOND, Clock
from callcenter.kit.db import Base, Database, Microseconds, ReadSession
from callcenter.tenancy import Scope

_log = structlog.get_logger(__name__)

FLUSH_SECONDS: Final = 5.0
KEPT_US: Final = 35 * 86_400 * SECOND
_PREFIX: Final = "calls/"
_REMEMBERED: Final = 20_000
"""Far more than are on the phone at once; an older one that comes again is found in the table."""
_AT_ONCE: Final = 500


class SeenCall(Base):
    __tablename__ = "seen_call"
    __table_args__ = (Index("ix_seen_call_seen", "client_company_id", "seen_us"),)

    call_id: Mapped[str] = mapped_column(String(150), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey("client_company.id"))
    seen_us: Mapped[int] = mapped_column(Microseconds)


class SeenCalls:
    """`on_shown` fits the floor's listener of that name; `flush` is called again and again."""

    def __init__(self, database: Database, clock: Clock, company_id: str) -> None:
        self._database = database
        self._clock = clock
        self._company_id = company_id
        self._known: dict[str, None] = {}
        self._fresh: dict[str, int] = {}
        self._failing = False

    def on_shown(self, keys: frozenset[str]) -> None:
        for key in keys:
            if not key.startswith(_PREFIX):
                continue
            call_id = key.removeprefix(_PREFIX)
            if call_id not in self._known:
                self._known[call_id] = None
                self._fresh[call_id] = self._clock.now_us()
                if len(self._known) > _REMEMBERED:
                    del self._known[next(iter(self._known))]

    async def flush(self) -> None:
        """What the database does not take is offered again."""
        if not self._fresh:
            return
        fresh, self._fresh = self._fresh, {}
        try:
            await self._write(fresh)
        except (SQLAlchemyError, OSError) as error:
            self._fresh = {**fresh, **self._fresh}
            if not self._failing:
                _log.warning("calls seen over AMI could not be kept", error=type(error).__name__)
            self._failing = True
        else:
            self._failing = False

    async def forget_old(self) -> None:
        async with self._database.write() as session:
            await session.execute(delete(SeenCall).where(SeenCall.seen_us < self._clock.now_us() - KEPT_US))

    async def _write(self, fresh: dict[str, int]) -> None:
        async with self._database.write() as session:
            known = await _known(session, list(fresh))
            rows = [
                {"call_id": call_id, "client_company_id": self._company_id, "seen_us": seen_us}
                for call_id, seen_us in fresh.items()
                if call_id not in known
            ]
            if rows:
                await session.execute(insert(SeenCall), rows)


async def _known(session: ReadSession, call_ids: list[str]) -> set[str]:
    known: set[str] = set()
    for start in range(0, len(call_ids), _AT_ONCE):
        among = SeenCall.call_id.in_(call_ids[start : start + _AT_ONCE])
        known.update(await session.scalars(select(SeenCall.call_id).where(among)))
    return known


async def count_seen(session: ReadSession, scope: Scope, *, from_us: int, to_us: int) -> int:
    """Both bounds inclusive, as those of a gap."""
    query = select(func.count()).where(
        scope.holds(SeenCall.client_company_id), SeenCall.seen_us >= from_us, SeenCall.seen_us <= to_us
    )
    return await session.scalar(query) or 0
