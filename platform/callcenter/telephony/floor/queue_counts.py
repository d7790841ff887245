"""Who waits in each queue and who is ready there, kept along with what changes instead of counted anew."""

from typing import Self

from callcenter.telephony.agent_state import AgentState
from callcenter.telephony.floor.agents import AgentOnFloor
from callcenter.telephony.floor.calls import CallNow
from callcenter.telephony.floor.state import FloorState


class QueueCounts:
    """Told of every call and agent that changed; tells only of queues."""

    def __init__(self) -> None:
        self._waiting: dict[str, dict[str, int]] = {}
        """Queue → call → since when."""
        self._ready: dict[str, set[str]] = {}
        self._queue_of: dict[str, str] = {}
        self._queues_of: dict[str, frozenset[str]] = {}

    @classmethod
    def of(cls, state: FloorState) -> Self:
        counts = cls()
        for call_id, call in state.calls.items():
            counts.note_call(call_id, call)
        for agent_id, agent in state.agents.items():
            counts.note_agent(agent_id, agent)
        return counts

    def note_call(self, call_id: str, call: CallNow | None) -> None:
        """As it is now; None for one that is gone."""
        before = self._queue_of.pop(call_id, None)
        if before is not None:
            del self._waiting[before][call_id]
        if call is not None and call.queue is not None and call.queued_us is not None:
            self._queue_of[call_id] = call.queue
            self._waiting.setdefault(call.queue, {})[call_id] = call.queued_us

    def note_agent(self, agent_id: str, agent: AgentOnFloor | None) -> None:
        """As they are now; None for one who is gone."""
        ready = agent is not None and agent.now.state is AgentState.READY
        queues = frozenset(agent.memberships) if agent is not None and ready else frozenset[str]()
        before = self._queues_of.pop(agent_id, frozenset[str]())
        if queues:
            self._queues_of[agent_id] = queues
        if queues == before:
            return
        for queue in before - queues:
            self._ready[queue].discard(agent_id)
        for queue in queues - before:
            self._ready.setdefault(queue, set()).add(agent_id)

    def waiting(self, queue: str) -> int:
        return len(self._waiting.get(queue, ()))

    def longest_wait_since_us(self, queue: str) -> int | None:
        return min(self._waiting.get(queue, {}).values(), default=None)

    def ready(self, queue: str) -> int:
        return len(self._ready.get(queue, ()))
