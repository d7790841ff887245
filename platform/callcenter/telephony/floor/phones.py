"""The channels of our phones: what each is for, and what an agent's channels say the agent does."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from callcenter.telephony.agent_state import AgentFact, AgentState


@dataclass(slots=True)
class PhoneChannel:
    """One channel of a seat's or supervisor's phone.

    `offered` is the call that it rings for. `call` is the caller it talks with: known from the bridge both
    are in, and kept when the bridge changes (three-way, barge), until the channel ends or the caller goes on
    without it (`away`).
    """

    id: str
    endpoint: str
    seat: str | None
    linkedid: str
    agent: str | None = None
    """Whoever sat at the seat when it was made, or was offered it by name."""
    dialled: bool = False
    """The phone made it; the others Asterisk made to reach the phone."""
    up: bool = False
    bridge: str | None = None
    held: bool = False
    offered: str | None = None
    call: str | None = None
    talk_since_us: int = 0
    away: bool = False

    @property
    def rings_for(self) -> str | None:
        return self.offered if self.call is None and not self.away else None

    @property
    def talks_with(self) -> str | None:
        return self.call if not self.away else None

    def meet(self, call_id: str, at_us: int) -> None:
        self.up = True
        if self.call != call_id:
            self.call, self.talk_since_us, self.away = call_id, at_us, False


def what_they_say(channels: Iterable[PhoneChannel]) -> AgentState | None:
    """What somebody with these channels does on the phone; None without any that counts."""
    mine = [channel for channel in channels if not channel.away]
    talks = [channel for channel in mine if channel.call is not None]
    asks = [channel for channel in mine if channel.call is None and channel.dialled]
    if talks:
        held = all(channel.held for channel in talks)
        # Who swaps back to the caller has put the colleague on hold instead.
        if any(held or not channel.held for channel in asks):
            return AgentState.CONSULTING
        return AgentState.HOLDING if held else AgentState.TALKING
    if asks or any(channel.up and channel.offered is None for channel in mine):
        return AgentState.TALKING
    return AgentState.RINGING if mine else None


_F = AgentFact
_END = {AgentState.RINGING: (_F.RING_ENDED,)} | dict.fromkeys(AgentState.on_the_phone(), (_F.TALK_ENDED,))


def facts_towards(now: AgentState, wanted: AgentState | None) -> Sequence[AgentFact]:
    """The facts by which an agent comes from one state to what the phone says now."""
    if now is wanted:
        return ()
    talking = now in AgentState.on_the_phone()
    begin = () if talking else (_F.ANSWERED,)
    match wanted:
        case AgentState.RINGING:
            return (*(_END[now] if talking else ()), _F.RANG)
        case AgentState.TALKING:
            if now is AgentState.CONSULTING:
                return (_F.CONSULT_ENDED, _F.RESUMED)
            return (_F.RESUMED,) if now is AgentState.HOLDING else begin
        case AgentState.HOLDING:
            return (_F.CONSULT_ENDED,) if now is AgentState.CONSULTING else (*begin, _F.HELD)
        case AgentState.CONSULTING:
            return (*begin, _F.CONSULT_STARTED)
        case _:
            return _END.get(now, ())
