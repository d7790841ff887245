"""Months of the roll-ups: what they are folded by, and which stretches of a period are read by them. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from callcenter.kit.periods import month_of
from callcenter.reporting.figures import Period

PERSON: Final = "person"
"""As the subject of a fold: an agent's parts in one, whatever queue and number they came by. What is asked of
teams reads an agent's day in one row instead of one for each queue and number."""


_MOST_STRETCHES: Final = 24


class Fold(StrEnum):
    """What stands apart within a month. Slots: hours 0 to 23, weekdays 0 to 6 and hours of the week 0 to 167,
    Monday first; days of the month from 0 on, of persons only; a whole month has only 0."""

    WHOLE = "whole"
    WEEKDAY = "weekday"
    HOUR = "hour"
    WEEK_HOUR = "week_hour"
    DAY = "day"

    @property
    def of_days(self) -> bool:
        """Made of days; the others of quarters."""
        return self in (Fold.WHOLE, Fold.WEEKDAY, Fold.DAY)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a period; the upper bound is exclusive. `months`: of months that are kept."""

    from_us: int
    to_us: int
    months: bool


def months_within(period: Period) -> Iterator[int]:
    """Where each calendar month begins that lies whole in the period."""
    begin, end = month_of(period.from_us)
    if begin < period.from_us:
        begin, end = month_of(end)
    while end <= period.to_us:
        yield begin
        begin, end = month_of(end)


def stretches(period: Period, kept: Collection[int]) -> list[Stretch]:
    """The whole period in order, as few stretches as there can be."""
    found: list[Stretch] = []
    at_us = period.from_us
    for begin in months_within(period):
        if begin not in kept:
            continue
        end = month_of(begin)[1]
        if at_us < begin:
            found.append(Stretch(at_us, begin, months=False))
        joined = found.pop().from_us if found and found[-1].months else begin
        found.append(Stretch(joined, end, months=True))
        at_us = end
    if at_us < period.to_us:
        found.append(Stretch(at_us, period.to_us, months=False))
    return found


def few_stretches(period: Period, kept: Collection[int]) -> list[Stretch]:
    """After many corrections there would be too many, and days say it all the same: each stretch names the
    agents of a team once more, and a statement of PostgreSQL takes no more than 32,767 values."""
    found = stretches(period, kept)
    return found if len(found) <= _MOST_STRETCHES else stretches(period, ())


def months_until(from_us: int, until_us: int) -> Iterator[int]:
    """Where each month begins, from the one that holds `from_us` on, that is over before."""
    begin, end = month_of(from_us)
    while end <= until_us:
        yield begin
        begin, end = month_of(end)
