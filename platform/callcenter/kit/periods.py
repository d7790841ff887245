"""Days and intervals as the reports cut them: Asia/Shanghai, upper bounds exclusive."""

from datetime import datetime, time, timedelta
from typing import Final

from callcenter.kit.clock import SECOND, SHANGHAI, to_datetime, to_us

QUARTER_US: Final = 15 * 60 * SECOND
HOUR_US: Final = 4 * QUARTER_US
DAY_US: Final = 24 * HOUR_US
SHANGHAI_AHEAD_US: Final = 8 * HOUR_US
"""All the time that a report can be about: China has had no summer time since 1991."""
THURSDAY: Final = 3
"""Weekday of the epoch's first day, Monday being 0."""


def day_of(at_us: int) -> tuple[int, int]:
    """First microsecond of the Shanghai day that holds `at_us`, and of the day after."""
    midnight = datetime.combine(to_datetime(at_us).astimezone(SHANGHAI).date(), time(), tzinfo=SHANGHAI)
    return to_us(midnight), to_us(midnight + timedelta(days=1))


def month_of(at_us: int) -> tuple[int, int]:
    """First microsecond of the Shanghai month that holds `at_us`, and of the month after."""
    first = to_datetime(at_us).astimezone(SHANGHAI).date().replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    begin, end = (datetime.combine(day, time(), tzinfo=SHANGHAI) for day in (first, after))
    return to_us(begin), to_us(end)


def quarter_of(at_us: int) -> int:
    """Start of the 15 minutes that hold `at_us`; Shanghai stands whole hours from UTC."""
    return at_us - at_us % QUARTER_US


def midnight_of(at_us: int) -> int:
    """Start of the Shanghai day that holds `at_us`, without a calendar."""
    return at_us - (at_us + SHANGHAI_AHEAD_US) % DAY_US
