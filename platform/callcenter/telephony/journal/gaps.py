"""Times of which the record is not to be trusted, kept for each client company."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, insert, or_, select, update

from callcenter.kit.db import ReadSession, WriteSession
from callcenter.kit.ids import new_id
from callcenter.telephony.journal import repository
from callcenter.telephony.journal.batch import CLOCK_SET_BACK, OPEN_WHEN, Break
from callcenter.telephony.models import CallRecord, JournalGap

Interval = tuple[int, int]


async def add_gap(session: WriteSession, gap: dict[str, Any]) -> None:
    await session.execute(insert(JournalGap), [gap])


async def clock_steps(session: ReadSession) -> list[Interval]:
    """The minutes that happened twice or never, each time the clock was set."""
    connection = await session.connection()
    return sorted({(from_us, to_us) for from_us, to_us in await connection.execute(_CLOCK_STEPS)})


_CLOCK_STEPS: Final = select(JournalGap.from_us, JournalGap.to_us).where(JournalGap.reason.in_(OPEN_WHEN))


async def add_breaks(
    session: WriteSession, breaks: Sequence[Break], company_ids: Sequence[str], *, now_us: int
) -> list[Interval]:
    """Called while the newest row in the database is still the last one before this batch.

    Returns those among them in which the clock was set back; what is marked already is left out.
    """
    fresh: list[Interval] = []
    for found in breaks:
        if await _is_marked(session, found):
            continue
        from_us = found.from_us
        if from_us is None:
            from_us = await repository.last_row_before(session, found.to_us, source=found.source)
        from_us = min(from_us or found.to_us, found.to_us)
        for company_id in company_ids:
            await add_gap(session, gap_values(company_id, from_us, found.to_us, found.reason, now_us=now_us))
        if found.reason == CLOCK_SET_BACK:
            fresh.append((from_us, found.to_us))
    return fresh


async def mark_calls(session: WriteSession, fresh: Sequence[Interval], reason: str, *, now_us: int) -> None:
    """Calls in whose middle the clock was set are not whole, and their quarters are not known.

    Nobody knows the time of day of a call that touches minutes that happened twice or never, so all that do
    count.
    """
    for from_us, to_us in fresh:
        touched = _touched(from_us, to_us)
        begun = (
            select(CallRecord.client_company_id, func.min(CallRecord.arrived_us))
            .where(touched)
            .group_by(CallRecord.client_company_id)
        )
        for company_id, arrived_us in (await session.execute(begun)).all():
            if arrived_us < from_us:
                gap = gap_values(company_id, arrived_us, from_us, OPEN_WHEN[reason], now_us=now_us)
                await add_gap(session, gap)
        await session.execute(update(CallRecord).where(touched).values(complete=False))


def _touched(from_us: int, to_us: int) -> ColumnElement[bool]:
    """As `interpretation.interpret` says it of one call."""
    ended_later = or_(CallRecord.ended_us.is_(None), CallRecord.ended_us >= from_us)
    return and_(CallRecord.arrived_us <= to_us, ended_later)


def gap_values(company_id: str, from_us: int, to_us: int, reason: str, *, now_us: int) -> dict[str, Any]:
    return {
        "id": new_id(now_us),
        "client_company_id": company_id,
        "from_us": from_us,
        "to_us": to_us,
        "reason": reason,
    }


async def _is_marked(session: ReadSession, found: Break) -> bool:
    """The same file may be read twice."""
    statement = select(JournalGap.id).where(
        JournalGap.to_us == found.to_us, JournalGap.reason == found.reason
    )
    return await session.scalar(statement.limit(1)) is not None
