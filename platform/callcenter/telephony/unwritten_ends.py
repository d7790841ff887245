"""Calls whose end Asterisk could not write (its log disk was full): the record would show them open for ever.

What Asterisk's lists do not hold any more has ended, nobody knows when. That is told through queue_log like
everything else the record rests on, so a recount from the files says the same.
"""

from collections.abc import Callable
from typing import Final

import structlog

from callcenter.kit.db import Database
from callcenter.kit.errors import CallcenterError
from callcenter.telephony.ami.link import AmiLink
from callcenter.telephony.interpretation import CALL_GONE
from callcenter.telephony.journal import repository

_log = structlog.get_logger(__name__)

LOOK_EVERY_SECONDS: Final = 10.0


class UnwrittenEnds:
    """`look` again and again, only while the record is current: a record that is behind knows ends later."""

    def __init__(self, database: Database, actions: AmiLink, *, on_floor: Callable[[str], bool]) -> None:
        """`on_floor`: whether AMI's events tell of a call; Asterisk is not asked about those that are."""
        self._database = database
        self._actions = actions
        self._on_floor = on_floor
        self._missed: set[str] = set()
        """Open in the record and not in Asterisk at the last look; a second look rules out a race."""

    async def look(self, *, current: bool) -> None:
        if not current:
            self._missed.clear()
            return
        async with self._database.read() as session:
            left_open = await repository.open_call_ids(session)
        wondered = {call_id for call_id in left_open if not self._on_floor(call_id)}
        if not wondered:
            self._missed.clear()
            return
        try:
            listed = await self._actions.ask_list("Status", {"AllVariables": "false"})
            alive = {channel.get(name, "") for channel in listed.items for name in ("linkedid", "uniqueid")}
            missed = wondered - alive
            for call_id in sorted(missed & self._missed):
                await self._tell(call_id)
        except CallcenterError as error:
            _log.warning("asterisk could not be asked for calls without an end", error=type(error).__name__)
            missed = set[str]()
        self._missed = missed

    async def _tell(self, call_id: str) -> None:
        await self._actions.act(
            "QueueLog",
            {"Queue": "NONE", "Event": CALL_GONE, "Uniqueid": call_id, "Interface": "NONE", "Message": ""},
        )
        _log.warning("a call ended without Asterisk writing its end", call_id=call_id)
