"""New lines of the files → raw rows, calls and offsets, in one transaction (ADR 0020)."""

from operator import attrgetter
from typing import Final

import orjson
from sqlalchemy.exc import IntegrityError

from callcenter.kit.clock import Clock
from callcenter.kit.db import Database, WriteSession
from callcenter.kit.encryption import Keyring
from callcenter.telephony.agent_time import agents_said
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
from callcenter.telephony.journal.open_calls import OpenCalls
from callcenter.telephony.journal.rows import Source
from callcenter.telephony.journal.tokens import Tokeniser
from callcenter.telephony.journal.unwritten import TELL_OF_ENDS, add_gaps
from callcenter.telephony.ports import RecordFollower

# Asking a member of an enumeration for its value costs a call each time.
_OF_CEL: Final = Source.CEL
_CEL: Final = Source.CEL.value
_QUEUE_LOG: Final = Source.QUEUE_LOG.value
_EVENT: Final = 64
_CHANNEL: Final = 150
_key_of: Final = attrgetter("key")
_at_us_of: Final = attrgetter("at_us")
BAD_LINE_CONTEXT: Final = b"bad_line.cipher"


class Ingestion:
    """One batch after the other."""

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
        self._calls = OpenCalls(self._companies, follower)

    @property
    def uninterpreted(self) -> set[str]:
        return self._calls.uninterpreted

    async def open(self) -> None:
        """Takes up the calls that were open when the platform stopped. Call it again after a failure."""
        async with self._database.read() as session:
            await self._calls.open(session)

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
        now_us, calls = self._clock.now_us(), self._calls
        fresh = _each_once(batch.rows)
        async with self._database.write() as session:
            await repository.alone(session)
            if sift:
                fresh = await self._sift(session, fresh)
            shown = {id(pending) for pending in fresh} if batch.breaks else set[int]()
            breaks = [found for found in batch.breaks if found.row is None or id(found.row) in shown]
            fresh_steps = await gaps.add_breaks(session, breaks, self._companies.all, now_us=now_us)
            # Whoever watches the clock marks steps, too.
            calls.clock_steps = await gaps.clock_steps(session)
            merges = calls.assign(fresh)
            await calls.load(session, sorted({pending.group for pending in fresh if pending.group}))
            await repository.add_raw_rows(session, [_raw(pending) for pending in fresh])
            ends = [pending for pending in fresh if pending.event in TELL_OF_ENDS]
            changed = calls.add(fresh) | await calls.merge(session, merges) | calls.restart(ends)
            changed_calls = await calls.write(session, changed)
            await gaps.mark_calls(session, fresh_steps, CLOCK_SET_BACK, now_us=now_us)
            said = [(p, p.company_id) for p in fresh if p.source is not _OF_CEL]
            await self._follower.agents_said(session, agents_said(said))
            await add_gaps(session, calls, ends, changed, now_us=now_us)
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
        calls.forget_ended()
        return Ingested(
            rows=len(fresh),
            duplicates=len(batch.rows) - len(fresh),
            bad_lines=bad,
            changed_calls=tuple(changed_calls),
            last_at_us=max(map(_at_us_of, batch.rows), default=0),
        )

    async def _sift(self, session: WriteSession, rows: list[Pending]) -> list[Pending]:
        known: dict[Source, set[tuple[int, bytes]]] = {}
        for source in Source:
            keys = [(pending.at_us, pending.key) for pending in rows if pending.source is source]
            known[source] = await repository.known_keys(session, source, keys)
        return [p for p in rows if (p.at_us, p.key) not in known[p.source]]

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


def _each_once(rows: list[Pending]) -> list[Pending]:
    if len(set(map(_key_of, rows))) == len(rows):
        return rows
    first: dict[tuple[Source, bytes], Pending] = {}
    for pending in rows:
        first.setdefault((pending.source, pending.key), pending)
    return list(first.values())


def _raw(row: Pending) -> Record:
    """In the order of RAW_ROW_COLUMNS."""
    event, uniqueid, group = row.event, row.uniqueid, row.group
    return (
        row.company_id,
        _CEL if row.source is _OF_CEL else _QUEUE_LOG,
        # Of bytes the driver of SQLite first asks whether anybody wants to adapt them.
        bytearray(row.key),
        row.at_us,
        event if len(event) <= _EVENT else event[:_EVENT],
        uniqueid if len(uniqueid) <= _CHANNEL else uniqueid[:_CHANNEL],
        group[:_CHANNEL] if group else None,
        orjson.dumps(row.data).decode(),
    )
