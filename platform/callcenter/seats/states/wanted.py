"""What an agent, a supervisor or the platform may ask for in which state, and what has to be done when.

The state itself is Asterisk's (`telephony.agent_state`). This is the other half: what is wanted, remembered
until the call and its wrap-up are over. A command is done now, booked, or refused by name; a state that
was reached says what is due. One table, two pure functions.

A break that is asked for during a call or wrap-up begins when the wrap-up ends: the agent still has notes to
write, and whoever wants no wrap-up ends it with the break. A seat that is not well takes no call either, but
never ends one.
"""

from collections.abc import Callable
from enum import Enum, StrEnum
from typing import Final

from callcenter.kit.errors import Refused
from callcenter.seats.errors import (
    AlreadyOnThisBreak,
    AlreadyReady,
    InACall,
    NoBreakBooked,
    NoExtensionLeft,
    NotInWrapUp,
    NotSignedInAtASeat,
    SeatUnwell,
)
from callcenter.seats.states.standing import Standing
from callcenter.telephony.agent_state import NOT_READY_REASON, AgentState

MISSED_RINGS: Final = "missed_rings"
SIGN_OUT: Final = "sign_out"
"""Booked like a break; no reason of the administrator's has this code."""


class Command(StrEnum):
    READY = "ready"
    BREAK = "break"
    CANCEL_BREAK = "cancel_break"
    END_WRAP_UP = "end_wrap_up"
    EXTEND_WRAP_UP = "extend_wrap_up"
    SIGN_OUT = "sign_out"
    FORCE_SIGN_OUT = "force_sign_out"


class Answer(Enum):
    NOW = "done at once"
    BOOK = "done when the call and its wrap-up are over"


_C = Command
_S = AgentState
_Cell = Answer | Callable[[], Refused]
_IN_A_CALL: Final[dict[Command, _Cell]] = {
    _C.READY: InACall,
    _C.BREAK: Answer.BOOK,
    _C.CANCEL_BREAK: Answer.NOW,
    _C.END_WRAP_UP: NotInWrapUp,
    _C.EXTEND_WRAP_UP: NotInWrapUp,
    _C.SIGN_OUT: InACall,
    _C.FORCE_SIGN_OUT: Answer.BOOK,
}
_BETWEEN_CALLS: Final[dict[Command, _Cell]] = {
    _C.READY: Answer.NOW,
    _C.BREAK: Answer.NOW,
    _C.CANCEL_BREAK: Answer.NOW,
    _C.END_WRAP_UP: NotInWrapUp,
    _C.EXTEND_WRAP_UP: NotInWrapUp,
    _C.SIGN_OUT: Answer.NOW,
    _C.FORCE_SIGN_OUT: Answer.NOW,
}
ANSWERS: Final[dict[AgentState, dict[Command, _Cell]]] = {
    _S.SIGNED_OUT: dict.fromkeys(Command, NotSignedInAtASeat),
    _S.READY: {**_BETWEEN_CALLS, _C.READY: AlreadyReady},
    _S.RINGING: _IN_A_CALL,
    _S.TALKING: _IN_A_CALL,
    _S.HOLDING: _IN_A_CALL,
    _S.CONSULTING: _IN_A_CALL,
    _S.WRAP_UP: {
        **_BETWEEN_CALLS,
        _C.BREAK: Answer.BOOK,
        _C.END_WRAP_UP: Answer.NOW,
        _C.EXTEND_WRAP_UP: Answer.NOW,
    },
    _S.ON_BREAK: _BETWEEN_CALLS,
    _S.NOT_READY: _BETWEEN_CALLS,
}


def answer(
    state: AgentState,
    command: Command,
    standing: Standing,
    *,
    reason: str | None = None,
    extensions: int = 0,
) -> Answer:
    """Raises the refusal that the table or the standing names. `reason` is the break asked for; None after
    wrap-up means ready; `extensions` is how many a wrap-up may have."""
    cell = ANSWERS[state][command]
    if not isinstance(cell, Answer):
        raise cell()
    to_ready = command is Command.READY or (
        command is Command.END_WRAP_UP and reason is None and standing.booked is None
    )
    if to_ready and standing.unwell is not None and standing.unwell != MISSED_RINGS:
        raise SeatUnwell(standing.unwell)
    if command is Command.CANCEL_BREAK and standing.booked is None:
        raise NoBreakBooked
    if command is Command.EXTEND_WRAP_UP and standing.extensions_used >= extensions:
        raise NoExtensionLeft(extensions)
    if command is Command.BREAK and state is AgentState.ON_BREAK and standing.reason == reason:
        raise AlreadyOnThisBreak
    return cell


class Due(Enum):
    """What a reached state asks of the platform."""

    NOTHING = "nothing"
    PAUSE = "pause with the reason that `next_pause` says"
    SIGN_OUT = "sign out"
    UNPAUSE = "let calls come again"


BETWEEN_CALLS: Final = frozenset({_S.READY, _S.ON_BREAK, _S.NOT_READY})


def due(state: AgentState, pause: str | None, standing: Standing) -> Due:
    """In a call and in wrap-up nothing is: what is wanted waits for their end."""
    if state not in BETWEEN_CALLS:
        return Due.NOTHING
    if standing.booked == SIGN_OUT:
        return Due.SIGN_OUT
    wanted = next_pause(standing)
    if state is AgentState.NOT_READY and wanted is None and is_of_the_seat(pause):
        return Due.UNPAUSE
    if wanted is None or wanted == pause:
        return Due.NOTHING
    # A break goes on when the seat is not well: it is no call's way.
    return Due.NOTHING if state is AgentState.ON_BREAK and standing.booked is None else Due.PAUSE


def next_pause(standing: Standing) -> str | None:
    """The pause that follows the call and its wrap-up; None: ready."""
    if standing.booked == SIGN_OUT:
        return f"{NOT_READY_REASON}_{SIGN_OUT}"
    if standing.booked is not None:
        return standing.booked
    return None if standing.unwell is None else f"{NOT_READY_REASON}_{standing.unwell}"


def is_of_the_seat(pause: str | None) -> bool:
    """A pause that the platform gave for the seat's own sake, and takes back when the seat is well again."""
    return pause is not None and pause.startswith(f"{NOT_READY_REASON}_")
