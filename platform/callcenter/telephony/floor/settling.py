"""Brings agents and calls in line with the channels of the phones, after an event and after a list alike."""

from callcenter.telephony.floor.agents import AgentOnFloor
from callcenter.telephony.floor.calls import CallNow
from callcenter.telephony.floor.phones import PhoneChannel, facts_towards, what_they_say
from callcenter.telephony.floor.plan import FloorPlan
from callcenter.telephony.floor.state import FloorMemory, FloorState


def new_channel(state: FloorState, plan: FloorPlan, channel_id: str, endpoint: str) -> PhoneChannel:
    seat = plan.seat_of(endpoint)
    agent = state.at_seat(seat) if seat is not None else None
    return PhoneChannel(channel_id, endpoint, seat, "", agent=agent.agent_id if agent is not None else None)


def agent_of(state: FloorState, channel: PhoneChannel) -> AgentOnFloor | None:
    return state.agents.get(channel.agent) if channel.agent is not None else None


def channels_of(state: FloorState, agent: AgentOnFloor) -> list[PhoneChannel]:
    return [channel for channel in state.channels.values() if channel.agent == agent.agent_id]


def settle_agent(
    state: FloorState, agent: AgentOnFloor, at_us: int, memory: FloorMemory | None = None
) -> None:
    mine = channels_of(state, agent)
    talks = [channel.talks_with for channel in mine if channel.talks_with is not None]
    rings = [channel.rings_for for channel in mine if channel.rings_for is not None]
    agent.call_id = next(iter([*talks, *reversed(rings)]), None)
    for fact in facts_towards(agent.now.state, what_they_say(mine)):
        change = agent.take(fact, at_us)
        if memory is not None:
            memory.count(change)


def settle_call(state: FloorState, call: CallNow, at_us: int) -> None:
    about = state.channels_about(call.call_id)
    talks = [channel for channel in about if channel.talks_with == call.call_id]
    rings = [channel for channel in about if channel.rings_for == call.call_id]
    if talks:
        # A supervisor who barges in has not got the call; one who took it over has.
        channel = min(talks, key=lambda each: (each.seat is None, each.talk_since_us))
        call.talk(*_who(state, channel), at_us)
    elif rings:
        call.ring(*_who(state, rings[-1]), at_us)
    else:
        call.let_go(at_us)


def _who(state: FloorState, channel: PhoneChannel) -> tuple[str | None, str | None]:
    agent = agent_of(state, channel)
    seat = channel.seat or channel.endpoint.partition("-")[2].rpartition("-")[0]
    return (agent.agent_id if agent is not None else None), seat
