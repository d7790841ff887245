"""When the platform watched Asterisk and kept up with its files: link epochs, kept while they last."""

from collections.abc import Callable
from typing import Final

import structlog
from sqlalchemy import ForeignKey, Index, String, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from callcenter.kit.clock import SECOND, Clock
from callcenter.kit.db import Base, Database, Microseconds, ReadSession
from callcenter.kit.ids import new_id
from callcenter.tenancy import Scope

_log = structlog.get_logger(__name__)

BEAT_SECONDS: Final = 15.0
FRESH_US: Final = 45 * SECOND
"""An epoch whose last beat is not older than this goes on."""


class LinkEpoch(Base):
    """From when to when the record was current, and whether the link lived; each beat moves `to_us` on."""

    __tablename__ = "link_epoch"
    __table_args__ = (Index("ix_link_epoch_from", "client_company_id", "from_us"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey("client_company.id"))
    from_us: Mapped[int] = mapped_column(Microseconds)
    to_us: Mapped[int] = mapped_column(Microseconds)
    live: Mapped[bool]


class LinkEpochs:
    """`watching` names the connection while the record is current, and says whether it lives; None while the
    record is behind."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        company_id: str,
        watching: Callable[[], tuple[int, bool] | None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._company_id = company_id
        self._watching = watching
        self._epoch: tuple[int, bool] | None = None
        self._id = ""

    async def beat(self) -> None:
        """A beat that the database does not take is a beat less: the hole says so by itself."""
        try:
            await self._beat()
        except (SQLAlchemyError, OSError) as error:
            self._epoch = None
            _log.warning("an epoch could not be kept", error=type(error).__name__)

    async def _beat(self) -> None:
        epoch, now_us = self._watching(), self._clock.now_us()
        if epoch is None:
            self._epoch = None
            return
        if epoch == self._epoch:
            async with self._database.write() as session:
                await session.execute(update(LinkEpoch).where(LinkEpoch.id == self._id).values(to_us=now_us))
            return
        self._id = new_id(now_us)
        row = {
            "id": self._id,
            "client_company_id": self._company_id,
            "from_us": now_us,
            "to_us": now_us,
            "live": epoch[1],
        }
        async with self._database.write() as session:
            await session.execute(insert(LinkEpoch), [row])
        self._epoch = epoch


async def epochs_about(
    session: ReadSession, scope: Scope, *, from_us: int, to_us: int, at_us: int
) -> tuple[list[tuple[int, int, bool]], int | None]:
    """Those of the period with the one before and the one after it, and until when anybody watched.

    Of years there are thousands; none but these says anything about the period. Oldest first.
    """
    known = (scope.holds(LinkEpoch.client_company_id), LinkEpoch.from_us < at_us)
    begin = await session.scalar(
        select(func.max(LinkEpoch.from_us)).where(*known, LinkEpoch.from_us <= from_us)
    )
    end = await session.scalar(select(func.min(LinkEpoch.from_us)).where(*known, LinkEpoch.from_us >= to_us))
    since = (*known, LinkEpoch.from_us >= (from_us if begin is None else begin))
    query = select(LinkEpoch.from_us, LinkEpoch.to_us, LinkEpoch.live).where(*since)
    query = query if end is None else query.where(LinkEpoch.from_us <= end)
    found = await session.execute(query.order_by(LinkEpoch.from_us))
    last_us = await session.scalar(select(func.max(LinkEpoch.to_us)).where(*since))
    return [(from_us, to_us, live) for from_us, to_us, live in found], last_us


async def first_epoch_us(session: ReadSession, scope: Scope) -> int | None:
    """When the platform first watched."""
    query = select(func.min(LinkEpoch.from_us)).where(scope.holds(LinkEpoch.client_company_id))
    return await session.scalar(query)


async def last_alive_us(session: ReadSession, scope: Scope, *, before_us: int) -> int | None:
    """When a link was last seen alive before that moment."""
    epoch = LinkEpoch
    before = (scope.holds(epoch.client_company_id), epoch.live, epoch.to_us < before_us)
    return await session.scalar(select(func.max(epoch.to_us)).where(*before))


async def known_until_us(session: ReadSession, scope: Scope, now_us: int) -> int:
    """Now, while a platform watches Asterisk; else when it last did: states of agents say nothing beyond."""
    alive_us = await last_alive_us(session, scope, before_us=now_us)
    return now_us if alive_us is None or now_us - alive_us <= FRESH_US else alive_us
