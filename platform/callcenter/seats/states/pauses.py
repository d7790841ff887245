"""The agent's pause in all queues, and what the dial plan has to know of it beforehand (ADR 0011, 0016)."""

from typing import Final

from callcenter.kit.clock import SECOND
from callcenter.seats.queue_members import Actions
from callcenter.telephony.ami.errors import ActionRefused

_OWNER: Final = "wrap_up"
_UNTIL: Final = "wrap_up_until"
_AFTER: Final = "after_wrap_up"
# What Asterisk says of a key that is not there.
_NOT_THERE: Final = "could not be deleted"


class Pauses:
    """`actions` is the link that changes queue members, `astdb` the one that may write astdb."""

    def __init__(self, actions: Actions, astdb: Actions) -> None:
        self._actions = actions
        self._astdb = astdb

    async def pause(self, interface: str, reason: str) -> None:
        await self._actions.act("QueuePause", {"Interface": interface, "Paused": "true", "Reason": reason})

    async def unpause(self, interface: str) -> None:
        await self._actions.act("QueuePause", {"Interface": interface, "Paused": "false"})

    async def take_over_wrap_up(self, interface: str) -> None:
        """Asterisk's limit lets go of this wrap-up; to be said before the pause becomes another."""
        for family in (_OWNER, _UNTIL, _AFTER):
            await self._forget(family, interface)

    async def extend_wrap_up(self, interface: str, until_us: int) -> None:
        """The limit's end is moved; should it fire at this moment, it does as if nothing was asked."""
        await self._put(_UNTIL, interface, str(-(-until_us // SECOND)))

    async def follow_wrap_up(self, interface: str, reason: str | None) -> None:
        """The pause that the limit gives instead of ready, with the platform or without."""
        if reason is None:
            await self._forget(_AFTER, interface)
        else:
            await self._put(_AFTER, interface, reason)

    async def _put(self, family: str, interface: str, value: str) -> None:
        fields = {"Family": family, "Key": _endpoint(interface), "Val": value}
        await self._astdb.act("DBPut", fields)

    async def _forget(self, family: str, interface: str) -> None:
        try:
            await self._astdb.act("DBDel", {"Family": family, "Key": _endpoint(interface)})
        except ActionRefused as refused:
            if _NOT_THERE not in refused.reason.lower():
                raise


def _endpoint(interface: str) -> str:
    return interface.partition("/")[2]
