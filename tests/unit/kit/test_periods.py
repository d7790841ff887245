from datetime import UTC, datetime

import pytest

from callcenter.kit.clock import to_us
from callcenter.kit.periods import QUARTER_US, day_of, quarter_of

pytestmark = pytest.mark.unit


def us(text: str) -> int:
    return to_us(datetime.fromisoformat(text))


class TestDayOf:
    def test_begins_at_midnight_in_shanghai(self) -> None:
        first, after = day_of(us("2026-11-21T00:00:00+08:00"))
        assert (first, after) == (us("2026-11-20T16:00:00+00:00"), us("2026-11-21T16:00:00+00:00"))

    def test_ends_one_microsecond_before_the_next(self) -> None:
        first, after = day_of(us("2026-11-21T23:59:59.999999+08:00"))
        assert day_of(after - 1) == (first, after)
        assert day_of(after)[0] == after


class TestQuarterOf:
    def test_is_the_same_in_utc_and_shanghai(self) -> None:
        at = to_us(datetime(2026, 11, 21, 6, 14, 59, 999_999, tzinfo=UTC))
        assert quarter_of(at) == us("2026-11-21T14:00:00+08:00")
        assert quarter_of(at + 1) == quarter_of(at) + QUARTER_US
