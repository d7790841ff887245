"""A period cut into what is kept and what is not. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from callcenter.kit.periods import DAY_US
from callcenter.reporting.figures import Period


@dataclass(frozen=True, slots=True)
class Span:
    from_us: int
    to_us: int
    kept: bool


def spans(period: Period, kept_days: Sequence[int]) -> list[Span]:
    """The newest first. `kept_days` are days that lie whole in the period, the oldest first."""
    found: list[Span] = []
    reached_us = period.from_us
    for days in runs(kept_days):
        if reached_us < days.from_us:
            found.append(Span(reached_us, days.from_us, kept=False))
        found.append(Span(days.from_us, days.to_us, kept=True))
        reached_us = days.to_us
    if reached_us < period.to_us:
        found.append(Span(reached_us, period.to_us, kept=False))
    return found[::-1]


def runs(days: Iterable[int]) -> Iterator[Period]:
    """Days in their order, those that follow each other as one period."""
    begin = end = None
    for day_us in days:
        if day_us != end:
            if begin is not None and end is not None:
                yield Period(from_us=begin, to_us=end)
            begin = day_us
        end = day_us + DAY_US
    if begin is not None and end is not None:
        yield Period(from_us=begin, to_us=end)
