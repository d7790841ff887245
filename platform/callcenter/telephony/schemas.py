"""Calls as the API shows them. Numbers are masked; the whole number needs a logged reveal."""

from typing import Annotated, Any

from pydantic import StringConstraints

from callcenter.kit.schemas import Sent, Shown
from callcenter.telephony.call_quality import CallQualityShown
from callcenter.telephony.outcome import (
    EndedBy,
    LegRole,
    Outcome,
    RingResult,
    SupervisionAct,
    TransferKind,
    TransferResult,
)
from callcenter.telephony.ports import Recorded


class KeyShown(Shown):
    menu: str
    key: str
    at_us: int


class QueueVisitShown(Shown):
    queue: str
    joined_us: int
    left_us: int | None
    left_as: str | None
    answered_us: int | None = None
    agent: str | None = None
    transferred: bool = False


class HoldShown(Shown):
    from_us: int
    to_us: int | None


class TransferShown(Shown):
    at_us: int
    kind: TransferKind
    from_seat: str | None
    from_agent: str | None
    to: str
    to_agent: str | None
    settled_us: int | None
    result: TransferResult | None


class ThreeWayShown(Shown):
    from_us: int
    to_us: int | None
    seats: list[str | None]
    agents: list[str | None]


class SupervisionShown(Shown):
    from_us: int
    to_us: int | None
    act: SupervisionAct
    by: str
    seat: str | None


class LegShown(Shown):
    number: int
    seat: str | None
    agent: str | None
    queue: str | None
    started_us: int
    answered_us: int | None
    bridged_us: int | None
    unbridged_us: int | None
    ended_us: int | None
    talk_us: int
    result: RingResult | None
    lost: bool
    is_caller: bool
    role: LegRole
    hold_us: int
    consult_us: int


class TimelineEntry(Shown):
    at_us: int
    kind: str
    text_zh: str
    text_en: str
    detail: dict[str, Any]


class CallRow(Shown):
    """`outcome` and `ended_by` are null while the call goes on."""

    call_id: str
    hotline: str
    caller_masked: str
    trunk: str
    demo: bool
    arrived_us: int
    human_requested_us: int | None
    answered_us: int | None
    ended_us: int | None
    ended_by: EndedBy | None
    outcome: Outcome | None
    short_abandon: bool
    queue: str | None
    agent: str | None
    seat: str | None
    wait_us: int | None
    talk_us: int | None
    rings: int
    keys: list[KeyShown]
    survey_score: int | None
    recorded: Recorded
    voice_message: bool
    complete: bool


class CallDetail(CallRow):
    first_answered_us: int | None
    notice_us: int | None
    queued_us: int | None
    end_reason: str | None
    hold_us: int
    seat_lost: bool
    survey_offered: bool
    queues: list[QueueVisitShown]
    quality: list[CallQualityShown]
    legs: list[LegShown]
    holds: list[HoldShown]
    transfers: list[TransferShown]
    three_ways: list[ThreeWayShown]
    supervisions: list[SupervisionShown]
    timeline: list[TimelineEntry]


class CallPage(Shown):
    items: list[CallRow]
    next_cursor: str | None


class CallerSought(Sent):
    number: Annotated[str, StringConstraints(min_length=1, max_length=40)]


class CallerFound(Shown):
    """`caller` is null for what is no number: withheld, or without a digit."""

    caller: str | None
    masked: str
