"""Marks upon a period, and how long it was live, recovered and unknown. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from callcenter.reporting.completeness import Blind, Watched
from callcenter.reporting.figures import Completeness, Period

NOT_READ_YET: Final = "not_read_yet"
"""Nobody has read the files of then."""
NOT_WATCHED: Final = "not_watched"
"""Before the platform first watched."""
FIGURES_MADE_ANEW: Final = "figures_made_anew"

NEAR_US: Final = 60_000_000
"""Marks of one state that lie nearer to each other are one band: at the width of a day nobody sees more."""

Span = tuple[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """An interval that the files may not tell whole; both bounds belong to it."""

    from_us: int
    to_us: int
    reason: str
    seen_calls: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """`link_held`: AMI was heard all the time, so that the calls seen are all there were."""

    from_us: int
    to_us: int
    state: Completeness
    reason: str
    seen_calls: int | None = None
    link_held: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Lengths:
    """They add up to the period. `before`: before the platform first watched; `ahead`: still to come."""

    live_us: int
    recovered_us: int
    unknown_us: int
    before_us: int
    ahead_us: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """What marks of one state cover of a period, with all their reasons."""

    from_us: int
    to_us: int
    state: Completeness
    reasons: tuple[str, ...]


def marks_of(
    gaps: Iterable[Gap], blind: Iterable[Blind], known: Watched, period: Period, *, at_us: int
) -> list[Mark]:
    """Newest first; unknown before recovered where both begin at once."""
    until_us = min(period.to_us, at_us)
    holes = [hole for hole in blind if hole.from_us < until_us and hole.to_us > period.from_us]

    def unknown(from_us: int, to_us: int, reason: str, seen: int | None = None) -> Mark:
        held = not any(hole.from_us <= to_us and hole.to_us >= from_us for hole in holes)
        return Mark(
            from_us=from_us,
            to_us=to_us,
            state=Completeness.unknown,
            reason=reason,
            seen_calls=seen,
            link_held=held,
        )

    marks = [unknown(gap.from_us, gap.to_us, gap.reason, gap.seen_calls) for gap in gaps]
    if known.known_until_us is not None and until_us > max(known.known_until_us, period.from_us):
        marks.append(unknown(known.known_until_us, until_us, NOT_READ_YET))
    if not known.rolled_up:
        marks.append(unknown(period.from_us, until_us, FIGURES_MADE_ANEW))
    marks += [
        Mark(
            from_us=hole.from_us,
            to_us=min(hole.to_us, at_us),
            state=Completeness.recovered,
            reason=hole.reason.value,
            link_held=False,
        )
        for hole in holes
    ]
    return sorted(marks, key=lambda mark: (mark.from_us, mark.state is Completeness.unknown), reverse=True)


def bands_of(marks: Iterable[Mark], period: Period) -> list[Band]:
    """Of marks that touch the period; unknown comes last, upon recovered. One of no length is a band too."""
    bands: list[Band] = []
    for mark in sorted(marks, key=lambda mark: (mark.state is Completeness.unknown, mark.from_us)):
        from_us, to_us = max(mark.from_us, period.from_us), min(mark.to_us, period.to_us)
        reasons = (mark.reason,)
        if bands and bands[-1].state is mark.state and from_us - bands[-1].to_us < NEAR_US:
            before = bands.pop()
            from_us, to_us = before.from_us, max(before.to_us, to_us)
            reasons = tuple(sorted({*before.reasons, mark.reason}))
        bands.append(Band(from_us=from_us, to_us=to_us, state=mark.state, reasons=reasons))
    return bands


def lengths_of(marks: Sequence[Mark], period: Period, *, since_us: int | None, at_us: int) -> Lengths:
    """`since_us`: when the platform first watched. A moment that is unknown and recovered is unknown."""
    begin = max(period.from_us, min(period.to_us, at_us if since_us is None else since_us))
    end = max(begin, min(period.to_us, at_us))
    unknown = _clipped(marks, Completeness.unknown, period.from_us, end)
    either = _clipped(marks, Completeness.recovered, period.from_us, end) + unknown
    unknown_us, marked_us = _length(unknown), _length(either)
    quiet_us = _length([*either, (period.from_us, begin)]) - marked_us
    return Lengths(
        live_us=end - period.from_us - marked_us - quiet_us,
        recovered_us=marked_us - unknown_us,
        unknown_us=unknown_us,
        before_us=quiet_us,
        ahead_us=period.to_us - end,
    )


def _clipped(marks: Sequence[Mark], state: Completeness, from_us: int, to_us: int) -> list[Span]:
    return [(max(mark.from_us, from_us), min(mark.to_us, to_us)) for mark in marks if mark.state is state]


def _length(spans: Iterable[Span]) -> int:
    """Of all of them together; one that ends before it begins has none."""
    total, until_us = 0, 0
    for from_us, to_us in sorted(spans):
        total += max(0, to_us - max(from_us, until_us))
        until_us = max(until_us, to_us)
    return total
