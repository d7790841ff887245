"""Turns what changed on the floor into events: what was told last, against what stands now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from callcenter.telephony.agent_state import AgentState
from callcenter.telephony.floor.agents import AgentOnFloor
from callcenter.telephony.floor.events import (
    AgentChanged,
    AgentLeftCall,
    CallAnswered,
    CallEnded,
    CallRinging,
    CallSeen,
    FloorEvent,
    RingEnded,
)
from callcenter.telephony.floor.settling import agent_of
from callcenter.telephony.floor.state import FloorMemory


class Part(Enum):
    """What an agent has to do with a call."""

    RUNG = "rung"
    TALKS = "talks"


@dataclass(slots=True)
class _ToldCall:
    seen: CallSeen
    parts: dict[str, tuple[Part, str | None]] = field(default_factory=dict[str, tuple[Part, str | None]])
    """Agent → part, and the seat."""


class Telling:
    """Compares, so that a fact told twice or found in a list makes one event."""

    def __init__(self, memory: FloorMemory) -> None:
        self._memory = memory
        self._calls: dict[str, _ToldCall] = {}
        self._agents: dict[str, AgentChanged] = {}

    def call(self, call_id: str) -> CallSeen | None:
        told = self._calls.get(call_id)
        return told.seen if told is not None else None

    def everything(self) -> tuple[set[str], set[str]]:
        """Call and agent ids to compare after a rebuild."""
        state = self._memory.state
        return {*self._calls, *state.calls}, {*self._agents, *state.agents}

    def news(self, calls: Iterable[str], agents: Iterable[str], at_us: int) -> list[FloorEvent]:
        events: list[FloorEvent] = []
        for call_id in sorted(calls):
            events.extend(self._of_call(call_id, at_us))
        for agent_id in sorted(agents):
            events.extend(self._of_agent(agent_id, at_us))
        return events

    def _of_call(self, call_id: str, at_us: int) -> list[FloorEvent]:
        told, seen = self._calls.get(call_id), self._seen(call_id)
        if seen is None:
            if told is None:
                return []
            del self._calls[call_id]
            return [*_left(told, {}, at_us), CallEnded(told.seen, at_us)]
        parts = self._parts(call_id)
        if told is None:
            told = self._calls[call_id] = _ToldCall(seen)
        told.seen = seen
        if parts == told.parts:
            return []
        events = [*_left(told, parts, at_us), *_come(told, parts, at_us)]
        told.parts = parts
        return events

    def _of_agent(self, agent_id: str, at_us: int) -> list[FloorEvent]:
        agent, told = self._memory.state.agents.get(agent_id), self._agents.get(agent_id)
        if agent is not None and told is not None and _stands_as(told, agent):
            return []
        now = _changed(agent_id, agent, told, at_us)
        if now is None:
            return []
        if agent is None:
            del self._agents[agent_id]
        else:
            self._agents[agent_id] = now
        return [now]

    def _seen(self, call_id: str) -> CallSeen | None:
        call = self._memory.state.calls.get(call_id)
        if call is None:
            return None
        return CallSeen(
            call_id=call_id,
            hotline=call.hotline,
            demo=call.demo,
            caller=self._memory.identify(call.number),
            arrived_us=call.arrived_us,
            asked_us=call.asked_us,
            queue=call.queue,
            queue_zh=self._memory.plan.queues.get(call.queue) if call.queue is not None else None,
            path=call.path,
            transferred_from=call.transferred_from,
        )

    def _parts(self, call_id: str) -> dict[str, tuple[Part, str | None]]:
        state = self._memory.state
        parts: dict[str, tuple[Part, str | None]] = {}
        for channel in state.channels_about(call_id):
            agent = agent_of(state, channel)
            if agent is None:
                continue
            if channel.talks_with == call_id:
                parts[agent.agent_id] = (Part.TALKS, agent.seat)
            elif channel.rings_for == call_id:
                parts.setdefault(agent.agent_id, (Part.RUNG, agent.seat))
        return parts


def _left(told: _ToldCall, parts: Mapping[str, tuple[Part, str | None]], at_us: int) -> list[FloorEvent]:
    return [
        (RingEnded if part is Part.RUNG else AgentLeftCall)(told.seen, agent, seat, at_us)
        for agent, (part, seat) in told.parts.items()
        if agent not in parts
    ]


def _come(told: _ToldCall, parts: Mapping[str, tuple[Part, str | None]], at_us: int) -> list[FloorEvent]:
    return [
        (CallRinging if part is Part.RUNG else CallAnswered)(told.seen, agent, seat, at_us)
        for agent, (part, seat) in parts.items()
        if agent not in told.parts or told.parts[agent][0] is not part
    ]


def _stands_as(told: AgentChanged, agent: AgentOnFloor) -> bool:
    now = agent.now
    return (
        told.state is now.state
        and told.since_us == now.since_us
        and told.pause == now.pause
        and told.seat == agent.seat
        and told.call_id == agent.call_id
    )


def _changed(
    agent_id: str, agent: AgentOnFloor | None, told: AgentChanged | None, at_us: int
) -> AgentChanged | None:
    """Nobody forgets an agent without saying so: gone from the floor is signed out."""
    if agent is None:
        if told is None:
            return None
        return AgentChanged(agent_id, told.seat, AgentState.SIGNED_OUT, at_us, None, None, at_us)
    now = agent.now
    return AgentChanged(agent_id, agent.seat, now.state, now.since_us, now.pause, agent.call_id, at_us)
