"""Numbers: one written form, and what a page may show."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcenter.kit.phones import mask, normalise

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("raw", "written"),
    [
        ("13900001234", "+8613900001234"),
        ("+86 139 0000 1234", "+8613900001234"),
        ("8613900001234", "+8613900001234"),
        ("013900001234", "+8613900001234"),
        ("02088886666", "+862088886666"),
        ("008613900001234", "+8613900001234"),
        ("10086", "10086"),
        ("1001", "1001"),
        ("", ""),
        ("0", ""),
        ("Anonymous", ""),
        ('"><script>', ""),
        ("１３９", ""),
        ("1" * 200, "1" * 32),
    ],
)
def test_normalise(raw, written):
    assert normalise(raw) == written


def test_a_mainland_mobile_is_read_as_the_library_reads_it():
    """Which of them there are is known by their first three digits."""
    for start in range(100, 200):
        number = f"{start}00001234"
        read = phonenumbers.parse(number, "CN")
        valid = phonenumbers.is_valid_number(read)

        assert normalise(number) == (f"+86{read.national_number}" if valid else number)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+8613900001234", "139****1234"),
        ("+862088886666", "020****6666"),
        ("+861088886666", "010****6666"),
        ("+864001234567", "40****67"),
        ("+14155552671", "+141****2671"),
        ("10086", "****"),
        ("", ""),
    ],
)
def test_mask(number, shown):
    assert mask(number) == shown


@given(st.text())
def test_anything_a_caller_sends_becomes_digits_or_nothing(raw):
    assert normalise(raw).removeprefix("+").isascii()
    assert all(sign in "0123456789" for sign in normalise(raw).removeprefix("+"))


@given(st.integers(min_value=10**6, max_value=10**15))
def test_a_masked_number_keeps_at_most_eight_signs(number):
    assert len(mask(str(number)).replace("*", "")) <= 8
