"""When a report is due, and of which days it is then. Pure; all of it in Shanghai's calendar."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from callcenter.kit.clock import SHANGHAI, to_datetime, to_us

_LONGEST_WAIT_DAYS: Final = 62
"""From any day, a month's day comes within two months."""


class Rhythm(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class ToldPeriod(StrEnum):
    """Seen from the day on which the mail is due."""

    YESTERDAY = "yesterday"
    LAST_7_DAYS = "last_7_days"
    LAST_WEEK = "last_week"
    LAST_MONTH = "last_month"


@dataclass(frozen=True, slots=True)
class Rule:
    """`weekday` of a week (Monday is 1), `month_day` of a month: where the month is shorter, its last day."""

    rhythm: Rhythm
    minute: int
    """Of the Shanghai day."""
    weekday: int | None = None
    month_day: int | None = None


def next_due(rule: Rule, now_us: int) -> int:
    """The first due time after now."""
    day = _day_of(now_us)
    for ahead in range(_LONGEST_WAIT_DAYS):
        if (due_us := _due_on(rule, day + timedelta(days=ahead))) is not None and due_us > now_us:
            return due_us
    raise AssertionError("every rhythm comes round within two months")


def newest_due(rule: Rule, *, after_us: int, until_us: int) -> int | None:
    """Of the due times since then, the last one: what was missed before it is not made up for."""
    day = _day_of(until_us)
    for back in range(_LONGEST_WAIT_DAYS):
        due_us = _due_on(rule, day - timedelta(days=back))
        if due_us is not None and due_us <= until_us:
            return due_us if due_us > after_us else None
    raise AssertionError("every rhythm comes round within two months")


def days_told(period: ToldPeriod, due_us: int) -> tuple[date, date]:
    """First and last day, both included."""
    day = _day_of(due_us)
    yesterday = day - timedelta(days=1)
    match period:
        case ToldPeriod.YESTERDAY:
            return yesterday, yesterday
        case ToldPeriod.LAST_7_DAYS:
            return day - timedelta(days=7), yesterday
        case ToldPeriod.LAST_WEEK:
            monday = day - timedelta(days=day.isoweekday() - 1)
            return monday - timedelta(days=7), monday - timedelta(days=1)
        case ToldPeriod.LAST_MONTH:
            last = day.replace(day=1) - timedelta(days=1)
            return last.replace(day=1), last


def _due_on(rule: Rule, day: date) -> int | None:
    if not _falls_on(rule, day):
        return None
    at = time(rule.minute // 60, rule.minute % 60)
    return to_us(datetime.combine(day, at, tzinfo=SHANGHAI))


def _falls_on(rule: Rule, day: date) -> bool:
    match rule.rhythm:
        case Rhythm.DAY:
            return True
        case Rhythm.WEEK:
            return day.isoweekday() == rule.weekday
        case Rhythm.MONTH:
            return day.day == min(rule.month_day or 1, monthrange(day.year, day.month)[1])


def _day_of(at_us: int) -> date:
    return to_datetime(at_us).astimezone(SHANGHAI).date()
