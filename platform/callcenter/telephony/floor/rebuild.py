"""The floor as Asterisk's own lists tell it, asked for at every login and after every gap."""

from dataclasses import dataclass, replace
from typing import Final

from callcenter.kit.clock import SECOND
from callcenter.telephony.agent_state import AgentState
from callcenter.telephony.ami.framing import Fields
from callcenter.telephony.floor.agents import AgentOnFloor, membership, new_agent
from callcenter.telephony.floor.calls import TOLD_BY_DIAL_PLAN, CallNow, CallStage
from callcenter.telephony.floor.plan import (
    AgentMemory,
    FloorPlan,
    channel_id,
    endpoint_of_channel,
    endpoint_of_interface,
    number,
    path_of,
    started_us,
    word,
)
from callcenter.telephony.floor.settling import channels_of, new_channel, settle_agent, settle_call
from callcenter.telephony.floor.state import FloorState

HELD: Final = "CHANNEL(rtp,hold)"
"""1 on the leg of a phone that holds; the sound itself knows it, whoever was there to hear of it."""
STATUS_VARIABLES: Final = (
    # set by the dial plan on the caller's channel
    "CALL_HOTLINE",
    "CALL_DEMO",
    "CALL_STAGE",
    "QUEUE",
    "CALL_ASKED",
    "CALL_PATH",
    "BLINDTRANSFER",
    HELD,
)
# What Asterisk says of a variable that a channel does not have.
_UNSET: Final = "(null)"
_LONGEST: Final = 200
_UP: Final = "Up"
# Asterisk's lists count whole seconds, and a call's end is written down a moment later.
_WHOLE_SECONDS_US: Final = 2 * SECOND


@dataclass(frozen=True, slots=True)
class FloorLists:
    """Items of Status, QueueStatus and DeviceStateList; `same_asterisk` when it did not restart since."""

    channels: tuple[Fields, ...]
    queues: tuple[Fields, ...]
    devices: tuple[Fields, ...]
    same_asterisk: bool


def rebuilt(
    lists: FloorLists,
    at_us: int,
    *,
    plan: FloorPlan,
    before: FloorState,
    remembers: AgentMemory | None = None,
) -> FloorState:
    """What no list tells (since when, handed on by whom) is kept from `before` while the channel lives."""
    known = before if lists.same_asterisk else FloorState()
    state = FloorState(empty_seats_since=dict(before.empty_seats_since))
    _devices(lists, at_us, plan, state, before)
    # No list tells it; whoever listened and is still there still listens.
    listed = {fields.get("uniqueid") for fields in lists.channels}
    state.supervised = {channel: act for channel, act in known.supervised.items() if channel in listed}
    _members(lists, at_us, plan, state)
    for fields in lists.channels:
        _caller(fields, plan, state, known)
    _waiting(lists, at_us, plan, state, known)
    for fields in lists.channels:
        _phone(fields, at_us, plan, state, known)
    for agent in state.agents.values():
        talks = [each.talk_since_us for each in channels_of(state, agent) if each.talks_with is not None]
        settle_agent(state, agent, min(talks, default=at_us))
        _keep_what_no_list_tells(agent, known.agents.get(agent.agent_id), lists, at_us, remembers)
    for call in state.calls.values():
        talks = [each.talk_since_us for each in state.channels.values() if each.talks_with == call.call_id]
        settle_call(state, call, min(talks, default=at_us))
    for call_id, call in state.calls.items():
        old = known.calls.get(call_id)
        if call.stage is CallStage.IVR:
            # The variable also names a queue that did not take the caller in.
            call.queue = old.queue if old is not None else None
        if old is not None and (old.stage, old.agent, old.queue) == (call.stage, call.agent, call.queue):
            call.since_us = old.since_us
    return state


def _devices(lists: FloorLists, at_us: int, plan: FloorPlan, state: FloorState, before: FloorState) -> None:
    state.trunks = dict(before.trunks)
    for fields in lists.devices:
        endpoint = endpoint_of_interface(fields.get("device", ""))
        trunk = plan.trunk_of(endpoint)
        if trunk is not None:
            state.set_trunk_device(trunk, fields.get("state", ""), at_us)
        elif endpoint is not None and plan.is_phone(endpoint):
            state.set_device(endpoint, fields.get("state", ""))


def _members(lists: FloorLists, at_us: int, plan: FloorPlan, state: FloorState) -> None:
    for fields in lists.queues:
        name, queue = word(fields, "name"), fields.get("queue", "")
        seat = plan.seat_of(endpoint_of_interface(fields.get("location", "")))
        if fields.get("event") != "QueueMember" or not name or queue not in plan.queues or seat is None:
            continue
        agent = state.agents.setdefault(name, new_agent(name, at_us))
        agent.seat = seat
        agent.memberships[queue] = membership(fields, queue, interface="location")
    for agent in state.agents.values():
        agent.settle(at_us)


def _caller(fields: Fields, plan: FloorPlan, state: FloorState, known: FloorState) -> None:
    call_id = channel_id(fields)
    if call_id is None or plan.trunk_of(endpoint_of_channel(fields.get("channel", ""))) is None:
        return
    variables = variables_of(fields)
    old = known.calls.get(call_id)
    if old is None and "CALL_HOTLINE" not in variables and fields.get("linkedid") != call_id:
        # A leg we sent out over the trunk: it has the caller's Linkedid and no hotline of its own.
        return
    arrived_us = old.arrived_us if old is not None else (started_us(call_id) or 0)
    stage = variables.get("CALL_STAGE", "")
    state.calls[call_id] = CallNow(
        call_id,
        arrived_us=arrived_us,
        since_us=old.since_us if old is not None else arrived_us,
        stage=CallStage(stage) if stage in TOLD_BY_DIAL_PLAN else CallStage.IVR,
        hotline=variables.get("CALL_HOTLINE") or (old.hotline if old is not None else ""),
        number=word(fields, "calleridnum"),
        bridge=fields.get("bridgeid") or None,
        demo=variables["CALL_DEMO"] == "1" if "CALL_DEMO" in variables else old is not None and old.demo,
        queue=old.queue if old is not None and old.queue else _known_queue(variables, plan),
        asked_us=old.asked_us if old is not None and old.asked_us else _asked_us(variables),
        path=path_of(variables.get("CALL_PATH", "")),
        transferred_from=old.transferred_from if old is not None else _handed_on_by(variables, plan, state),
    )


def _asked_us(variables: dict[str, str]) -> int | None:
    """The whole second in which the caller asked for a person."""
    written = variables.get("CALL_ASKED", "")
    return int(written) * SECOND if written.isascii() and written.isdigit() and len(written) <= 11 else None


def _handed_on_by(variables: dict[str, str], plan: FloorPlan, state: FloorState) -> str | None:
    seat = plan.seat_of(endpoint_of_channel(variables.get("BLINDTRANSFER", "")))
    agent = state.at_seat(seat) if seat is not None else None
    return agent.agent_id if agent is not None else None


def _known_queue(variables: dict[str, str], plan: FloorPlan) -> str | None:
    queue = variables.get("QUEUE")
    return queue if queue in plan.queues else None


def _waiting(lists: FloorLists, at_us: int, plan: FloorPlan, state: FloorState, known: FloorState) -> None:
    for fields in lists.queues:
        call = state.calls.get(fields.get("uniqueid", ""))
        queue = fields.get("queue", "")
        if fields.get("event") != "QueueEntry" or call is None or queue not in plan.queues:
            continue
        old = known.calls.get(call.call_id)
        waited_since_us = at_us - (number(fields, "wait") or 0) * SECOND
        if old is not None and old.queue == queue and old.queued_us is not None:
            waited_since_us = old.queued_us
        call.join(queue, waited_since_us)


def _phone(fields: Fields, at_us: int, plan: FloorPlan, state: FloorState, known: FloorState) -> None:
    """Talking with a caller is being in the caller's bridge. Up without any is still in the connect
    subroutine, or on the way from one bridge to the next; only memory can tell these apart."""
    endpoint, uniqueid = endpoint_of_channel(fields.get("channel", "")), channel_id(fields)
    if uniqueid is None or endpoint is None or not plan.is_phone(endpoint):
        return
    linkedid, bridge = fields.get("linkedid", ""), fields.get("bridgeid") or None
    old = known.channels.get(uniqueid)
    channel = new_channel(state, plan, uniqueid, endpoint)
    channel.linkedid, channel.bridge = linkedid, bridge
    channel.up = fields.get("channelstatedesc") == _UP
    channel.dialled = linkedid == uniqueid
    if old is not None:
        channel.dialled, channel.away = old.dialled, old.away
        channel.agent = old.agent or channel.agent
    told = variables_of(fields).get(HELD)
    channel.held = told == "1" if told is not None else old is not None and old.held
    if linkedid in state.calls and not channel.dialled:
        channel.offered = linkedid
    with_caller = next((call for call in state.calls.values() if bridge and call.bridge == bridge), None)
    if with_caller is not None:
        since_us = at_us - (number(fields, "seconds") or 0) * SECOND
        channel.meet(with_caller.call_id, old.talk_since_us if old and old.call else since_us)
    elif old is not None and old.call in state.calls and bridge is None:
        channel.call, channel.talk_since_us = old.call, old.talk_since_us
    state.channels[uniqueid] = channel


def _keep_what_no_list_tells(
    agent: AgentOnFloor,
    old: AgentOnFloor | None,
    lists: FloorLists,
    at_us: int,
    remembers: AgentMemory | None,
) -> None:
    if old is not None and old.now.state is agent.now.state and old.now.pause == agent.now.pause:
        agent.now = old.now
    elif agent.now.state not in AgentState.on_the_phone() | {AgentState.RINGING}:
        agent.now = replace(agent.now, since_us=_rests_since(agent, lists, at_us, remembers))


def _rests_since(agent: AgentOnFloor, lists: FloorLists, at_us: int, remembers: AgentMemory | None) -> int:
    """The last thing Asterisk says happened to the agent: pause, call or sign-in. A restart of Asterisk loses
    the first two and makes the third new; what was written down then knows better, unless a pause or call
    came after it."""
    now = agent.now
    written_us = None if remembers is None else remembers.since(agent.agent_id, now.state, now.pause)
    keys = ("lastpause",) if now.pause is not None else ("lastcall", "lastpause")
    told = _member_times(agent.agent_id, lists, at_us, keys)
    # A member that comes back paused is said to be paused since it came back.
    came_us = max(_member_times(agent.agent_id, lists, at_us, ("logintime",)), default=0)
    news_us = max((each for each in told if each > came_us + SECOND), default=0)
    if written_us is not None and news_us <= written_us + _WHOLE_SECONDS_US:
        return written_us
    if now.pause is None:
        told += _member_times(agent.agent_id, lists, at_us, ("logintime",))
    return max(told, default=at_us)


def _member_times(agent_id: str, lists: FloorLists, at_us: int, keys: tuple[str, ...]) -> list[int]:
    return [
        seconds * SECOND
        for fields in lists.queues
        if fields.get("event") == "QueueMember" and word(fields, "name") == agent_id
        for key in keys
        if (seconds := number(fields, key)) and seconds * SECOND <= at_us
    ]


def variables_of(fields: Fields) -> dict[str, str]:
    """`Variable: NAME=value` headers of a Status item, empty ones left out."""
    pairs = (line.partition("=") for line in fields.get("variable", "").split("\n"))
    return {
        name: value
        for name, _, value in pairs
        if name in STATUS_VARIABLES and value not in ("", _UNSET) and len(value) <= _LONGEST
    }
