"""Follows the files and keeps the record current while the platform runs."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge

from callcenter.kit.clock import SECOND, Clock
from callcenter.kit.db import Database
from callcenter.kit.encryption import Keyring
from callcenter.kit.ids import new_id
from callcenter.telephony.journal import repository
from callcenter.telephony.journal.batch import Batch, Ingested
from callcenter.telephony.journal.files import FileOnDisk, Folder, FollowedFile, read_from
from callcenter.telephony.journal.ingestion import Ingestion
from callcenter.telephony.journal.lines import LONGEST_LINE
from callcenter.telephony.journal.rows import Source
from callcenter.telephony.ports import NobodyFollows, RecordFollower

log = structlog.get_logger(__name__)

LOOK_EVERY_S: Final = 1.0
"""How often the folder is looked at while the record is current. A look costs one listing of a few names."""
BUSY_ROWS: Final = 200
"""A look that brings more is followed by a longer rest: each look tells every call that goes on anew."""
LOOK_WHEN_BUSY_S: Final = 2.0
RETRY_AFTER_S: Final = 1.0
SETTLED_US: Final = 5 * SECOND
"""A rotated file that nobody wrote to for this long gets nothing more (a row that was being written is)."""
_CHUNK: Final = 131_072
_ROWS_AT_ONCE: Final = 10_000

CallsChanged = Callable[[Sequence[str]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class JournalState:
    """What /readyz and the live link ask about the record."""

    caught_up: bool
    """All that stood in the files at some look since the last failure is in the record."""
    last_row_us: int | None
    last_commit_us: int | None
    bad_lines: int
    failing_since_us: int | None
    uninterpreted: int


class JournalMetrics:
    def __init__(self, registry: CollectorRegistry) -> None:
        self.rows = Counter("callcenter_journal_rows", "Raw rows taken into the record", registry=registry)
        self.duplicates = Counter(
            "callcenter_journal_duplicates", "Rows that were in the record already", registry=registry
        )
        self.bad_lines = Counter(
            "callcenter_journal_bad_lines", "Lines kept aside because they are no rows", registry=registry
        )
        self.failures = Counter(
            "callcenter_journal_failures", "Batches that could not be committed", registry=registry
        )
        self.calls = Counter("callcenter_journal_calls_changed", "Calls interpreted anew", registry=registry)
        self.lag = Gauge(
            "callcenter_journal_lag_seconds", "Age of the newest row when it was committed", registry=registry
        )
        self.uninterpreted = Gauge(
            "callcenter_journal_uninterpreted_calls", "Calls that need a repair of ours", registry=registry
        )
        self.unread = Gauge(
            "callcenter_journal_unread_bytes",
            "Bytes in the files that are not in the record",
            registry=registry,
        )


class JournalTask:
    """One per installation: two would fight for the offsets."""

    def __init__(
        self,
        *,
        folder: Path,
        database: Database,
        keyring: Keyring,
        clock: Clock,
        registry: CollectorRegistry,
        company_ids: frozenset[str],
        default_company_id: str,
        hotlines: frozenset[str],
        on_calls_changed: CallsChanged | None = None,
        follower: RecordFollower | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._folder = Folder(folder, digest=keyring.row_digest, new_id=lambda: new_id(clock.now_us()))
        self._ingestion = Ingestion(
            database,
            keyring,
            clock,
            company_ids=company_ids,
            default_company_id=default_company_id,
            hotlines=hotlines,
            follower=follower or NobodyFollows(),
        )
        self._metrics = JournalMetrics(registry)
        self._on_calls_changed = on_calls_changed
        self._state = JournalState(
            caught_up=False,
            last_row_us=None,
            last_commit_us=None,
            bad_lines=0,
            failing_since_us=None,
            uninterpreted=0,
        )
        self._opened = False
        self._behind = False
        self._brought = 0

    @property
    def state(self) -> JournalState:
        return self._state

    def forget(self, file_id: str) -> None:
        """After a file was archived: another file may get its inode."""
        self._folder.forget(file_id)

    async def run(self) -> None:
        """Until cancelled. A failure is said once, tried again each second, and its end is said once."""
        while True:
            try:
                brought = await self.step()
            except Exception as error:  # noqa: BLE001 - the journal goes on; logged and counted
                await self._on_failure(error)
                continue
            self._on_success()
            # What was read to its end is looked at again a moment later: calls that go on then change once a
            # second, however many rows they write in it.
            if not brought or not self._behind:
                busy = self._brought > BUSY_ROWS
                await asyncio.sleep(LOOK_WHEN_BUSY_S if busy else LOOK_EVERY_S)

    async def catch_up(self) -> None:
        """Reads until nothing is left unread."""
        while await self.step():
            pass

    async def step(self) -> bool:
        """Takes one batch into the record; False when there was nothing to take."""
        if not self._opened:
            await self._open()
        batch = await self._collect()
        self._brought = len(batch.rows)
        if not batch:
            self._state = replace(self._state, caught_up=True)
            return False
        try:
            ingested = await self._ingestion.commit(batch)
        except BaseException:
            self._opened = False
            raise
        await self._on_ingested(ingested)
        if not self._behind:
            # On a busy day rows are written at every moment: an empty look may never come.
            self._state = replace(self._state, caught_up=True)
        return True

    async def _open(self) -> None:
        async with self._database.read() as session:
            self._folder.restore(
                await repository.load_files(session), last_cel_us=await repository.last_cel_us(session)
            )
        await self._ingestion.open()
        self._opened = True

    async def _collect(self) -> Batch:
        """Chunks of both sources side by side in time, so that the rows of a call come together."""
        batch = Batch()
        queues: dict[Source, list[_Unread]] = {source: [] for source in Source}
        for disk, followed in self._folder.look():
            if disk.size > followed.offset:
                queues[disk.source].append(_Unread(disk, followed, followed.offset))
        self._metrics.unread.set(
            sum(file.disk.size - file.offset for files in queues.values() for file in files)
        )
        while len(batch.rows) < _ROWS_AT_ONCE:
            waiting = [files for files in queues.values() if files]
            if not waiting:
                break
            files = min(waiting, key=lambda files: files[0].followed.last_at_us)
            if not self._read(batch, files[0]):
                files.pop(0)
            # A day is read in batches of a tenth of a second each: whoever waits for the loop goes between.
            await asyncio.sleep(0)
        self._behind = any(queues.values())
        return batch

    def _read(self, batch: Batch, unread: "_Unread") -> bool:
        """False when the file has nothing more to give now."""
        disk = unread.disk
        chunk = read_from(disk, unread.offset, _CHUNK)
        if not chunk:
            return False
        at_end = unread.offset + len(chunk) >= disk.size
        settled = not disk.live and self._clock.now_us() - disk.modified_us > SETTLED_US
        endless = len(chunk) > LONGEST_LINE and b"\n" not in chunk
        read = self._ingestion.read(batch, unread.followed, chunk, whole=endless or (at_end and settled))
        unread.offset += read
        return read > 0 and not at_end

    async def _on_ingested(self, ingested: Ingested) -> None:
        self._metrics.rows.inc(ingested.rows)
        self._metrics.duplicates.inc(ingested.duplicates)
        self._metrics.bad_lines.inc(ingested.bad_lines)
        self._metrics.calls.inc(len(ingested.changed_calls))
        self._metrics.uninterpreted.set(len(self._ingestion.uninterpreted))
        now_us = self._clock.now_us()
        if ingested.last_at_us:
            self._metrics.lag.set(max(0, now_us - ingested.last_at_us) / SECOND)
        if ingested.bad_lines:
            log.warning("Kept lines aside that are no rows.", lines=ingested.bad_lines)
        self._state = replace(
            self._state,
            last_row_us=max(ingested.last_at_us, self._state.last_row_us or 0) or None,
            last_commit_us=now_us,
            bad_lines=self._state.bad_lines + ingested.bad_lines,
            uninterpreted=len(self._ingestion.uninterpreted),
        )
        if self._on_calls_changed is not None and ingested.changed_calls:
            await self._on_calls_changed(ingested.changed_calls)

    async def _on_failure(self, error: Exception) -> None:
        self._metrics.failures.inc()
        if self._state.failing_since_us is None:
            log.error("Could not take rows into the record.", error=type(error).__name__, exc_info=error)
            self._state = replace(self._state, caught_up=False, failing_since_us=self._clock.now_us())
        await asyncio.sleep(RETRY_AFTER_S)

    def _on_success(self) -> None:
        since_us = self._state.failing_since_us
        if since_us is not None:
            log.info("Takes rows into the record again.", after_s=(self._clock.now_us() - since_us) // SECOND)
            self._state = replace(self._state, failing_since_us=None)


@dataclass(slots=True)
class _Unread:
    disk: FileOnDisk
    followed: FollowedFile
    offset: int
