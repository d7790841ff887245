"""What a line of lost calls says. Pure."""

from enum import StrEnum
from typing import Final

from callcenter.kit.clock import SECOND
from callcenter.kit.problems import InvalidInput
from callcenter.telephony.outcome import Outcome

LOST: Final = tuple(sorted(outcome.value for outcome in Outcome if outcome.lost))
LONGEST_PERIOD_US: Final = 92 * 24 * 3600 * SECOND


class LostState(StrEnum):
    """A caller who reached somebody later needs nobody any more, and nobody dealt with them either."""

    OPEN = "open"
    CALLED_AGAIN = "called_again"
    HANDLED = "handled"


class GaveUpAt(StrEnum):
    """How far the caller had come."""

    IVR = "ivr"
    QUEUE = "queue"
    RINGING = "ringing"


class PeriodTooLong(InvalidInput):
    def __init__(self) -> None:
        super().__init__(
            zh="一次最多查询 92 天,请缩短日期范围。", en="Ask for 92 days at most; choose a shorter period."
        )


def require_period(from_us: int, to_us: int) -> None:
    """Raises PeriodTooLong."""
    if to_us - from_us > LONGEST_PERIOD_US:
        raise PeriodTooLong


def state_of(*, handled: bool, answered_later: bool) -> LostState:
    if handled:
        return LostState.HANDLED
    return LostState.CALLED_AGAIN if answered_later else LostState.OPEN


def gave_up_at(*, queued: bool, ringing: bool) -> GaveUpAt:
    if ringing:
        return GaveUpAt.RINGING
    return GaveUpAt.QUEUE if queued else GaveUpAt.IVR
