"""New lines of the files → raw rows, calls and offsets, in one transaction (ADR 0020)."""

from collections.abc import Sequence
from typing import Any, Final

import orjson
import structlog
from sqlalchemy.exc import IntegrityError

from callcenter.kit.clock import SECOND, Clock
from callcenter.kit.db import Database, WriteSession
from callcenter.kit.encryption import Keyring
from callcenter.telephony.agent_time import agents_said
from callcenter.telephony.call import Call
from callcenter.telephony.interpretation import (
    ASTERISK_RESTART,
    CALL_GONE,
    END_NOT_WRITTEN,
    began_before,
    interpret,
)
from callcenter.telephony.journal import gaps, repository
from callcenter.telephony.journal.batch import (
    CLOCK_SET_BACK,
    Batch,
    Companies,
    Ingested,
    Intake,
    Pending,
    file_values,
)
from callcenter.telephony.journal.bulk import Record
from callcenter.telephony.journal.grouping import Group, Groups, Merge
from callcenter.telephony.journal.rows import Source
from callcenter.telephony.journal.stored import stored_calls
from callcenter.telephony.journal.tokens import Tokeniser
from callcenter.telephony.ports import CallChange, RecordFollower, Told

log = structlog.get_logger(__name__)

QUEUE_START: Final = "QUEUESTART"
LONGEST_CONSULT_US: Final = 4 * 3600 * SECOND
"""A seat's own channel that joins a call later than this after it began keeps its earlier rows to itself."""
BAD_LINE_CONTEXT: Final = b"bad_line.cipher"


class Ingestion:
    """Holds open calls in memory; everything in memory can be read again from the database."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        clock: Clock,
        *,
        company_ids: frozenset[str],
        default_company_id: str,
        hotlines: frozenset[str],
        follower: RecordFollower,
    ) -> None:
        self._database = database
        self._follower = follower
        self._keyring = keyring
        self._clock = clock
        self._companies = Companies(company_ids, default_company_id)
        self._tokeniser = Tokeniser(keyring, hotlines=hotlines)
        self._intake = Intake(keyring, self._tokeniser, self._companies)
        self.read = self._intake.read
        self._groups = Groups()
        self._restarts: list[int] = []
        self._clock_steps: list[gaps.Interval] = []
        self.uninterpreted: set[str] = set()

    async def open(self) -> None:
        """Takes up the calls that were open when the platform stopped. Call it again after a failure."""
        self._groups.clear()
        async with self._database.read() as session:
            self._restarts = await repository.restarts(session)
            await self._load(session, await repository.open_call_ids(session))
            await self._load(
                session, await repository.recent_seat_groups(session, within_us=LONGEST_CONSULT_US)
            )

    async def commit(self, batch: Batch) -> Ingested:
        """All of the batch, or after an exception nothing of it: then `open` again and read again."""
        try:
            return await self._commit(batch, sift=False)
        except IntegrityError:
            # Some row is in the record already: a file was copied, restored or read again.
            await self.open()
            return await self._commit(batch, sift=True)

    async def read_again(self, batch: Batch) -> Ingested:
        """Rows of which most are in the record already, as `commit` takes them."""
        await self.open()
        return await self._commit(batch, sift=True)

    async def _commit(self, batch: Batch, *, sift: bool) -> Ingested:
        now_us = self._clock.now_us()
        first: dict[tuple[Source, bytes], Pending] = {}
        for pending in batch.rows:
            first.setdefault((pending.row.source, pending.key), pending)
        fresh = list(first.values())
        async with self._database.write() as session:
            await repository.alone(session)
            if sift:
                fresh = await self._sift(session, fresh)
            shown = {id(pending) for pending in fresh}
            breaks = [found for found in batch.breaks if found.row is None or id(found.row) in shown]
            fresh_steps = await gaps.add_breaks(session, breaks, self._companies.all, now_us=now_us)
            # Whoever watches the clock marks steps, too.
            self._clock_steps = await gaps.clock_steps(session)
            merges = self._assign(fresh)
            await self._load(session, sorted({pending.group for pending in fresh if pending.group}))
            await repository.add_raw_rows(session, [_raw(pending) for pending in fresh])
            changed = self._add(fresh) | await self._merge(session, merges) | self._restart(fresh)
            changed_calls = await self._replace_calls(session, changed)
            await gaps.mark_calls(session, fresh_steps, CLOCK_SET_BACK, now_us=now_us)
            await self._follower.agents_said(session, agents_said((p.row, p.company_id) for p in fresh))
            await self._add_gaps(session, fresh, changed, now_us=now_us)
            await repository.add_phones(session, self._companies.default, self._tokeniser.fresh)
            bad = await self._add_bad_lines(session, batch, now_us=now_us)
            await repository.save_files(session, file_values(batch), now_us=now_us)
        self._tokeniser.forget_fresh()
        for file_id, advance in batch.advances.items():
            file = batch.files[file_id]
            file.offset, file.repeats, file.repeats_at_us = (
                advance.offset,
                advance.repeats,
                advance.repeats_at_us,
            )
            file.stored = True
        self._groups.forget_ended()
        return Ingested(
            rows=len(fresh),
            duplicates=len(batch.rows) - len(fresh),
            bad_lines=bad,
            changed_calls=tuple(changed_calls),
            last_at_us=max((pending.row.at_us for pending in batch.rows), default=0),
        )

    async def _sift(self, session: WriteSession, rows: list[Pending]) -> list[Pending]:
        known: dict[Source, set[tuple[int, bytes]]] = {}
        for source in Source:
            keys = [(pending.row.at_us, pending.key) for pending in rows if pending.row.source is source]
            known[source] = await repository.known_keys(session, source, keys)
        return [p for p in rows if (p.row.at_us, p.key) not in known[p.row.source]]

    def _assign(self, rows: Sequence[Pending]) -> list[Merge]:
        merges: list[Merge] = []
        for pending in rows:
            pending.group, merge = self._groups.assign(pending.row)
            if merge is not None:
                merges.append(merge)
        return merges

    async def _load(self, session: Any, group_ids: Sequence[str]) -> None:
        """Groups that are not in memory, with all their rows so far."""
        missing = [group_id for group_id in group_ids if self._groups.get(group_id) is None]
        found = await repository.rows_of_groups(session, missing) if missing else {}
        for group_id in missing:
            group = Group(group_id)
            for row in found.get(group_id, []):
                group.add(row)
            group.stored = bool(group.rows)
            self._groups.put(group)

    def _add(self, rows: Sequence[Pending]) -> set[str]:
        changed: set[str] = set()
        for pending in rows:
            if pending.group is None:
                continue
            group = self._groups.get(pending.group)
            assert group is not None
            group.add(pending.row)
            changed.add(group.id)
        for group_id in changed:
            group = self._groups.get(group_id)
            assert group is not None
            self._groups.put(group)
        return changed

    async def _merge(self, session: WriteSession, merges: Sequence[Merge]) -> set[str]:
        for merge in merges:
            await repository.merge_groups(session, merge.group, merge.into)
            # Read again whole at the end of this batch: rows of both are in the database by now.
            self._groups.drop(merge.group)
            self._groups.drop(merge.into)
        into = {merge.into for merge in merges}
        await self._load(session, sorted(into))
        return into

    def _restart(self, rows: Sequence[Pending]) -> set[str]:
        """Calls that were open when Asterisk started will never say anything more."""
        starts = sorted(pending.row.at_us for pending in rows if pending.row.event == QUEUE_START)
        if not starts:
            return set()
        self._restarts = sorted({*self._restarts, *starts})
        closed = [
            g for g in self._groups.open_calls() if g.rows and began_before(g.rows[0].at_us, starts[-1])
        ]
        return {group.id for group in closed}

    async def _replace_calls(self, session: WriteSession, changed: set[str]) -> list[str]:
        calls: list[Told] = []
        stored: list[str] = []
        before: dict[str, Told] = {}
        for group_id in sorted(changed):
            group = self._groups.get(group_id)
            if group is None or not group.is_call:
                continue
            call = self._interpreted(group)
            if call is None:
                continue
            if call.ended_us is not None and not call.complete:
                group.alive.clear()
            # Many rows of a call say nothing new about it.
            if call == group.written:
                continue
            if group.written is not None:
                before[group_id] = self._told(group.written)
            group.written = call
            calls.append(self._told(call))
            if group.stored:
                stored.append(group_id)
            group.stored = True
        # What another life of this process wrote.
        before |= await stored_calls(session, [call_id for call_id in stored if call_id not in before])
        await repository.replace_calls(session, calls, stored=stored)
        changes = [CallChange(before.get(told.call.call_id), told) for told in calls]
        await self._follower.calls_changed(session, changes)
        return [told.call.call_id for told in calls]

    def _told(self, call: Call) -> Told:
        return Told(call, self._companies.of(call.company_id or ""))

    def _interpreted(self, group: Group) -> Call | None:
        """A fault of ours in one call must not keep the rows of all others out of the record.

        Its raw rows are in the record; after a repair `rebuild` makes the call.
        """
        try:
            return interpret(group.id, group.rows, restarts=self._restarts, clock_steps=self._clock_steps)
        except Exception as error:
            self.uninterpreted.add(group.id)
            log.error("Could not interpret a call.", call_id=group.id, exc_info=error)
            return None

    async def _add_gaps(
        self, session: WriteSession, rows: Sequence[Pending], changed: set[str], *, now_us: int
    ) -> None:
        """One gap for each start of Asterisk that found calls open: it ended without saying goodbye."""
        for pending in rows:
            if pending.row.event != QUEUE_START:
                continue
            start_us = pending.row.at_us
            before = await repository.last_row_before(session, start_us)
            cut_off = any(
                group.is_call and group.rows[0].at_us < start_us and not _ended_in_rows(group)
                for group in map(self._groups.get, changed)
                if group is not None
            )
            if cut_off and before is not None:
                gap = gaps.gap_values(pending.company_id, before, start_us, ASTERISK_RESTART, now_us=now_us)
                await gaps.add_gap(session, gap)
        await self._add_unwritten_ends(session, rows, now_us=now_us)

    async def _add_unwritten_ends(
        self, session: WriteSession, rows: Sequence[Pending], *, now_us: int
    ) -> None:
        """From the last thing such calls said to when they were missed Asterisk wrote less than happened."""
        gone = {pending.group: pending for pending in rows if pending.row.event == CALL_GONE}
        spans: dict[str, tuple[int, int]] = {}
        for group_id, pending in gone.items():
            group = self._groups.get(group_id or "")
            call = group.written if group is not None else None
            if call is not None and call.end_reason == END_NOT_WRITTEN and call.ended_us is not None:
                from_us, to_us = spans.get(pending.company_id, (call.ended_us, pending.row.at_us))
                spans[pending.company_id] = min(from_us, call.ended_us), max(to_us, pending.row.at_us)
        for company_id, (from_us, to_us) in spans.items():
            gap = gaps.gap_values(company_id, from_us, to_us, END_NOT_WRITTEN, now_us=now_us)
            await gaps.add_gap(session, gap)

    async def _add_bad_lines(self, session: WriteSession, batch: Batch, *, now_us: int) -> int:
        fresh = {(source, key): line for source, line, key in batch.bad}
        for source in Source:
            keys = [key for of, key in fresh if of is source]
            for key in await repository.known_bad_keys(session, source, keys):
                del fresh[(source, key)]
        await repository.add_bad_lines(
            session,
            [
                {
                    "client_company_id": self._companies.default,
                    "source": source,
                    "row_key": key,
                    "seen_us": now_us,
                    "reason": line.reason,
                    "cipher": self._keyring.encrypt(line.raw, context=BAD_LINE_CONTEXT),
                }
                for (source, key), line in fresh.items()
            ],
        )
        return len(fresh)


def _raw(pending: Pending) -> Record:
    """In the order of RAW_ROW_COLUMNS."""
    row = pending.row
    return (
        pending.company_id,
        row.source.value,
        pending.key,
        row.at_us,
        row.event[:64],
        row.uniqueid[:150],
        pending.group[:150] if pending.group else None,
        orjson.dumps(row.data).decode(),
    )


def _ended_in_rows(group: Group) -> bool:
    return any(row.event in ("HANGUP", "CHAN_END") and row.uniqueid == group.id for row in group.rows)
