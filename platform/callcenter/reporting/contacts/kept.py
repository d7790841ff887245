"""What is kept of a day, from when on, and which days a call can change. Pure."""

from enum import StrEnum
from typing import Final

from callcenter.kit.periods import DAY_US, HOUR_US, midnight_of
from callcenter.recordings.recording import LOOKED_FOR_US
from callcenter.reporting.definitions.first_contacts import WINDOWS


class Kept(StrEnum):
    """Lost calls by caller, first contacts by window, or recordings of answered calls."""

    LOST = "lost"
    H24 = "24h"
    H72 = "72h"
    D7 = "7d"
    RECORDED = "recorded"

    @property
    def window_us(self) -> int:
        """How far from it a caller's other call decides about a call. All are whole days."""
        return WINDOWS[self.value] * HOUR_US if self.value in WINDOWS else 0

    @property
    def cases(self) -> str | None:
        """The part that counts what was looked at; the roll-ups count answered calls already."""
        return f"first_contacts_{self.value}" if self.value in WINDOWS else None

    @property
    def good(self) -> str | None:
        if self is Kept.RECORDED:
            return "recorded"
        return f"resolved_{self.value}" if self.value in WINDOWS else None


COUNTED: Final = tuple(kind for kind in Kept if kind is not Kept.LOST)
"""Of which figures are made. Lost calls are no count, but a line for each caller."""
CONTACT_PARTS: Final = tuple(name for kind in Kept for name in (kind.cases, kind.good) if name is not None)


def kept_until(kind: Kept, at_us: int) -> int:
    """The midnight before which days are old enough: of first contacts because the definition counts no
    others, of recordings because those that are missing are looked for again until then, of lost calls
    because no call lasts longer than a day."""
    aged_us = {Kept.LOST: DAY_US, Kept.RECORDED: LOOKED_FOR_US}
    return midnight_of(at_us - aged_us.get(kind, kind.window_us))


def counted_until(kind: Kept, at_us: int) -> int | None:
    """Where a figure ends that is asked at `at_us`; None: nowhere."""
    return None if kind is Kept.RECORDED else kept_until(kind, at_us)


def days_changed(kind: Kept, day_us: int) -> tuple[int, int]:
    """The days about which a call of that day has a say, the upper bound exclusive."""
    return day_us - kind.window_us, day_us + DAY_US + kind.window_us
