"""The days that a report is about, and the weeks, months and years in them. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from callcenter.kit.clock import SHANGHAI, to_us
from callcenter.kit.problems import InvalidInput
from callcenter.reporting.figures import Period

EARLIEST: Final = date(2000, 1, 1)
LATEST: Final = date(2099, 12, 31)
LONGEST_DAYS: Final = 3_660
"""Ten years."""
_DAY: Final = timedelta(days=1)
_MONTHS: Final = 12


class DaysWrong(InvalidInput):
    """The first day of a report comes before the last, and both lie in this century."""

    def __init__(self) -> None:
        super().__init__(
            zh="日期有误:起始日不得晚于截止日,且须在 2000 年至 2099 年之间。",
            en="The first day may not be after the last, and both lie between 2000 and 2099.",
        )


class ReportTooLong(InvalidInput):
    def __init__(self, most: int, *, coarser: bool = False) -> None:
        """`coarser`: the same can be asked for by week, month or year."""
        also_zh, also_en = (
            (",或改按周、月、年汇总", ", or ask by week, month or year") if coarser else ("", "")
        )
        super().__init__(
            zh=f"时段过长(最多 {most} 天),请缩短时段{also_zh}。",
            en=f"The period is too long (at most {most} days): shorten it{also_en}.",
        )


class Step(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Days:
    """Both inclusive."""

    first: date
    last: date

    @property
    def count(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def period(self) -> Period:
        return Period(from_us=_midnight(self.first), to_us=_midnight(self.last + _DAY))

    @property
    def previous(self) -> "Days":
        """As many days directly before; of whole calendar months as many months before."""
        if self.first.day == 1 and (self.last + _DAY).day == 1:
            months = _month_number(self.last) - _month_number(self.first) + 1
            begin = _month_number(self.first) - months
            return Days(date(begin // _MONTHS, begin % _MONTHS + 1, 1), self.first - _DAY)
        return Days(self.first - timedelta(days=self.count), self.first - _DAY)

    def parts(self, step: Step) -> Iterator[tuple[str, "Days"]]:
        """Key and days of each; the first and the last may be cut off by the report's own days."""
        day = self.first
        while day <= self.last:
            until = min(_last_of(day, step), self.last)
            yield key_of(day, step), Days(day, until)
            day = until + _DAY


def checked(first: date, last: date, *, most: int = LONGEST_DAYS, coarser: bool = False) -> Days:
    """Raises DaysWrong, ReportTooLong."""
    if first > last or first < EARLIEST or last > LATEST:
        raise DaysWrong
    days = Days(first, last)
    if days.count > most:
        raise ReportTooLong(most, coarser=coarser)
    return days


def key_of(day: date, step: Step) -> str:
    match step:
        case Step.DAY:
            return day.isoformat()
        case Step.WEEK:
            return (day - timedelta(days=day.weekday())).isoformat()
        case Step.MONTH:
            return f"{day.year:04d}-{day.month:02d}"
        case Step.YEAR:
            return f"{day.year:04d}"


def _last_of(day: date, step: Step) -> date:
    match step:
        case Step.DAY:
            return day
        case Step.WEEK:
            return day + timedelta(days=6 - day.weekday())
        case Step.MONTH:
            return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - _DAY
        case Step.YEAR:
            return date(day.year, 12, 31)


def _month_number(day: date) -> int:
    return day.year * _MONTHS + day.month - 1


def _midnight(day: date) -> int:
    return to_us(datetime.combine(day, time(), tzinfo=SHANGHAI))
