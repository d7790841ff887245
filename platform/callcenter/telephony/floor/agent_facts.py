"""What Asterisk tells about agents: offered, connected, paused, added to and removed from queues."""

from collections.abc import Mapping

from callcenter.telephony.agent_state import AgentState
from callcenter.telephony.ami.framing import Fields
from callcenter.telephony.floor.agents import AgentOnFloor, membership, new_agent
from callcenter.telephony.floor.call_facts import CallFacts
from callcenter.telephony.floor.calls import CallNow
from callcenter.telephony.floor.events import RingMissed
from callcenter.telephony.floor.phone_facts import PhoneFacts
from callcenter.telephony.floor.phones import PhoneChannel
from callcenter.telephony.floor.plan import Hear, channel_id, endpoint_of_interface, word
from callcenter.telephony.floor.settling import channels_of
from callcenter.telephony.floor.state import FloorMemory


class AgentFacts:
    def __init__(self, memory: FloorMemory, calls: CallFacts, phones: PhoneFacts) -> None:
        self._memory = memory
        self._calls = calls
        self._phones = phones
        self.hears: Mapping[str, Hear] = {
            "AgentCalled": self._on_agent_called,
            "AgentRingNoAnswer": self._on_ring_no_answer,
            "AgentConnect": self._on_agent_connect,
            "Hangup": self._on_hangup,
            "QueueMemberAdded": self._on_member,
            "QueueMemberPause": self._on_member,
            "QueueMemberRemoved": self._on_member_removed,
        }

    def _on_agent_called(self, fields: Fields, at_us: int) -> None:
        channel, call = self._offer(fields, at_us)
        if channel is None or call is None:
            return
        channel.offered = call.call_id
        self._phones.settle(channel, at_us)

    def _on_ring_no_answer(self, fields: Fields, at_us: int) -> None:
        name, call_id = word(fields, "membername"), channel_id(fields)
        if name in self._memory.state.agents and call_id is not None:
            self._memory.told_once.append(RingMissed(name, call_id, at_us))
        leg = channel_id(fields, "destuniqueid")
        if leg is not None:
            self._phones.end(leg, at_us)

    def _on_agent_connect(self, fields: Fields, at_us: int) -> None:
        channel, call = self._offer(fields, at_us)
        if channel is None or call is None:
            return
        channel.meet(call.call_id, at_us)
        self._phones.settle(channel, at_us)

    # AgentComplete is not heard: it comes late, or early when three talk. The leg itself says when it ends.

    def _offer(self, fields: Fields, at_us: int) -> tuple[PhoneChannel | None, CallNow | None]:
        name, leg = word(fields, "membername"), channel_id(fields, "destuniqueid")
        seat, queue = self._memory.seat_in(fields), self._memory.queue_in(fields)
        agent = self._memory.state.agents.get(name)
        if agent is None and name and seat is not None:
            # Somebody whose membership we have not heard of is rung all the same.
            agent = self._memory.state.agents[name] = new_agent(name, at_us)
            agent.seat = seat
        if agent is None or leg is None or queue is None:
            self._memory.odd("an offer to nobody known")
            return None, None
        call = self._calls.in_queue(fields, at_us)
        endpoint = endpoint_of_interface(fields.get("interface", "")) or ""
        channel = self._memory.state.channels.setdefault(leg, PhoneChannel(leg, endpoint, agent.seat, ""))
        channel.agent = agent.agent_id
        return channel, call

    def _on_hangup(self, fields: Fields, at_us: int) -> None:
        """After the phones have heard of it: an agent without membership stays only as long as a talk."""
        del fields, at_us
        agents = self._memory.state.agents.values()
        for agent in [agent for agent in agents if not agent.memberships]:
            self._forget_if_gone(agent)

    def _on_member(self, fields: Fields, at_us: int) -> None:
        name, queue, seat = (
            word(fields, "membername"),
            self._memory.queue_in(fields),
            self._memory.seat_in(fields),
        )
        if not name or queue is None or seat is None:
            self._memory.odd("a member that is no seat of ours")
            return
        agent = self._memory.state.agents.get(name)
        if agent is None:
            agent = self._memory.state.agents[name] = new_agent(name, at_us)
        moved = agent.seat != seat or queue not in agent.memberships
        agent.seat = seat
        agent.memberships[queue] = membership(fields, queue)
        self._settle(agent, at_us, moved=moved)

    def _on_member_removed(self, fields: Fields, at_us: int) -> None:
        agent, queue = self._memory.state.agents.get(word(fields, "membername")), fields.get("queue", "")
        if agent is None or queue not in agent.memberships:
            return
        del agent.memberships[queue]
        self._memory.touched.add(f"queues/{queue}")
        self._settle(agent, at_us, moved=True)
        self._forget_if_gone(agent)

    def _settle(self, agent: AgentOnFloor, at_us: int, *, moved: bool) -> None:
        """A pause is told once for each queue: all but one of them change nothing that anybody sees."""
        changes = agent.settle(at_us)
        for change in changes:
            self._memory.count(change)
        if changes or moved:
            self._memory.touch_agent(agent)

    def _forget_if_gone(self, agent: AgentOnFloor) -> None:
        gone = agent.now.state is AgentState.SIGNED_OUT and not agent.memberships
        if gone and not channels_of(self._memory.state, agent):
            self._memory.state.agents.pop(agent.agent_id, None)
            if agent.seat is not None:
                self._memory.state.empty_seats_since[agent.seat] = agent.now.since_us
