"""A shift as people write it: a Shanghai day, from when to when. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from callcenter.kit.clock import SECOND, SHANGHAI, to_datetime, to_us
from callcenter.kit.periods import QUARTER_US, quarter_of
from callcenter.kit.problems import InvalidInput
from callcenter.reporting.definitions.definition import Subject
from callcenter.reporting.rollups.contribution import Tally
from callcenter.reporting.rollups.parts import Cell

LONGEST_US: Final = 16 * 3600 * SECOND
EARLIEST: Final = date(2000, 1, 1)
LATEST: Final = date(2099, 12, 31)
_TIME: Final = re.compile(r"([01]?\d|2[0-4])[::]([0-5]\d)(?::00(?:\.0+)?)?")
_DATE: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00:00)?")
_MIDNIGHT: Final = 24


class ShiftWrong(InvalidInput):
    """What was typed is no shift."""


@dataclass(frozen=True, slots=True)
class Hours:
    """From and to, in microseconds; the upper bound is exclusive."""

    from_us: int
    to_us: int

    def overlaps(self, other: "Hours") -> bool:
        return self.from_us < other.to_us and other.from_us < self.to_us


def hours_of(day: date, begins: time, ends: time) -> Hours:
    """An end before the begin is of the next day. Raises ShiftWrong."""
    if not EARLIEST <= day <= LATEST:
        raise ShiftWrong(zh="日期须在 2000 年至 2099 年之间。", en="The day lies between 2000 and 2099.")
    if begins == ends:
        raise ShiftWrong(
            zh="班次的起止时间相同(24:00 即 00:00),请核对:结束须晚于开始,或为次日更早的时刻。",
            en="The shift begins and ends at the same time (24:00 is 00:00): "
            "it ends later, or earlier on the next day.",
        )
    last = day if ends > begins else day + timedelta(days=1)
    told = Hours(_at(day, begins), _at(last, ends))
    if told.to_us - told.from_us > LONGEST_US:
        raise ShiftWrong(
            zh="一个班次最长 16 小时,请核对起止时间。", en="A shift lasts 16 hours at most; check its times."
        )
    return told


def read_day(text: str) -> date | None:
    """None for what is no day."""
    found = _DATE.fullmatch(text.strip())
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """`24:00` is midnight; None for what is no time."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2])
    if hour == _MIDNIGHT:
        return time() if minute == 0 else None
    return time(hour, minute)


def add_paid(tally: Tally, company_id: str, agent: str, hours: Hours, *, sign: int = 1) -> None:
    """By quarter: to the agent's cell, and to the whole's, which has no hotline."""
    for start in range(quarter_of(hours.from_us), hours.to_us, QUARTER_US):
        length_us = min(hours.to_us, start + QUARTER_US) - max(hours.from_us, start)
        for cell in (
            Cell(company_id, Subject.AGENT, start, agent=agent),
            Cell(company_id, Subject.CALL, start),
        ):
            tally.add(cell, {"paid_us": length_us}, sign)


def clashing(hours: Hours, known: Iterable[Hours]) -> bool:
    return any(hours.overlaps(other) for other in known)


def day_and_times(hours: Hours) -> tuple[date, str, str]:
    begins, ends = (to_datetime(at).astimezone(SHANGHAI) for at in (hours.from_us, hours.to_us))
    return begins.date(), f"{begins:%H:%M}", f"{ends:%H:%M}"


def _at(day: date, at: time) -> int:
    return to_us(datetime.combine(day, at, tzinfo=SHANGHAI))
