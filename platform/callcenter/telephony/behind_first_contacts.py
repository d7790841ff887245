"""The calls behind 一次解决率: whether the same caller had asked for a person before, and did again."""

from typing import Final

from sqlalchemy import ColumnElement, and_, exists, tuple_
from sqlalchemy.orm import aliased

from callcenter.kit.clock import SECOND
from callcenter.telephony.models import CallRecord

_HOUR_US: Final = 3600 * SECOND
_LONGEST_CALL_US: Final = 24 * _HOUR_US


def first_contact(hours: int, *, resolved: bool) -> ColumnElement[bool]:
    """Nothing is said of whether the window has passed: who asks has looked at the day."""
    conditions = [CallRecord.answered_us.is_not(None), CallRecord.caller_token != ""]
    conditions.append(~_another(-hours * _HOUR_US))
    if resolved:
        conditions.append(~_another(hours * _HOUR_US))
    return and_(*conditions)


def _another(window_us: int) -> ColumnElement[bool]:
    other = aliased(CallRecord)
    asked_us, place = CallRecord.human_requested_us, (other.human_requested_us, other.call_id)
    own = tuple_(asked_us, CallRecord.call_id)
    if window_us < 0:
        near = [tuple_(*place) < own, other.human_requested_us >= asked_us + window_us]
        arrived = other.arrived_us.between(asked_us + window_us - _LONGEST_CALL_US, asked_us)
    else:
        near = [tuple_(*place) > own, other.human_requested_us <= asked_us + window_us]
        arrived = other.arrived_us.between(CallRecord.arrived_us - _LONGEST_CALL_US, asked_us + window_us)
    return exists().where(
        other.client_company_id == CallRecord.client_company_id,
        other.caller_token == CallRecord.caller_token,
        # Bounds what the index of callers has to show; no call lasts longer.
        arrived,
        *near,
    )
