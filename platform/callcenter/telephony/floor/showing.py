"""What of the floor a page may see: one JSON value for each key of the topic."""

from collections.abc import Callable

from callcenter.telephony.agent_state import AgentState
from callcenter.telephony.floor.plan import AgentCard, AgentMemory, FloorPlan
from callcenter.telephony.floor.queue_counts import QueueCounts
from callcenter.telephony.floor.state import FloorState, TrunkState

Shown = dict[str, object]


def shown_queue(counts: QueueCounts, plan: FloorPlan, queue: str) -> Shown:
    return {
        "queue": queue,
        "name_zh": plan.queues[queue],
        "waiting": counts.waiting(queue),
        "longest_wait_since_us": counts.longest_wait_since_us(queue),
        "members_ready": counts.ready(queue),
    }


def shown_seat(
    state: FloorState,
    plan: FloorPlan,
    seat: str,
    card_of: Callable[[str], AgentCard | None],
    remembers: AgentMemory | None,
) -> Shown:
    agent = state.at_seat(seat)
    registered = any(f"{plan.company}-{seat}-{phone}" in state.registered for phone in ("desk", "web"))
    shown: Shown = {
        "seat": seat,
        "agent": None,
        "work_number": None,
        "name": None,
        "state": AgentState.SIGNED_OUT.value,
        "since_us": state.empty_seats_since.get(seat, 0),
        "reason": None,
        "queue": None,
        "queues": [],
        "call_id": None,
        "registered": registered,
        "supervised": None,
    }
    if agent is None:
        return shown
    card = card_of(agent.agent_id)
    call = state.calls.get(agent.call_id) if agent.call_id is not None else None
    supervision = state.supervision_of(seat)
    return {
        **shown,
        "agent": agent.agent_id,
        "work_number": card.work_number if card else None,
        "name": card.name if card else None,
        "state": agent.now.state.value,
        "since_us": agent.now.since_us,
        "reason": agent.shown_reason(),
        "queue": call.queue if call is not None else None,
        "queues": sorted(agent.memberships),
        "call_id": agent.call_id,
        **(remembers.beside(agent.agent_id) if remembers is not None else {}),
        "supervised": supervision.act if supervision is not None else None,
    }


def shown_trunk(state: FloorState, name: str) -> Shown:
    trunk = state.trunks.get(name)
    if trunk is None:
        return {"name": name, "state": TrunkState.UNKNOWN.value, "since_us": 0}
    return {"name": name, "state": trunk.state.value, "since_us": trunk.since_us}
