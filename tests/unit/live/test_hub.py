"""The hub: one message per tick, encoded once, and a slow client is nobody else's problem."""

import asyncio

import orjson
import pytest

from callcenter.kit.clock import SystemClock
from callcenter.live import Hub, Outbox, Topic
from fakes.patience import PATIENCE

pytestmark = pytest.mark.unit


@pytest.fixture
def topic():
    return Topic("floor", frozenset({"supervisor"}))


@pytest.fixture
def hub(topic):
    return Hub(SystemClock(), [topic], tick_seconds=0.01)


async def heard(outbox):
    return [orjson.loads(await outbox.get()) for _ in range(len(outbox))]


async def test_a_subscriber_gets_the_snapshot_and_then_every_change(hub, topic):
    topic.set("a", 1)
    outbox = Outbox()
    hub.subscribe(topic, outbox)
    topic.set("b", 2)
    topic.set("b", 3)
    topic.drop("a")
    hub.flush()
    snapshot, delta = await heard(outbox)
    assert (snapshot["op"], snapshot["seq"], snapshot["entries"]) == ("snapshot", 1, {"a": 1})
    assert (delta["op"], delta["seq"], delta["set"], delta["drop"]) == ("delta", 2, {"b": 3}, ["a"])


async def test_a_late_subscriber_does_not_cost_the_others_a_change(hub, topic):
    early, late = Outbox(), Outbox()
    hub.subscribe(topic, early)
    topic.set("a", 1)
    hub.subscribe(topic, late)
    hub.flush()
    assert [message["op"] for message in await heard(early)] == ["snapshot", "delta"]
    assert [message["op"] for message in await heard(late)] == ["snapshot"]


async def test_who_unsubscribed_hears_nothing_more(hub, topic):
    outbox = Outbox()
    hub.subscribe(topic, outbox)
    hub.unsubscribe(topic, outbox)
    topic.set("a", 1)
    hub.flush()
    assert [message["op"] for message in await heard(outbox)] == ["snapshot"]
    assert hub.subscribers("floor") == 0


async def test_a_slow_client_is_dropped_with_a_reason_and_the_others_go_on(hub, topic):
    slow, quick = Outbox(length=3), Outbox()
    hub.subscribe(topic, slow)
    hub.subscribe(topic, quick)
    for number in range(6):
        topic.set("a", number)
        hub.flush()
    assert slow.dropped
    assert [message["code"] for message in [orjson.loads(await slow.get() or "")]] == ["TooSlow"]
    assert await slow.get() is None
    assert hub.subscribers("floor") == 1
    assert len(quick) == 7


async def test_running_it_gathers_the_changes_of_a_tick(hub, topic):
    outbox = Outbox()
    hub.subscribe(topic, outbox)
    running = asyncio.create_task(hub.run())
    await outbox.get()
    for number in range(100):
        topic.set(f"calls/{number}", number)
    delta = orjson.loads(await asyncio.wait_for(outbox.get(), PATIENCE) or "")
    assert len(delta["set"]) == 100
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


def test_two_topics_of_one_name_are_refused(hub):
    with pytest.raises(ValueError, match="already"):
        hub.add(Topic("floor", frozenset()))


async def test_a_patient_change_wakes_nobody_and_goes_along_with_the_next(topic):
    hub = Hub(SystemClock(), [topic])
    outbox = Outbox()
    hub.subscribe(topic, outbox)
    topic.set("colleague", 1, patient=True)
    hub.flush_urgent()
    assert len(outbox) == 1, "the snapshot"
    topic.set("me", 2)
    hub.flush_urgent()
    _, delta = await heard(outbox)
    assert delta["set"] == {"colleague": 1, "me": 2}


async def test_a_patient_change_is_told_in_the_end_without_another(topic):
    hub = Hub(SystemClock(), [topic], patient_seconds=0.01)
    outbox = Outbox()
    hub.subscribe(topic, outbox)
    running = asyncio.create_task(hub.run())
    topic.set("colleague", 1, patient=True)
    await outbox.get()
    delta = orjson.loads(await asyncio.wait_for(outbox.get(), PATIENCE) or "")
    assert delta["set"] == {"colleague": 1}
    topic.drop("colleague", patient=True)
    delta = orjson.loads(await asyncio.wait_for(outbox.get(), PATIENCE) or "")
    assert delta["drop"] == ["colleague"]
    running.cancel()


def test_what_nobody_listens_to_wakes_the_hub_only_patiently(topic):
    hub = Hub(SystemClock(), [topic])
    hub.flush()
    topic.set("a", 1)
    assert not hub._changed.is_set()
    assert hub._changed_patiently.is_set()
    hub.flush()
    assert not topic.has_changes
    hub.subscribe(topic, Outbox())
    topic.set("a", 2)
    assert hub._changed.is_set()


async def test_what_changed_while_nobody_listened_is_in_the_snapshot_once(hub, topic):
    topic.set("a", 1)
    hub.flush()
    outbox = Outbox()
    hub.subscribe(topic, outbox)
    hub.flush()
    (snapshot,) = await heard(outbox)
    assert snapshot["entries"] == {"a": 1}
