"""What upper packages hear of the floor: each thing once, in its order, and nothing twice after a rebuild."""

import asyncio
from types import MappingProxyType

import pytest

from callcenter.kit.clock import SystemClock
from callcenter.telephony.agent_state import AgentState
from callcenter.telephony.floor.events import (
    AgentChanged,
    AgentLeftCall,
    CallAnswered,
    CallEnded,
    CallRinging,
    FloorEvent,
    PathKey,
    RingEnded,
    RingMissed,
    SupervisionBegan,
)
from callcenter.telephony.floor.plan import path_of
from callcenter.telephony.floor.rebuild import FloorLists
from callcenter.telephony.floor.watch import FloorWatch
from fakes.ami_bench import new_link
from fakes.fake_ami import FakeAmi
from fakes.floor_bench import CALL, CONSULT, LEG, OTHER_LEG, START, Story
from fakes.patience import PATIENCE

pytestmark = pytest.mark.unit


@pytest.fixture
def story() -> Story:
    story = Story()
    story.signs_in()
    story.signs_in("A00002", "1002")
    story.arrives()
    story.joins()
    story.floor.take_news()
    return story


def of_calls(story: Story) -> list[tuple[type[FloorEvent], str | None]]:
    return [
        (type(event), None if isinstance(event, CallEnded | SupervisionBegan) else event.agent)
        for event in story.floor.take_news()
        if not isinstance(event, AgentChanged | SupervisionBegan)
    ]


def test_a_ring_an_answer_and_the_ends_are_told_once(story: Story):
    joined_us = story.now_us
    story.offer("AgentCalled")
    story.offer("AgentCalled")
    [ringing] = [event for event in story.floor.take_news() if isinstance(event, CallRinging)]
    assert (ringing.agent, ringing.seat) == ("A00001", "1001")
    assert (ringing.call.call_id, ringing.call.queue_zh) == (CALL, "业务咨询")
    assert ringing.call.caller.masked == "139****1234"
    assert ringing.call.waited_us(story.now_us) == story.now_us - joined_us
    story.offer("AgentConnect")
    story.tell("Hangup", Uniqueid=LEG)
    story.tell("Hangup", Uniqueid=LEG)
    story.tell("Hangup", Uniqueid=CALL)
    assert of_calls(story) == [
        (CallAnswered, "A00001"),
        (AgentLeftCall, "A00001"),
        (CallEnded, None),
    ]
    assert story.floor.call(CALL) is None


def test_the_way_through_the_menus_and_the_wait_come_with_the_ring():
    story = Story()
    story.signs_in()
    story.arrives()
    story.tell("UserEvent", UserEvent="CallAsked", Uniqueid=CALL, Path="main=1/sub=star")
    asked_us = story.now_us
    story.joins()
    story.offer("AgentCalled")
    [ringing] = [event for event in story.floor.take_news() if isinstance(event, CallRinging)]
    assert ringing.call.path == (PathKey("main", "1"), PathKey("sub", "star"))
    assert (ringing.call.asked_us, ringing.call.waited_us(ringing.at_us)) == (asked_us, 2_000_000)


@pytest.mark.parametrize(
    "path", ["", "main", "main=", "=1", "main=6222021234567890", "x" * 300, "MAIN=1", "a=1=2"]
)
def test_what_is_no_choice_is_not_in_the_way(path: str):
    """It may be what a caller keyed in."""
    assert path_of(path) == ()


def test_after_a_restart_of_the_platform_the_dial_plans_variables_say_it_again():
    story = Story()
    member = {
        "event": "QueueMember",
        "queue": CONSULT,
        "name": "A00001",
        "location": "PJSIP/demo01-1001-desk",
    }
    channel = {
        "channel": "PJSIP/trunk-main-00000001",
        "uniqueid": CALL,
        "linkedid": CALL,
        "channelstatedesc": "Up",
        "variable": "CALL_HOTLINE=4000000001\nCALL_PATH=main=2\nCALL_ASKED=1763764005\n"
        "BLINDTRANSFER=PJSIP/demo01-1001-desk-00000002",
    }
    lists = FloorLists((MappingProxyType(channel),), (MappingProxyType(member),), (), same_asterisk=False)
    story.floor.rebuild(lists, START + 60_000_000)
    call = story.floor.call(CALL)
    assert call is not None
    assert (call.path, call.asked_us) == ((PathKey("main", "2"),), 1_763_764_005_000_000)
    assert call.transferred_from == "A00001"


def test_a_ring_that_nobody_took_ends_and_another_begins(story: Story):
    story.offer("AgentCalled")
    story.offer("AgentRingNoAnswer")
    story.offer("AgentCalled", "A00002", "1002", OTHER_LEG)
    assert of_calls(story) == [
        (CallRinging, "A00001"),
        (RingEnded, "A00001"),
        (RingMissed, "A00001"),
        (CallRinging, "A00002"),
    ]


def test_a_caller_who_goes_while_it_rings_ends_the_ring_first(story: Story):
    story.offer("AgentCalled")
    story.tell("Hangup", Uniqueid=CALL)
    assert of_calls(story) == [(CallRinging, "A00001"), (RingEnded, "A00001"), (CallEnded, None)]


def test_an_agent_is_told_of_once_for_each_change(story: Story):
    story.offer("AgentCalled")
    story.pauses("wrap_up")
    changes = [event for event in story.floor.take_news() if isinstance(event, AgentChanged)]
    assert [(each.agent, each.state, each.pause, each.call_id) for each in changes] == [
        ("A00001", AgentState.RINGING, None, CALL),
        ("A00001", AgentState.RINGING, "wrap_up", CALL),
    ]


def test_what_the_lists_do_not_know_any_more_is_told_as_ended(story: Story):
    story.offer("AgentCalled")
    story.floor.take_news()
    nothing = FloorLists((), (), (), same_asterisk=True)
    story.floor.rebuild(nothing, START + 100_000_000)
    news = story.floor.take_news()
    assert [type(event) for event in news if not isinstance(event, AgentChanged)] == [RingEnded, CallEnded]
    assert {event.agent for event in news if isinstance(event, AgentChanged)} == {"A00001", "A00002"}
    assert all(event.state is AgentState.SIGNED_OUT for event in news if isinstance(event, AgentChanged))
    story.floor.rebuild(nothing, START + 101_000_000)
    assert story.floor.take_news() == []


def test_a_call_found_in_the_lists_in_mid_talk_is_told_as_answered():
    story = Story()
    items = (
        {"channel": "PJSIP/trunk-main-00000001", "uniqueid": CALL, "linkedid": CALL, "bridgeid": "b"},
        {"channel": "PJSIP/demo01-1001-desk-00000002", "uniqueid": LEG, "linkedid": CALL, "bridgeid": "b"},
    )
    channels = tuple(MappingProxyType({**item, "channelstatedesc": "Up"}) for item in items)
    member = MappingProxyType(
        {"event": "QueueMember", "queue": CONSULT, "name": "A00001", "location": "PJSIP/demo01-1001-desk"}
    )
    story.floor.rebuild(FloorLists(channels, (member,), (), same_asterisk=False), START)
    assert of_calls(story) == [(CallAnswered, "A00001")]


async def test_reactions_hear_all_in_order_and_a_failing_one_goes_on():
    heard: list[str] = []
    done = asyncio.Event()

    async def fails(event: FloorEvent) -> None:
        raise RuntimeError(type(event).__name__)

    async def listens(event: FloorEvent) -> None:
        await asyncio.sleep(0)
        heard.append(type(event).__name__)
        if isinstance(event, CallEnded):
            done.set()

    story = Story()
    async with FakeAmi() as server:
        watch = FloorWatch(new_link(server), story.floor, story.topic, SystemClock())
        watch.on_event(fails)
        watch.on_event(listens)
        running = asyncio.create_task(watch.run())
        story.signs_in()
        story.arrives()
        story.joins()
        story.offer("AgentCalled")
        story.tell("Hangup", Uniqueid=CALL)
        watch.tell_news()
        async with asyncio.timeout(PATIENCE):
            await done.wait()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert [name for name in heard if name != "AgentChanged"] == ["CallRinging", "RingEnded", "CallEnded"]
    assert watch.failures["CallRinging"] == 1


def test_a_supervisor_who_steps_in_is_told_once(story: Story):
    story.tell(
        "UserEvent",
        UserEvent="Supervised",
        Channel="PJSIP/demo01-S01-web-00000009",
        Uniqueid="zz1-1763764009.9",
        Act="listen",
        By="demo01-S01-web",
        Seat="demo01-1001-desk",
        Call=CALL,
    )
    told = [each for each in story.floor.take_news() if isinstance(each, SupervisionBegan)]
    assert [(each.seat, each.act, each.by, each.call_id) for each in told] == [
        ("1001", "listen", "demo01-S01-web", CALL)
    ]
    assert not story.floor.take_news()
