"""The calls behind a published figure: conditions that choose from the record what the roll-ups counted.

With a queue a call is what it was to that queue, which it may have left for another; with agents it is what
their own legs made of it.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, and_, case, exists, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, aliased

from callcenter.kit.clock import SECOND
from callcenter.telephony.behind_first_contacts import first_contact
from callcenter.telephony.call import SHORT_ABANDON_US
from callcenter.telephony.models import CallRecord, LegRecord, QueueVisitRecord
from callcenter.telephony.outcome import EndedBy, LegRole, Outcome, RingResult

ANSWER_WITHIN_US: Final = 15 * SECOND
SATISFIED_FROM: Final = 4
_HOUR_US: Final = 3600 * SECOND
_SHANGHAI_AHEAD_US: Final = 8 * _HOUR_US
_LATEST_US: Final = 2**62


class CallPart(StrEnum):
    """What a figure counts. Those of the arrival are booked by it, all others by the human request."""

    ARRIVED = "arrived"
    SYSTEM_IN_TIME = "system_in_time"
    CLOSED = "closed"
    IVR_ENDED = "ivr_ended"
    IVR_ABANDONED = "ivr_abandoned"
    OFFERED = "offered"
    ANSWERED = "answered"
    IN_TIME = "in_time"
    LATE = "late"
    ABANDONED = "abandoned"
    SHORT_ABANDONED = "short_abandoned"
    LONG_ABANDONED = "long_abandoned"
    TIMED_OUT = "timed_out"
    OVERFLOWED = "overflowed"
    REFUSED = "refused"
    LEFT_BY_KEY = "left_by_key"
    CUT = "cut"
    WAITING = "waiting"
    TRANSFERRED = "transferred"
    TRANSFERRED_IN = "transferred_in"
    INVITED = "invited"
    SCORED = "scored"
    SATISFIED = "satisfied"
    RINGS = "rings"
    TAKEN = "taken"
    MISSED = "missed"
    REJECTED = "rejected"
    TALKED = "talked"
    FIRST_CONTACTS_24H = "first_contacts_24h"
    FIRST_CONTACTS_72H = "first_contacts_72h"
    FIRST_CONTACTS_7D = "first_contacts_7d"
    RESOLVED_24H = "resolved_24h"
    RESOLVED_72H = "resolved_72h"
    RESOLVED_7D = "resolved_7d"

    @property
    def clock(self) -> InstrumentedAttribute[int] | InstrumentedAttribute[int | None]:
        """By which time a call belongs to a period."""
        return CallRecord.arrived_us if self in _OF_ARRIVAL else CallRecord.human_requested_us


_OF_ARRIVAL: Final = frozenset(
    {
        CallPart.ARRIVED,
        CallPart.SYSTEM_IN_TIME,
        CallPart.CLOSED,
        CallPart.IVR_ENDED,
        CallPart.IVR_ABANDONED,
    }
)
_OF_SURVEY: Final[dict[CallPart, ColumnElement[bool]]] = {
    CallPart.INVITED: CallRecord.survey_offered.is_(True),
    CallPart.SCORED: CallRecord.survey_score.is_not(None),
    CallPart.SATISFIED: CallRecord.survey_score >= SATISFIED_FROM,
}
_OFFERED_ROLES: Final = [role.value for role in LegRole if role.offered]
_RESULTS: Final[dict[CallPart, list[str]]] = {
    CallPart.TAKEN: [RingResult.ANSWERED.value],
    CallPart.MISSED: [RingResult.NO_ANSWER.value, RingResult.BUSY.value, RingResult.UNREACHABLE.value],
    CallPart.REJECTED: [RingResult.REJECTED.value],
}
_FIRST_CONTACTS: Final[dict[CallPart, ColumnElement[bool]]] = {
    CallPart.FIRST_CONTACTS_24H: first_contact(24, resolved=False),
    CallPart.FIRST_CONTACTS_72H: first_contact(72, resolved=False),
    CallPart.FIRST_CONTACTS_7D: first_contact(7 * 24, resolved=False),
    CallPart.RESOLVED_24H: first_contact(24, resolved=True),
    CallPart.RESOLVED_72H: first_contact(72, resolved=True),
    CallPart.RESOLVED_7D: first_contact(7 * 24, resolved=True),
}
_ANSWERED: Final = CallRecord.answered_us.is_not(None)


def of_part(part: CallPart, *, queue: str | None, agents: Sequence[str]) -> ColumnElement[bool]:
    if part in _OF_ARRIVAL:
        return _of_arrival(part)
    requested = CallRecord.human_requested_us.is_not(None)
    if part in _FIRST_CONTACTS:
        of_queue = true() if queue is None else CallRecord.queue == queue
        of_agents = CallRecord.agent.in_(agents) if agents else true()
        return and_(requested, _FIRST_CONTACTS[part], of_queue, of_agents)
    if agents:
        return and_(requested, _of_agents(part, agents, queue))
    if part in _RESULTS or part in (CallPart.RINGS, CallPart.TALKED):
        return and_(requested, _leg(part, (), queue))
    return and_(requested, _of_all(part) if queue is None else _of_queue(part, queue))


def at_hour(
    clock: InstrumentedAttribute[int] | InstrumentedAttribute[int | None], hour: int
) -> ColumnElement[bool]:
    """Of the Shanghai day, 0 to 23."""
    return guessed((clock + _SHANGHAI_AHEAD_US) // _HOUR_US % 24 == hour)


def on_weekday(
    clock: InstrumentedAttribute[int] | InstrumentedAttribute[int | None], weekday: int
) -> ColumnElement[bool]:
    """1 is Monday; the epoch began on a Thursday."""
    return guessed(((clock + _SHANGHAI_AHEAD_US) // (24 * _HOUR_US) + 3) % 7 == weekday - 1)


def guessed(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """What no index shall be chosen for.

    PostgreSQL guesses that one row in 200 has a computed value, and that two periods of one call have nothing
    to do with each other: it would rather sort a whole year than follow the arrivals for fifty calls. Of this
    it guesses every second row.
    """
    return func.coalesce(condition, false())


def _of_arrival(part: CallPart) -> ColumnElement[bool]:
    match part:
        case CallPart.SYSTEM_IN_TIME:
            return CallRecord.first_answered_us - CallRecord.arrived_us <= ANSWER_WITHIN_US
        case CallPart.IVR_ABANDONED:
            by_caller = CallRecord.ended_by == EndedBy.CALLER.value
            return and_(CallRecord.outcome == Outcome.IVR_ENDED.value, by_caller)
        case CallPart.CLOSED | CallPart.IVR_ENDED:
            return CallRecord.outcome == part.value
        case _:
            return CallRecord.arrived_us.is_not(None)


def _of_all(part: CallPart) -> ColumnElement[bool]:
    if part in _OF_SURVEY:
        return _OF_SURVEY[part]
    wait_us = func.coalesce(CallRecord.wait_us, 0)
    match part:
        case CallPart.OFFERED:
            return CallRecord.human_requested_us.is_not(None)
        case CallPart.TRANSFERRED:
            return func.json_array_length(CallRecord.transfers) > 0
        case CallPart.TRANSFERRED_IN:
            return false()
        case CallPart.ANSWERED:
            return _ANSWERED
        case CallPart.IN_TIME:
            return and_(_ANSWERED, wait_us <= ANSWER_WITHIN_US)
        case CallPart.LATE:
            return and_(_ANSWERED, wait_us > ANSWER_WITHIN_US)
        case _:
            return and_(~_ANSWERED, _ended(part, wait_us))


def _ended(part: CallPart, wait_us: ColumnElement[int]) -> ColumnElement[bool]:
    """How a call ended that nobody answered."""
    abandoned = CallRecord.outcome == Outcome.ABANDONED.value
    match part:
        case CallPart.WAITING:
            return CallRecord.outcome.is_(None)
        case CallPart.SHORT_ABANDONED:
            return and_(abandoned, wait_us <= SHORT_ABANDON_US)
        case CallPart.LONG_ABANDONED:
            return and_(abandoned, wait_us > SHORT_ABANDON_US)
        case _:
            return CallRecord.outcome == part.value


def _of_queue(part: CallPart, queue: str) -> ColumnElement[bool]:
    """Of the visits that an answer could still come from: not by transfer, not after the answer."""
    visit = QueueVisitRecord
    of_call = visit.call_id == CallRecord.call_id
    before = or_(CallRecord.answered_us.is_(None), visit.joined_us <= CallRecord.answered_us)
    here = [of_call, visit.queue == queue, before, visit.transferred.is_(False)]
    never_in = and_(CallRecord.queue == queue, ~exists().where(of_call))
    came = or_(exists().where(*here), never_in)
    answered = exists().where(*here, visit.answered_us.is_not(None))
    waited_us = (
        select(func.min(visit.answered_us) - CallRecord.human_requested_us)
        .where(*here, visit.answered_us.is_not(None))
        .correlate(CallRecord)
        .scalar_subquery()
    )
    if part in _OF_SURVEY:
        return and_(answered, _OF_SURVEY[part])
    match part:
        case CallPart.OFFERED:
            return came
        case CallPart.ANSWERED:
            return answered
        case CallPart.IN_TIME:
            return waited_us <= ANSWER_WITHIN_US
        case CallPart.LATE:
            return waited_us > ANSWER_WITHIN_US
        case CallPart.TRANSFERRED:
            return and_(answered, func.json_array_length(CallRecord.transfers) > 0)
        case CallPart.TRANSFERRED_IN:
            sent = exists().where(of_call, visit.queue == queue, visit.transferred.is_(True))
            return and_(~exists().where(*here), sent)
        case _:
            return and_(came, ~answered, _ended_in(part, queue))


def _ended_in(part: CallPart, queue: str) -> ColumnElement[bool]:
    """Who went on to another queue, or was answered elsewhere, overflowed; else as the call ended."""
    mine, later = aliased(QueueVisitRecord), aliased(QueueVisitRecord)
    last_us = (
        select(func.max(mine.joined_us))
        .where(
            mine.call_id == CallRecord.call_id,
            mine.queue == queue,
            mine.transferred.is_(False),
            or_(CallRecord.answered_us.is_(None), mine.joined_us <= CallRecord.answered_us),
        )
        .correlate(CallRecord)
        .scalar_subquery()
    )
    went_on = or_(exists().where(later.call_id == CallRecord.call_id, later.joined_us > last_us), _ANSWERED)
    if part is CallPart.OVERFLOWED:
        return or_(went_on, CallRecord.outcome == part.value)
    left_us = (
        select(func.max(mine.left_us))
        .where(mine.call_id == CallRecord.call_id, mine.queue == queue, mine.joined_us == last_us)
        .correlate(CallRecord)
        .scalar_subquery()
    )
    own_us = left_us - CallRecord.human_requested_us
    wait_us = case((own_us < 0, 0), else_=func.coalesce(own_us, CallRecord.wait_us, 0))
    return and_(~went_on, _ended(part, wait_us))


def _of_agents(part: CallPart, agents: Sequence[str], queue: str | None) -> ColumnElement[bool]:
    if part in _OF_SURVEY:
        return and_(_talked_last(agents, queue), _OF_SURVEY[part])
    if part in _RESULTS or part in (CallPart.RINGS, CallPart.TALKED):
        return _leg(part, agents, queue)
    whole = _of_all(part) if queue is None else _of_queue(part, queue)
    return and_(CallRecord.agent.in_(agents), whole)


def _leg(part: CallPart, agents: Sequence[str], queue: str | None) -> ColumnElement[bool]:
    leg = LegRecord
    chosen: list[ColumnElement[bool]] = [leg.call_id == CallRecord.call_id, leg.is_caller.is_(False)]
    chosen += [leg.agent.in_(agents)] if agents else [leg.agent.is_not(None)]
    chosen += [] if queue is None else [leg.queue == queue]
    if part is CallPart.TALKED:
        chosen += [leg.bridged_us.is_not(None), leg.role != LegRole.SUPERVISOR.value]
    else:
        chosen.append(leg.role.in_(_OFFERED_ROLES))
    if part in _RESULTS:
        chosen.append(leg.result.in_(_RESULTS[part]))
    return exists().where(*chosen)


def _talked_last(agents: Sequence[str], queue: str | None) -> ColumnElement[bool]:
    """A score is that of whoever talked last."""
    leg, later = aliased(LegRecord), aliased(LegRecord)
    until_us = func.coalesce(leg.unbridged_us, _LATEST_US)
    beyond = exists().where(
        later.call_id == leg.call_id,
        later.agent.is_not(None),
        later.bridged_us.is_not(None),
        func.coalesce(later.unbridged_us, _LATEST_US) > until_us,
    )
    return exists().where(
        leg.call_id == CallRecord.call_id,
        leg.agent.in_(agents),
        leg.role != LegRole.SUPERVISOR.value,
        leg.is_caller.is_(False),
        leg.bridged_us.is_not(None),
        *([] if queue is None else [leg.queue == queue]),
        ~beyond,
    )
