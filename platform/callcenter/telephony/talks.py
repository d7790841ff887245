"""Who was together in which bridge, and when: talks, holds, and times added up."""

from collections.abc import Iterable, Sequence
from typing import Final

from callcenter.telephony.call import Hold
from callcenter.telephony.channels import Channel, Stay
from callcenter.telephony.journal.rows import Row

Span = tuple[int, int | None]
"""From, to; open when the second is None."""
_STREAMS: Final = frozenset({"STREAM_BEGIN", "STREAM_END"})


def talks_between(one: Channel, other: Channel) -> list[Stay]:
    """When both were in one bridge. A talk begins when the later of the two has entered."""
    talks: list[Stay] = []
    for stay in one.stays:
        for met in other.stays:
            if stay.bridge != met.bridge:
                continue
            from_us = max(stay.from_us, met.from_us)
            ends = [end for end in (stay.to_us, met.to_us) if end is not None]
            to_us = min(ends, default=None)
            if to_us is None or to_us >= from_us:
                talks.append(Stay(stay.bridge, from_us, to_us))
    return sorted(talks, key=lambda talk: talk.from_us)


def spans_of(stays: Iterable[Stay]) -> list[Span]:
    return [(stay.from_us, stay.to_us) for stay in stays]


def length_us(spans: Sequence[Span], *, ended_us: int | None) -> int:
    """How long at least one of them lasted; what is open lasts until `ended_us`, or not at all."""
    if not spans:
        return 0
    total, until = 0, 0
    for from_us, to_us in sorted((start, end or ended_us or start) for start, end in spans):
        total += max(0, to_us - max(from_us, until))
        until = max(until, to_us)
    return total


def common(one: Sequence[Span], other: Sequence[Span]) -> list[Span]:
    """The parts that lie in both."""
    if not one or not other:
        return []
    found: list[Span] = []
    for from_us, to_us in one:
        for start_us, end_us in other:
            begin = max(from_us, start_us)
            ends = [end for end in (to_us, end_us) if end is not None]
            end = min(ends, default=None)
            if end is None or end > begin:
                found.append((begin, end))
    return sorted(found, key=lambda span: span[0])


def holds_of(cel: Sequence[Row], call_id: str, talks: Sequence[Span]) -> tuple[Hold, ...]:
    """Music that the caller hears in the midst of a talk; the same music before the talk is the queue's, and
    after it that of a transfer."""
    holds: list[Hold] = []
    open_since: int | None = None
    for row in cel:
        if row.event not in _STREAMS or row.uniqueid != call_id:
            continue
        # The end of a stream has no extra; only the sort of stream tells music from a prompt.
        if not row.text("userdeftype").startswith("MOH_"):
            continue
        if row.event == "STREAM_BEGIN":
            if open_since is None and _talks_at(talks, row.at_us):
                open_since = row.at_us
        elif open_since is not None:
            holds.append(Hold(open_since, row.at_us))
            open_since = None
    if open_since is not None:
        holds.append(Hold(open_since, None))
    return tuple(holds)


def _talks_at(talks: Sequence[Span], at_us: int) -> bool:
    return any(start <= at_us and (end is None or at_us < end) for start, end in talks)
