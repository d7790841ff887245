"""Voice messages as the API shows them. Numbers are masked."""

from enum import StrEnum

from callcenter.crm.handling.schemas import CallerKnown, HandlingShown
from callcenter.kit.schemas import Shown
from callcenter.telephony.outcome import Outcome


class MessageState(StrEnum):
    OPEN = "open"
    HANDLED = "handled"


class VoiceMessage(Shown):
    """`length_us` is null when the file is not there; `overdue`: open for longer than the company allows."""

    call_id: str
    caller: str | None
    caller_masked: str
    customer: CallerKnown | None
    hotline: str
    demo: bool
    queue: str | None
    outcome: Outcome | None
    arrived_us: int
    length_us: int | None
    state: MessageState
    overdue: bool
    handling: HandlingShown | None


class VoiceMessages(Shown):
    """`hours`: a message that is open for longer is overdue."""

    items: list[VoiceMessage]
    next_cursor: str | None
    hours: int


class OpenMessages(Shown):
    """Of the last 92 days. `oldest_us`: when the caller of the oldest one called."""

    open: int
    overdue: int
    oldest_us: int | None
    hours: int
