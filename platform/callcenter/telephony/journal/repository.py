"""All SQL that writes the record. The journal belongs to the installation; companies stand on its rows."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, TypeVar, cast

import orjson
from sqlalchemy import Table, bindparam, delete, func, insert, select, update

from callcenter.kit.db import Base, ReadSession, WriteSession
from callcenter.telephony.journal.bulk import Record, copy_rows
from callcenter.telephony.journal.call_rows import rows_of_calls
from callcenter.telephony.journal.files import FollowedFile
from callcenter.telephony.journal.rows import Row, Source
from callcenter.telephony.models import (
    BadLineRow,
    CallRecord,
    JournalFile,
    LegRecord,
    Phone,
    QueueVisitRecord,
    RawRow,
    RecordVersion,
)
from callcenter.telephony.ports import Told

T = TypeVar("T")
_CALL: Final = cast("Table", CallRecord.__table__)
_LEG: Final = cast("Table", LegRecord.__table__)
_VISIT: Final = cast("Table", QueueVisitRecord.__table__)
_RAW: Final = cast("Table", RawRow.__table__)
_PHONE: Final = cast("Table", Phone.__table__)
_FILE: Final = cast("Table", JournalFile.__table__)
# What every batch asks, made once and without the mapper: it would take longer to say than to do.
_ROWS_OF_GROUPS: Final = (
    select(_RAW.c.call_id, _RAW.c.source, _RAW.c.at_us, _RAW.c.event, _RAW.c.uniqueid, _RAW.c.data)
    .where(_RAW.c.call_id.in_(bindparam("groups", expanding=True)))
    .order_by(_RAW.c.id)
)
_KNOWN_PHONES: Final = select(_PHONE.c.token).where(
    _PHONE.c.token.in_(bindparam("tokens", expanding=True)),
    _PHONE.c.client_company_id == bindparam("company_id"),
)
_TAKING_CALLS_AWAY: Final = tuple(
    delete(table).where(table.c.call_id.in_(bindparam("calls", expanding=True)))
    for table in (_LEG, _VISIT, _CALL)
)
_FILE_ADVANCED: Final = update(_FILE).where(_FILE.c.id == bindparam("of_file"))
_AT_ONCE: Final = 500
"""Values in one IN list; SQLite of old allows 999 parameters."""
_CALLS: Final = 0x63616C6C
"""Names the lock of `alone` among PostgreSQL's advisory locks."""


def _chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]


async def _add(session: WriteSession, model: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Straight to the driver's executemany: objects of the mapper would cost more than the database."""
    connection = await session.connection()
    await connection.execute(insert(cast("Table", model.__table__)), list(rows))


async def alone(session: WriteSession) -> None:
    """Until the transaction ends nobody else changes calls or what is derived from them.

    To be asked first, so that all it reads is what the one before left. SQLite has one writer anyway.
    """
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        await connection.execute(select(func.pg_advisory_xact_lock(_CALLS)))


async def known_keys(
    session: ReadSession, source: Source, keys: Sequence[tuple[int, bytes]]
) -> set[tuple[int, bytes]]:
    """Which of these times and keys are those of rows that are in the record already."""
    known: set[tuple[int, bytes]] = set()
    for chunk in _chunks(sorted(keys)):
        statement = select(RawRow.at_us, RawRow.row_key).where(
            RawRow.at_us.between(chunk[0][0], chunk[-1][0]),
            RawRow.row_key.in_([key for _, key in chunk]),
            RawRow.source == source,
        )
        known.update((at_us, key) for at_us, key in await session.execute(statement))
    return known


async def known_bad_keys(session: ReadSession, source: Source, keys: Sequence[bytes]) -> set[bytes]:
    known: set[bytes] = set()
    for chunk in _chunks(keys):
        statement = select(BadLineRow.row_key).where(
            BadLineRow.row_key.in_(chunk), BadLineRow.source == source
        )
        known.update(await session.scalars(statement))
    return known


RAW_ROW_COLUMNS: Final = (
    "client_company_id",
    "source",
    "row_key",
    "at_us",
    "event",
    "uniqueid",
    "call_id",
    "data",
)


async def add_raw_rows(session: WriteSession, rows: Sequence[Record]) -> None:
    """Each with the values of RAW_ROW_COLUMNS. Raises IntegrityError when one is in the record already."""
    await copy_rows(session, cast("Table", RawRow.__table__), RAW_ROW_COLUMNS, rows)


async def add_bad_lines(session: WriteSession, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        await _add(session, BadLineRow, rows)


async def add_phones(session: WriteSession, company_id: str, ciphers: dict[str, bytes]) -> None:
    known: set[str] = set()
    connection = await session.connection()
    for chunk in _chunks(list(ciphers)):
        given = {"tokens": chunk, "company_id": company_id}
        known.update((await connection.execute(_KNOWN_PHONES, given)).scalars())
    fresh = [(token, company_id, cipher) for token, cipher in ciphers.items() if token not in known]
    await copy_rows(session, _PHONE, [column.name for column in _PHONE.c], fresh)


async def rows_of_groups(session: ReadSession, group_ids: Sequence[str]) -> dict[str, list[Row]]:
    """Raw rows of each group in the order in which they came."""
    found: dict[str, list[Row]] = {}
    connection = await session.connection()
    for chunk in _chunks(group_ids):
        rows = await connection.execute(_ROWS_OF_GROUPS, {"groups": chunk})
        for call_id, source, at_us, event, uniqueid, data in rows:
            found.setdefault(str(call_id), []).append(
                Row(Source(source), at_us, event, uniqueid, orjson.loads(data))
            )
    return found


async def merge_groups(session: WriteSession, group: str, into: str) -> None:
    await session.execute(update(RawRow).where(RawRow.call_id == group).values(call_id=into))


async def open_call_ids(session: ReadSession) -> list[str]:
    return list(await session.scalars(select(CallRecord.call_id).where(CallRecord.ended_us.is_(None))))


async def recent_seat_groups(session: ReadSession, *, within_us: int) -> list[str]:
    """Groups that a seat began shortly before the newest row and that are no call (yet): consults."""
    newest = await session.scalar(select(func.max(RawRow.at_us)))
    if newest is None:
        return []
    statement = (
        select(RawRow.call_id)
        .outerjoin(CallRecord, CallRecord.call_id == RawRow.call_id)
        .where(RawRow.at_us >= newest - within_us, RawRow.event == "CHAN_START")
        .where(RawRow.uniqueid == RawRow.call_id, CallRecord.call_id.is_(None))
    )
    return [call_id for call_id in await session.scalars(statement) if call_id is not None]


async def call_ids_of_rows_between(session: ReadSession, from_us: int, to_us: int) -> list[str]:
    """Groups that began in the interval, by their raw rows alone."""
    statement = (
        select(RawRow.call_id)
        .where(RawRow.at_us >= from_us, RawRow.at_us < to_us)
        .where(RawRow.event == "CHAN_START", RawRow.uniqueid == RawRow.call_id)
        .distinct()
    )
    return [call_id for call_id in await session.scalars(statement) if call_id is not None]


async def companies_of(session: ReadSession, call_ids: Sequence[str]) -> dict[str, str]:
    """The company of the first row of each call: the one whose hotline was dialled."""
    found: dict[str, str] = {}
    for chunk in _chunks(call_ids):
        statement = (
            select(RawRow.call_id, RawRow.client_company_id)
            .where(RawRow.call_id.in_(chunk), RawRow.uniqueid == RawRow.call_id, RawRow.event == "CHAN_START")
            .order_by(RawRow.id.desc())
        )
        found.update({str(call_id): company_id for call_id, company_id in await session.execute(statement)})
    return found


async def restarts(session: ReadSession, *, since_us: int = 0) -> list[int]:
    started = (RawRow.event == "QUEUESTART", RawRow.at_us > since_us)
    statement = select(RawRow.at_us).where(*started).order_by(RawRow.at_us)
    return list(await session.scalars(statement))


async def last_row_before(session: ReadSession, at_us: int, *, source: Source = Source.CEL) -> int | None:
    statement = select(func.max(RawRow.at_us)).where(RawRow.at_us < at_us, RawRow.source == source)
    return await session.scalar(statement)


async def last_cel_us(session: ReadSession) -> int | None:
    """What Asterisk's clock said when it wrote the row that came last."""
    statement = select(RawRow.at_us).where(RawRow.source == Source.CEL)
    return await session.scalar(statement.order_by(RawRow.id.desc()).limit(1))


async def replace_calls(session: WriteSession, calls: Iterable[Told], *, stored: Sequence[str]) -> None:
    """Each call with its legs, whole. `stored` names those that may have a row already."""
    connection = await session.connection()
    for chunk in _chunks(stored):
        for statement in _TAKING_CALLS_AWAY:
            await connection.execute(statement, {"calls": chunk})
    records, legs, visits = rows_of_calls(calls)
    await copy_rows(session, _CALL, [column.name for column in _CALL.c], records)
    await copy_rows(session, _LEG, [column.name for column in _LEG.c], legs)
    await copy_rows(session, _VISIT, [column.name for column in _VISIT.c], visits)


async def save_files(session: WriteSession, files: Iterable[dict[str, Any]], *, now_us: int) -> None:
    connection = await session.connection()
    for values in files:
        stored = values.pop("stored")
        if stored:
            await connection.execute(_FILE_ADVANCED, values | {"of_file": values["id"]})
        else:
            await _add(session, JournalFile, [values | {"first_seen_us": now_us, "superseded": False}])


async def load_files(session: ReadSession) -> list[FollowedFile]:
    """The newest file of each inode that is not archived."""
    statement = select(JournalFile).where(JournalFile.archived_us.is_(None)).order_by(JournalFile.id)
    found: dict[tuple[str, int, int], FollowedFile] = {}
    for file in await session.scalars(statement):
        found[(file.source, file.device, file.inode)] = FollowedFile(
            id=file.id,
            source=Source(file.source),
            name=file.name,
            device=file.device,
            inode=file.inode,
            head=file.head,
            head_length=file.head_length,
            offset=file.offset,
            repeats={key: count for key, count in file.repeats.items() if key != "at_us"},
            repeats_at_us=file.repeats.get("at_us", 0),
            stored=True,
        )
    return list(found.values())


async def mark_archived(session: WriteSession, file_id: str, *, archive_name: str, at_us: int) -> None:
    await session.execute(
        update(JournalFile)
        .where(JournalFile.id == file_id)
        .values(archived_us=at_us, archive_name=archive_name)
    )


async def version(session: ReadSession) -> int | None:
    return await session.scalar(select(RecordVersion.version))


async def set_version(session: WriteSession, version: int) -> None:
    await session.execute(delete(RecordVersion))
    await session.execute(insert(RecordVersion), [{"version": version}])
