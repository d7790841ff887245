"""The agents on the floor: their memberships in queues, their legs, and the state that follows."""

from dataclasses import dataclass, field

from callcenter.telephony.agent_state import AgentFact, AgentNow, AgentState, Change, advance, shown_reason
from callcenter.telephony.ami.framing import Fields
from callcenter.telephony.floor.plan import is_yes, number, word


@dataclass(frozen=True, slots=True)
class Membership:
    """One agent's place in one queue, as Asterisk has it."""

    queue: str
    interface: str
    paused: bool = False
    reason: str = ""
    penalty: int = 0


@dataclass(slots=True)
class AgentOnFloor:
    agent_id: str
    now: AgentNow
    seat: str | None = None
    memberships: dict[str, Membership] = field(default_factory=dict[str, Membership])
    call_id: str | None = None
    """The caller the agent talks with, or is rung for."""

    def take(self, fact: AgentFact, at_us: int, *, reason: str | None = None) -> Change:
        """The one place where an agent's state changes."""
        change = advance(self.now, fact, at_us, reason=reason)
        self.now = change.after
        return change

    def settle(self, at_us: int) -> list[Change]:
        """Brings membership and pause in line with what the queues say. Paused in one queue is paused: the
        queues are told one after the other, and the agent is free again with the last of them."""
        changes: list[Change] = []
        member = bool(self.memberships)
        if member != self.now.member:
            changes.append(self.take(AgentFact.SIGNED_IN if member else AgentFact.SIGNED_OUT, at_us))
        paused = next((each for each in self.memberships.values() if each.paused), None)
        if paused is not None and paused.reason != self.now.pause:
            changes.append(self.take(AgentFact.PAUSED, at_us, reason=paused.reason))
        elif paused is None and self.now.pause is not None:
            changes.append(self.take(AgentFact.UNPAUSED, at_us))
        return changes

    def shown_reason(self) -> str | None:
        return shown_reason(self.now.state, self.now.pause)


def new_agent(agent_id: str, at_us: int) -> AgentOnFloor:
    return AgentOnFloor(agent_id, AgentNow(AgentState.SIGNED_OUT, at_us, member=False))


def membership(fields: Fields, queue: str, *, interface: str = "interface") -> Membership:
    return Membership(
        queue=queue,
        interface=fields.get(interface, ""),
        paused=is_yes(fields, "paused"),
        reason=word(fields, "pausedreason"),
        penalty=number(fields, "penalty") or 0,
    )
