"""Hours, weekdays and days of a cell, computed by the database: Asia/Shanghai, Monday first."""

from sqlalchemy import ColumnElement, Integer, literal_column
from sqlalchemy.orm import InstrumentedAttribute

from callcenter.kit.periods import DAY_US, HOUR_US, SHANGHAI_AHEAD_US, THURSDAY
from callcenter.reporting.rollups.months import Fold


def slot_of(moment: ColumnElement[int] | InstrumentedAttribute[int], fold: Fold) -> ColumnElement[int]:
    local = moment + _number(SHANGHAI_AHEAD_US)
    match fold:
        case Fold.HOUR:
            return local // _number(HOUR_US) % _number(24)
        case Fold.WEEKDAY:
            return (local // _number(DAY_US) + _number(THURSDAY)) % _number(7)
        case Fold.WEEK_HOUR:
            return (local // _number(HOUR_US) + _number(THURSDAY * 24)) % _number(7 * 24)
        case Fold.WHOLE:
            return _number(0)
        case Fold.DAY:
            raise ValueError("a day of a month is counted from its beginning")


def shanghai_day(moment: ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[int]:
    """Its number since 1970."""
    return (moment + _number(SHANGHAI_AHEAD_US)) // _number(DAY_US)


def shanghai_week(moment: ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[int]:
    """Number 0 began on the Monday before the epoch."""
    return (shanghai_day(moment) + _number(THURSDAY)) // _number(7)


def _number(value: int) -> ColumnElement[int]:
    """Written into the statement: PostgreSQL takes two bound values for two different things to group by."""
    return literal_column(str(value), Integer)
