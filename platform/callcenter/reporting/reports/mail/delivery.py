"""What becomes of one mail to one address. Pure."""

from enum import StrEnum
from typing import Final

from callcenter.kit.clock import SECOND


class MailState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    """Refused for good, tried in vain for a day, or twice perhaps taken."""
    DROPPED = "dropped"
    """A newer one is due, or nobody wants it any more."""


class MailFact(StrEnum):
    ACCEPTED = "accepted"
    REFUSED = "refused"
    PUT_OFF = "put_off"
    GIVEN_UP = "given_up"
    OUTDATED = "outdated"


_S, _F = MailState, MailFact
TRANSITIONS: Final[dict[tuple[MailState, MailFact], MailState]] = {
    (_S.WAITING, _F.ACCEPTED): _S.SENT,
    (_S.WAITING, _F.REFUSED): _S.FAILED,
    (_S.WAITING, _F.PUT_OFF): _S.WAITING,
    (_S.WAITING, _F.GIVEN_UP): _S.FAILED,
    (_S.WAITING, _F.OUTDATED): _S.DROPPED,
    # Its owner dropped it while the mail server already had it.
    (_S.DROPPED, _F.ACCEPTED): _S.SENT,
}

TRIED_FOR_US: Final = 24 * 3600 * SECOND
_FIRST_WAIT_US: Final = 60 * SECOND
_LONGEST_WAIT_US: Final = 3600 * SECOND


def advance(state: MailState, fact: MailFact) -> MailState | None:
    """None when the fact does not belong to the state, and nothing changes."""
    return TRANSITIONS.get((state, fact))


def wait_us(tries: int) -> int:
    """Before the next try: a minute after the first, twice as long each time, an hour at most."""
    return min(_FIRST_WAIT_US << min(tries - 1, 10), _LONGEST_WAIT_US)
