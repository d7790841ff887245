"""All SQL about lost calls.

A caller's line is their last lost call of the period. Nothing is grouped: a page costs the same however many
calls there are.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, func, select, tuple_
from sqlalchemy.orm import aliased

from callcenter.crm.handling.page_repository import newest_page
from callcenter.crm.handling.repository import caller_key, handled_up_to
from callcenter.crm.lost_calls.lost_call import LOST, LostState
from callcenter.kit.clock import SECOND
from callcenter.kit.db import ReadSession
from callcenter.telephony.models import CallRecord, LegRecord
from callcenter.telephony.outcome import LegRole, RingResult
from callcenter.tenancy import Scope

_LONGEST_CALL_US: Final = 24 * 3600 * SECOND
_OFFERED_TO: Final = [role.value for role in LegRole if role.offered]
_COUNTED_TO: Final = 2000
_Call = type[CallRecord]


@dataclass(frozen=True, slots=True)
class LostFilter:
    """Lost calls whose caller asked for a person in the period; `to_us` is exclusive."""

    from_us: int
    to_us: int
    queue: str | None = None
    state: LostState | None = None


@dataclass(frozen=True, slots=True)
class Tries:
    count: int
    first_us: int
    handled: bool
    answered_later: str | None
    """The first later call that was answered."""
    last_later: str | None
    rang: bool


async def page(
    session: ReadSession, scope: Scope, chosen: LostFilter, *, cursor: str | None, limit: int
) -> tuple[Sequence[CallRecord], str | None]:
    """The last lost call of each caller, the newest first, and the next page's cursor. Raises BadCursor."""
    which, at = _lines(scope, chosen), CallRecord.human_requested_us
    return await newest_page(session, which, at, cursor=cursor, limit=limit)


async def tries(
    session: ReadSession, scope: Scope, chosen: LostFilter, call_ids: Collection[str]
) -> dict[str, Tries]:
    """What else there is of the callers whose last lost calls these are."""
    each, later = aliased(CallRecord), aliased(CallRecord)
    own = [_is_lost(each, chosen), each.client_company_id == CallRecord.client_company_id]
    own.append(_key(each) == _key(CallRecord))
    # Said besides, because no index knows the key.
    own.append(each.caller_token == CallRecord.caller_token)
    own.append(each.arrived_us.between(chosen.from_us - _LONGEST_CALL_US, chosen.to_us))
    after = [_is_later(later), later.arrived_us > CallRecord.arrived_us]
    following = select(later.call_id).where(*after).limit(1)
    rang = exists().where(
        LegRecord.call_id == CallRecord.call_id,
        LegRecord.result == RingResult.CANCELLED.value,
        LegRecord.role.in_(_OFFERED_TO),
    )
    found = select(
        CallRecord.call_id,
        select(func.count()).select_from(each).where(*own).scalar_subquery(),
        select(func.min(each.arrived_us)).where(*own).scalar_subquery(),
        _handled(),
        following.where(later.answered_us.is_not(None)).order_by(later.arrived_us).scalar_subquery(),
        following.order_by(later.arrived_us.desc()).scalar_subquery(),
        rang,
    ).where(scope.holds(CallRecord.client_company_id), CallRecord.call_id.in_(sorted(call_ids)))
    return {
        row[0]: Tries(row[1], row[2] or 0, bool(row[3]), row[4], row[5], bool(row[6]))
        for row in await session.execute(found)
    }


async def counts(
    session: ReadSession, scope: Scope, chosen: LostFilter
) -> tuple[list[tuple[bool, bool]], bool]:
    """Of each caller whether they were dealt with and whether they were answered later; and whether there are
    more."""
    flags = select(_handled(), _answered_later()).where(*_lines(scope, chosen))
    flags = flags.order_by(CallRecord.human_requested_us.desc()).limit(_COUNTED_TO + 1)
    found = [(bool(handled), bool(again)) for handled, again in await session.execute(flags)]
    return found[:_COUNTED_TO], len(found) > _COUNTED_TO


async def calls(session: ReadSession, scope: Scope, call_ids: Collection[str]) -> dict[str, CallRecord]:
    found = select(CallRecord).where(
        scope.holds(CallRecord.client_company_id), CallRecord.call_id.in_(sorted(call_ids))
    )
    return {call.call_id: call for call in await session.scalars(found)}


def _lines(scope: Scope, chosen: LostFilter) -> list[ColumnElement[bool]]:
    newer = aliased(CallRecord)
    again = exists().where(
        newer.client_company_id == CallRecord.client_company_id,
        newer.caller_token == CallRecord.caller_token,
        # Bounds what the index of callers has to show; no call lasts longer.
        newer.arrived_us > CallRecord.arrived_us - _LONGEST_CALL_US,
        CallRecord.caller_token != "",
        _is_lost(newer, chosen),
        tuple_(newer.human_requested_us, newer.call_id)
        > tuple_(CallRecord.human_requested_us, CallRecord.call_id),
    )
    lines = [scope.holds(CallRecord.client_company_id), _is_lost(CallRecord, chosen)]
    # What was dealt with is the cheapest to ask for, and so asked for first.
    match chosen.state:
        case None:
            return [*lines, ~again]
        case LostState.HANDLED:
            return [*lines, _handled(), ~again]
        case LostState.CALLED_AGAIN:
            return [*lines, ~_handled(), _answered_later(), ~again]
        case LostState.OPEN:
            return [*lines, ~_handled(), ~_answered_later(), ~again]


def _is_lost(call: _Call, chosen: LostFilter) -> ColumnElement[bool]:
    lost = and_(
        call.human_requested_us >= chosen.from_us,
        call.human_requested_us < chosen.to_us,
        call.outcome.in_(LOST),
    )
    return lost if chosen.queue is None else and_(lost, call.queue == chosen.queue)


def _is_later(call: _Call) -> ColumnElement[bool]:
    """Nobody knows whether two withheld numbers are the same."""
    return and_(
        call.client_company_id == CallRecord.client_company_id,
        call.caller_token == CallRecord.caller_token,
        CallRecord.caller_token != "",
    )


def _answered_later() -> ColumnElement[bool]:
    later = aliased(CallRecord)
    return exists().where(
        _is_later(later), later.arrived_us > CallRecord.arrived_us, later.answered_us.is_not(None)
    )


def _handled() -> ColumnElement[bool]:
    return handled_up_to(CallRecord.client_company_id, _key(CallRecord), CallRecord.arrived_us)


def _key(call: _Call) -> ColumnElement[str]:
    return caller_key(call.caller_token, call.call_id)
