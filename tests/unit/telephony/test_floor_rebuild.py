from types import MappingProxyType

import pytest

from callcenter.telephony.ami.framing import Fields
from callcenter.telephony.floor.rebuild import FloorLists
from fakes.floor_bench import CALL, CONSULT, LEG, OPERATOR, START, Story

pytestmark = pytest.mark.unit

SECOND = 1_000_000


def item(event: str, **fields: str) -> Fields:
    return MappingProxyType({"event": event} | {key.lower(): value for key, value in fields.items()})


CALLER = item(
    "Status",
    Channel="PJSIP/trunk-main-00000001",
    Uniqueid=CALL,
    Linkedid=CALL,
    ChannelStateDesc="Up",
    CallerIDNum="13900001234",
    BridgeID="b1",
    Seconds="20",
    Variable="CALL_HOTLINE=4000000001\nCALL_DEMO=1\nCALL_STAGE=\nQUEUE=demo01-consult",
)
ON_LEG = item(
    "Status",
    Channel="PJSIP/demo01-1001-desk-00000002",
    Uniqueid=LEG,
    Linkedid=CALL,
    ChannelStateDesc="Up",
    BridgeID="b1",
    Seconds="10",
    Context="seat-connect",
)
MEMBERS = tuple(
    item(
        "QueueMember",
        Queue=queue,
        Name="A00001",
        Location="PJSIP/demo01-1001-desk",
        Paused="1",
        PausedReason="wrap_up",
        LastPause="1763763990",
        LoginTime="1763760000",
    )
    for queue in (CONSULT, OPERATOR)
)
WAITING = item("QueueEntry", Queue=CONSULT, Uniqueid=CALL, Wait="7", Position="1")
DEVICES = (
    item("DeviceStateChange", Device="PJSIP/demo01-1001-desk", State="INUSE"),
    item("DeviceStateChange", Device="PJSIP/trunk-main", State="INUSE"),
    item("DeviceStateChange", Device="PJSIP/trunk-backup", State="UNAVAILABLE"),
)


def lists(*channels: Fields, queues: tuple[Fields, ...] = MEMBERS, same_asterisk: bool = False) -> FloorLists:
    return FloorLists(channels, queues, DEVICES, same_asterisk=same_asterisk)


class TestAFloorNobodySawBefore:
    def test_a_talk_is_found_with_its_seat(self):
        story = Story()
        story.floor.rebuild(lists(CALLER, ON_LEG), START + 60 * SECOND)
        call = story.call()
        assert (call["state"], call["agent"], call["seat"]) == ("talking", "A00001", "1001")
        assert (call["hotline"], call["demo"], call["caller_masked"]) == ("4000000001", True, "139****1234")
        assert call["arrived_us"] == START
        assert (story.seat()["state"], story.seat()["call_id"]) == ("talking", CALL)
        assert story.seat()["since_us"] == START + 50 * SECOND
        assert call["queue"] == story.seat()["queue"] == CONSULT

    def test_a_caller_who_waits(self):
        story = Story()
        alone = MappingProxyType({**CALLER, "bridgeid": ""})
        story.floor.rebuild(lists(alone, queues=(*MEMBERS, WAITING)), START + 60 * SECOND)
        assert story.call()["state"] == "waiting"
        assert story.queue()["longest_wait_since_us"] == START + 53 * SECOND
        assert story.seat()["state"] == "wrap_up"
        assert story.seat()["since_us"] == 1_763_763_990 * SECOND

    def test_a_leg_in_the_connect_subroutine_still_rings(self):
        story = Story()
        alone = MappingProxyType({**CALLER, "bridgeid": ""})
        leg = MappingProxyType({**ON_LEG, "bridgeid": ""})
        story.floor.rebuild(lists(alone, leg, queues=(*MEMBERS, WAITING)), START + 60 * SECOND)
        assert story.call()["state"] == "ringing"
        assert story.seat()["state"] == "ringing"

    def test_a_survey_is_known_by_the_dial_plans_own_word(self):
        story = Story()
        survey = MappingProxyType({**CALLER, "bridgeid": "", "variable": "CALL_STAGE=survey"})
        story.floor.rebuild(lists(survey), START + 60 * SECOND)
        assert story.call()["state"] == "survey"

    def test_trunks_and_phones(self):
        story = Story()
        story.floor.rebuild(lists(), START)
        assert story.seat()["registered"]
        assert not story.seat("1002")["registered"]
        entries = story.floor.entries()
        assert entries["trunks/trunk-main"]["state"] == "reachable"
        assert entries["trunks/trunk-backup"]["state"] == "unreachable"

    def test_a_leg_we_sent_out_is_no_call(self):
        story = Story()
        out = item("Status", Channel="PJSIP/trunk-main-00000009", Uniqueid="zz1-1763764001.9", Linkedid=LEG)
        story.floor.rebuild(lists(out), START)
        assert not [key for key in story.floor.entries() if key.startswith("calls/")]


class TestAFloorThatWasKnown:
    def test_what_the_events_told_and_the_lists_confirm_is_not_touched(self):
        story = Story()
        story.signs_in()
        story.arrives()
        story.joins()
        story.offer("AgentCalled")
        story.pauses("wrap_up")
        story.tell("QueueCallerLeave", Queue=CONSULT, Uniqueid=CALL)
        story.offer("AgentConnect")
        story.tell("DeviceStateChange", Device="PJSIP/demo01-1001-desk", State="INUSE")
        story.tell("DeviceStateChange", Device="PJSIP/trunk-main", State="INUSE")
        story.tell("DeviceStateChange", Device="PJSIP/trunk-backup", State="UNAVAILABLE")
        before = story.floor.entries()
        story.floor.take_changed()
        story.floor.rebuild(lists(CALLER, ON_LEG, same_asterisk=True), story.now_us)
        changed = story.floor.take_changed()
        assert changed == frozenset()
        assert story.floor.entries() == before

    def test_a_hold_is_told_by_the_leg_itself_also_to_who_has_just_started(self):
        story = Story()
        holds = dict(ON_LEG) | {"variable": "CALL_HOTLINE=(null)\nCHANNEL(rtp,hold)=1"}
        story.floor.rebuild(lists(CALLER, holds), START)
        assert story.seat()["state"] == "holding"
        talks = dict(ON_LEG) | {"variable": "CALL_HOTLINE=(null)\nCHANNEL(rtp,hold)=0"}
        story.floor.rebuild(lists(CALLER, talks, same_asterisk=True), START + SECOND)
        assert story.seat()["state"] == "talking"

    def test_a_variable_that_a_channel_does_not_have_is_none(self):
        story = Story()
        out = item(
            "Status",
            Channel="PJSIP/trunk-main-00000009",
            Uniqueid="zz1-1763764001.9",
            Linkedid=LEG,
            Variable="CALL_HOTLINE=(null)\nCALL_DEMO=(null)",
        )
        story.floor.rebuild(lists(out), START)
        assert not [key for key in story.floor.entries() if key.startswith("calls/")]

    def test_a_hold_that_no_list_tells_is_kept_while_the_same_leg_lives_and_not_invented(self):
        story = Story()
        story.floor.rebuild(lists(CALLER, ON_LEG), START)
        story.tell("Hold", Uniqueid=LEG)
        story.floor.rebuild(lists(CALLER, ON_LEG, same_asterisk=True), START + SECOND)
        assert story.seat()["state"] == "holding"
        story.floor.rebuild(lists(CALLER, ON_LEG), START + SECOND)
        assert story.seat()["state"] == "talking"

    def test_what_ended_during_the_outage_is_gone(self):
        story = Story()
        story.floor.rebuild(lists(CALLER, ON_LEG), START)
        story.floor.take_changed()
        story.floor.rebuild(lists(queues=()), START + SECOND)
        changed = story.floor.take_changed()
        assert f"calls/{CALL}" in changed
        assert f"calls/{CALL}" not in story.floor.entries()
        assert story.seat()["state"] == "signed_out"

    def test_an_event_older_than_the_lists_does_no_harm(self):
        story = Story()
        story.floor.rebuild(lists(CALLER, ON_LEG), START)
        entries = story.floor.entries()
        story.offer("AgentCalled")
        story.tell("QueueCallerLeave", Queue=CONSULT, Uniqueid=CALL)
        assert story.floor.entries() == entries
