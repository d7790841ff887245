"""What the record asks of packages above it."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Protocol

from sqlalchemy import ColumnElement

from callcenter.kit.db import ReadSession
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
