"""Holds the record of a period against files, queue_log, recordings and what AMI saw, and mends it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import structlog

from callcenter.kit.clock import SECOND, Clock
from callcenter.kit.db import Database, ReadSession
from callcenter.kit.encryption import Keyring, Unreadable
from callcenter.kit.errors import Refused
from callcenter.kit.ids import new_id
from callcenter.telephony.interpretation import interpret
from callcenter.telephony.journal import gaps
from callcenter.telephony.journal import repository as journal
from callcenter.telephony.journal.batch import Batch
from callcenter.telephony.journal.files import FollowedFile
from callcenter.telephony.journal.ingestion import Ingestion
from callcenter.telephony.journal.rebuild import rebuild
from callcenter.telephony.journal.rows import Source
from callcenter.telephony.journal.stored import stored_calls
from callcenter.telephony.ports import RecordFollower
from callcenter.telephony.reconcile import repository
from callcenter.telephony.reconcile.differences import DONE, MARKED, Difference, Findings, Kind, gaps_of
from callcenter.telephony.reconcile.files_side import KeptFile, Piece, kept_files, pieces
from callcenter.telephony.reconcile.ports import RecordingsBeside
from callcenter.telephony.seen_calls import count_seen
from callcenter.tenancy import Scope

_log = structlog.get_logger(__name__)

SETTLED_US: Final = 10 * 60 * SECOND
"""Younger rows may still be on their way into the record."""
LONGEST_RUN_US: Final = 6 * 3600 * SECOND
_CALLS_AT_ONCE: Final = 500

Pairs = Callable[[ReadSession, Scope, int, int], AsyncIterator[tuple[str, int]]]


class ReconciliationState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


class AlreadyReconciling(Refused):
    """One runs; a second one would mend the same."""


class NothingSettled(Refused):
    """The period has not begun, or ended only now: its rows may still be on their way."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a reconciliation works with; `ingestion` makes one of its own, apart from the journal's."""

    folder: Path
    database: Database
    keyring: Keyring
    clock: Clock
    scope: Scope
    company_id: str
    ingestion: Callable[[], Ingestion]
    follower: RecordFollower
    recordings: RecordingsBeside


class Reconciler:
    """One at a time."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._database = parts.database
        self._busy = asyncio.Lock()

    async def begin(self, *, from_us: int, to_us: int, asked_by: str | None) -> str:
        """Writes down that it begins; `finish` does it. Raises AlreadyReconciling, NothingSettled."""
        now_us = self._parts.clock.now_us()
        if self._busy.locked():
            raise AlreadyReconciling(
                zh="核对正在进行,请稍候。", en="A reconciliation is running; please wait."
            )
        if min(to_us, now_us - SETTLED_US) <= from_us:
            raise NothingSettled(
                zh="该时段尚无可核对的数据(最近 10 分钟不核对)。",
                en="Nothing of that period can be reconciled yet: the last 10 minutes are left out.",
            )
        reconciliation_id = new_id(now_us)
        async with self._database.write() as session:
            await repository.end_interrupted(
                session, self._parts.scope, now_us=now_us, before_us=now_us - LONGEST_RUN_US
            )
            values: dict[str, Any] = {
                "id": reconciliation_id,
                "client_company_id": self._parts.company_id,
                "from_us": from_us,
                "to_us": min(to_us, now_us - SETTLED_US),
                "started_us": now_us,
                "ended_us": None,
                "asked_by": asked_by,
                "state": ReconciliationState.RUNNING.value,
                "compared": {},
                "counts": {},
                "listed": [],
            }
            await repository.add(session, values)
        return reconciliation_id

    async def finish(self, reconciliation_id: str) -> Findings | None:
        """None when it failed, which is written down and logged."""
        async with self._busy:
            findings = Findings()
            state = ReconciliationState.FAILED
            try:
                async with self._database.read() as session:
                    begun = await repository.find(session, self._parts.scope, reconciliation_id)
                assert begun is not None
                await self._compare(reconciliation_id, findings, begun.from_us, begun.to_us)
                state = ReconciliationState.DONE
            except Exception:  # noqa: BLE001 - written down with the reconciliation
                _log.exception("a reconciliation failed")
            except asyncio.CancelledError:
                state = ReconciliationState.INTERRUPTED
                raise
            finally:
                await self._write_end(reconciliation_id, findings, state)
        return findings if state is ReconciliationState.DONE else None

    async def _write_end(
        self, reconciliation_id: str, findings: Findings, state: ReconciliationState
    ) -> None:
        listed = [{**asdict(each), "done": DONE[each.kind].value} for each in findings.listed]
        values: dict[str, Any] = {
            "ended_us": self._parts.clock.now_us(),
            "state": state.value,
            "compared": findings.compared,
            "counts": {kind.value: count for kind, count in findings.counts.items()},
            "listed": listed,
        }
        async with self._database.write() as session:
            await repository.change(session, reconciliation_id, values)

    async def _compare(self, reconciliation_id: str, findings: Findings, from_us: int, to_us: int) -> None:
        """The files first: what they bring into the record, the rest is held against."""

        async def pairs(kind: Kind, ask: Pairs) -> None:
            await self._pairs(findings, kind, ask, from_us, to_us)

        steps = (
            lambda: self._files(findings, from_us, to_us),
            lambda: self._calls(findings, from_us, to_us),
            lambda: pairs(Kind.QUEUE_LOG_WITHOUT_CALL, repository.joined_without_call),
            lambda: pairs(Kind.CALL_WITHOUT_QUEUE_LOG, repository.answered_without_queue_log),
            lambda: pairs(Kind.CALL_SEEN_NOT_RECORDED, repository.seen_without_call),
            lambda: self._count_seen(findings, from_us, to_us),
            lambda: self._parts.recordings.reconcile(findings, from_us=from_us, to_us=to_us),
        )
        for step in steps:
            await step()
            await self._write_so_far(reconciliation_id, findings)

    async def _write_so_far(self, reconciliation_id: str, findings: Findings) -> None:
        """Whoever waits sees how far it is."""
        async with self._database.write() as session:
            await repository.change(session, reconciliation_id, {"compared": dict(findings.compared)})

    async def _files(self, findings: Findings, from_us: int, to_us: int) -> None:
        in_files = dict.fromkeys(Source, 0)
        readable = True
        files = await asyncio.to_thread(kept_files, self._parts.folder, since_us=from_us)
        for file in files:
            try:
                rows, missing = await self._file(findings, file, from_us, to_us)
            except (OSError, Unreadable):
                findings.add(Difference(Kind.FILE_UNREADABLE, file.path.name, from_us))
                readable = False
                continue
            in_files[file.source] += rows
            findings.looked_at(file.source.value, rows)
            if missing:
                await self._read_again(file)
        if not readable:
            return
        async with self._database.read() as session:
            for source in Source:
                beyond = await repository.count_rows(session, source, from_us, to_us) - in_files[source]
                if beyond > 0:
                    findings.add(Difference(Kind.ROW_NOT_IN_FILES, source.value, from_us), count=beyond)

    async def _file(self, findings: Findings, file: KeptFile, from_us: int, to_us: int) -> tuple[int, int]:
        """How many of its rows are of the period, and how many of these the record lacks."""
        rows = missing = 0
        reading = pieces(file, self._parts.keyring, from_us=from_us, to_us=to_us)
        while (piece := await asyncio.to_thread(next, reading, None)) is not None:
            if not piece.keys:
                continue
            rows += len(piece.keys)
            async with self._database.read() as session:
                known = await journal.known_keys(session, file.source, piece.keys)
            for key in piece.keys:
                if key not in known:
                    missing += 1
                    findings.add(Difference(Kind.ROW_NOT_IN_RECORD, file.path.name, key[0]))
        return rows, missing

    async def _read_again(self, file: KeptFile) -> None:
        """The whole file: what is in the record stays once, whatever is read again."""
        ingestion = self._parts.ingestion()
        followed = FollowedFile("reconciliation", file.source, file.path.name, 0, 0, b"", 0)
        reading = pieces(file, self._parts.keyring, from_us=0, to_us=self._parts.clock.now_us())
        while (piece := await asyncio.to_thread(next, reading, None)) is not None:
            await ingestion.read_again(_batch(ingestion, followed, piece))

    async def _calls(self, findings: Findings, from_us: int, to_us: int) -> None:
        """Each call interpreted once more from its rows."""
        differs = False
        async with self._database.read() as session:
            groups = await journal.call_ids_of_rows_between(session, from_us, to_us)
            restarts = await journal.restarts(session)
            steps = await gaps.clock_steps(session)
        for start in range(0, len(groups), _CALLS_AT_ONCE):
            named = groups[start : start + _CALLS_AT_ONCE]
            async with self._database.read() as session:
                rows = await journal.rows_of_groups(session, named)
                stored = await stored_calls(session, named)
            for call_id in named:
                told = stored.get(call_id)
                try:
                    call = interpret(call_id, rows.get(call_id, []), restarts=restarts, clock_steps=steps)
                except Exception as error:  # noqa: BLE001 - a fault of ours in one call must not stop all others
                    _log.error("a call could not be interpreted", call_id=call_id, error=type(error).__name__)
                    findings.add(Difference(Kind.CALL_DIFFERS, call_id, from_us))
                    continue
                if call is None and told is None:
                    continue
                findings.looked_at("calls", 1)
                if call is not None and call.ended_us is None:
                    continue
                known = None if told is None else replace(told.call, company_id=None)
                if known != (None if call is None else replace(call, company_id=None)):
                    differs = True
                    at_us = call.arrived_us if call is not None else from_us
                    findings.add(Difference(Kind.CALL_DIFFERS, call_id, at_us))
        if differs:
            await rebuild(
                self._database,
                from_us=from_us,
                to_us=to_us,
                default_company_id=self._parts.company_id,
                follower=self._parts.follower,
            )

    async def _pairs(self, findings: Findings, kind: Kind, ask: Pairs, from_us: int, to_us: int) -> None:
        moments: list[int] = []
        async with self._database.read() as session:
            async for subject, at_us in ask(session, self._parts.scope, from_us, to_us):
                findings.add(Difference(kind, subject, at_us))
                moments.append(at_us)
        if moments:
            await self._mark(moments, seen=kind is Kind.CALL_SEEN_NOT_RECORDED)

    async def _mark(self, moments: list[int], *, seen: bool) -> None:
        """What is marked already stays as it was: a second reconciliation marks nothing twice."""
        now_us = self._parts.clock.now_us()
        async with self._database.write() as session:
            known = await repository.gaps_between(session, self._parts.scope, min(moments), max(moments) + 1)
            marked = [(gap.from_us, gap.to_us) for gap in known]
            for from_us, to_us, calls in gaps_of(moments, marked):
                gap = gaps.gap_values(self._parts.company_id, from_us, to_us, MARKED, now_us=now_us)
                await gaps.add_gap(session, gap | {"seen_calls": calls if seen else None})

    async def _count_seen(self, findings: Findings, from_us: int, to_us: int) -> None:
        """Calls seen over AMI stand beside every gap of the period."""
        scope = self._parts.scope
        async with self._database.write() as session:
            findings.looked_at("seen", await count_seen(session, scope, from_us=from_us, to_us=to_us - 1))
            for gap in await repository.gaps_between(session, scope, from_us, to_us):
                if gap.seen_calls is None:
                    seen = await count_seen(session, scope, from_us=gap.from_us, to_us=gap.to_us)
                    await repository.save_seen(session, gap.id, seen)


def _batch(ingestion: Ingestion, followed: FollowedFile, piece: Piece) -> Batch:
    """Without the file's own row: it is not the journal that reads it."""
    batch = Batch()
    ingestion.read(batch, followed, piece.lines, whole=False)
    batch.files.clear()
    advance = batch.advances.pop(followed.id, None)
    if advance is not None:
        followed.offset, followed.repeats = advance.offset, advance.repeats
        followed.repeats_at_us = advance.repeats_at_us
    return batch
