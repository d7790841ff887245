"""Present, missing, pending."""

import pytest

from callcenter.kit.clock import SECOND
from callcenter.recordings.recording import SETTLES_WITHIN_US, RecordingState, check

pytestmark = pytest.mark.unit

ENDED = 1_000 * SECOND


def test_a_file_with_sound_is_present_and_has_its_length():
    checked = check(file="a.raw", size=64_000, ended_us=ENDED, now_us=ENDED)

    assert (checked.state, checked.length_us) == (RecordingState.PRESENT, 2 * SECOND)


@pytest.mark.parametrize("size", [None, 0])
def test_a_file_may_settle_for_a_while_before_it_is_missing(size: int | None):
    states = [
        check(file="a.raw", size=size, ended_us=ENDED, now_us=ENDED + after).state
        for after in (0, SETTLES_WITHIN_US - 1, SETTLES_WITHIN_US)
    ]

    assert states == [RecordingState.PENDING, RecordingState.PENDING, RecordingState.MISSING]


def test_a_header_alone_is_no_sound():
    checked = check(file="a.wav", size=44, ended_us=ENDED, now_us=ENDED + SETTLES_WITHIN_US)

    assert checked.state is RecordingState.MISSING


def test_a_call_that_never_began_to_record_misses_it_at_once():
    assert check(file=None, size=None, ended_us=ENDED, now_us=ENDED).state is RecordingState.MISSING
