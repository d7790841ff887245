"""The additive parts, and the cells that they are added up in."""

from typing import Final, NamedTuple

from callcenter.kit.clock import SECOND
from callcenter.reporting.definitions.definition import Subject

PARTS: Final[tuple[str, ...]] = (
    "arrived",
    "demo",
    "system_answered",
    "system_in_time",
    "system_wait_us",
    "closed",
    "ivr_ended",
    "ivr_abandoned",
    "offered",
    "answered",
    "abandoned",
    "timed_out",
    "overflowed",
    "refused",
    "left_by_key",
    "cut",
    "waiting",
    "in_time",
    "abandoned_in_time",
    "short_abandoned",
    "wait_us",
    "abandoned_wait_us",
    "talk_us",
    "hold_us",
    "consult_us",
    "invited",
    "scored",
    "satisfied",
    "transferred",
    "transferred_in",
    "seat_lost",
    "voice_messages",
    "rings",
    "taken",
    "missed",
    "rejected",
    "signed_in_us",
    "ready_us",
    "wrap_up_us",
    "break_us",
    "not_ready_us",
    "paid_us",
)
"""Counts and sums only: whatever is added up in whatever order comes out the same."""

_NOT_BY_PATH: Final = frozenset(
    {
        "consult_us",
        "transferred_in",
        "seat_lost",
        "voice_messages",
        "rings",
        "taken",
        "missed",
        "rejected",
        "signed_in_us",
        "ready_us",
        "wrap_up_us",
        "break_us",
        "not_ready_us",
        "paid_us",
    }
)
PATH_PARTS: Final[tuple[str, ...]] = tuple(name for name in PARTS if name not in _NOT_BY_PATH)
"""What is kept by the keys that callers pressed."""

FINE_US: Final = SECOND // 10
FINE_TO_US: Final = 60 * SECOND


class Cell(NamedTuple):
    """Where a part is added up. A name that does not apply is empty: SQL's NULL is equal to nothing."""

    client_company_id: str
    subject: Subject
    from_us: int
    hotline: str = ""
    queue: str = ""
    agent: str = ""


class PathCell(NamedTuple):
    client_company_id: str
    from_us: int
    hotline: str
    path: str


def edge_ms(wait_us: int) -> int:
    """The upper edge of the bin that holds a wait, which also names it: 100-ms bins to 60 s, 1-s bins above.

    An edge belongs to the bin below it, as 15.000 s belongs to what was answered in time.
    """
    width = FINE_US if wait_us <= FINE_TO_US else SECOND
    return max(1, -(-wait_us // width)) * width // 1000
