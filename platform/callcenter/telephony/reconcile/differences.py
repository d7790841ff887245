"""What can differ between the record and the rest, and what is done about it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from callcenter.kit.clock import SECOND

LISTED_AT_MOST: Final = 200
"""Of each kind; all are counted."""
_ONE_GAP_US: Final = 60 * SECOND
"""Calls that were lost closer together than this were lost in one gap."""


class Kind(StrEnum):
    ROW_NOT_IN_RECORD = "row_not_in_record"
    ROW_NOT_IN_FILES = "row_not_in_files"
    FILE_UNREADABLE = "file_unreadable"
    CALL_DIFFERS = "call_differs"
    QUEUE_LOG_WITHOUT_CALL = "queue_log_without_call"
    CALL_WITHOUT_QUEUE_LOG = "call_without_queue_log"
    CALL_SEEN_NOT_RECORDED = "call_seen_not_recorded"
    RECORDING_GONE = "recording_gone"
    RECORDING_WITHOUT_CALL = "recording_without_call"


class Done(StrEnum):
    READ_AGAIN = "read_again"
    BUILT_AGAIN = "built_again"
    MARKED = "marked"
    REGISTERED = "registered"
    LISTED = "listed"


DONE: Final = {
    Kind.ROW_NOT_IN_RECORD: Done.READ_AGAIN,
    Kind.ROW_NOT_IN_FILES: Done.LISTED,
    Kind.FILE_UNREADABLE: Done.LISTED,
    Kind.CALL_DIFFERS: Done.BUILT_AGAIN,
    Kind.QUEUE_LOG_WITHOUT_CALL: Done.MARKED,
    Kind.CALL_WITHOUT_QUEUE_LOG: Done.MARKED,
    Kind.CALL_SEEN_NOT_RECORDED: Done.MARKED,
    Kind.RECORDING_GONE: Done.REGISTERED,
    Kind.RECORDING_WITHOUT_CALL: Done.LISTED,
}
"""Nothing is ever made up: what nobody wrote becomes a gap."""
MARKED: Final = "not_written"
"""Reason of the gaps."""


@dataclass(frozen=True, slots=True)
class Difference:
    """`subject` is a call's id, a channel's or a file's name; never a number of a caller."""

    kind: Kind
    subject: str
    at_us: int


@dataclass(slots=True)
class Findings:
    """All are counted, some are listed, so that a day that went wrong costs no memory."""

    counts: dict[Kind, int] = field(default_factory=dict[Kind, int])
    listed: list[Difference] = field(default_factory=list[Difference])
    compared: dict[str, int] = field(default_factory=dict[str, int])
    """How many rows, calls, recordings were looked at."""

    def add(self, difference: Difference, *, count: int = 1) -> None:
        before = self.counts.get(difference.kind, 0)
        self.counts[difference.kind] = before + count
        if before < LISTED_AT_MOST:
            self.listed.append(difference)

    def looked_at(self, what: str, count: int) -> None:
        self.compared[what] = self.compared.get(what, 0) + count


Span = tuple[int, int]


def gaps_of(moments: Iterable[int], marked: Sequence[Span]) -> list[tuple[int, int, int]]:
    """From, to, how many calls: of moments that no gap holds yet. Both bounds belong to a gap."""
    found: list[tuple[int, int, int]] = []
    for at_us in sorted(moments):
        if any(from_us <= at_us <= to_us for from_us, to_us in marked):
            continue
        if found and at_us - found[-1][1] <= _ONE_GAP_US:
            found[-1] = (found[-1][0], at_us, found[-1][2] + 1)
        else:
            found.append((at_us, at_us, 1))
    return found
