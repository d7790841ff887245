"""All SQL of the register of recordings."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, exists, insert, or_, select

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


async def calls_to_check(
    session: ReadSession, scope: Scope, *, now_us: int, call_ids: Sequence[str]
) -> Sequence[Any]:
    """Answered calls that ended without their file being found: call, company, file, end.

    Those named, and whatever of the last day was not there yet: the whole record is never searched.
    """
    statement = (
        select(
            CallRecord.call_id, CallRecord.client_company_id, CallRecord.recording_file, CallRecord.ended_us
        )
        .where(scope.holds(CallRecord.client_company_id))
        .where(CallRecord.answered_us.is_not(None), CallRecord.ended_us.is_not(None))
        .where(~exists().where(_OF_CALL, Recording.state == RecordingState.PRESENT))
    )
    recently = exists().where(
        _OF_CALL,
        Recording.state == RecordingState.MISSING,
        Recording.checked_us > now_us - _AGAIN_AFTER_US,
    )
    again = statement.where(CallRecord.arrived_us >= now_us - LOOKED_FOR_US, ~recently)
    found = list((await session.execute(again.limit(_AT_ONCE))).all())
    seen = {call_id for call_id, *_ in found}
    for start in range(0, len(call_ids), _AT_ONCE):
        named = statement.where(CallRecord.call_id.in_(call_ids[start : start + _AT_ONCE]))
        found += [row for row in (await session.execute(named)).all() if row[0] not in seen]
    return found


async def save(session: WriteSession, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        await session.execute(
            delete(Recording).where(Recording.call_id.in_([row["call_id"] for row in rows]))
        )
        await session.execute(insert(Recording), list(rows))


async def states(session: ReadSession, scope: Scope, call_ids: Sequence[str]) -> dict[str, Recorded]:
    statement = (
        select(CallRecord.call_id, CallRecord.answered_us, Recording.state)
        .outerjoin(Recording, Recording.call_id == CallRecord.call_id)
        .where(scope.holds(CallRecord.client_company_id), CallRecord.call_id.in_(call_ids))
    )
    return {
        call_id: Recorded.NONE if answered_us is None else Recorded(state or Recorded.PENDING)
        for call_id, answered_us, state in await session.execute(statement)
    }


def condition(recorded: Recorded) -> ColumnElement[bool]:
    match recorded:
        case Recorded.NONE:
            return CallRecord.answered_us.is_(None)
        case Recorded.PENDING:
            waiting = or_(~exists().where(_OF_CALL), exists().where(_OF_CALL, Recording.state == recorded))
            return CallRecord.answered_us.is_not(None) & waiting
        case _:
            return CallRecord.answered_us.is_not(None) & exists().where(_OF_CALL, Recording.state == recorded)
