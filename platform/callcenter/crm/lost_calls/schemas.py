"""Lost calls as the API shows them. Numbers are masked; `/api/calls` filters by the token `caller`."""

from typing import Annotated

from pydantic import Field

from callcenter.crm.handling.schemas import CallerKnown, HandlingShown
from callcenter.crm.lost_calls.lost_call import GaveUpAt, LostState
from callcenter.kit.schemas import Sent, Shown
from callcenter.telephony.endpoints import Word
from callcenter.telephony.outcome import Outcome


class LaterCall(Shown):
    """The first later call that somebody answered, else the caller's last one."""

    call_id: str
    at_us: int
    answered: bool
    outcome: Outcome | None
    agent: str | None
    agent_name: str | None


class LostCaller(Shown):
    """`call_id` is the last try of the period, what stands beside it is about that one; `tries` are all."""

    call_id: str
    caller: str | None
    caller_masked: str
    customer: CallerKnown | None
    hotline: str
    demo: bool
    tries: int
    first_us: int
    last_us: int
    queue: str | None
    gave_up_at: GaveUpAt
    outcome: Outcome
    short_abandon: bool
    wait_us: int | None
    voice_message: bool
    state: LostState
    later: LaterCall | None
    handling: HandlingShown | None


class LostCallers(Shown):
    items: list[LostCaller]
    next_cursor: str | None


class LostExportAsked(Sent):
    from_us: Annotated[int, Field(ge=0, le=2**53)]
    to_us: Annotated[int, Field(ge=0, le=2**53)]
    queue: Word | None = None
    state: LostState | None = None


class LostCounts(Shown):
    """Callers of the period by state."""

    open: int
    called_again: int
    handled: int
