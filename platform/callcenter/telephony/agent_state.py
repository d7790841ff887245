"""What an agent is doing now, as a state machine over facts from the phone system.

One visible table, one pure `advance`. A fact is never refused: an impossible one leaves the state as it is
and says so, and the next list of Asterisk's puts right what was missed.
"""

from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from typing import Final


class AgentState(StrEnum):
    SIGNED_OUT = "signed_out"
    READY = "ready"
    RINGING = "ringing"
    TALKING = "talking"
    HOLDING = "holding"
    CONSULTING = "consulting"
    WRAP_UP = "wrap_up"
    ON_BREAK = "on_break"
    NOT_READY = "not_ready"

    @staticmethod
    def on_the_phone() -> frozenset["AgentState"]:
        return frozenset({AgentState.TALKING, AgentState.HOLDING, AgentState.CONSULTING})


class AgentFact(StrEnum):
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    RANG = "rang"
    RING_ENDED = "ring_ended"
    ANSWERED = "answered"
    HELD = "held"
    RESUMED = "resumed"
    CONSULT_STARTED = "consult_started"
    CONSULT_ENDED = "consult_ended"
    TALK_ENDED = "talk_ended"
    PAUSED = "paused"
    UNPAUSED = "unpaused"


class Move(Enum):
    """Cells of the table that are not a state."""

    REST = "what the agent's membership and pause say: signed out, ready, wrap-up, on break or not ready"
    STAY = "nothing changes"
    UNEXPECTED = "nothing changes, and it is counted"


WRAP_UP_REASON: Final = "wrap_up"
NOT_READY_REASON: Final = "not_ready"


@dataclass(frozen=True, slots=True)
class AgentNow:
    """`pause` is the reason of the pause in force, None without one; it also stands during a talk, because
    the dial plan pauses before the bridge so that wrap-up follows without a race."""

    state: AgentState
    since_us: int
    member: bool
    pause: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    before: AgentNow
    after: AgentNow
    expected: bool


_S = AgentState
_F = AgentFact
_M = Move
_BETWEEN_CALLS: Final[dict[AgentFact, AgentState | Move]] = {
    _F.SIGNED_IN: _M.REST,
    _F.SIGNED_OUT: _M.REST,
    _F.RANG: _S.RINGING,
    # A ring or talk that ended twice: its leg's hang-up and the queue's word come apart.
    _F.RING_ENDED: _M.STAY,
    _F.TALK_ENDED: _M.STAY,
    # Seen after a reconnect in the middle of a ring.
    _F.ANSWERED: _S.TALKING,
    _F.HELD: _M.UNEXPECTED,
    _F.RESUMED: _M.UNEXPECTED,
    _F.CONSULT_STARTED: _M.UNEXPECTED,
    _F.CONSULT_ENDED: _M.STAY,
    _F.PAUSED: _M.REST,
    _F.UNPAUSED: _M.REST,
}
_ON_THE_PHONE: Final[dict[AgentFact, AgentState | Move]] = {
    # Membership and pause are remembered and take effect when the talk ends.
    _F.SIGNED_IN: _M.STAY,
    _F.SIGNED_OUT: _M.STAY,
    _F.PAUSED: _M.STAY,
    _F.UNPAUSED: _M.STAY,
    _F.RANG: _M.UNEXPECTED,
    _F.RING_ENDED: _M.STAY,
    _F.ANSWERED: _M.STAY,
    _F.HELD: _S.HOLDING,
    _F.RESUMED: _S.TALKING,
    _F.CONSULT_STARTED: _S.CONSULTING,
    _F.CONSULT_ENDED: _M.STAY,
    _F.TALK_ENDED: _M.REST,
}
TRANSITIONS: Final[dict[AgentState, dict[AgentFact, AgentState | Move]]] = {
    _S.SIGNED_OUT: {
        **_BETWEEN_CALLS,
        _F.RANG: _M.UNEXPECTED,
        _F.ANSWERED: _M.UNEXPECTED,
        _F.PAUSED: _M.STAY,
        _F.UNPAUSED: _M.STAY,
    },
    _S.READY: _BETWEEN_CALLS,
    _S.WRAP_UP: _BETWEEN_CALLS,
    _S.ON_BREAK: _BETWEEN_CALLS,
    _S.NOT_READY: _BETWEEN_CALLS,
    _S.RINGING: {
        **_BETWEEN_CALLS,
        _F.SIGNED_IN: _M.STAY,
        _F.SIGNED_OUT: _M.STAY,
        _F.PAUSED: _M.STAY,
        _F.UNPAUSED: _M.STAY,
        _F.RANG: _M.STAY,
        _F.RING_ENDED: _M.REST,
        _F.TALK_ENDED: _M.REST,
    },
    _S.TALKING: _ON_THE_PHONE,
    _S.HOLDING: _ON_THE_PHONE,
    _S.CONSULTING: {
        **_ON_THE_PHONE,
        # Music for the customer goes on while the agent consults; only the consultation's end changes it.
        _F.HELD: _M.STAY,
        _F.RESUMED: _M.STAY,
        _F.CONSULT_ENDED: _S.HOLDING,
    },
}
_WITH_A_REASON: Final = frozenset({AgentState.ON_BREAK, AgentState.NOT_READY})


def advance(now: AgentNow, fact: AgentFact, at_us: int, *, reason: str | None = None) -> Change:
    """`reason` is that of a pause."""
    remembered = _remember(now, fact, reason)
    cell = TRANSITIONS[now.state][fact]
    if isinstance(cell, AgentState):
        state = cell
    elif cell is Move.REST:
        state = between_calls(member=remembered.member, pause=remembered.pause)
    else:
        state = now.state
    changed = state is not now.state or (state in _WITH_A_REASON and remembered.pause != now.pause)
    after = replace(remembered, state=state, since_us=at_us if changed else now.since_us)
    return Change(before=now, after=after, expected=cell is not Move.UNEXPECTED)


def between_calls(*, member: bool, pause: str | None) -> AgentState:
    if not member:
        return AgentState.SIGNED_OUT
    if pause is None:
        return AgentState.READY
    if pause == WRAP_UP_REASON or pause.startswith(f"{WRAP_UP_REASON}_"):
        return AgentState.WRAP_UP
    if pause in ("", NOT_READY_REASON) or pause.startswith(f"{NOT_READY_REASON}_"):
        return AgentState.NOT_READY
    return AgentState.ON_BREAK


def shown_reason(state: AgentState, pause: str | None) -> str | None:
    """Why, in a word for pages and files: the break's code, or why the seat is not ready."""
    if state not in _WITH_A_REASON or not pause or pause == NOT_READY_REASON:
        return None
    return pause.removeprefix(f"{NOT_READY_REASON}_") if state is AgentState.NOT_READY else pause


def _remember(now: AgentNow, fact: AgentFact, reason: str | None) -> AgentNow:
    if fact is AgentFact.SIGNED_IN:
        return replace(now, member=True)
    if fact is AgentFact.SIGNED_OUT:
        return replace(now, member=False, pause=None)
    if fact is AgentFact.PAUSED:
        return replace(now, pause=reason or "")
    if fact is AgentFact.UNPAUSED:
        return replace(now, pause=None)
    return now
