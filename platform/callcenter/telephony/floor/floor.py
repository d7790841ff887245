"""The floor: what happens now, told by Asterisk's events one by one.

Pure memory: no clock, no I/O. Every fact can be told twice or late, and none is refused: what does not fit is
counted in `unexpected` and left to the next list of Asterisk's (`rebuild`). Nothing here is a figure; the
record is made elsewhere.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from callcenter.kit.clock import SECOND
from callcenter.telephony.agent_state import AgentNow
from callcenter.telephony.ami.facts import AmiEvent, LinkState
from callcenter.telephony.ami.framing import Fields
from callcenter.telephony.ami.metrics import time_stamp_us
from callcenter.telephony.floor.agent_facts import AgentFacts
from callcenter.telephony.floor.agents import Membership
from callcenter.telephony.floor.call_facts import CallFacts
from callcenter.telephony.floor.callers import Identify
from callcenter.telephony.floor.events import CallSeen, FloorEvent
from callcenter.telephony.floor.phone_facts import PhoneFacts
from callcenter.telephony.floor.plan import AgentMemory, FloorPlan, Hear, Roster, endpoint_of_interface
from callcenter.telephony.floor.queue_counts import QueueCounts
from callcenter.telephony.floor.rebuild import FloorLists, rebuilt
from callcenter.telephony.floor.showing import Shown, shown_queue, shown_seat, shown_trunk
from callcenter.telephony.floor.state import FloorMemory, FloorState, Supervised, TrunkState
from callcenter.telephony.floor.supervision_facts import SupervisionFacts
from callcenter.telephony.floor.telling import Telling

# A time stamp of Asterisk's further off than this comes from a wrong clock or a wrong hand.
_PLAUSIBLE_US: Final = 3600 * SECOND
_CONTACT: Final = {"Reachable": TrunkState.REACHABLE, "Unreachable": TrunkState.UNREACHABLE}


class Floor:
    def __init__(
        self, plan: FloorPlan, *, identify: Identify, roster: Roster, remembers: AgentMemory | None = None
    ) -> None:
        self._memory = FloorMemory(plan, identify)
        self._counts = QueueCounts()
        self._telling = Telling(self._memory)
        self._news: list[FloorEvent] = []
        self._roster = roster
        self._remembers = remembers
        self._link: Shown = {"state": LinkState.CONNECTING.value, "epoch": 0, "since_us": 0, "asterisk": None}
        self._shown: dict[str, Shown] = {}
        self._stale: set[str] = set()
        """Keys to render again before anybody looks: events come in bursts, which touch the same few."""
        self._changed: set[str] = set()
        phones = PhoneFacts(self._memory)
        calls = CallFacts(self._memory, phones)
        agents = AgentFacts(self._memory, calls, phones)
        devices = {"DeviceStateChange": self._on_device_state, "ContactStatus": self._on_contact_status}
        listeners: tuple[Mapping[str, Hear], ...] = (calls.hears, phones.hears, agents.hears, devices)
        self._hears: dict[str, tuple[Hear, ...]] = {
            name: tuple(hears[name] for hears in listeners if name in hears)
            for name in {name for hears in listeners for name in hears}
        }
        for name, hear in SupervisionFacts(self._memory).hears.items():
            self._hears[name] = (*self._hears[name], hear)
        self._memory.touch_everything()
        self._note(0)
        self.take_changed()

    @property
    def plan(self) -> FloorPlan:
        return self._memory.plan

    @property
    def hears(self) -> frozenset[str]:
        """Names of the events that mean anything here; manager.conf keeps others from us."""
        return frozenset(self._hears)

    @property
    def unexpected(self) -> Counter[str]:
        return self._memory.unexpected

    def entry(self, key: str) -> Shown | None:
        """None when there is no such key (any more)."""
        if key in self._stale:
            self._refresh(key)
        return self._shown.get(key)

    def entries(self) -> dict[str, Shown]:
        self._refresh_all()
        return dict(self._shown)

    def take_changed(self) -> frozenset[str]:
        """The keys whose entry became another since the last time."""
        self._refresh_all()
        changed, self._changed = frozenset(self._changed), set()
        return changed

    def memberships(self) -> list[tuple[str, Membership]]:
        """Agent id and place, for all queues: what Asterisk has, to compare with what should be."""
        return [
            (agent.agent_id, each)
            for agent in self._memory.state.agents.values()
            for each in agent.memberships.values()
        ]

    def call(self, call_id: str) -> CallSeen | None:
        """A call that is in the house now."""
        return self._telling.call(call_id)

    def take_news(self) -> list[FloorEvent]:
        """What happened since the last time, in its order; each event is given once."""
        news, self._news = self._news, []
        return news

    def is_registered(self, endpoint: str) -> bool:
        return endpoint in self._memory.state.registered

    def supervision_of(self, seat: str) -> Supervised | None:
        return self._memory.state.supervision_of(seat)

    def channels_of(self, endpoint: str) -> list[str]:
        """Uniqueids of the endpoint's channels, the oldest first: in a call, rung, dialling."""
        return [each.id for each in self._memory.state.channels.values() if each.endpoint == endpoint]

    def apply(self, event: AmiEvent) -> None:
        """Never raises, whatever the event says."""
        listeners = self._hears.get(event.name)
        if listeners is None:
            return
        stamped = time_stamp_us(event.fields.get("timestamp"))
        believed = stamped is not None and abs(stamped - event.received_us) < _PLAUSIBLE_US
        at_us = stamped if stamped is not None and believed else event.received_us
        for hear in listeners:
            hear(event.fields, at_us)
        self._note(at_us)

    def rebuild(self, lists: FloorLists, at_us: int) -> None:
        """Replaces memory by Asterisk's own lists; keeps only what no list tells and still is about the same
        channel."""
        self._memory.state = rebuilt(
            lists, at_us, plan=self._memory.plan, before=self._memory.state, remembers=self._remembers
        )
        self._counts = QueueCounts.of(self._memory.state)
        self._memory.touched.update(self._shown)
        self._memory.touch_everything()
        calls, agents = self._telling.everything()
        self._memory.touched.update(f"calls/{call_id}" for call_id in calls)
        self._memory.touched_agents.update(agents)
        self._note(at_us)

    def differences(self, lists: FloorLists, at_us: int) -> dict[str, Shown | None]:
        """What the lists say otherwise than the floor shows, times left out; changes nothing."""
        memory = self._memory
        listed = rebuilt(lists, at_us, plan=memory.plan, before=memory.state)
        counts = QueueCounts.of(listed)
        self._refresh_all()
        keys = (self._shown.keys() - {"link"}) | {f"calls/{call_id}" for call_id in listed.calls}
        found = ((key, _without_times(self._render(key, listed, counts))) for key in keys)
        return {key: entry for key, entry in found if entry != _without_times(self._shown.get(key))}

    def set_link(self, state: LinkState, *, epoch: int, since_us: int, asterisk: str | None) -> None:
        self._link = {"state": state.value, "epoch": epoch, "since_us": since_us, "asterisk": asterisk}
        self._memory.touched.add("link")
        self._note(since_us)

    def agent(self, agent_id: str) -> AgentNow | None:
        """None for somebody in no queue."""
        agent = self._memory.state.agents.get(agent_id)
        return None if agent is None else agent.now

    def refresh_agent(self, agent_id: str) -> None:
        """What is shown beside the agent's state became another."""
        agent = self._memory.state.agents.get(agent_id)
        if agent is not None and agent.seat is not None:
            self._stale.add(f"seats/{agent.seat}")

    def refresh_names(self) -> None:
        self._stale.update(f"seats/{seat}" for seat in self._memory.plan.seats)

    def _on_device_state(self, fields: Fields, at_us: int) -> None:
        endpoint = endpoint_of_interface(fields.get("device", ""))
        device_state = fields.get("state", "")
        trunk, seat = self._memory.plan.trunk_of(endpoint), self._memory.plan.seat_of(endpoint)
        if trunk is not None:
            self._memory.state.set_trunk_device(trunk, device_state, at_us)
            self._memory.touched.add(f"trunks/{trunk}")
        elif endpoint is not None and self._memory.plan.is_phone(endpoint):
            self._memory.state.set_device(endpoint, device_state)
            if seat is not None:
                self._memory.touched.add(f"seats/{seat}")

    def _on_contact_status(self, fields: Fields, at_us: int) -> None:
        trunk = self._memory.plan.trunk_of(fields.get("endpointname"))
        state = _CONTACT.get(fields.get("contactstatus", ""))
        if trunk is not None and state is not None:
            self._memory.state.set_trunk(trunk, state, at_us)
            self._memory.touched.add(f"trunks/{trunk}")

    def _note(self, at_us: int) -> None:
        """Counts and tells what just happened; what is shown of it is rendered when somebody looks."""
        state = self._memory.state
        touched_calls = [key.partition("/")[2] for key in self._memory.touched if key.startswith("calls/")]
        for call_id in touched_calls:
            self._counts.note_call(call_id, state.calls.get(call_id))
        for agent_id in self._memory.touched_agents:
            self._counts.note_agent(agent_id, state.agents.get(agent_id))
        self._news += self._telling.news(touched_calls, self._memory.touched_agents, at_us)
        self._memory.touched_agents.clear()
        self._news += self._memory.told_once
        self._memory.told_once.clear()
        self._stale |= self._memory.touched
        self._memory.touched.clear()

    def _refresh_all(self) -> None:
        for key in list(self._stale):
            self._refresh(key)

    def _refresh(self, key: str) -> None:
        self._stale.discard(key)
        entry = self._render(key, self._memory.state, self._counts)
        if entry == self._shown.get(key):
            return
        self._changed.add(key)
        if entry is None:
            del self._shown[key]
        else:
            self._shown[key] = entry

    def _render(self, key: str, state: FloorState, counts: QueueCounts) -> Shown | None:
        kind, _, name = key.partition("/")
        plan = self._memory.plan
        if kind == "calls":
            call = state.calls.get(name)
            return call.shown(self._memory.identify(call.number).masked) if call is not None else None
        if kind == "queues":
            return shown_queue(counts, plan, name)
        if kind == "seats":
            return shown_seat(state, plan, name, self._roster.card, self._remembers)
        if kind == "trunks":
            return shown_trunk(state, name)
        return self._link


def _without_times(entry: Shown | None) -> Shown | None:
    if entry is None:
        return None
    return {name: value for name, value in entry.items() if not name.endswith("_us")}
