"""What Asterisk tells about agents: offered, connected, paused, added to and removed from queues."""

from collections.abc import Mapping

from callcenter.telephony.agent_state import AgentFact, AgentState
from callcenter.telephony.ami.framing import Fields
from callcenter.telephony.floor.agents import AgentOnFloor, membership, new_agent
from callcenter.telephony.floor.call_facts import CallFacts, Hear
from callcenter.telephony.floor.plan import FROM_SEAT, channel_id, endpoint_of_channel, word
from callcenter.telephony.floor.state import FloorMemory


class AgentFacts:
    def __init__(self, memory: FloorMemory, calls: CallFacts) -> None:
        self._memory = memory
        self._calls = calls
        self.hears: Mapping[str, Hear] = {
            "AgentCalled": self._on_agent_called,
            "AgentRingNoAnswer": self._on_ring_no_answer,
            "AgentConnect": self._on_agent_connect,
            "AgentComplete": self._on_agent_complete,
            "AgentDump": self._on_agent_complete,
            "Newchannel": self._on_new_channel,
            "Hangup": self._on_hangup,
            "Hold": self._on_hold,
            "Unhold": self._on_unhold,
            "QueueMemberAdded": self._on_member,
            "QueueMemberPause": self._on_member,
            "QueueMemberStatus": self._on_member,
            "QueueMemberRemoved": self._on_member_removed,
        }

    def _on_agent_called(self, fields: Fields, at_us: int) -> None:
        agent, leg, queue = self._offer(fields, at_us)
        call = self._calls.in_queue(fields, at_us)
        if agent is None or leg is None or queue is None or call is None:
            return
        if self._memory.state.legs.get(leg) == agent.agent_id:
            # Told before, by an event or by a list that was quicker than this one.
            return
        agent.queue = queue
        agent.legs[leg] = call.call_id
        self._memory.state.legs[leg] = agent.agent_id
        self._memory.take(agent, AgentFact.RANG, at_us)
        call.ring(leg, agent.agent_id, agent.seat, at_us)
        self._memory.touch_call(call)

    def _on_ring_no_answer(self, fields: Fields, at_us: int) -> None:
        _, leg, _ = self._offer(fields, at_us)
        if leg is not None:
            self._end_leg(leg, at_us)

    def _on_agent_connect(self, fields: Fields, at_us: int) -> None:
        agent, leg, queue = self._offer(fields, at_us)
        call = self._calls.in_queue(fields, at_us)
        if agent is None or leg is None or call is None:
            return
        agent.queue = queue
        agent.legs[leg] = call.call_id
        self._memory.state.legs[leg] = agent.agent_id
        self._memory.take(agent, AgentFact.ANSWERED, at_us)
        call.talk(agent.agent_id, agent.seat, at_us)
        self._memory.touch_call(call)

    def _on_agent_complete(self, fields: Fields, at_us: int) -> None:
        # May come after both hang-ups and without the caller's or the agent's headers: the leg says enough.
        leg = channel_id(fields, "destuniqueid")
        if leg is not None:
            self._end_leg(leg, at_us)

    def _offer(self, fields: Fields, at_us: int) -> tuple[AgentOnFloor | None, str | None, str | None]:
        name, leg = word(fields, "membername"), channel_id(fields, "destuniqueid")
        agent = self._memory.state.agents.get(name)
        if agent is None and name and self._memory.seat_in(fields) is not None:
            # Somebody whose membership we have not heard of is rung all the same.
            agent = self._memory.state.agents[name] = new_agent(name, at_us)
            agent.seat = self._memory.seat_in(fields)
        if agent is None or leg is None:
            self._memory.odd("an offer to nobody known")
        return agent, leg, self._memory.queue_in(fields)

    def _end_leg(self, leg: str, at_us: int) -> None:
        agent = self._memory.state.agents.get(self._memory.state.legs.pop(leg, ""))
        if agent is None:
            return
        if agent.consult == leg:
            agent.consult = None
            self._memory.take(agent, AgentFact.CONSULT_ENDED, at_us)
            return
        call = self._memory.state.calls.get(agent.legs.pop(leg, ""))
        talked = agent.now.state in AgentState.on_the_phone()
        if not agent.legs:
            self._memory.take(agent, AgentFact.TALK_ENDED if talked else AgentFact.RING_ENDED, at_us)
            self._forget_if_gone(agent)
        if call is not None:
            if leg in call.ringing_legs:
                call.stop_ringing(leg, at_us)
            elif call.agent == agent.agent_id:
                call.stop_talking(at_us)
            self._memory.touch_call(call)

    def _on_hangup(self, fields: Fields, at_us: int) -> None:
        self._end_leg(fields.get("uniqueid", ""), at_us)

    def _on_hold(self, fields: Fields, at_us: int) -> None:
        self._own_leg(fields, AgentFact.HELD, at_us)

    def _on_unhold(self, fields: Fields, at_us: int) -> None:
        self._own_leg(fields, AgentFact.RESUMED, at_us)

    def _own_leg(self, fields: Fields, fact: AgentFact, at_us: int) -> None:
        agent = self._memory.state.agents.get(self._memory.state.legs.get(fields.get("uniqueid", ""), ""))
        if agent is not None:
            self._memory.take(agent, fact, at_us)

    def _on_new_channel(self, fields: Fields, at_us: int) -> None:
        if fields.get("context") != FROM_SEAT or fields.get("uniqueid") != fields.get("linkedid"):
            return
        seat = self._memory.plan.seat_of(endpoint_of_channel(fields.get("channel", "")))
        agent = self._memory.state.at_seat(seat) if seat is not None else None
        leg = channel_id(fields)
        if agent is not None and leg is not None and agent.now.state in AgentState.on_the_phone():
            agent.consult = leg
            self._memory.state.legs[leg] = agent.agent_id
            self._memory.take(agent, AgentFact.CONSULT_STARTED, at_us)

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
        agent.seat = seat
        agent.memberships[queue] = membership(fields, queue)
        self._settle(agent, at_us)

    def _on_member_removed(self, fields: Fields, at_us: int) -> None:
        agent, queue = self._memory.state.agents.get(word(fields, "membername")), fields.get("queue", "")
        if agent is None or queue not in agent.memberships:
            return
        del agent.memberships[queue]
        self._memory.touched.add(f"queues/{queue}")
        self._settle(agent, at_us)
        self._forget_if_gone(agent)

    def _settle(self, agent: AgentOnFloor, at_us: int) -> None:
        for change in agent.settle(at_us):
            self._memory.count(change)
        self._memory.touch_agent(agent)

    def _forget_if_gone(self, agent: AgentOnFloor) -> None:
        if agent.now.state is AgentState.SIGNED_OUT and not agent.memberships and not agent.legs:
            self._memory.state.agents.pop(agent.agent_id, None)
            if agent.seat is not None:
                self._memory.state.empty_seats_since[agent.seat] = agent.now.since_us
