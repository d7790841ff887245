"""How long callers could reach the phone system, twice: by the platform and by the recount."""

import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcenter.reporting.availability import availability
from callcenter.reporting.figures import Period

pytestmark = pytest.mark.unit

MINUTE = 60_000_000
PERIOD = Period(from_us=0, to_us=600 * MINUTE)
SPANS = st.lists(
    st.tuples(st.integers(-20, 620), st.integers(0, 90), st.booleans()).map(
        lambda told: (told[0] * MINUTE, (told[0] + told[1]) * MINUTE, told[2])
    ),
    max_size=12,
)


def recounted(epochs: list[tuple[int, int, bool]], end_us: int) -> dict[str, Any]:
    tools = str(Path(__file__).parents[3] / "tools")
    sys.path.insert(0, tools)
    try:
        import recount  # type: ignore[import-not-found]

        return recount.of_service(epochs, 0, end_us)  # type: ignore[no-any-return]
    finally:
        sys.path.remove(tools)


def test_a_night_with_two_outages_and_an_hour_without_the_platform():
    epochs = [
        (0, 100 * MINUTE, True),
        (100 * MINUTE, 105 * MINUTE, False),
        (105 * MINUTE, 200 * MINUTE, True),
        (260 * MINUTE, 300 * MINUTE, False),
        (300 * MINUTE, 600 * MINUTE, True),
    ]
    found = availability(epochs, PERIOD, at_us=600 * MINUTE)
    assert found["watched_us"] == 540 * MINUTE
    assert (found["downtime_us"], found["outages"], found["outages_30m"]) == (45 * MINUTE, 2, 1)
    assert (found["longest_outage_us"], found["unwatched_us"]) == (40 * MINUTE, 60 * MINUTE)
    assert found["available_us"] == 495 * MINUTE


def test_nobody_watched_is_nothing_to_divide_by():
    found = availability([], PERIOD, at_us=PERIOD.to_us)
    assert (found["watched_us"], found["unwatched_us"]) == (0, 600 * MINUTE)


def test_thirty_minutes_sharp_are_within_the_limit():
    assert availability([(0, 30 * MINUTE, False)], PERIOD, at_us=PERIOD.to_us)["outages_30m"] == 0


@given(SPANS, st.integers(1, 700))
def test_both_agree(epochs: list[tuple[int, int, bool]], at: int):
    found = availability(epochs, PERIOD, at_us=at * MINUTE)
    again = recounted(epochs, min(600, at) * MINUTE)
    assert again.pop("availability") == (found["available_us"], found["watched_us"])
    assert again == {name: (found[name], None) for name in again}
