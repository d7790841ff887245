"""What is kept of a day, from when on, and which days a call can change. Pure."""

from enum import StrEnum
from typing import Final

from callcenter.kit.periods import DAY_US, HOUR_US, midnight_of
from callcenter.recordings.recording import LOOKED_FOR_US
from callcenter.reporting.definitions.first_contacts import WINDOWS


class Kept(StrEnum):
    """First contacts by window, or recordings of answered calls."""

    H24 = "24h"
    H72 = "72h"
    D7 = "7d"
    RECORDED = "recorded"

    @property
    def window_us(self) -> int:
        """How far from it a caller's other call decides about a call. All are whole days."""
        return 0 if self is Kept.RECORDED else WINDOWS[self.value] * HOUR_US

    @property
    def cases(self) -> str | None:
        """The part that counts what was looked at; the roll-ups count answered calls already."""
        return None if self is Kept.RECORDED else f"first_contacts_{self.value}"

    @property
    def good(self) -> str:
        return "recorded" if self is Kept.RECORDED else f"resolved_{self.value}"


CONTACT_PARTS: Final = tuple(name for kind in Kept for name in (kind.cases, kind.good) if name is not None)


def kept_until(kind: Kept, at_us: int) -> int:
    """The midnight before which days are old enough: of first contacts because the definition counts no
    others, of recordings because those that are missing are looked for again until then."""
    return midnight_of(at_us - (kind.window_us or LOOKED_FOR_US))


def counted_until(kind: Kept, at_us: int) -> int | None:
    """Where a figure ends that is asked at `at_us`; None: nowhere."""
    return None if kind is Kept.RECORDED else kept_until(kind, at_us)


def days_changed(kind: Kept, day_us: int) -> tuple[int, int]:
    """The days about which a call of that day has a say, the upper bound exclusive."""
    return day_us - kind.window_us, day_us + DAY_US + kind.window_us
