"""A shift as people type it."""

from datetime import date, time

import pytest

from callcenter.kit.clock import SECOND
from callcenter.reporting.shifts.shift import ShiftWrong, hours_of

pytestmark = pytest.mark.unit

DAY = date(2026, 11, 20)


def test_an_end_before_the_begin_is_of_the_next_day() -> None:
    hours = hours_of(DAY, time(22), time(6))
    assert hours.to_us - hours.from_us == 8 * 3600 * SECOND


def test_what_begins_and_ends_at_once_is_said_to() -> None:
    with pytest.raises(ShiftWrong, match="same time") as refused:
        hours_of(DAY, time(22), time(22))
    assert "起止时间相同" in refused.value.zh
    with pytest.raises(ShiftWrong, match="16 hours"):
        hours_of(DAY, time(6), time(23))
