"""All SQL of reconciliations, page by page: a day of 100,000 calls is more than a process should hold."""

from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, exists, func, insert, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, defer

from callcenter.identity.models import Person
from callcenter.kit.db import ReadSession, WriteSession
from callcenter.telephony.journal.rows import Source
from callcenter.telephony.models import CallRecord, JournalGap, RawRow
from callcenter.telephony.reconcile.models import BY_COMMAND, Reconciliation
from callcenter.telephony.seen_calls import SeenCall
from callcenter.tenancy import Scope

_AT_ONCE: Final = 1_000
_NAMED_AT_ONCE: Final = 500
_IN_RECORD: Final = exists().where(CallRecord.call_id == RawRow.call_id)


async def count_rows(session: ReadSession, source: Source, from_us: int, to_us: int) -> int:
    """The journal is the installation's, so all companies' rows count."""
    query = select(func.count()).where(RawRow.source == source, RawRow.at_us >= from_us, RawRow.at_us < to_us)
    return await session.scalar(query) or 0


async def joined_without_call(
    session: ReadSession, scope: Scope, from_us: int, to_us: int
) -> AsyncIterator[tuple[str, int]]:
    """Channel and moment of each entry to a queue that queue_log tells and no call of the record has."""
    query = (
        select(RawRow.id, RawRow.uniqueid, RawRow.at_us)
        .where(scope.holds(RawRow.client_company_id), RawRow.source == Source.QUEUE_LOG)
        .where(RawRow.event == "ENTERQUEUE", RawRow.at_us >= from_us, RawRow.at_us < to_us)
        .where(or_(RawRow.call_id.is_(None), ~_IN_RECORD))
        .order_by(RawRow.id)
        .limit(_AT_ONCE)
    )
    last = 0
    while True:
        rows = (await session.execute(query.where(RawRow.id > last))).all()
        for row_id, uniqueid, at_us in rows:
            last = row_id
            yield uniqueid, at_us
        if len(rows) < _AT_ONCE:
            return


async def answered_without_queue_log(
    session: ReadSession, scope: Scope, from_us: int, to_us: int
) -> AsyncIterator[tuple[str, int]]:
    """Calls that a queue gave to an agent and of which queue_log says nothing at all."""
    told = exists().where(RawRow.call_id == CallRecord.call_id, RawRow.source == Source.QUEUE_LOG)
    lacking = and_(
        CallRecord.answered_us.is_not(None),
        CallRecord.queued_us.is_not(None),
        CallRecord.ended_us.is_not(None),
        ~told,
    )
    async for found in _calls(session, scope, from_us, to_us, lacking):
        yield found


async def _calls(
    session: ReadSession, scope: Scope, from_us: int, to_us: int, which: ColumnElement[bool]
) -> AsyncIterator[tuple[str, int]]:
    query = (
        select(CallRecord.call_id, CallRecord.arrived_us)
        .where(scope.holds(CallRecord.client_company_id), which)
        .where(CallRecord.arrived_us >= from_us, CallRecord.arrived_us < to_us)
    )
    async for found in _by_call_id(session, query, CallRecord.call_id):
        yield found


async def seen_without_call(
    session: ReadSession, scope: Scope, from_us: int, to_us: int
) -> AsyncIterator[tuple[str, int]]:
    query = (
        select(SeenCall.call_id, SeenCall.seen_us)
        .where(scope.holds(SeenCall.client_company_id))
        .where(SeenCall.seen_us >= from_us, SeenCall.seen_us < to_us)
        .where(~exists().where(CallRecord.call_id == SeenCall.call_id))
    )
    async for found in _by_call_id(session, query, SeenCall.call_id):
        yield found


async def _by_call_id(
    session: ReadSession, query: Select[str, int], call_id: InstrumentedAttribute[str]
) -> AsyncIterator[tuple[str, int]]:
    """A call id and a time of each row, so many at once: of a period of any length little is held."""
    pages = query.order_by(call_id).limit(_AT_ONCE)
    last = ""
    while True:
        rows = (await session.execute(pages.where(call_id > last))).all()
        for found, at_us in rows:
            last = found
            yield found, at_us
        if len(rows) < _AT_ONCE:
            return


async def gaps_between(session: ReadSession, scope: Scope, from_us: int, to_us: int) -> list[JournalGap]:
    query = (
        select(JournalGap)
        .where(scope.holds(JournalGap.client_company_id))
        .where(JournalGap.from_us < to_us, JournalGap.to_us >= from_us)
        .order_by(JournalGap.from_us.desc(), JournalGap.id)
    )
    return list(await session.scalars(query))


async def save_seen(session: WriteSession, gap_id: str, seen: int) -> None:
    await session.execute(update(JournalGap).where(JournalGap.id == gap_id).values(seen_calls=seen))


async def add(session: WriteSession, values: dict[str, Any]) -> None:
    await session.execute(insert(Reconciliation), [values])


async def change(session: WriteSession, reconciliation_id: str, values: dict[str, Any]) -> None:
    await session.execute(
        update(Reconciliation).where(Reconciliation.id == reconciliation_id).values(**values)
    )


async def end_interrupted(session: WriteSession, scope: Scope, *, now_us: int, before_us: int) -> None:
    """Those that a process left when it died."""
    await session.execute(
        update(Reconciliation)
        .where(scope.holds(Reconciliation.client_company_id), Reconciliation.state == "running")
        .where(Reconciliation.started_us < before_us)
        .values(state="interrupted", ended_us=now_us)
    )


async def newest(
    session: ReadSession, scope: Scope, *, from_us: int, to_us: int, limit: int
) -> Sequence[Reconciliation]:
    """Of those whose period touches this one."""
    query = (
        select(Reconciliation)
        .where(scope.holds(Reconciliation.client_company_id))
        .where(Reconciliation.from_us < to_us, Reconciliation.to_us > from_us)
        .options(defer(Reconciliation.listed))
        .order_by(Reconciliation.started_us.desc(), Reconciliation.id.desc())
        .limit(limit)
    )
    return (await session.scalars(query)).all()


async def names_of(session: ReadSession, scope: Scope, runs: Iterable[Reconciliation]) -> dict[str, str]:
    """Who asked for them."""
    ids = {run.asked_by for run in runs} - {None, BY_COMMAND}
    query = select(Person.id, Person.display_name).where(
        scope.holds(Person.client_company_id), Person.id.in_(sorted(filter(None, ids)))
    )
    return {person.id: person.display_name for person in await session.execute(query)} if ids else {}


async def recorded(session: ReadSession, scope: Scope, subjects: Iterable[str]) -> frozenset[str]:
    """Which of these are calls of the record."""
    asked, found = sorted(set(subjects)), set[str]()
    for start in range(0, len(asked), _NAMED_AT_ONCE):
        named = CallRecord.call_id.in_(asked[start : start + _NAMED_AT_ONCE])
        query = select(CallRecord.call_id).where(scope.holds(CallRecord.client_company_id), named)
        found.update(await session.scalars(query))
    return frozenset(found)


async def find(session: ReadSession, scope: Scope, reconciliation_id: str) -> Reconciliation | None:
    return await session.scalar(
        select(Reconciliation).where(
            scope.holds(Reconciliation.client_company_id), Reconciliation.id == reconciliation_id
        )
    )
