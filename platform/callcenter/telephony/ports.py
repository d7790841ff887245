"""What the record asks of packages above it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from sqlalchemy import ColumnElement

from callcenter.kit.db import ReadSession, WriteSession
from callcenter.telephony.call import Call
from callcenter.telephony.call_lists import CallFilter
from callcenter.tenancy import Scope


class Recorded(StrEnum):
    """Whether the recording file of a call is there. Only an answered call must have one; others may."""

    PRESENT = "present"
    MISSING = "missing"
    PENDING = "pending"
    NONE = "none"


class RecordedCalls(Protocol):
    """Implemented by recordings; telephony lists calls without knowing how recordings are kept."""

    async def of(
        self, session: ReadSession, scope: Scope, call_ids: Sequence[str]
    ) -> Mapping[str, Recorded]: ...

    def condition(self, recorded: Recorded) -> ColumnElement[bool]:
        """On `telephony.models.CallRecord`."""
        ...


@dataclass(frozen=True, slots=True)
class Told:
    """A call as the record tells it, and whose it is."""

    call: Call
    company_id: str


@dataclass(frozen=True, slots=True)
class CallChange:
    """A call of the record as it was and as it is now. None: it was not there, or is there no more."""

    before: Told | None
    after: Told | None


@dataclass(frozen=True, slots=True)
class AgentSaid:
    """From `at_us` on the agent is in that state, says queue_log. `reason` is that of a break, or empty."""

    company_id: str
    agent: str
    at_us: int
    state: str
    reason: str = ""


class RecordFollower(Protocol):
    """Implemented by reporting: hears of every change of the record within the transaction that makes it."""

    async def calls_changed(self, session: WriteSession, changes: Sequence[CallChange]) -> None: ...

    async def agents_said(self, session: WriteSession, said: Sequence[AgentSaid]) -> None: ...


class NobodyFollows:
    """For a record that nothing is derived from."""

    async def calls_changed(self, session: WriteSession, changes: Sequence[CallChange]) -> None: ...

    async def agents_said(self, session: WriteSession, said: Sequence[AgentSaid]) -> None: ...


@dataclass(frozen=True, slots=True)
class Quarters:
    """Where quarters of an hour begin, in the order asked for. `more`: there are others behind the last."""

    begins: Sequence[int]
    more: bool


class CallPresence(Protocol):
    """Implemented by reporting: in which quarters of an hour a list has any calls at all."""

    async def quarters(
        self, session: ReadSession, scope: Scope, chosen: CallFilter, *, newest_first: bool, enough: int
    ) -> Quarters | None:
        """By the clock of the list, at least as many as hold `enough` calls by the figures; None: not known.

        Every call of the list that no quarter named here holds comes behind the last of them.
        """
        ...


class NowhereKnown:
    """For a record that nothing is derived from."""

    async def quarters(
        self, session: ReadSession, scope: Scope, chosen: CallFilter, *, newest_first: bool, enough: int
    ) -> Quarters | None: ...
