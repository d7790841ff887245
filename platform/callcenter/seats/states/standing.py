"""What only the platform knows of an agent: who caused the present state, and what is wanted next."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from callcenter.telephony.agent_state import AgentState


class ByKind(StrEnum):
    SELF = "self"
    SUPERVISOR = "supervisor"
    SYSTEM = "system"
    ASTERISK = "asterisk"


@dataclass(frozen=True, slots=True)
class By:
    """Who caused a state. `name` is for pages; the record has the id."""

    kind: ByKind
    person_id: str | None = None
    name: str | None = None


BY_ASTERISK: Final = By(ByKind.ASTERISK)
BY_SYSTEM: Final = By(ByKind.SYSTEM)


@dataclass(frozen=True, slots=True)
class Standing:
    """The last state that was written down, who caused it, and what is wanted next."""

    state: AgentState = AgentState.SIGNED_OUT
    reason: str | None = None
    since_us: int = 0
    by: By = BY_ASTERISK
    booked: str | None = None
    """The break that begins when the call and its wrap-up are over, or `wanted.SIGN_OUT`."""
    booked_by: By = BY_SYSTEM
    unwell: str | None = None
    """Why the seat cannot take calls although its agent would."""
    missed_rings: int = 0
    """In a row."""
    wrap_up_until_us: int | None = None
    extensions_used: int = 0
