"""Everything the floor remembers."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from callcenter.telephony.agent_state import AgentFact, Change
from callcenter.telephony.ami.framing import Fields
from callcenter.telephony.floor.agents import AgentOnFloor
from callcenter.telephony.floor.callers import Identify
from callcenter.telephony.floor.calls import CallNow
from callcenter.telephony.floor.events import ToldOnce
from callcenter.telephony.floor.phones import PhoneChannel
from callcenter.telephony.floor.plan import FloorPlan, endpoint_of_interface

# Device states in which the endpoint has a phone that answers, in a call or not.
_IN_CALL: Final = frozenset({"INUSE", "BUSY", "RINGING", "RINGINUSE", "ONHOLD"})
_THERE: Final = _IN_CALL | {"NOT_INUSE"}


class TrunkState(StrEnum):
    REACHABLE = "reachable"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class TrunkNow:
    state: TrunkState
    since_us: int


@dataclass(frozen=True, slots=True)
class Supervised:
    """`by` is the supervisor's endpoint."""

    seat: str
    act: str
    by: str


@dataclass(slots=True)
class FloorState:
    calls: dict[str, CallNow] = field(default_factory=dict[str, CallNow])
    agents: dict[str, AgentOnFloor] = field(default_factory=dict[str, AgentOnFloor])
    registered: set[str] = field(default_factory=set[str])
    """Endpoints with a phone behind them."""
    channels: dict[str, PhoneChannel] = field(default_factory=dict[str, PhoneChannel])
    """Every channel of a phone of ours, whatever it is for; the oldest first."""
    supervised: dict[str, "Supervised"] = field(default_factory=dict[str, "Supervised"])
    """A supervisor's channel → what it does to whom."""
    trunks: dict[str, TrunkNow] = field(default_factory=dict[str, TrunkNow])
    empty_seats_since: dict[str, int] = field(default_factory=dict[str, int])

    def at_seat(self, seat: str) -> AgentOnFloor | None:
        for agent in self.agents.values():
            if agent.seat == seat:
                return agent
        return None

    def channels_about(self, call_id: str) -> list[PhoneChannel]:
        """Those that ring for the call, talk with it, or did; the oldest first."""
        return [each for each in self.channels.values() if each.call == call_id or each.offered == call_id]

    def supervision_of(self, seat: str) -> Supervised | None:
        return next((each for each in self.supervised.values() if each.seat == seat), None)

    def set_device(self, endpoint: str, device_state: str) -> None:
        (self.registered.add if device_state in _THERE else self.registered.discard)(endpoint)

    def set_trunk(self, name: str, state: TrunkState, at_us: int) -> None:
        known = self.trunks.get(name)
        if known is None or known.state is not state:
            self.trunks[name] = TrunkNow(state, at_us)

    def set_trunk_device(self, name: str, device_state: str, at_us: int) -> None:
        """A call makes a trunk "in use" whether or not its far end answers OPTIONS: that is no news of it."""
        known = self.trunks.get(name)
        if device_state in _IN_CALL and known is not None and known.state is not TrunkState.UNKNOWN:
            return
        if device_state in _THERE:
            self.set_trunk(name, TrunkState.REACHABLE, at_us)
        elif device_state == "UNAVAILABLE":
            self.set_trunk(name, TrunkState.UNREACHABLE, at_us)
        else:
            self.set_trunk(name, TrunkState.UNKNOWN, at_us)


class FloorMemory:
    """The state, what changed in it since it was last shown, and what did not fit."""

    def __init__(self, plan: FloorPlan, identify: Identify) -> None:
        self.plan = plan
        self.identify = identify
        self.state = FloorState()
        self.touched: set[str] = set()
        self.touched_agents: set[str] = set()
        self.told_once: list[ToldOnce] = []
        self.unexpected: Counter[str] = Counter()

    def odd(self, what: str) -> None:
        """Counts what did not fit. `what` is one of a few fixed phrases, never a value from outside."""
        self.unexpected[what] += 1

    def queue_in(self, fields: Fields) -> str | None:
        queue = fields.get("queue", "")
        if queue in self.plan.queues:
            return queue
        self.odd("a queue that is not ours")
        return None

    def seat_in(self, fields: Fields) -> str | None:
        return self.plan.seat_of(endpoint_of_interface(fields.get("interface", "")))

    def take(self, agent: AgentOnFloor, fact: AgentFact, at_us: int) -> None:
        self.count(agent.take(fact, at_us))
        self.touch_agent(agent)

    def count(self, change: Change) -> None:
        if not change.expected:
            self.odd(f"while {change.before.state}")

    def touch_call(self, call: CallNow) -> None:
        self.touched.add(f"calls/{call.call_id}")
        if call.queue is not None:
            self.touched.add(f"queues/{call.queue}")

    def touch_agent(self, agent: AgentOnFloor) -> None:
        self.touched_agents.add(agent.agent_id)
        if agent.seat is not None:
            self.touched.add(f"seats/{agent.seat}")
        self.touched.update(f"queues/{queue}" for queue in agent.memberships)

    def touch_everything(self) -> None:
        self.touched.add("link")
        self.touched.update(f"queues/{queue}" for queue in self.plan.queues)
        self.touched.update(f"seats/{seat}" for seat in self.plan.seats)
        self.touched.update(f"trunks/{trunk}" for trunk in self.plan.trunks)
        self.touched.update(f"calls/{call_id}" for call_id in self.state.calls)
