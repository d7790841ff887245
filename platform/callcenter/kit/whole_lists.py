"""Lists that are saved as a whole: who saves one says which one they saw, and loses no change unseen."""

from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Annotated, Final

from pydantic import StringConstraints, computed_field
from sqlalchemy import text

from callcenter.kit.db import WriteSession
from callcenter.kit.errors import Refused
from callcenter.kit.schemas import Sent, Shown

_LETTERS: Final = 32
_SAVING: Final = 0x115751
"""Names the lock of who saves a list among PostgreSQL's advisory locks."""


class ListChangedMeanwhile(Refused):
    """Somebody saved the list since the person read it."""

    def __init__(self) -> None:
        super().__init__(
            zh="他人刚刚修改了这份设置,您的更改未保存。请重新载入,查看最新内容后再改。",
            en="Somebody else has just changed these settings; yours were not saved. "
            "Load them again, look at what they are now, then change them.",
        )


class WholeListShown(Shown):
    """`version` tells what the list holds; the same content has the same version."""

    @computed_field
    @property
    def version(self) -> str:
        held = self.model_dump_json(exclude={"version"})
        return sha256(held.encode()).hexdigest()[:_LETTERS]


class WholeListSent(Sent):
    """`version`: the one the person saw; without it the list replaces whatever stands there."""

    version: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")] | None = None

    async def replaces(
        self, session: WriteSession, standing: Callable[[], Awaitable[WholeListShown]]
    ) -> None:
        """Until the transaction ends nobody else saves a list: of two with one version, one is refused.

        Raises ListChangedMeanwhile.
        """
        if session.get_bind().dialect.name == "postgresql":
            await session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _SAVING})
        if self.version is not None and self.version != (await standing()).version:
            raise ListChangedMeanwhile
