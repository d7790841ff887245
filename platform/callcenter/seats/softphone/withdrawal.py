"""Taking a browser phone's credential back: un-registered, then without a credential, then without a row."""

import asyncio
from typing import Final

import structlog

from callcenter.identity.audit import AuditTrail
from callcenter.identity.person import SYSTEM
from callcenter.kit.db import Database
from callcenter.kit.errors import CallcenterError
from callcenter.seats.phone_database import PhoneDatabase
from callcenter.seats.phones_now import Registrations
from callcenter.seats.softphone import repository as softphone_repository
from callcenter.seats.softphone.models import Softphone, SoftphoneTag

_log = structlog.get_logger(__name__)

# A page that is told to sign out un-registers within a moment; one that is gone never does.
UNREGISTERS_WITHIN: Final = 3.0


class Withdrawal:
    """`turn` is held by whoever issues or withdraws: the two must not overlap in Asterisk's database."""

    def __init__(
        self,
        database: Database,
        audit: AuditTrail,
        asterisk: PhoneDatabase,
        phones: Registrations,
        *,
        unregisters_within: float = UNREGISTERS_WITHIN,
    ) -> None:
        self.turn = asyncio.Lock()
        self._database = database
        self._audit = audit
        self._asterisk = asterisk
        self._phones = phones
        self._unregisters_within = unregisters_within
        self._waited_for: set[str] = set()

    def waits_for(self, endpoint: str) -> bool:
        """Its page is un-registering, and the rest follows."""
        return endpoint in self._waited_for

    async def once_unregistered(self, row: Softphone) -> None:
        self._waited_for.add(row.endpoint)
        try:
            await self._until_unregistered(row.endpoint)
            await self.now(row)
        finally:
            self._waited_for.discard(row.endpoint)

    async def now(self, row: Softphone) -> None:
        """A credential that was issued anew since `row` was read stays."""
        async with self.turn:
            if not await self._is_as_it_was(row):
                return
            if not self._phones.channels_of(row.endpoint):
                await self._asterisk.drop_contacts(row.endpoint)
            await self._asterisk.drop_credential(row.endpoint)
            async with self._database.write() as session:
                await softphone_repository.remove(session, row)
                await self._audit.record(
                    session,
                    SoftphoneTag.CREDENTIAL_REVOKED,
                    by=SYSTEM,
                    subject=row.endpoint,
                    company_id=row.client_company_id,
                )

    async def of_each(self, rows: list[Softphone]) -> None:
        """One that Asterisk does not hear of now holds up no other; the next look finds it again."""
        for row in rows:
            try:
                await self.now(row)
            except CallcenterError as error:
                _log.warning(
                    "a credential was not withdrawn", endpoint=row.endpoint, error=type(error).__name__
                )

    async def _is_as_it_was(self, row: Softphone) -> bool:
        async with self._database.read() as session:
            present = await session.get(Softphone, row.endpoint)
        return present is not None and present.issued_us == row.issued_us

    async def _until_unregistered(self, endpoint: str) -> None:
        if not self._phones.known:
            return
        try:
            async with asyncio.timeout(self._unregisters_within):
                await self._phones.until_unregistered(endpoint)
        except TimeoutError:
            _log.info("a page did not un-register in time", endpoint=endpoint)
