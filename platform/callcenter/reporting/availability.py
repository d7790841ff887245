"""How long callers could reach the phone system: arithmetic on its epochs. Pure."""

from collections.abc import Iterable
from typing import Final

from callcenter.kit.clock import SECOND
from callcenter.reporting.figures import Period

LONGEST_OUTAGE_US: Final = 30 * 60 * SECOND
"""A fault is mended within half an hour."""

_Span = tuple[int, int]


def availability(epochs: Iterable[tuple[int, int, bool]], period: Period, *, at_us: int) -> dict[str, int]:
    """The parts of 系统可用率; where two epochs say otherwise of the same moment, it was down."""
    clipped = _clipped(epochs, period, at_us)
    watched = _length(_joined((from_us, to_us) for from_us, to_us, _ in clipped))
    outages = outages_of(clipped, period, at_us=at_us)
    lengths = [to_us - from_us for from_us, to_us in outages]
    return {
        "watched_us": watched,
        "downtime_us": sum(lengths),
        "available_us": watched - sum(lengths),
        "unwatched_us": max(0, min(period.to_us, at_us) - period.from_us) - watched,
        "outages": len(lengths),
        "outages_30m": sum(length > LONGEST_OUTAGE_US for length in lengths),
        "longest_outage_us": max(lengths, default=0),
        "service_epochs": len(clipped),
    }


def outages_of(epochs: Iterable[tuple[int, int, bool]], period: Period, *, at_us: int) -> list[_Span]:
    """From when to when it was down, oldest first; what touches is one."""
    return _joined((from_us, to_us) for from_us, to_us, up in _clipped(epochs, period, at_us) if not up)


def _clipped(
    epochs: Iterable[tuple[int, int, bool]], period: Period, at_us: int
) -> list[tuple[int, int, bool]]:
    until_us = min(period.to_us, at_us)
    return [
        (max(from_us, period.from_us), min(to_us, until_us), up)
        for from_us, to_us, up in epochs
        if max(from_us, period.from_us) < min(to_us, until_us)
    ]


def _joined(spans: Iterable[_Span]) -> list[_Span]:
    found: list[_Span] = []
    for from_us, to_us in sorted(spans):
        if found and from_us <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], to_us))
        else:
            found.append((from_us, to_us))
    return found


def _length(spans: Iterable[_Span]) -> int:
    return sum(to_us - from_us for from_us, to_us in spans)
