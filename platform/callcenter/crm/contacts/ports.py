"""What contacts ask of the floor: who has a call that the record may not know yet."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class CallInHand:
    """`queue` is a full name; None when the call waits in none and was in none."""

    agents: frozenset[str]
    queue: str | None


class CallsInHand(Protocol):
    def of(self, call_id: str) -> CallInHand | None:
        """None when the floor does not know the call (any more)."""
        ...
