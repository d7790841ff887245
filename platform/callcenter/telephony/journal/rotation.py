"""Once a day a new file; what was rotated and is in the record is packed, encrypted and removed in clear."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import structlog
from prometheus_client import CollectorRegistry, Counter

from callcenter.kit.clock import SECOND, SHANGHAI, Clock, to_datetime, to_us
from callcenter.kit.db import Database
from callcenter.kit.encryption import Keyring
from callcenter.telephony.journal import repository
from callcenter.telephony.journal.files import NAMES, FileOnDisk, FollowedFile, list_files
from callcenter.telephony.journal.lines import Line, parse_cel
from callcenter.telephony.journal.rows import Source
from callcenter.telephony.journal.sealed_file import seal
from callcenter.telephony.journal.task import SETTLED_US

log = structlog.get_logger(__name__)

ARCHIVE: Final = "archive"
SEAL_EVERY_S: Final = 600.0
_HEAD_BYTES: Final = 65_536
RETRY_AFTER_S: Final = 30.0
MESSAGES_KEPT_US: Final = 24 * 3600 * SECOND

RotateQueueLog = Callable[[], Awaitable[None]]
"""Asks Asterisk for a new queue_log (AMI LoggerRotate); it keeps the file open, so renaming is not enough."""


class Rotation:
    def __init__(
        self,
        *,
        folder: Path,
        database: Database,
        keyring: Keyring,
        clock: Clock,
        registry: CollectorRegistry,
        rotate_queue_log: RotateQueueLog,
        on_archived: Callable[[str], None],
        retry_after_s: float = RETRY_AFTER_S,
    ) -> None:
        self._folder = folder
        self._database = database
        self._keyring = keyring
        self._clock = clock
        self._rotate_queue_log = rotate_queue_log
        self._on_archived = on_archived
        self._retry_after_s = retry_after_s
        self._due: list[Callable[[], Awaitable[None]]] = []
        self._archived = Counter(
            "callcenter_journal_archived_files", "Rotated files packed and encrypted", registry=registry
        )

    async def run(self) -> None:
        """Until cancelled: rotates at each midnight in Shanghai and seals what is complete.

        A file that could not be rotated then, with the link down for instance, is tried again until done; a
        midnight at which the platform was away is made good at once.
        """
        next_us = self.due_us()
        while True:
            await self._tried("Could not archive rotated files.", self.seal_complete)
            now_us = self._clock.now_us()
            if now_us >= next_us:
                await self.rotate()
                next_us = next_midnight_us(now_us)
            elif self._due:
                await self._rotate_due(again=True)
            left_s = (next_us - self._clock.now_us()) / SECOND
            pause_s = self._retry_after_s if self._due else SEAL_EVERY_S
            await asyncio.sleep(max(0.0, min(pause_s, left_s)))

    def due_us(self) -> int:
        """The end of the day in which the live file began."""
        began_us = first_row_us(self._folder / NAMES[Source.CEL])
        return next_midnight_us(self._clock.now_us() if began_us is None else began_us)

    async def rotate(self) -> bool:
        """Both files; False when one of them is still to be done, which `run` tries again."""
        self._due = [self._rotate_cel, self._rotate_queue_log, self._drop_old_messages]
        return await self._rotate_due()

    async def _rotate_due(self, *, again: bool = False) -> bool:
        """Each file by itself: one that is done is not rotated a second time for the sake of the other."""
        failure = None if again else "Could not rotate a file of the journal; it is tried until done."
        self._due = [step for step in self._due if not await self._tried(failure, step)]
        if again and not self._due:
            log.info("The journal's files are rotated now.")
        return not self._due

    async def _rotate_cel(self) -> None:
        """CEL opens its file for each row, so a rename is a rotation. An empty file is left as it is."""
        live = self._folder / NAMES[Source.CEL]
        stamp = to_datetime(self._clock.now_us()).astimezone(SHANGHAI).strftime("%Y%m%d-%H%M%S")
        if live.exists() and live.stat().st_size:
            live.rename(live.with_name(f"{live.name}.{stamp}"))

    async def _drop_old_messages(self) -> None:
        """A refused INVITE puts its From into messages.log: a rotated one is kept for a day, not for ever."""
        for file in self._folder.glob("messages.log.*"):
            if self._clock.now_us() - int(file.stat().st_mtime * SECOND) > MESSAGES_KEPT_US:
                file.unlink()

    async def seal_complete(self) -> list[str]:
        """Names of the files that were sealed. A file with one byte that is not in the record stays."""
        async with self._database.read() as session:
            followed = await repository.load_files(session)
        by_inode = {(file.source, file.device, file.inode): file for file in followed}
        sealed: list[str] = []
        for disk in list_files(self._folder):
            file = by_inode.get((disk.source, disk.device, disk.inode))
            if file is not None and self._complete(disk, file):
                sealed.append(await self._seal(disk, file))
        return sealed

    def _complete(self, disk: FileOnDisk, file: FollowedFile) -> bool:
        settled = self._clock.now_us() - disk.modified_us > SETTLED_US
        return not disk.live and settled and file.offset == disk.size

    async def _seal(self, disk: FileOnDisk, file: FollowedFile) -> str:
        archive = self._folder / ARCHIVE
        archive.mkdir(mode=0o700, exist_ok=True)
        target = archive / f"{disk.path.name}.{file.id}.gz.sealed"
        await asyncio.to_thread(seal, disk.path, target, file_id=file.id, keyring=self._keyring)
        async with self._database.write() as session:
            await repository.mark_archived(
                session, file.id, archive_name=target.name, at_us=self._clock.now_us()
            )
        # Should we die here, the clear file is read again, counts nothing twice, and is sealed again.
        disk.path.unlink()
        self._on_archived(file.id)
        self._archived.inc()
        return target.name

    async def _tried(self, failure: str | None, attempt: Callable[[], Awaitable[object]]) -> bool:
        """`failure` None: said already."""
        try:
            await attempt()
        except Exception as error:
            if failure is None:
                log.debug("Not yet.", error=type(error).__name__)
            else:
                log.error(failure, error=type(error).__name__, exc_info=error)
            return False
        return True


def first_row_us(file: Path) -> int | None:
    """When the first good row of a CEL file was written; None without one in its first lines."""
    try:
        with file.open("rb") as opened:
            head = opened.read(_HEAD_BYTES)
    except FileNotFoundError:
        return None
    lines = head.split(b"\n")[:-1]
    return next((line.at_us for line in map(parse_cel, lines) if isinstance(line, Line)), None)


def next_midnight_us(now_us: int) -> int:
    """The next midnight in Shanghai."""
    day = to_datetime(now_us).astimezone(SHANGHAI).date() + timedelta(days=1)
    return to_us(datetime(day.year, day.month, day.day, tzinfo=SHANGHAI))
