"""Whether the platform can do its work now, and if not, why, in Chinese and English."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from pydantic import BaseModel

Check = Callable[[], Awaitable["Reason | None"]]


class Reason(BaseModel):
    """One thing that keeps the platform from being ready."""

    part: str
    zh: str
    en: str


class ReadinessShown(BaseModel):
    ready: bool
    reasons: list[Reason]


@dataclass
class Readiness:
    """Asks every part; a part gives a reason or None."""

    _checks: list[Check] = field(default_factory=list[Check])

    def add(self, check: Check) -> None:
        self._checks.append(check)

    async def now(self) -> ReadinessShown:
        reasons = [reason for check in self._checks if (reason := await check()) is not None]
        return ReadinessShown(ready=not reasons, reasons=reasons)
