"""Credentials of browser phones that nobody may hold any more, whatever was in the way at the time."""

from callcenter.kit.clock import Clock
from callcenter.kit.db import Database
from callcenter.seats import repository
from callcenter.seats.phone_database import PhoneDatabase
from callcenter.seats.softphone import repository as softphone_repository
from callcenter.seats.softphone.health import PhoneHealth
from callcenter.seats.softphone.softphone import supervisor_endpoints
from callcenter.seats.softphone.withdrawal import Withdrawal
from callcenter.tenancy import Scope


class SoftphoneUpkeep:
    def __init__(
        self,
        database: Database,
        clock: Clock,
        asterisk: PhoneDatabase,
        health: PhoneHealth,
        withdrawal: Withdrawal,
        *,
        supervisor_phones: int,
    ) -> None:
        self._database = database
        self._clock = clock
        self._asterisk = asterisk
        self._health = health
        self._withdrawal = withdrawal
        self._supervisor_phones = supervisor_phones

    async def put_right(self, scope: Scope) -> None:
        """After every epoch: the phones of those who sit are watched and named, and nobody else's; Asterisk's
        database holds no credential that ours does not."""
        async with self._database.read() as session:
            sittings = await repository.open_sittings(session, scope)
        for sitting in sittings:
            self._health.watch(sitting)
        await self._asterisk.name_only(sittings)
        await self.sweep(scope)
        async with self._withdrawal.turn:
            async with self._database.read() as session:
                held = await softphone_repository.phones(session, scope)
            await self._asterisk.keep_credentials_of({row.endpoint for row in held}, scope.company_ids)

    async def sweep(self, scope: Scope) -> None:
        """Those whose time is over, and what a broken link left of who signed out."""
        of_no_seat = [
            endpoint
            for company_id in sorted(scope.company_ids)
            for endpoint in supervisor_endpoints(company_id, self._supervisor_phones)
        ]
        async with self._database.read() as session:
            over = await softphone_repository.over(
                session, scope, self._clock.now_us(), of_no_seat=of_no_seat
            )
        await self._withdrawal.of_each([row for row in over if not self._withdrawal.waits_for(row.endpoint)])
