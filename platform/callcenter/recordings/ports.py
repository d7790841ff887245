"""What the register of recordings asks of packages above it."""

from collections.abc import Sequence
from typing import Protocol

from callcenter.kit.db import WriteSession


class RecordingFollower(Protocol):
    """Implemented by reporting: hears whose recordings were looked for, in the transaction that says so."""

    async def recordings_looked_for(self, session: WriteSession, call_ids: Sequence[str]) -> None: ...


class NobodyFollows:
    """For a register that nothing is derived from."""

    async def recordings_looked_for(self, session: WriteSession, call_ids: Sequence[str]) -> None: ...
