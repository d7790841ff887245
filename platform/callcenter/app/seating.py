"""Seats in the running platform: those of the settings, who sits there, and queues kept in line."""

from callcenter.app.phone_parts import Now
from callcenter.app.phone_system import seats_of
from callcenter.app.settings import Settings
from callcenter.identity.audit import AuditTrail
from callcenter.identity.person import SYSTEM
from callcenter.kit.clock import Clock
from callcenter.kit.db import Database
from callcenter.seats.queue_members import QueueMembers
from callcenter.seats.reactions import on_floor_rebuilt
from callcenter.seats.roster import AgentRoster
from callcenter.seats.service import Seats
from callcenter.seats.staffing import ensure_seats
from callcenter.tenancy import Scope


class Seating:
    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        database: Database,
        audit: AuditTrail,
        now: Now,
        roster: AgentRoster,
        scope: Scope,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._database = database
        self._audit = audit
        self._now = now
        self._roster = roster
        self._scope = scope
        self.service = Seats(database, audit, clock, QueueMembers(now.links.actions))
        now.watch.after_rebuild(self._put_queues_right)

    async def open(self) -> None:
        """Before the floor is watched: the seats exist, and agents are known by name."""
        async with self._database.write() as session:
            codes = [seat.code for seat in seats_of(self._settings)]
            await ensure_seats(
                session,
                self._audit,
                self._settings.company_id,
                codes,
                by=SYSTEM,
                at_us=self._clock.now_us(),
            )
        await self._roster.load(self._database, self._scope)
        self._now.watch.refresh_names()

    async def _put_queues_right(self) -> None:
        # Agents may have been added since the platform started.
        await self._roster.load(self._database, self._scope)
        self._now.watch.refresh_names()
        await on_floor_rebuilt(self.service, self._now.watch.floor, self._now.links.actions, self._scope)
