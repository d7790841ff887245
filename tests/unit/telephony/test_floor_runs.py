"""The floor hears what a real Asterisk said in holds, transfers, three-way talks, take-overs (`floor_runs/`).

The dumps hold one event a line, reduced to what the floor reads, and their numbers are made up.
"""

from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from types import MappingProxyType

import pytest

from callcenter.telephony.ami.facts import AmiEvent
from callcenter.telephony.floor.events import AgentLeftCall, CallAnswered, CallEnded, CallRinging, RingEnded
from callcenter.telephony.floor.floor import Floor
from callcenter.telephony.floor.plan import FloorPlan
from callcenter.telephony.floor.rebuild import FloorLists
from fakes.floor_bench import SECOND, KnownAgents, by_mask

pytestmark = pytest.mark.unit

RUNS = Path(__file__).parent / "floor_runs"
START = 1_795_313_600 * SECOND
PLAN = FloorPlan(
    company="demo01",
    seats=tuple(str(1001 + number) for number in range(10)),
    queues={"demo01-consult": "咨询", "demo01-aftersales": "售后"},
    trunks=("trunk-main", "trunk-backup"),
    phones=frozenset({"demo01-S01-desk"}),
)
Fields = MappingProxyType[str, str]


def events_of(run: str) -> list[tuple[str, Fields]]:
    found: list[tuple[str, Fields]] = []
    for line in (RUNS / f"{run}.txt").read_text().splitlines()[1:]:
        name, *pairs = line.split(" | ")
        fields = {key.lower(): value for key, _, value in (pair.partition("=") for pair in pairs)}
        found.append((name, MappingProxyType({"event": name, **fields})))
    return found


@dataclass
class Lists:
    """What Asterisk would list now: the events add up to it."""

    channels: dict[str, dict[str, str]] = field(default_factory=dict)
    members: dict[tuple[str, str], Fields] = field(default_factory=dict)
    waiting: dict[str, Fields] = field(default_factory=dict)

    def hear(self, name: str, fields: Fields) -> None:
        uniqueid = fields.get("uniqueid", "")
        if name == "Newchannel":
            self.channels[uniqueid] = dict(fields)
        elif name == "Hangup":
            self.channels.pop(uniqueid, None)
            self.waiting.pop(uniqueid, None)
        elif uniqueid in self.channels and "channelstatedesc" in fields:
            self.channels[uniqueid] |= {
                key: fields[key]
                for key in ("channelstatedesc", "linkedid", "calleridnum", "context")
                if key in fields
            }
        if name == "BridgeEnter" and uniqueid in self.channels:
            self.channels[uniqueid]["bridgeid"] = fields["bridgeuniqueid"]
        elif name == "BridgeLeave" and uniqueid in self.channels:
            self.channels[uniqueid]["bridgeid"] = ""
        elif name == "UserEvent" and fields.get("userevent") == "CallArrived":
            self.channels[uniqueid]["variable"] = (
                f"CALL_HOTLINE={fields['hotline']}\nCALL_DEMO={fields['demo']}"
            )
        elif name == "UserEvent" and fields.get("userevent") == "CallStage":
            self.channels[uniqueid]["variable"] += f"\nCALL_STAGE={fields['stage']}"
        elif name in ("QueueMemberAdded", "QueueMemberPause"):
            listed = {
                **fields,
                "event": "QueueMember",
                "name": fields["membername"],
                "location": fields["interface"],
            }
            self.members[fields["membername"], fields["queue"]] = MappingProxyType(listed)
        elif name == "QueueCallerJoin":
            self.waiting[uniqueid] = MappingProxyType({**fields, "event": "QueueEntry", "wait": "0"})
        elif name == "QueueCallerLeave":
            self.waiting.pop(uniqueid, None)

    def lists(self) -> FloorLists:
        channels = tuple(MappingProxyType(channel) for channel in self.channels.values())
        return FloorLists(channels, (*self.members.values(), *self.waiting.values()), (), same_asterisk=True)


@dataclass
class Run:
    """Plays a run into a floor and writes down each new state of an agent and of the call."""

    name: str
    floor: Floor = field(default_factory=lambda: Floor(PLAN, identify=by_mask, roster=KnownAgents()))
    asterisk: Lists = field(default_factory=Lists)
    agents: dict[str, list[str]] = field(default_factory=dict)
    calls: list[tuple[str, str | None, str | None]] = field(default_factory=list)

    def play(self, *, look_after_each: bool = False) -> "Run":
        for number, (name, fields) in enumerate(events_of(self.name), start=1):
            now_us = START + number * SECOND
            self.asterisk.hear(name, fields)
            self.floor.apply(AmiEvent(name, fields, 1, number, now_us, 0.0))
            self._write_down()
            if look_after_each and self._at_rest(number):
                assert self.floor.differences(self.asterisk.lists(), now_us) == {}, (number, name)
        return self

    def _at_rest(self, number: int) -> bool:
        """Not in the midst of a change that Asterisk tells in several events within a millisecond."""
        after = events_of(self.name)[number : number + 1]
        return not after or after[0][0] in ("Hold", "Unhold", "Hangup", "QueueMemberAdded", "AgentCalled")

    def _write_down(self) -> None:
        for key, entry in self.floor.entries().items():
            if key.startswith("seats/") and entry["agent"] is not None:
                self.agents.setdefault(str(entry["agent"]), []).append(str(entry["state"]))
            if key.startswith("calls/"):
                self.calls.append((str(entry["state"]), entry["agent"], entry["seat"]))  # type: ignore[arg-type]

    def states(self, agent: str) -> list[str]:
        return [state for state, _ in groupby(self.agents[agent])]

    def call(self) -> list[tuple[str, str | None, str | None]]:
        return [seen for seen, _ in groupby(self.calls)]


def test_a_hold_is_shown_and_its_end():
    assert Run("hold").play().states("A00105") == [
        "ready", "ringing", "talking", "holding", "talking", "wrap_up",
    ]  # fmt: skip


def test_a_blind_transfer_takes_the_call_to_the_other_seat():
    run = Run("blind").play()
    assert run.states("A00101") == ["ready", "ringing", "talking", "wrap_up", "ready"]
    assert run.states("A00102") == ["ready", "ringing", "talking", "wrap_up", "ready"]
    assert run.call()[2:] == [
        ("ringing", "A00101", "1001"),
        ("talking", "A00101", "1001"),
        ("ivr", None, None),
        ("ringing", "A00102", "1002"),
        ("talking", "A00102", "1002"),
        ("survey", None, None),
    ]


def test_an_attended_transfer_goes_by_a_consult():
    run = Run("attended").play()
    assert run.states("A00103") == [
        "ready", "ringing", "talking", "holding", "consulting", "wrap_up", "ready",
    ]  # fmt: skip
    assert run.states("A00104") == ["ready", "ringing", "talking", "wrap_up", "ready"]
    assert [seen for seen in run.call() if seen[0] == "talking"] == [
        ("talking", "A00103", "1003"),
        ("talking", "A00104", "1004"),
    ]


def test_three_talk_and_two_go_on_without_a_break_in_between():
    run = Run("three_way").play()
    assert run.states("A00103") == [
        "ready", "ringing", "talking", "holding", "consulting", "holding", "talking", "wrap_up",
    ]  # fmt: skip
    assert run.states("A00104") == ["ready", "ringing", "talking", "wrap_up", "ready"]
    assert [seen for seen in run.call() if seen[0] == "talking"] == [("talking", "A00103", "1003")]


def test_who_barges_in_does_not_get_the_call():
    run = Run("barge").play()
    assert run.states("A00105") == ["ready", "ringing", "talking", "wrap_up", "ready"]
    assert [seen for seen in run.call() if seen[0] == "talking"] == [("talking", "A00105", "1005")]


def test_who_takes_over_has_the_call():
    run = Run("take_over").play()
    assert run.states("A00105") == ["ready", "ringing", "talking", "wrap_up", "ready"]
    assert [seen for seen in run.call() if seen[0] == "talking"] == [
        ("talking", "A00105", "1005"),
        ("talking", None, "S01"),
    ]


@pytest.mark.parametrize("run", sorted(path.stem for path in RUNS.glob("*.txt")))
def test_the_lists_say_the_same_in_the_midst_of_everything(run: str):
    """A second look finds no difference, so a link that breaks anywhere here comes back to the same floor."""
    played = Run(run).play(look_after_each=True)
    assert not played.floor.unexpected


@pytest.mark.parametrize("run", sorted(path.stem for path in RUNS.glob("*.txt")))
def test_upper_packages_hear_of_a_ring_and_an_end_for_every_agent(run: str):
    told = Run(run).play().floor.take_news()
    came = [each for each in told if isinstance(each, CallRinging | CallAnswered)]
    went = [each for each in told if isinstance(each, RingEnded | AgentLeftCall)]
    assert isinstance([each for each in told if isinstance(each, CallEnded)][-1], CallEnded)
    assert {each.agent for each in came} == {each.agent for each in went}
    if run in ("blind", "attended"):
        second = [each for each in came if isinstance(each, CallAnswered)][-1]
        assert second.call.transferred_from == {"blind": "A00101", "attended": "A00103"}[run]
