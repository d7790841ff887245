"""The chain: whoever changes, drops or reorders a row is found at that row."""

import pytest

from callcenter.kit.encryption import Suite
from callcenter.kit.hashchain import START, canonical, first_break, link

pytestmark = pytest.mark.unit


def chain(contents, suite: Suite = "sm"):
    rows, previous = [], START
    for content in contents:
        previous = link(previous, content, suite=suite)
        rows.append((content, previous))
    return rows


@pytest.mark.parametrize("suite", ["sm", "aes"])
class TestFirstBreak:
    contents = tuple({"tag": "person:session:started", "number": number} for number in range(5))

    def test_is_none_for_an_honest_chain(self, suite):
        assert first_break(chain(self.contents, suite), suite=suite) is None

    def test_names_a_changed_row(self, suite):
        rows = chain(self.contents, suite)
        rows[2] = ({"tag": "other", "number": 2}, rows[2][1])
        assert first_break(rows, suite=suite) == 2

    def test_names_the_place_of_a_removed_row(self, suite):
        rows = chain(self.contents, suite)
        del rows[1]
        assert first_break(rows, suite=suite) == 1

    def test_names_the_first_of_two_exchanged_rows(self, suite):
        rows = chain(self.contents, suite)
        rows[3], rows[4] = rows[4], rows[3]
        assert first_break(rows, suite=suite) == 3


def test_the_order_of_keys_does_not_matter():
    assert canonical({"b": 1, "a": "中"}) == canonical({"a": "中", "b": 1}) == '{"a":"中","b":1}'.encode()


def test_a_float_is_refused_however_deep():
    with pytest.raises(TypeError, match="float"):
        link(START, {"detail": {"list": [1, 2.5]}})
