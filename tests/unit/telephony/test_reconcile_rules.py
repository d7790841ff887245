"""What a reconciliation concludes from differences."""

import pytest

from callcenter.kit.clock import SHANGHAI, to_datetime
from callcenter.telephony.reconcile.differences import (
    DONE,
    LISTED_AT_MOST,
    Difference,
    Done,
    Findings,
    Kind,
    gaps_of,
)
from callcenter.telephony.reconcile.jobs import next_night_us

pytestmark = pytest.mark.unit

S = 1_000_000
NOON = 1_795_320_000 * S


def test_calls_that_were_lost_together_are_one_gap():
    moments = [NOON + second * S for second in (200, 0, 30, 90)]
    assert gaps_of(moments, []) == [(NOON, NOON + 90 * S, 3), (NOON + 200 * S, NOON + 200 * S, 1)]


def test_what_is_marked_already_is_not_marked_again():
    first = gaps_of([NOON, NOON + 5 * S], [])
    assert gaps_of([NOON, NOON + 5 * S], [(from_us, to_us) for from_us, to_us, _ in first]) == []


def test_all_are_counted_and_some_are_listed():
    findings = Findings()
    for number in range(10 * LISTED_AT_MOST):
        findings.add(Difference(Kind.ROW_NOT_IN_RECORD, "cel.json", number))
    findings.add(Difference(Kind.RECORDING_GONE, "zz1-1.1", NOON))
    assert findings.counts == {Kind.ROW_NOT_IN_RECORD: 10 * LISTED_AT_MOST, Kind.RECORDING_GONE: 1}
    assert len(findings.listed) == LISTED_AT_MOST + 1


def test_something_is_done_about_every_kind():
    assert DONE.keys() == set(Kind)
    assert set(DONE.values()) == set(Done)


@pytest.mark.parametrize("hour", [0, 3, 12, 23])
def test_the_next_night_is_ahead_and_within_a_day(hour: int):
    for now_us in range(NOON, NOON + 86_400 * S, 3_571 * S):
        due_us = next_night_us(now_us, hour)
        assert now_us < due_us <= now_us + 86_400 * S
        at = to_datetime(due_us).astimezone(SHANGHAI)
        assert (at.hour, at.minute, at.second) == (hour, 0, 0)
