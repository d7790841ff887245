"""A follow-up that falls due is said on the page of who has to do it. The list itself is always there."""

from callcenter.crm.history import repository
from callcenter.kit.clock import Clock
from callcenter.kit.db import Database
from callcenter.seats.station.stations import Stations
from callcenter.tenancy import Scope


class FollowUpReminder:
    """Remembers in memory what was said: after a restart only what falls due from then on is said."""

    def __init__(self, database: Database, clock: Clock, scope: Scope, stations: Stations) -> None:
        self._database = database
        self._clock = clock
        self._scope = scope
        self._stations = stations
        self._said_until_us = clock.now_us()

    async def remind(self) -> None:
        now_us = self._clock.now_us()
        async with self._database.read() as session:
            due = await repository.fallen_due(
                session, self._scope, after_us=self._said_until_us, until_us=now_us
            )
        self._said_until_us = now_us
        for person_id, count in due.items():
            self._stations.notify(
                person_id,
                zh=f"{count} 项客户跟进已到期",
                en=f"{count} follow-up{'s are' if count > 1 else ' is'} due",
                level="warn",
            )
