"""The disk of Asterisk's log folder: what Asterisk could not write there is not in its files, and unknown."""

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog
from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError

from callcenter.kit.clock import SECOND, Clock
from callcenter.kit.db import Database
from callcenter.kit.ids import new_id
from callcenter.telephony.journal import gaps
from callcenter.telephony.models import JournalGap
from callcenter.telephony.seen_calls import count_seen
from callcenter.tenancy import Scope

_log = structlog.get_logger(__name__)

LOG_DISK_FULL: Final = "log_disk_full"
LOOK_EVERY_S: Final = 1.0
FULL_BELOW: Final = 65_536
"""Bytes; a row of CEL takes about one thousandth of a megabyte."""
CALM_US: Final = 10 * SECOND
"""Trouble is over when there was room for this long: a disk that is full is full again at once."""

FreeBytes = Callable[[Path], int]


def free_bytes(folder: Path) -> int:
    """Raises OSError where the folder is away."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


@dataclass(slots=True)
class Trouble:
    """From the last look at which there was room, to the first at which there was again."""

    from_us: int
    to_us: int
    over: bool = False


class Room:
    """What the looks at one disk say. Pure."""

    def __init__(self) -> None:
        self._room_us: int | None = None
        self.trouble: Trouble | None = None

    def looked(self, free: int, at_us: int) -> None:
        if free < FULL_BELOW:
            if self.trouble is None:
                self.trouble = Trouble(at_us if self._room_us is None else self._room_us, at_us)
            self.trouble.to_us = at_us
            self._room_us = None
            return
        if self.trouble is not None:
            if self._room_us is None:
                self.trouble.to_us = at_us
                self._room_us = at_us
            self.trouble.over = at_us - self._room_us >= CALM_US
            return
        self._room_us = at_us

    def done(self) -> None:
        self.trouble = None


class LogDisk:
    """`run` until cancelled. A full disk that holds the database, too, is marked once there is room."""

    def __init__(
        self, folder: Path, database: Database, clock: Clock, scope: Scope, *, free: FreeBytes = free_bytes
    ) -> None:
        self._folder = folder
        self._database = database
        self._clock = clock
        self._scope = scope
        self._free = free
        self._room = Room()
        self._marked: list[str] = []
        self._marked_until_us = 0

    async def run(self) -> None:
        while True:
            await self.look()
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        try:
            free = await asyncio.to_thread(self._free, self._folder)
        except OSError:
            return  # away, or not made yet: nothing can be said
        self._room.looked(free, self._clock.now_us())
        trouble = self._room.trouble
        if trouble is None:
            return
        try:
            await self._mark(trouble)
        except (SQLAlchemyError, OSError) as error:
            _log.warning("a full disk could not be marked", error=type(error).__name__)
            return
        if trouble.over:
            _log.info("the disk of Asterisk's logs has room again")
            self._room.done()
            self._marked = []

    async def _mark(self, trouble: Trouble) -> None:
        if self._marked and trouble.to_us == self._marked_until_us and not trouble.over:
            return
        ids = self._marked or [new_id(trouble.from_us) for _ in self._scope.company_ids]
        async with self._database.write() as session:
            if not self._marked:
                _log.error("the disk of Asterisk's logs is full: calls may be missing from the record")
                for gap_id, company_id in zip(ids, sorted(self._scope.company_ids), strict=True):
                    gap = gaps.gap_values(
                        company_id, trouble.from_us, trouble.to_us, LOG_DISK_FULL, now_us=trouble.from_us
                    )
                    await gaps.add_gap(session, gap | {"id": gap_id})
            seen = await count_seen(session, self._scope, from_us=trouble.from_us, to_us=trouble.to_us)
            await session.execute(
                update(JournalGap).where(JournalGap.id.in_(ids)).values(to_us=trouble.to_us, seen_calls=seen)
            )
        self._marked, self._marked_until_us = ids, trouble.to_us
