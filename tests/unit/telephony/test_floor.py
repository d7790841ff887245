import re
from types import MappingProxyType

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callcenter.live import verify_live
from callcenter.telephony.ami.facts import AmiEvent, LinkState
from fakes.floor_bench import CALL, CONSULT, LEG, OPERATOR, OTHER_LEG, START, Story

pytestmark = pytest.mark.unit


@pytest.fixture
def story() -> Story:
    return Story()


class TestACallThatIsAnswered:
    def test_it_goes_through_its_stages(self, story: Story):
        story.signs_in()
        story.arrives()
        assert story.call()["state"] == "ivr"
        assert (story.call()["hotline"], story.call()["demo"]) == ("4000000001", True)

        story.joins()
        assert story.call()["state"] == "waiting"
        assert story.queue()["waiting"] == 1
        assert story.queue()["longest_wait_since_us"] == story.now_us

        story.offer("AgentCalled")
        assert (story.call()["state"], story.call()["agent"], story.call()["seat"]) == (
            "ringing",
            "A00001",
            "1001",
        )
        assert (story.seat()["state"], story.seat()["call_id"]) == ("ringing", CALL)
        assert story.queue()["members_ready"] == 0

        story.pauses("wrap_up")
        story.tell("QueueCallerLeave", Queue=CONSULT, Uniqueid=CALL)
        assert story.seat()["state"] == "ringing"
        story.offer("AgentConnect")
        assert story.call()["state"] == "talking"
        assert (story.seat()["state"], story.seat()["queue"]) == ("talking", CONSULT)
        assert story.queue()["waiting"] == 0

        story.tell("Hold", Uniqueid=LEG)
        assert story.seat()["state"] == "holding"
        story.tell("Unhold", Uniqueid=LEG)
        assert story.seat()["state"] == "talking"

        story.tell("Hangup", Uniqueid=LEG)
        assert story.seat()["state"] == "wrap_up"
        assert story.call()["agent"] is None
        story.tell("UserEvent", UserEvent="CallStage", Uniqueid=CALL, Stage="survey")
        assert story.call()["state"] == "survey"
        # Late, and told already: nothing changes any more.
        assert story.offer("AgentComplete") == frozenset()

        story.tell("Hangup", Uniqueid=CALL)
        assert f"calls/{CALL}" not in story.floor.entries()
        story.unpauses()
        assert story.seat()["state"] == "ready"
        assert not story.floor.unexpected

    def test_a_seat_that_does_not_answer_gives_the_call_back_to_the_queue(self, story: Story):
        story.signs_in()
        story.signs_in("A00002", "1002")
        story.arrives()
        story.joins()
        waiting_since = story.queue()["longest_wait_since_us"]
        story.offer("AgentCalled")
        story.offer("AgentRingNoAnswer")
        assert (story.call()["state"], story.call()["agent"]) == ("waiting", None)
        assert story.seat()["state"] == "ready"
        story.offer("AgentCalled", "A00002", "1002", OTHER_LEG)
        assert story.call()["agent"] == "A00002"
        assert story.queue()["longest_wait_since_us"] == waiting_since
        # The first leg's hang-up comes after the second began to ring.
        story.tell("Hangup", Uniqueid=LEG)
        assert story.call()["state"] == "ringing"

    def test_a_caller_who_gives_up_while_it_rings(self, story: Story):
        story.signs_in()
        story.arrives()
        story.joins()
        story.offer("AgentCalled")
        story.tell("QueueCallerAbandon", Queue=CONSULT, Uniqueid=CALL)
        story.tell("QueueCallerLeave", Queue=CONSULT, Uniqueid=CALL)
        story.tell("Hangup", Uniqueid=CALL)
        story.tell("Hangup", Uniqueid=LEG)
        assert story.seat()["state"] == "ready"
        assert story.queue()["waiting"] == 0

    def test_overflow_to_another_queue(self, story: Story):
        story.arrives()
        story.joins()
        story.joins(OPERATOR)
        story.tell("QueueCallerLeave", Queue=CONSULT, Uniqueid=CALL)
        assert (story.queue()["waiting"], story.queue(OPERATOR)["waiting"]) == (0, 1)

    def test_a_talk_that_outlives_the_membership_ends_signed_out(self, story: Story):
        story.signs_in()
        story.arrives()
        story.joins()
        story.offer("AgentCalled")
        story.offer("AgentConnect")
        for queue in (CONSULT, OPERATOR):
            story.member("QueueMemberRemoved", queue)
        assert story.seat()["state"] == "talking"
        story.tell("Hangup", Uniqueid=LEG)
        assert (story.seat()["state"], story.seat()["agent"]) == ("signed_out", None)


class TestAgentsOnTheFloor:
    def test_a_seat_shows_who_sits_there(self, story: Story):
        story.signs_in()
        assert story.seat()["agent"] == "A00001"
        assert (story.seat()["work_number"], story.seat()["name"]) == ("8001", "王芳")
        assert story.queue()["members_ready"] == 1

    def test_the_last_queue_told_makes_the_agent_free(self, story: Story):
        story.signs_in()
        story.pauses("lunch")
        assert (story.seat()["state"], story.seat()["reason"]) == ("on_break", "lunch")
        story.member("QueueMemberPause", CONSULT)
        assert story.seat()["state"] == "on_break"
        story.member("QueueMemberPause", OPERATOR)
        assert story.seat()["state"] == "ready"

    def test_signing_out_empties_the_seat(self, story: Story):
        story.signs_in()
        for queue in (CONSULT, OPERATOR):
            story.member("QueueMemberRemoved", queue)
        assert (story.seat()["state"], story.seat()["agent"]) == ("signed_out", None)
        assert story.floor.memberships() == []

    def test_devices_tell_who_has_a_phone_and_which_trunk_answers(self, story: Story):
        story.tell("DeviceStateChange", Device="PJSIP/demo01-1001-web", State="NOT_INUSE")
        assert story.seat()["registered"]
        story.tell("DeviceStateChange", Device="PJSIP/demo01-1001-web", State="UNAVAILABLE")
        assert not story.seat()["registered"]
        story.tell("DeviceStateChange", Device="PJSIP/trunk-main", State="NOT_INUSE")
        assert story.floor.entries()["trunks/trunk-main"]["state"] == "reachable"
        story.tell("ContactStatus", EndpointName="trunk-main", ContactStatus="Unreachable")
        assert story.floor.entries()["trunks/trunk-main"]["state"] == "unreachable"
        # A call that is still up on it does not make the far end answer.
        story.tell("DeviceStateChange", Device="PJSIP/trunk-main", State="INUSE")
        assert story.floor.entries()["trunks/trunk-main"]["state"] == "unreachable"


class TestTheFloorAsALiveTopic:
    def test_an_old_copy_and_the_deltas_make_a_fresh_one_after_every_event(self, story: Story):
        steps = (
            lambda: story.signs_in(),
            lambda: story.arrives(),
            lambda: story.joins(),
            lambda: story.offer("AgentCalled"),
            lambda: story.offer("AgentConnect"),
            lambda: story.tell("Hangup", Uniqueid=LEG),
            lambda: story.tell("Hangup", Uniqueid=CALL),
        )
        for step in steps:
            fresh = verify_live(story.topic, step)
            changed = {key: fresh[key] for key in fresh if key in story.floor.entries()}
            assert all(value == story.floor.entries()[key] for key, value in changed.items())

    def test_the_same_fact_twice_changes_nothing(self, story: Story):
        story.signs_in()
        story.arrives()
        story.joins()
        assert story.offer("AgentCalled")
        story.now_us -= 1_000_000
        assert story.offer("AgentCalled") == frozenset()

    def test_the_link_is_an_entry_of_its_own(self, story: Story):
        story.floor.take_changed()
        story.floor.set_link(LinkState.LOST, epoch=3, since_us=5, asterisk="22.10.1")
        changed = story.floor.take_changed()
        assert changed == {"link"}
        assert story.floor.entry("link") == {
            "state": "lost",
            "epoch": 3,
            "since_us": 5,
            "asterisk": "22.10.1",
        }

    def test_no_number_leaves_readable(self, story: Story):
        story.arrives()
        assert story.call()["caller_masked"] == "139****1234"
        assert "13900001234" not in orjson.dumps(story.floor.entries()).decode()


HOSTILE = st.text(max_size=90) | st.sampled_from(
    [CALL, LEG, CONSULT, "A00001", "PJSIP/demo01-1001-desk", "PJSIP/trunk-main-00000001", "from-trunk", "1"]
)
HEARD = [*sorted(Story().floor._hears), "QueueParams"]
KEYS = [
    "channel",
    "uniqueid",
    "linkedid",
    "context",
    "exten",
    "calleridnum",
    "userevent",
    "stage",
    "hotline",
    "demo",
    "queue",
    "membername",
    "interface",
    "destuniqueid",
    "paused",
    "pausedreason",
    "penalty",
    "device",
    "state",
    "endpointname",
    "contactstatus",
    "timestamp",
]


class TestHostileEvents:
    @settings(max_examples=60, deadline=None)
    @given(
        st.lists(
            st.tuples(st.sampled_from(HEARD), st.dictionaries(st.sampled_from(KEYS), HOSTILE, max_size=12)),
            max_size=12,
        )
    )
    def test_nothing_raises_and_the_topic_stays_json(self, told: list[tuple[str, dict[str, str]]]):
        story = Story()
        for name, fields in told:
            story.tell(name, **fields)
        orjson.dumps(story.floor.entries())
        assert all(re.fullmatch(r"[a-z _]+", what) for what in story.floor.unexpected)

    def test_what_does_not_fit_is_counted(self, story: Story):
        story.offer("AgentCalled", "A00009", "9999")
        story.tell("QueueCallerJoin", Queue="somebody-elses", Uniqueid=CALL)
        story.tell("UserEvent", UserEvent="CallStage", Uniqueid="zz1-1763764999.9", Stage="survey")
        assert sum(story.floor.unexpected.values()) >= 3

    def test_an_event_we_do_not_listen_to_is_passed_over(self, story: Story):
        assert story.tell("VarSet", Variable="X", Value="y") == frozenset()

    def test_a_time_stamp_from_nowhere_is_not_believed(self, story: Story):
        event = AmiEvent(
            "Newchannel",
            MappingProxyType(
                {
                    "channel": "PJSIP/trunk-main-00000001",
                    "uniqueid": CALL,
                    "linkedid": CALL,
                    "context": "from-trunk",
                    "exten": "4000000001",
                    "timestamp": "99999999999.000000",
                }
            ),
            1,
            1,
            START,
            0.0,
        )
        story.floor.apply(event)
        assert story.call()["arrived_us"] == START


class TestSupervision:
    """Told by the dial plan on the supervisor's channel."""

    WHO = "zz1-1763764030.7"

    def listened(self) -> Story:
        story = Story()
        story.tell("QueueMemberAdded", Queue=CONSULT, MemberName="A00001", Interface="PJSIP/demo01-1001-desk")
        story.tell(
            "UserEvent",
            UserEvent="Supervised",
            Uniqueid=self.WHO,
            Act="listen",
            By="demo01-S01-web",
            Seat="demo01-1001-desk",
        )
        return story

    def test_the_seat_says_what_is_done_to_it(self):
        story = self.listened()
        assert (story.floor.entry("seats/1001") or {})["supervised"] == "listen"
        now = story.floor.supervision_of("1001")
        assert now is not None
        assert now.by == "demo01-S01-web"

    @pytest.mark.parametrize("told", ["SupervisionEnded", "Hangup"])
    def test_until_it_ends(self, told):
        story = self.listened()
        if told == "Hangup":
            story.tell("Hangup", Uniqueid=self.WHO)
        else:
            story.tell("UserEvent", UserEvent=told, Uniqueid=self.WHO, Seat="demo01-1001-desk")
        assert (story.floor.entry("seats/1001") or {})["supervised"] is None
