from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcenter.kit.clock import SHANGHAI, to_us
from callcenter.kit.periods import month_of
from callcenter.reporting.figures import Period
from callcenter.reporting.rollups import histogram
from callcenter.reporting.rollups.months import Stretch, months_until, stretches
from callcenter.reporting.rollups.parts import edge_ms

pytestmark = pytest.mark.unit


def at(month: int, day: int = 1) -> int:
    return to_us(datetime(2026, month, day, tzinfo=SHANGHAI))


def days(from_us: int, to_us: int) -> Stretch:
    return Stretch(from_us, to_us, months=False)


def months(from_us: int, to_us: int) -> Stretch:
    return Stretch(from_us, to_us, months=True)


def test_a_month_is_that_of_shanghai() -> None:
    assert month_of(at(2) - 1) == (at(1), at(2))
    assert month_of(at(2)) == (at(2), at(3))
    assert month_of(at(12, 31)) == (at(12), to_us(datetime(2027, 1, 1, tzinfo=SHANGHAI)))


def test_what_is_kept_is_read_by_the_month_and_the_rest_by_the_day() -> None:
    period = Period(from_us=at(1, 20), to_us=at(6, 3))
    assert stretches(period, ()) == [days(at(1, 20), at(6, 3))]
    assert stretches(period, {at(1), at(2), at(3), at(5), at(6)}) == [
        days(at(1, 20), at(2)),
        months(at(2), at(4)),
        days(at(4), at(5)),
        months(at(5), at(6)),
        days(at(6), at(6, 3)),
    ]
    assert stretches(Period(from_us=at(2), to_us=at(4)), {at(2), at(3)}) == [months(at(2), at(4))]
    assert stretches(Period(from_us=at(2, 2), to_us=at(3)), {at(2)}) == [days(at(2, 2), at(3))]


def test_a_month_that_is_not_over_is_none_to_fold() -> None:
    assert list(months_until(at(1, 31), at(4) - 1)) == [at(1), at(2)]
    assert list(months_until(at(1, 31), at(4))) == [at(1), at(2), at(3)]
    assert list(months_until(at(4), at(4, 30))) == []


Waits = st.dictionaries(st.integers(0, 7_200_000_000).map(edge_ms), st.integers(1, 10_000), max_size=8)


@given(st.lists(Waits, max_size=4))
def test_waits_packed_and_added_up_are_those_waits(told: list[dict[int, int]]) -> None:
    whole: dict[int, int] = {}
    for waits in told:
        for edge, calls in waits.items():
            whole[edge] = whole.get(edge, 0) + calls
    assert histogram.added(histogram.packed(waits) for waits in told) == whole
