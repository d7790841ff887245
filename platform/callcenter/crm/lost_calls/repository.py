"""What SQL says of one lost call: whether it is one, and what came after it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import aliased

from callcenter.crm.handling.repository import caller_key, handled_up_to
from callcenter.crm.lost_calls.lost_call import LOST
from callcenter.crm.lost_calls.lost_lines import LostFilter
from callcenter.kit.db import ReadSession
from callcenter.telephony.models import CallRecord, LegRecord
from callcenter.telephony.outcome import LegRole, RingResult
from callcenter.tenancy import Scope

_OFFERED_TO: Final = [role.value for role in LegRole if role.offered]


@dataclass(frozen=True, slots=True)
class Beside:
    """What there is of the caller besides the lost call itself."""

    handled: bool
    answered_later: str | None
    """The first later call that was answered."""
    last_later: str | None
    rang: bool


async def beside(session: ReadSession, scope: Scope, call_ids: Collection[str]) -> dict[str, Beside]:
    later = aliased(CallRecord)
    after = [_is_later(later), later.arrived_us > CallRecord.arrived_us]
    following = select(later.call_id).where(*after).limit(1)
    rang = exists().where(
        LegRecord.call_id == CallRecord.call_id,
        LegRecord.result == RingResult.CANCELLED.value,
        LegRecord.role.in_(_OFFERED_TO),
    )
    found = select(
        CallRecord.call_id,
        handled(),
        following.where(later.answered_us.is_not(None)).order_by(later.arrived_us).scalar_subquery(),
        following.order_by(later.arrived_us.desc()).scalar_subquery(),
        rang,
    ).where(scope.holds(CallRecord.client_company_id), CallRecord.call_id.in_(sorted(call_ids)))
    return {
        row[0]: Beside(bool(row[1]), row[2], row[3], bool(row[4])) for row in await session.execute(found)
    }


async def calls(session: ReadSession, scope: Scope, call_ids: Collection[str]) -> dict[str, CallRecord]:
    found = select(CallRecord).where(
        scope.holds(CallRecord.client_company_id), CallRecord.call_id.in_(sorted(call_ids))
    )
    return {call.call_id: call for call in await session.scalars(found)}


def is_lost(call: type[CallRecord], chosen: LostFilter) -> ColumnElement[bool]:
    lost = and_(
        call.human_requested_us >= chosen.from_us,
        call.human_requested_us < chosen.to_us,
        call.outcome.in_(LOST),
    )
    return lost if chosen.queue is None else and_(lost, call.queue == chosen.queue)


def answered_later() -> ColumnElement[bool]:
    later = aliased(CallRecord)
    return exists().where(
        _is_later(later), later.arrived_us > CallRecord.arrived_us, later.answered_us.is_not(None)
    )


def handled() -> ColumnElement[bool]:
    key = caller_key(CallRecord.caller_token, CallRecord.call_id)
    return handled_up_to(CallRecord.client_company_id, key, CallRecord.arrived_us)


def _is_later(call: type[CallRecord]) -> ColumnElement[bool]:
    """Nobody knows whether two withheld numbers are the same."""
    return and_(
        call.client_company_id == CallRecord.client_company_id,
        call.caller_token == CallRecord.caller_token,
        CallRecord.caller_token != "",
    )
