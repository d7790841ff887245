"""Marks upon a period say the same as the completeness of its figures, and their lengths add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcenter.reporting.completeness import Holes, Watched, blind_of, told_by
from callcenter.reporting.figures import Completeness, Period
from callcenter.reporting.integrity.marks import Gap, Mark, bands_of, lengths_of, marks_of

pytestmark = pytest.mark.unit

MINUTE = 60_000_000
PERIOD = Period(from_us=20 * MINUTE, to_us=80 * MINUTE)
Epochs = tuple[tuple[int, int, bool], ...]


def in_us(epochs: Epochs) -> list[tuple[int, int, bool]]:
    return [(begin * MINUTE, end * MINUTE, live) for begin, end, live in epochs]


def watched(*epochs: tuple[int, int, bool], gaps: tuple[Gap, ...] = (), at: int = 100) -> Watched:
    holes = Holes(Period(from_us=gap.from_us, to_us=gap.to_us) for gap in gaps)
    last_us = max((end for _, end, _ in in_us(epochs)), default=None)
    return told_by(holes, in_us(epochs), last_us=last_us, at_us=at * MINUTE)


def marks(*epochs: tuple[int, int, bool], gaps: tuple[Gap, ...] = (), at: int = 100) -> list[Mark]:
    known = watched(*epochs, gaps=gaps, at=at)
    return marks_of(gaps, blind_of(in_us(epochs)), known, PERIOD, at_us=at * MINUTE)


def gap(begin: int, end: int, reason: str = "asterisk_restart") -> Gap:
    return Gap(from_us=begin * MINUTE, to_us=end * MINUTE, reason=reason)


def told(
    *epochs: tuple[int, int, bool], gaps: tuple[Gap, ...] = (), at: int = 100
) -> list[tuple[str, str, int, int]]:
    return [
        (mark.state, mark.reason, mark.from_us // MINUTE, mark.to_us // MINUTE)
        for mark in marks(*epochs, gaps=gaps, at=at)
    ]


def test_what_was_watched_all_the_time_has_no_mark():
    assert told((10, 100, True)) == []


def test_a_link_that_was_lost_and_a_platform_that_was_away_are_told_apart():
    assert told((10, 30, True), (30, 40, False), (50, 100, True)) == [
        ("recovered", "not_current", 40, 50),
        ("recovered", "link_lost", 30, 40),
    ]


def test_what_nobody_has_read_yet_is_unknown_up_to_now():
    assert told((10, 60, True), at=70) == [("unknown", "not_read_yet", 60, 70)]


def test_figures_that_are_being_made_anew_are_unknown():
    found = marks_of((), (), Watched(rolled_up=False), PERIOD, at_us=100 * MINUTE)
    assert [(mark.reason, mark.from_us, mark.to_us) for mark in found] == [
        ("figures_made_anew", PERIOD.from_us, PERIOD.to_us)
    ]


def test_calls_seen_are_all_there_were_only_while_the_link_held():
    gaps = (gap(25, 26), gap(35, 36))
    found = marks((10, 30, True), (30, 40, False), (40, 100, True), gaps=gaps)
    assert {mark.from_us // MINUTE: mark.link_held for mark in found} == {25: True, 35: False, 30: False}


def lengths(*epochs: tuple[int, int, bool], gaps: tuple[Gap, ...] = (), at: int = 100) -> tuple[int, ...]:
    since_us = min((begin * MINUTE for begin, _, _ in epochs), default=None)
    found = lengths_of(marks(*epochs, gaps=gaps, at=at), PERIOD, since_us=since_us, at_us=at * MINUTE)
    parts = (found.live_us, found.recovered_us, found.unknown_us, found.before_us, found.ahead_us)
    return tuple(part // MINUTE for part in parts)


def test_each_minute_counts_once_and_unknown_before_recovered():
    assert lengths((30, 40, True), (50, 100, True), gaps=(gap(45, 55), gap(52, 60)), at=70) == (
        20,
        5,
        15,
        10,
        10,
    )


def test_before_the_platform_ever_watched_only_marks_count():
    assert lengths(gaps=(gap(30, 40),)) == (0, 0, 10, 50, 0)
    assert lengths((90, 100, True)) == (0, 0, 0, 60, 0)


def bands(*gaps: Gap, link: tuple[tuple[int, int, bool], ...] = ((10, 100, True),)) -> list[tuple[str, ...]]:
    return [
        (band.state, f"{band.from_us // MINUTE}-{band.to_us // MINUTE}", *band.reasons)
        for band in bands_of(marks(*link, gaps=gaps), PERIOD)
    ]


def test_marks_of_one_state_that_lie_together_are_one_band():
    near = Gap(from_us=35 * MINUTE - 1, to_us=36 * MINUTE, reason="clock_off")
    assert bands(gap(30, 34), near, gap(32, 33)) == [("unknown", "30-36", "asterisk_restart", "clock_off")]
    assert bands(gap(30, 34), gap(35, 36)) == [
        ("unknown", "30-34", "asterisk_restart"),
        ("unknown", "35-36", "asterisk_restart"),
    ]


def test_bands_keep_to_the_period_and_unknown_comes_last():
    lost = ((0, 30, False), (30, 100, True))
    assert bands(gap(10, 25), gap(50, 50), link=lost) == [
        ("recovered", "20-30", "link_lost"),
        ("unknown", "20-25", "asterisk_restart"),
        ("unknown", "50-50", "asterisk_restart"),
    ]


moments = st.integers(0, 100)
spans = st.tuples(moments, moments).map(lambda pair: (min(pair), max(pair)))


@given(
    epochs=st.lists(st.tuples(spans, st.booleans()), max_size=6),
    holes=st.lists(spans, max_size=4),
    at=st.integers(0, 110),
)
def test_a_period_is_as_whole_as_its_worst_mark(
    epochs: list[tuple[tuple[int, int], bool]], holes: list[tuple[int, int]], at: int
):
    watched_by = tuple(sorted((begin, end, live) for (begin, end), live in epochs if end <= at))
    gaps = tuple(
        gap(begin, end)
        for begin, end in holes
        if begin * MINUTE < PERIOD.to_us and end * MINUTE >= PERIOD.from_us
    )
    states = {state for state, *_ in told(*watched_by, gaps=gaps, at=at)}
    worst = next(
        (each for each in (Completeness.unknown, Completeness.recovered) if each in states), Completeness.live
    )
    assert watched(*watched_by, gaps=gaps, at=at).of(PERIOD, at_us=at * MINUTE) is worst
    assert sum(lengths(*watched_by, gaps=gaps, at=at)) == 60
