"""What a reconciliation asks of packages above it."""

from typing import Protocol

from callcenter.telephony.reconcile.differences import Findings


class RecordingsBeside(Protocol):
    """Implemented by recordings: the register held against the folder, and put right."""

    async def reconcile(self, findings: Findings, *, from_us: int, to_us: int) -> None: ...
