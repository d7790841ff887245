"""Plans are drawn: the same seed gives the same day, and a day holds every kind of caller."""

from collections import Counter
from itertools import accumulate, islice
from random import Random

import pytest

from callcenter.simulator.plans import CallPlan, HangUp, Key, Mood, Stage, arrivals, plan_call, talk_seconds
from callcenter.simulator.seat_scripts import Answer, draw_script

pytestmark = pytest.mark.unit


def a_day(seed: int, calls: int = 2000) -> list[CallPlan]:
    rng = Random(seed)
    return [plan_call(rng, ["4000000001"], earlier_numbers=["13900001234"]) for _ in range(calls)]


def test_the_same_seed_gives_the_same_calls() -> None:
    assert a_day(7, 200) == a_day(7, 200)
    assert a_day(7, 200) != a_day(8, 200)


def test_a_day_holds_every_kind_of_caller() -> None:
    day = a_day(1)
    moods = Counter(plan.mood for plan in day)
    assert set(moods) == set(Mood)
    assert 0.68 < moods[Mood.SERVED] / len(day) < 0.76
    backup = sum(plan.trunk == "backup" for plan in day) / len(day)
    assert 0.09 < backup < 0.15
    keys = Counter(step.digit for plan in day for step in plan.steps if isinstance(step, Key))
    assert {"1", "2", "3", "0"} <= set(keys)
    assert set(keys) & set("6789*")
    scores = Counter(
        step.digit
        for plan in day
        for step in plan.steps
        if isinstance(step, Key) and step.since is Stage.RELEASED
    )
    assert set(scores) == set("12345")
    repeated = sum(plan.number == "13900001234" for plan in day) / len(day)
    assert 0.14 < repeated < 0.22


def test_short_and_long_patience_both_occur() -> None:
    for plan in a_day(2):
        pressed = [step.at for step in plan.steps if isinstance(step, Key) and step.since is Stage.ANSWERED]
        patience = [step.at for step in plan.steps if isinstance(step, HangUp) and step.unless_connected]
        if plan.mood is Mood.GIVES_UP_SOON:
            assert 0 < patience[0] - pressed[-1] <= 5.01
        if plan.mood is Mood.GIVES_UP_LATE:
            assert patience[0] - pressed[-1] > 5


def test_no_plan_leaves_the_caller_on_the_line_for_ever() -> None:
    for plan in a_day(3):
        latest = max(step.at for step in plan.steps)
        assert latest < plan.longest
        assert any(isinstance(step, HangUp) and step.since is Stage.ANSWERED for step in plan.steps)


def test_the_first_caller_comes_at_once_and_the_rate_holds() -> None:
    gaps = list(islice(arrivals(Random(4), calls_per_minute=15), 2001))
    assert gaps[0] == 0
    assert 14 < 60 * 2000 / sum(gaps) < 16


def test_most_callers_of_a_minute_come_in_its_burst() -> None:
    at = list(accumulate(islice(arrivals(Random(4), calls_per_minute=15), 2001)))
    assert 0.80 < sum(moment % 60 < 12 for moment in at) / len(at) < 0.90


def test_talks_are_short_with_a_tail() -> None:
    rng = Random(8)
    talks = [talk_seconds(rng) for _ in range(1000)]
    assert sum(10 <= talk <= 40 for talk in talks) / len(talks) > 0.75
    assert 50 < max(talks) <= 60


def test_arrivals_follow_the_hour() -> None:
    quiet = sum(islice(arrivals(Random(5), calls_per_minute=15, hour=3), 200))
    busy = sum(islice(arrivals(Random(5), calls_per_minute=15, hour=10), 200))
    assert quiet > 10 * busy


def test_seats_mostly_answer_and_sometimes_do_not() -> None:
    rng = Random(6)
    scripts = [draw_script(rng) for _ in range(2000)]
    kinds = Counter(script.answer for script in scripts)
    assert 0.90 < kinds[Answer.TALK] / 2000 < 0.96
    assert kinds[Answer.NEVER]
    assert kinds[Answer.BUSY]
    assert all(script.answer_after <= 4 for script in scripts)
    rng = Random(6)
    assert [draw_script(rng) for _ in range(50)] == scripts[:50]
