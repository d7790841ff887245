"""A step of the clock is told from time that passed, from sleep, and from a process that stood still."""

import pytest

from callcenter.telephony.clock_watch import Seen, Step, step_between
from callcenter.telephony.log_disk import CALM_US, FULL_BELOW, Room

pytestmark = pytest.mark.unit

S = 1_000_000
NOON = 1_795_302_000 * S


def later(seconds: int, by: int = 0) -> Seen:
    return Seen(NOON + (seconds + by) * S, (5_000 + seconds) * S)


START = later(0)


@pytest.mark.parametrize(("seconds", "by"), [(1, 0), (86_400, 0), (1, 2), (1, -2)])
def test_time_that_passes_is_no_step(seconds: int, by: int):
    assert step_between(START.wall_us, START.difference_us, later(seconds, by)) is None


def test_set_forward_the_minutes_between_never_happened():
    step = step_between(START.wall_us, START.difference_us, later(1, 300))
    assert step == Step(NOON - 2 * S, NOON + 301 * S, "clock_set_forward")


def test_set_back_the_minutes_before_happened_twice():
    step = step_between(START.wall_us, START.difference_us, later(1, -300))
    assert step == Step(NOON - 302 * S, NOON, "clock_set_back")


def test_set_back_while_the_platform_was_away():
    """An hour later, five minutes less: somewhere in that hour."""
    step = step_between(START.wall_us, START.difference_us, later(3600, -300))
    assert step == Step(NOON - 302 * S, NOON + 3300 * S, "clock_set_back")


class TestADisk:
    def test_with_room_is_no_trouble(self):
        room = Room()
        room.looked(FULL_BELOW, NOON)
        assert room.trouble is None

    def test_is_in_trouble_from_the_last_look_with_room_to_the_first_with_room_again(self):
        room = Room()
        for second, free in enumerate((FULL_BELOW, 0, 0, FULL_BELOW)):
            room.looked(free, NOON + second * S)
        assert room.trouble is not None
        assert (room.trouble.from_us, room.trouble.to_us) == (NOON, NOON + 3 * S)
        assert not room.trouble.over
        room.looked(FULL_BELOW, NOON + 3 * S + CALM_US)
        assert room.trouble.over
        assert room.trouble.to_us == NOON + 3 * S

    def test_that_is_full_again_at_once_was_in_one_trouble(self):
        room = Room()
        for second, free in enumerate((0, FULL_BELOW, 0, FULL_BELOW)):
            room.looked(free, NOON + second * S)
        assert room.trouble is not None
        assert (room.trouble.from_us, room.trouble.to_us, room.trouble.over) == (NOON, NOON + 3 * S, False)
