"""What the floor tells upper packages: calls as they ring, are answered and end; agents as they change.

Each is told once, in the order in which it happened. After a rebuild only what is otherwise than was told
is told, so an answer may come without its ring, and an end without either.
"""

from dataclasses import dataclass

from callcenter.telephony.agent_state import AgentState
from callcenter.telephony.floor.callers import Caller


@dataclass(frozen=True, slots=True)
class PathKey:
    """A choice the caller made in a menu. What a menu did not offer is not here: it may be a card number."""

    menu: str
    key: str


@dataclass(frozen=True, slots=True)
class CallSeen:
    """A call as it stands at the moment of the event."""

    call_id: str
    hotline: str
    demo: bool
    caller: Caller
    arrived_us: int
    asked_us: int | None
    """Since when the caller wants a person; the wait counts from here."""
    queue: str | None
    queue_zh: str | None
    path: tuple[PathKey, ...]
    transferred_from: str | None
    """The agent who handed the call on, once somebody did."""

    def waited_us(self, until_us: int) -> int:
        return max(0, until_us - self.asked_us) if self.asked_us is not None else 0


@dataclass(frozen=True, slots=True)
class CallRinging:
    """A call is offered to an agent."""

    call: CallSeen
    agent: str
    seat: str | None
    at_us: int


@dataclass(frozen=True, slots=True)
class RingEnded:
    """The offer is over and the agent did not take it."""

    call: CallSeen
    agent: str
    seat: str | None
    at_us: int


@dataclass(frozen=True, slots=True)
class RingMissed:
    """The agent let it ring or declined; a caller who left while it rang is no missed ring. Told by the queue
    itself, before or after `RingEnded`, and by no list."""

    agent: str
    call_id: str
    at_us: int


@dataclass(frozen=True, slots=True)
class CallAnswered:
    call: CallSeen
    agent: str
    seat: str | None
    at_us: int


@dataclass(frozen=True, slots=True)
class AgentLeftCall:
    """An agent who talked is out of the call; the call may go on with somebody else, or in the survey."""

    call: CallSeen
    agent: str
    seat: str | None
    at_us: int


@dataclass(frozen=True, slots=True)
class CallEnded:
    """The caller is gone. `call` is what was last seen of it."""

    call: CallSeen
    at_us: int


@dataclass(frozen=True, slots=True)
class AgentChanged:
    """`pause` is the reason Asterisk holds, in whatever state; `call_id` the newest call of the agent."""

    agent: str
    seat: str | None
    state: AgentState
    since_us: int
    pause: str | None
    call_id: str | None
    at_us: int


@dataclass(frozen=True, slots=True)
class SupervisionBegan:
    """A supervisor stepped into the seat's call; `by` is the phone's endpoint. No list tells it."""

    seat: str
    act: str
    by: str
    call_id: str
    at_us: int


ToldOnce = RingMissed | SupervisionBegan
FloorEvent = CallRinging | RingEnded | CallAnswered | AgentLeftCall | CallEnded | AgentChanged | ToldOnce
