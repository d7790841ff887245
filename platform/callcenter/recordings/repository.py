"""All SQL of the register of recordings."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, delete, exists, func, insert, or_, select

from callcenter.kit.clock import SECOND
from callcenter.kit.db import ReadSession, WriteSession
from callcenter.recordings.models import Recording
from callcenter.recordings.recording import LOOKED_FOR_US, RecordingState
from callcenter.telephony.models import CallRecord
from callcenter.telephony.ports import Recorded
from callcenter.tenancy import Scope

_AT_ONCE: Final = 500
_OF_CALL: Final = Recording.call_id == CallRecord.call_id


_AGAIN_AFTER_US: Final = 60 * SECOND
"""A file that was missing is looked for again for a day, but not every few seconds."""


async def calls_to_check(session: ReadSession, scope: Scope, *, call_ids: Sequence[str]) -> Sequence[Any]:
    """Of the calls named, the ended ones that were recorded or answered and whose file was not found yet:
    call, company, file, end.

    A caller who never reached a seat is recorded from the notice on; that file is personal data and stands in
    the register too, but nobody owes it, so it is not looked for again.
    """
    found: list[Any] = []
    for start in range(0, len(call_ids), _AT_ONCE):
        named = _unsettled(scope).where(CallRecord.call_id.in_(call_ids[start : start + _AT_ONCE]))
        found += (await session.execute(named)).all()
    return found


async def calls_to_check_again(session: ReadSession, scope: Scope, *, now_us: int) -> Sequence[Any]:
    """Whatever of the last day was not there yet: a search over that day, not for every change."""
    recently = exists().where(
        _OF_CALL,
        Recording.state == RecordingState.MISSING,
        or_(Recording.checked_us > now_us - _AGAIN_AFTER_US, CallRecord.answered_us.is_(None)),
    )
    again = _unsettled(scope).where(CallRecord.arrived_us >= now_us - LOOKED_FOR_US, ~recently)
    return (await session.execute(again.limit(_AT_ONCE))).all()


def _unsettled(scope: Scope) -> Select[str, str, str | None, int | None]:
    return (
        select(
            CallRecord.call_id, CallRecord.client_company_id, CallRecord.recording_file, CallRecord.ended_us
        )
        .where(scope.holds(CallRecord.client_company_id))
        .where(CallRecord.ended_us.is_not(None))
        .where(or_(CallRecord.answered_us.is_not(None), CallRecord.recording_file.is_not(None)))
        .where(~exists().where(_OF_CALL, Recording.state == RecordingState.PRESENT))
    )


async def present_between(
    session: ReadSession, scope: Scope, *, from_us: int, to_us: int, after: str, limit: int
) -> list[tuple[str, str | None, int, int]]:
    """Registered recordings of calls that arrived then: call, file, bytes, arrival."""
    query = (
        select(Recording.call_id, Recording.file, Recording.bytes, CallRecord.arrived_us)
        .join(CallRecord, _OF_CALL)
        .where(scope.holds(Recording.client_company_id), Recording.state == RecordingState.PRESENT)
        .where(CallRecord.arrived_us >= from_us, CallRecord.arrived_us < to_us, Recording.call_id > after)
        .order_by(Recording.call_id)
        .limit(limit)
    )
    return [(row[0], row[1], row[2], row[3]) for row in await session.execute(query)]


async def files_of_calls(
    session: ReadSession, scope: Scope, names: Sequence[str], *, from_us: int, to_us: int
) -> set[str]:
    """Which of these files a call of that time names as its recording or voice message."""
    known: set[str] = set()
    for column in (CallRecord.recording_file, CallRecord.voice_message_file):
        query = select(column).where(
            scope.holds(CallRecord.client_company_id),
            CallRecord.arrived_us >= from_us,
            CallRecord.arrived_us < to_us,
            column.in_(names),
        )
        known.update(name for name in await session.scalars(query) if name is not None)
    return known


async def calls_named(session: ReadSession, scope: Scope, call_ids: Sequence[str]) -> Sequence[Any]:
    """As `calls_to_check`, whatever was found of them before."""
    query = select(
        CallRecord.call_id, CallRecord.client_company_id, CallRecord.recording_file, CallRecord.ended_us
    ).where(
        scope.holds(CallRecord.client_company_id),
        CallRecord.call_id.in_(call_ids),
        CallRecord.ended_us.is_not(None),
    )
    return (await session.execute(query)).all()


async def save(session: WriteSession, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        await session.execute(
            delete(Recording).where(Recording.call_id.in_([row["call_id"] for row in rows]))
        )
        await session.execute(insert(Recording), list(rows))


async def missing(session: ReadSession, scope: Scope, *, from_us: int) -> tuple[int, int | None]:
    """How many calls answered since then miss their recording, and when the first of them was answered."""
    found = (
        select(func.count(), func.min(CallRecord.answered_us))
        .join(Recording, _OF_CALL)
        .where(scope.holds(Recording.client_company_id), Recording.state == RecordingState.MISSING)
        .where(CallRecord.answered_us >= from_us)
    )
    count, first_us = (await session.execute(found)).one()
    return count, first_us


async def states(session: ReadSession, scope: Scope, call_ids: Sequence[str]) -> dict[str, Recorded]:
    statement = (
        select(CallRecord.call_id, CallRecord.answered_us, Recording.state)
        .outerjoin(Recording, Recording.call_id == CallRecord.call_id)
        .where(scope.holds(CallRecord.client_company_id), CallRecord.call_id.in_(call_ids))
    )
    return {
        call_id: _state(answered=answered_us is not None, state=state)
        for call_id, answered_us, state in await session.execute(statement)
    }


def _state(*, answered: bool, state: str | None) -> Recorded:
    """Only an answered call can miss its recording."""
    if answered:
        return Recorded(state or Recorded.PENDING)
    return Recorded.PRESENT if state == RecordingState.PRESENT else Recorded.NONE


def condition(recorded: Recorded) -> ColumnElement[bool]:
    present = exists().where(_OF_CALL, Recording.state == RecordingState.PRESENT)
    answered = CallRecord.answered_us.is_not(None)
    match recorded:
        case Recorded.PRESENT:
            return present
        case Recorded.NONE:
            return ~answered & ~present
        case Recorded.PENDING:
            waiting = or_(~exists().where(_OF_CALL), exists().where(_OF_CALL, Recording.state == recorded))
            return answered & waiting
        case Recorded.MISSING:
            return answered & exists().where(_OF_CALL, Recording.state == recorded)
