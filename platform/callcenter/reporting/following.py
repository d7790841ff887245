"""Everything that reporting derives from calls, told of each change in the transaction that makes it."""

from collections.abc import Sequence

from callcenter.kit.db import WriteSession
from callcenter.reporting.contacts.keeping import ContactFollower
from callcenter.reporting.rollups.keeping import RollupKeeper
from callcenter.telephony.ports import AgentSaid, CallChange


class RecordFollowers:
    """Implements telephony's port RecordFollower; whoever changes the record hands its changes to it."""

    def __init__(self) -> None:
        self._followers = (RollupKeeper(), ContactFollower())

    async def calls_changed(self, session: WriteSession, changes: Sequence[CallChange]) -> None:
        for follower in self._followers:
            await follower.calls_changed(session, changes)

    async def agents_said(self, session: WriteSession, said: Sequence[AgentSaid]) -> None:
        for follower in self._followers:
            await follower.agents_said(session, said)
