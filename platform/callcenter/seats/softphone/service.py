"""Browser phones: credentials issued to one page at a time, renewed, taken back, without a reload.

The row is written first: a credential in Asterisk has a row that says when it ends, whatever dies in between.
A credential's end never ends a call: Asterisk asks for it at registrations and at new calls only.
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import IntegrityError

from callcenter.identity.audit import AuditTrail
from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.identity.roles import Role
from callcenter.kit.clock import SECOND, Clock
from callcenter.kit.db import Database, ReadSession, WriteSession
from callcenter.kit.errors import CallcenterError
from callcenter.seats import repository
from callcenter.seats.errors import NotSignedInAtASeat
from callcenter.seats.models import Phone, Sitting
from callcenter.seats.phone_database import PhoneDatabase
from callcenter.seats.phones_now import Registrations
from callcenter.seats.softphone import repository as softphone_repository
from callcenter.seats.softphone.errors import DeskPhoneInUse, NoPhoneFree, PhoneInCall
from callcenter.seats.softphone.health import PhoneHealth
from callcenter.seats.softphone.models import Softphone, SoftphoneTag
from callcenter.seats.softphone.softphone import (
    Issued,
    PhoneTrouble,
    Report,
    new_password,
    seat_endpoint,
    supervisor_endpoints,
)
from callcenter.seats.softphone.withdrawal import Withdrawal
from callcenter.tenancy import Scope

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class PageAnswer:
    """What a page learns when it reports: whether the phone is still its own, and how its seat is seen."""

    replaced: bool
    expires_us: int | None
    registered: bool
    trouble: PhoneTrouble | None


class Softphones:
    def __init__(
        self,
        database: Database,
        audit: AuditTrail,
        clock: Clock,
        asterisk: PhoneDatabase,
        phones: Registrations,
        health: PhoneHealth,
        withdrawal: Withdrawal,
        *,
        lifetime_us: int,
        supervisor_phones: int,
    ) -> None:
        self._database = database
        self._audit = audit
        self._clock = clock
        self._asterisk = asterisk
        self._phones = phones
        self._health = health
        self._lifetime_us = lifetime_us
        self._supervisor_phones = supervisor_phones
        self._withdrawal = withdrawal
        self.on_replaced: Callable[[str], None] | None = None
        """Told the person whose first page has just lost the phone to a second one."""
        self._leaving: set[asyncio.Task[None]] = set()

    # What a page asks for.

    async def issue(self, person: CurrentPerson, *, tab: str) -> Issued:
        """A new password each time; the one before is worth nothing from then on."""
        scope = scope_of(person)
        await self._leave_other_phone(person, scope)
        async with self._withdrawal.turn:
            try:
                row, replaced = await self._take(person, scope, tab)
            except IntegrityError:
                # Two pages, or two supervisors, at the same moment: the other one was first.
                raise NoPhoneFree from None
            password = new_password()
            await self._asterisk.put_credential(row.endpoint, password)
        if replaced and self.on_replaced is not None:
            self.on_replaced(person.id)
        return Issued(row.endpoint, password, row.expires_us)

    async def _leave_other_phone(self, person: CurrentPerson, scope: Scope) -> None:
        """Who sits elsewhere now: the credential of the phone before must not outlive its row."""
        async with self._database.read() as session:
            own = await softphone_repository.phone_of_person(session, scope, person.id)
            endpoint = await self._endpoint_of(session, scope, person, self._clock.now_us())
        if own is not None and own.endpoint != endpoint:
            await self._withdrawal.now(own)

    async def give_back(self, person: CurrentPerson) -> None:
        """Without a phone in use there is nothing to give back, and that is as well."""
        async with self._database.read() as session:
            row = await softphone_repository.phone_of_person(session, scope_of(person), person.id)
        if row is not None:
            await self._withdrawal.now(row)

    async def report(self, person: CurrentPerson, *, tab: str, report: Report) -> PageAnswer:
        async with self._database.read() as session:
            row = await softphone_repository.phone_of_person(session, scope_of(person), person.id)
        if row is None:
            return PageAnswer(replaced=False, expires_us=None, registered=False, trouble=None)
        if row.tab != tab:
            return PageAnswer(replaced=True, expires_us=None, registered=False, trouble=None)
        self._health.hear(row.endpoint, report)
        return PageAnswer(
            replaced=False,
            expires_us=row.expires_us,
            registered=self._phones.is_registered(row.endpoint),
            trouble=self._health.trouble_at(row.endpoint),
        )

    # What happens to the sitting under it.

    async def sat_down(self, sitting: Sitting) -> None:
        """Without its name both phones of the seat are rung; the next epoch names it."""
        self._health.watch(sitting)
        try:
            # Not while the name of whoever sat there before is being taken away.
            async with self._withdrawal.turn:
                await self._asterisk.name_phone(sitting)
        except CallcenterError as error:
            _log.warning("a seat's phone was not named", seat=sitting.seat, error=type(error).__name__)

    async def got_up(self, sitting: Sitting) -> None:
        """Precondition: out of the queues. The page un-registers meanwhile, and the rest follows in the
        background: a page that is gone must not keep the agent waiting."""
        self._health.forget(sitting)
        self._later(self._follow_up(sitting, self._clock.now_us()))

    def signed_out(self, person: CurrentPerson) -> None:
        """Of the pages: the page says good-bye to Asterisk meanwhile. Another page of the same person asks
        for a credential of its own when it hears that it has none."""
        self._later(self._leave(person))

    async def close(self) -> None:
        """What is under way may finish: its waits are short and bounded."""
        await asyncio.gather(*self._leaving, return_exceptions=True)

    async def _take(self, person: CurrentPerson, scope: Scope, tab: str) -> tuple[Softphone, bool]:
        async with self._database.write() as session:
            now_us = self._clock.now_us()
            endpoint = await self._endpoint_of(session, scope, person, now_us)
            held = await softphone_repository.phone_at(session, scope, endpoint)
            own = await softphone_repository.phone_of_person(session, scope, person.id)
            if held is not None and held.tab != tab and self._phones.channels_of(endpoint):
                raise PhoneInCall
            replaced = held is not None and held.tab != tab and held.person_id == person.id
            if replaced:
                await self._record(session, SoftphoneTag.PAGE_REPLACED, person, endpoint)
            for row in {each.endpoint: each for each in (held, own) if each is not None}.values():
                await session.delete(row)
            await session.flush()
            row = Softphone(
                endpoint=endpoint,
                client_company_id=person.company_id,
                person_id=person.id,
                tab=tab,
                issued_us=now_us,
                expires_us=now_us + self._lifetime_us,
            )
            session.add(row)
            await self._record(session, SoftphoneTag.CREDENTIAL_ISSUED, person, endpoint)
            return row, replaced

    async def _endpoint_of(
        self, session: ReadSession, scope: Scope, person: CurrentPerson, now_us: int
    ) -> str:
        agent = await repository.agent_of_person(session, scope, person.id)
        sitting = None if agent is None else await repository.open_sitting_of_agent(session, scope, agent.id)
        if sitting is not None and sitting.phone == Phone.WEB:
            return seat_endpoint(sitting.client_company_id, sitting.seat)
        if sitting is not None:
            raise DeskPhoneInUse
        if Role.SUPERVISOR not in person.roles:
            raise NotSignedInAtASeat
        all_phones = supervisor_endpoints(person.company_id, self._supervisor_phones)
        rows = await softphone_repository.phones_among(session, scope, all_phones)
        taken = {row.endpoint for row in rows if row.person_id != person.id and row.expires_us > now_us}
        own = [row.endpoint for row in rows if row.person_id == person.id]
        free = [*own, *(endpoint for endpoint in all_phones if endpoint not in taken)]
        if not free:
            raise NoPhoneFree
        return free[0]

    async def _record(
        self, session: WriteSession, tag: SoftphoneTag, person: CurrentPerson, endpoint: str
    ) -> None:
        await self._audit.record(session, tag, by=person.actor, subject=endpoint)

    def _later(self, leaving: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(leaving, name="phone withdrawn")
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)

    async def _leave(self, person: CurrentPerson) -> None:
        try:
            async with self._database.read() as session:
                row = await softphone_repository.phone_of_person(session, scope_of(person), person.id)
            if row is not None:
                await self._withdrawal.once_unregistered(row)
        except CallcenterError as error:
            _log.warning("a phone was not withdrawn", person=person.id, error=type(error).__name__)

    async def _follow_up(self, sitting: Sitting, left_us: int) -> None:
        """What fails is taken back by the next sweep: the row is still there."""
        try:
            if sitting.phone == Phone.WEB:
                endpoint = seat_endpoint(sitting.client_company_id, sitting.seat)
                scope = Scope.of(sitting.client_company_id)
                async with self._database.read() as session:
                    row = await softphone_repository.phone_at(session, scope, endpoint)
                # One issued since belongs to whoever sits there now.
                if row is not None and row.issued_us <= left_us:
                    await self._withdrawal.once_unregistered(row)
            await self._forget_phone(sitting)
        except CallcenterError as error:
            _log.warning("a phone was not withdrawn", seat=sitting.seat, error=type(error).__name__)

    async def _forget_phone(self, sitting: Sitting) -> None:
        scope = Scope.of(sitting.client_company_id)
        async with self._withdrawal.turn:
            async with self._database.read() as session:
                if await repository.open_sitting_at(session, scope, sitting.seat) is not None:
                    # Somebody sat down meanwhile, and the entry is theirs.
                    return
            await self._asterisk.forget_phone(sitting)


def lifetime_us(minutes: int, session_hours: int) -> int:
    """Never longer than the sign-in that it was issued under may last."""
    return min(minutes * 60, session_hours * 3600) * SECOND
