"""What leaves the link: plain immutable facts in one order. No type of the AMI library crosses this line."""

from dataclasses import dataclass
from enum import StrEnum

from callcenter.telephony.ami.framing import Fields


class LinkState(StrEnum):
    CONNECTING = "connecting"
    LIVE = "live"
    LOST = "lost"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class AmiEvent:
    """One event of Asterisk. Keys are lower case; every value is untrusted."""

    name: str
    fields: Fields
    epoch: int
    sequence: int
    received_us: int
    monotonic: float


@dataclass(frozen=True, slots=True)
class LinkUp:
    """Logged in and fully booted: whatever was known before must be asked for again."""

    epoch: int
    sequence: int
    received_us: int
    monotonic: float


@dataclass(frozen=True, slots=True)
class LinkDown:
    epoch: int
    sequence: int
    received_us: int
    monotonic: float


@dataclass(frozen=True, slots=True)
class Gap:
    """Events of this epoch were dropped here because nobody took them in time: ask for everything again."""

    epoch: int
    sequence: int
    received_us: int
    monotonic: float
    dropped: int


# Markers are types of their own, not names: an event that calls itself "LinkDown" stays an event.
LinkFact = AmiEvent | LinkUp | LinkDown | Gap


@dataclass(frozen=True, slots=True)
class Answer:
    """What Asterisk answered: its reply and, where it announced a list, the items in their order."""

    fields: Fields
    items: tuple[Fields, ...] = ()
