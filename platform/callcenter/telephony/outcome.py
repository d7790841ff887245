"""How a call ends, in the words of the glossary."""

from enum import StrEnum
from typing import Self


class Outcome(StrEnum):
    """Every ended call has exactly one. `offered` calls are the denominator of every answer rate."""

    ANSWERED = "answered"
    ABANDONED = "abandoned"
    TIMED_OUT = "timed_out"
    OVERFLOWED = "overflowed"
    REFUSED = "refused"
    LEFT_BY_KEY = "left_by_key"
    CUT = "cut"
    CLOSED = "closed"
    IVR_ENDED = "ivr_ended"

    @property
    def offered(self) -> bool:
        """Whether somebody asked for a person within business hours."""
        return self not in _NOT_OFFERED

    @property
    def lost(self) -> bool:
        """Offered and not answered."""
        return self.offered and self is not Outcome.ANSWERED

    @classmethod
    def from_queue_status(cls, status: str) -> Self | None:
        """What leaving a queue means for the call; None: it says nothing final (an agent had the call)."""
        found = _OUTCOME_OF_STATUS.get(status)
        return None if found is None else cls(found)


_NOT_OFFERED = frozenset({Outcome.CLOSED, Outcome.IVR_ENDED})
_OUTCOME_OF_STATUS = {
    "TIMEOUT": Outcome.TIMED_OUT,
    "FULL": Outcome.REFUSED,
    "JOINEMPTY": Outcome.REFUSED,
    "LEAVEEMPTY": Outcome.REFUSED,
    "JOINUNAVAIL": Outcome.REFUSED,
    "LEAVEUNAVAIL": Outcome.REFUSED,
    "KEY": Outcome.LEFT_BY_KEY,
    "WITHDRAW": Outcome.CUT,
}


class EndedBy(StrEnum):
    """Who ended the call: the talk where there was one, else the call itself."""

    CALLER = "caller"
    AGENT = "agent"
    SYSTEM = "system"
    UNKNOWN = "unknown"


class LegRole(StrEnum):
    """What a channel was in the call; a colleague who was asked and then took the call is its target."""

    CALLER = "caller"
    AGENT = "agent"
    TRANSFER_TARGET = "transfer_target"
    CONSULT = "consult"
    CONSULTED = "consulted"
    THIRD_PARTY = "third_party"
    SUPERVISOR = "supervisor"

    @property
    def offered(self) -> bool:
        """Whether the call was offered to the seat of this leg."""
        return self in (LegRole.AGENT, LegRole.TRANSFER_TARGET)


class TransferKind(StrEnum):
    BLIND = "blind"
    ATTENDED = "attended"


class TransferResult(StrEnum):
    """`returned`: the caller came back to a queue; `passed_on`: into a menu or the survey."""

    ANSWERED = "answered"
    RETURNED = "returned"
    UNANSWERED = "unanswered"
    PASSED_ON = "passed_on"


class SupervisionAct(StrEnum):
    """监听, 耳语, 强插, 强接."""

    LISTEN = "listen"
    WHISPER = "whisper"
    BARGE = "barge"
    TAKE_OVER = "take_over"


class RingResult(StrEnum):
    """What became of one offer to one seat."""

    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    UNREACHABLE = "unreachable"

    @classmethod
    def from_cause(cls, cause: int) -> Self | None:
        """None when the cause tells nothing: it is 0 for a ring time-out and for a caller who left."""
        found = _RESULT_OF_CAUSE.get(cause)
        return None if found is None else cls(found)


_RESULT_OF_CAUSE = {
    17: RingResult.BUSY,
    21: RingResult.REJECTED,
    26: RingResult.CANCELLED,
    1: RingResult.UNREACHABLE,
    3: RingResult.UNREACHABLE,
    20: RingResult.UNREACHABLE,
    27: RingResult.UNREACHABLE,
    34: RingResult.UNREACHABLE,
    38: RingResult.UNREACHABLE,
    58: RingResult.UNREACHABLE,
}
