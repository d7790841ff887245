"""Topics: whatever happens to one, an old copy plus the deltas is a fresh copy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcenter.live import Encoded, Topic, verify_live
from callcenter.live.verify import apply

pytestmark = pytest.mark.unit
EVERYONE = frozenset({"supervisor"})


@pytest.fixture
def topic():
    topic = Topic("floor", EVERYONE)
    topic.replace({"calls/1": {"state": "waiting"}, "calls/2": {"state": "talking"}})
    return topic


class TestVerifyLive:
    def test_a_new_key(self, topic):
        assert "calls/3" in verify_live(topic, lambda: topic.set("calls/3", {"state": "ivr"}))

    def test_a_changed_value(self, topic):
        verify_live(topic, lambda: topic.set("calls/1", {"state": "talking"}))

    def test_a_dropped_key(self, topic):
        assert "calls/1" not in verify_live(topic, lambda: topic.drop("calls/1"))

    def test_a_replaced_map(self, topic):
        assert verify_live(topic, lambda: topic.replace({"link": 1})) == {"link": 1}

    def test_a_key_that_came_and_went_within_a_tick(self, topic):
        def come_and_go():
            topic.set("calls/9", 1)
            topic.drop("calls/9")

        verify_live(topic, come_and_go)

    def test_the_same_value_again_is_no_change(self, topic):
        verify_live(topic, lambda: topic.set("calls/1", {"state": "waiting"}), changes=False)
        verify_live(topic, lambda: topic.drop("unknown"), changes=False)

    def test_an_action_that_should_change_something_and_does_not_fails(self, topic):
        with pytest.raises(AssertionError, match="changed nothing"):
            verify_live(topic, lambda: None)


keys = st.sampled_from(["a", "b", "c", "d"])
steps = st.lists(
    st.one_of(
        st.tuples(st.just("set"), keys, st.integers(0, 3)),
        st.tuples(st.just("drop"), keys),
        st.tuples(st.just("replace"), st.dictionaries(keys, st.integers(0, 3))),
        st.tuples(st.just("tick")),
    )
)


@given(steps)
def test_any_history_gives_equal_copies(history):
    topic = Topic("any", EVERYONE)
    entries, seq = apply({}, 0, topic.snapshot(0))
    for name, *arguments in [*history, ("tick",)]:
        if name == "tick":
            delta = topic.take_delta(0)
            if delta is not None:
                entries, seq = apply(entries, seq, delta)
        else:
            getattr(topic, name)(*arguments)
    assert (entries, seq) == (topic.entries, topic.seq)


def test_a_value_changed_after_it_was_set_does_not_leak(topic):
    value = {"state": "ivr"}
    topic.set("calls/5", value)
    value["state"] = "talking"
    assert topic.entries["calls/5"] == {"state": "ivr"}


def test_what_is_no_json_is_refused_where_it_is_set(topic):
    with pytest.raises(TypeError):
        topic.set("calls/5", object())
    assert topic.take_delta(0) is not None


def test_a_delta_out_of_order_is_noticed():
    topic = Topic("floor", EVERYONE)
    topic.set("a", 1)
    with pytest.raises(ValueError, match="after 5"):
        apply({}, 5, topic.take_delta(0) or b"")


def test_a_value_encoded_once_stands_in_many_topics(topic):
    shared, other = Encoded.of({"state": "ready"}), Topic("other", EVERYONE)
    verify_live(topic, lambda: topic.set("colleagues/1001", shared))
    other.set("colleagues/1001", shared)
    assert topic.entries["colleagues/1001"] == other.entries["colleagues/1001"] == {"state": "ready"}
    verify_live(topic, lambda: topic.set("colleagues/1001", {"state": "ready"}), changes=False)
