import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcenter.reporting.completeness import Holes, Watched, told_by
from callcenter.reporting.figures import Completeness, Period

pytestmark = pytest.mark.unit

MINUTE = 60_000_000
NOW = 100 * MINUTE


def of(
    from_minute: int, to_minute: int, *epochs: tuple[int, int, bool], gap: tuple[int, int] | None = None
) -> str:
    gaps = Holes(() if gap is None else (Period(from_us=gap[0] * MINUTE, to_us=gap[1] * MINUTE),))
    last_us = max((end * MINUTE for _, end, _ in epochs), default=None)
    known = [(begin * MINUTE, end * MINUTE, live) for begin, end, live in epochs]
    told = told_by(gaps, known, last_us=last_us, at_us=NOW)
    period = Period(from_us=from_minute * MINUTE, to_us=to_minute * MINUTE)
    return told.of(period, at_us=NOW).value


def test_what_was_watched_all_the_time_is_live() -> None:
    assert of(15, 30, (10, 100, True)) == Completeness.live


def test_what_was_read_after_the_platform_was_away_is_recovered() -> None:
    assert of(15, 30, (10, 20, True), (25, 100, True)) == Completeness.recovered
    assert of(30, 45, (10, 20, True), (25, 100, True)) == Completeness.live


def test_what_came_from_the_files_alone_is_recovered() -> None:
    assert of(15, 30, (10, 20, True), (20, 25, False), (25, 100, True)) == Completeness.recovered
    assert of(90, 105, (10, 95, True), (95, 100, False)) == Completeness.recovered


def test_what_nobody_has_read_yet_is_unknown() -> None:
    assert of(90, 105, (10, 95, True)) == Completeness.unknown
    assert of(60, 75, (10, 95, True)) == Completeness.live


def test_the_time_to_come_is_not_missing() -> None:
    assert of(90, 200, (10, 100, True)) == Completeness.live
    assert of(150, 200, (10, 100, True)) == Completeness.live


def test_a_hole_of_the_files_stays_unknown_whoever_watched() -> None:
    assert of(15, 30, (10, 100, True), gap=(20, 21)) == Completeness.unknown


def test_of_the_first_day_only_holes_count_before_the_first_epoch() -> None:
    assert of(0, 15, (30, 100, True)) == Completeness.live


def test_before_the_day_of_the_first_watch_nobody_knows_what_is_missing() -> None:
    def said(from_us: int, since_us: int | None) -> Completeness:
        return Watched(since_us=since_us).of(Period(from_us=from_us, to_us=NOW), at_us=NOW)

    assert [said(at_us, MINUTE) for at_us in (0, MINUTE - 1, MINUTE)] == ["unknown", "unknown", "live"]
    assert said(0, None) is Completeness.unknown


Spans = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9)), max_size=6)


@given(holes=Spans, from_us=st.integers(0, 40), length=st.integers(0, 9))
def test_a_hole_is_found_as_if_each_were_looked_at(
    holes: list[tuple[int, int]], from_us: int, length: int
) -> None:
    periods = [Period(from_us=begin, to_us=begin + lasted) for begin, lasted in holes]
    each = any(hole.from_us < from_us + length and hole.to_us > from_us for hole in periods)
    assert Holes(periods).any_between(from_us, from_us + length) == each
