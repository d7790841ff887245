"""When callers could reach the phone system: kept while somebody watches, for 系统可用率 (ADR 0055)."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

import structlog
from sqlalchemy import ForeignKey, Index, String, insert, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from callcenter.kit.clock import SECOND, Clock
from callcenter.kit.db import Base, Database, Microseconds, ReadSession
from callcenter.kit.ids import new_id
from callcenter.telephony.floor.state import TrunkState
from callcenter.tenancy import Scope

_log = structlog.get_logger(__name__)

LOOK_EVERY_S: Final = 3.0
KEPT_EVERY_US: Final = 15 * SECOND
_GOES_ON_US: Final = 10 * SECOND
"""Looks further apart than this belong to different epochs: nobody watched between them."""
REFUSED_WITHIN_S: Final = 2.0

Look = Callable[[], Awaitable[bool | None]]
"""Whether calls are accepted now; None: nobody can say."""


class ServiceEpoch(Base):
    """From when to when calls were accepted, or were not; what is in no epoch was not watched."""

    __tablename__ = "service_epoch"
    __table_args__ = (Index("ix_service_epoch_from", "client_company_id", "from_us"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey("client_company.id"))
    from_us: Mapped[int] = mapped_column(Microseconds)
    to_us: Mapped[int] = mapped_column(Microseconds)
    up: Mapped[bool]


def accepts_calls(trunks: list[TrunkState], *, answers: bool) -> bool | None:
    """Of an Asterisk that the link is live with: `answers` says whether it passes its probes."""
    if not answers:
        return False
    if TrunkState.REACHABLE in trunks:
        return True
    return None if TrunkState.UNKNOWN in trunks or not trunks else False


async def nobody_listens(host: str, port: int) -> bool | None:
    """Without a link: whether there is no Asterisk at all. One that does not answer is none that is known."""
    try:
        async with asyncio.timeout(REFUSED_WITHIN_S):
            _, writer = await asyncio.open_connection(host, port)
    except ConnectionRefusedError:
        return True
    except (OSError, TimeoutError):
        return None
    writer.close()
    return None


@dataclass(slots=True)
class _Epoch:
    id: str
    from_us: int
    to_us: int
    up: bool
    stored: bool = False


class ServiceEpochs:
    """`run` until cancelled."""

    def __init__(self, database: Database, clock: Clock, company_id: str, look: Look) -> None:
        self._database = database
        self._clock = clock
        self._company_id = company_id
        self._look = look
        self._epoch: _Epoch | None = None
        self._unwritten: dict[str, _Epoch] = {}
        self._kept_us = 0
        self._ever_up = False
        """Before calls were ever accepted there is no service that could be out."""

    async def run(self) -> None:
        while True:
            await self.look()
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        up = await self._look()
        now_us = self._clock.now_us()
        self._ever_up = self._ever_up or up is True or (up is False and await self._was_up())
        if not self._ever_up:
            return
        changed = self._take(now_us, up=up)
        if self._unwritten and (changed or not 0 <= now_us - self._kept_us < KEPT_EVERY_US):
            try:
                await self._write()
            except (SQLAlchemyError, OSError) as error:
                _log.warning("an epoch of the service could not be kept", error=type(error).__name__)
            else:
                self._kept_us = now_us

    def _take(self, now_us: int, *, up: bool | None) -> bool:
        """Time between two looks that say otherwise is down: it is not known to have been up."""
        epoch = self._epoch
        goes_on = epoch is not None and 0 <= now_us - epoch.to_us <= _GOES_ON_US
        if up is None:
            self._epoch = None
            return epoch is not None
        if epoch is None or not goes_on:
            self._begin(now_us, now_us, up=up)
            return True
        if epoch.up is up:
            self._move(epoch, now_us)
            return False
        if not epoch.up:
            self._move(epoch, now_us)
        self._begin(epoch.to_us, now_us, up=up)
        return True

    def _begin(self, from_us: int, to_us: int, *, up: bool) -> None:
        self._epoch = _Epoch(new_id(from_us), from_us, to_us, up)
        self._unwritten[self._epoch.id] = self._epoch

    def _move(self, epoch: _Epoch, to_us: int) -> None:
        epoch.to_us = to_us
        self._unwritten[epoch.id] = epoch

    async def _was_up(self) -> bool:
        ours = (ServiceEpoch.client_company_id == self._company_id, ServiceEpoch.up)
        try:
            async with self._database.read() as session:
                return await session.scalar(select(ServiceEpoch.id).where(*ours).limit(1)) is not None
        except (SQLAlchemyError, OSError):
            # Asked again at the next look; what is down until then is not lost, nobody watched it.
            return False

    async def _write(self) -> None:
        epochs = list(self._unwritten.values())
        async with self._database.write() as session:
            for epoch in epochs:
                if epoch.stored:
                    moved = update(ServiceEpoch).where(ServiceEpoch.id == epoch.id)
                    await session.execute(moved.values(to_us=epoch.to_us))
                else:
                    row = {
                        "id": epoch.id,
                        "client_company_id": self._company_id,
                        "from_us": epoch.from_us,
                        "to_us": epoch.to_us,
                        "up": epoch.up,
                    }
                    await session.execute(insert(ServiceEpoch), [row])
        for epoch in epochs:
            epoch.stored = True
        self._unwritten.clear()


async def epochs_between(
    session: ReadSession, scope: Scope, from_us: int, to_us: int
) -> list[tuple[int, int, bool]]:
    query = (
        select(ServiceEpoch.from_us, ServiceEpoch.to_us, ServiceEpoch.up)
        .where(scope.holds(ServiceEpoch.client_company_id))
        .where(ServiceEpoch.from_us < to_us, ServiceEpoch.to_us > from_us)
        .order_by(ServiceEpoch.from_us, ServiceEpoch.id)
    )
    return [(from_us, to_us, up) for from_us, to_us, up in await session.execute(query)]
