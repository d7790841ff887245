"""What a line of lost calls says. Pure."""

from enum import StrEnum
from typing import Final

from callcenter.telephony.outcome import Outcome

LOST: Final = tuple(sorted(outcome.value for outcome in Outcome if outcome.lost))


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


def state_of(*, handled: bool, answered_later: bool) -> LostState:
    if handled:
        return LostState.HANDLED
    return LostState.CALLED_AGAIN if answered_later else LostState.OPEN


def gave_up_at(*, queued: bool, ringing: bool) -> GaveUpAt:
    if ringing:
        return GaveUpAt.RINGING
    return GaveUpAt.QUEUE if queued else GaveUpAt.IVR
