"""What is asked of lost calls, and who answers: one line for each caller, however long the period."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from callcenter.crm.lost_calls.lost_call import LostState
from callcenter.kit.db import ReadSession
from callcenter.telephony.models import CallRecord
from callcenter.tenancy import Scope


@dataclass(frozen=True, slots=True)
class LostFilter:
    """Lost calls whose caller asked for a person in the period; `to_us` is exclusive."""

    from_us: int
    to_us: int
    queue: str | None = None
    state: LostState | None = None


@dataclass(frozen=True, slots=True)
class Tries:
    """How often the caller was lost in the period, and when the first of these calls arrived."""

    count: int
    first_us: int


class LostLines(Protocol):
    """Implemented by reporting, which keeps old days. A line is a caller's last lost call of the period."""

    async def page(
        self, session: ReadSession, scope: Scope, chosen: LostFilter, *, cursor: str | None, limit: int
    ) -> tuple[Sequence[CallRecord], str | None]:
        """The newest first, and the next page's cursor. Raises BadCursor."""
        ...

    async def tries(
        self, session: ReadSession, scope: Scope, chosen: LostFilter, lines: Sequence[CallRecord]
    ) -> dict[str, Tries]:
        """By the call of the line."""
        ...

    async def counts(
        self, session: ReadSession, scope: Scope, chosen: LostFilter
    ) -> dict[tuple[bool, bool], int]:
        """The number of callers by whether they were dealt with and whether they were answered later."""
        ...
