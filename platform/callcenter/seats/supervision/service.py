"""A supervisor steps into a seat's call: who may, and the permission that one phone may use once."""

import asyncio
import secrets
from typing import Final

import structlog

from callcenter.identity.audit import AuditTag, AuditTrail
from callcenter.identity.person import SYSTEM, Actor, CurrentPerson, scope_of
from callcenter.kit.clock import Clock
from callcenter.kit.db import Database, ReadSession
from callcenter.kit.errors import CallcenterError, Refused
from callcenter.seats import repository
from callcenter.seats.models import Sitting
from callcenter.seats.phone_database import PhoneDatabase
from callcenter.seats.phones_now import Phones
from callcenter.seats.softphone import repository as softphone_repository
from callcenter.seats.teams import NotInYourTeams, supervised_agents
from callcenter.telephony.floor.events import FloorEvent, SupervisionBegan
from callcenter.telephony.outcome import SupervisionAct
from callcenter.tenancy import Scope

_log = structlog.get_logger(__name__)

USED_WITHIN_SECONDS: Final = 15.0
HUNG_UP_WITHIN_SECONDS: Final = 3.0
_IN_CALL: Final = frozenset({"talking", "holding", "consulting"})


class SupervisionTag(AuditTag):
    PERMITTED = "supervisor:call:permitted"
    STEPPED_IN = "supervisor:call:stepped_in"
    """Seen from Asterisk: the permission was used."""


class OwnPhoneNotRegistered(Refused):
    def __init__(self) -> None:
        super().__init__(
            zh="您的网页电话尚未注册,请先启用并等待注册完成。",
            en="Your own browser phone is not registered; switch it on first and wait until it is.",
        )


class OwnPhoneInCall(Refused):
    def __init__(self) -> None:
        super().__init__(
            zh="您的电话正在通话中,请先结束通话。", en="Your own phone is in a call; end that first."
        )


class OwnPhoneAtASeat(Refused):
    def __init__(self) -> None:
        super().__init__(
            zh="您正作为坐席签入,席位电话不能介入他人通话;请先签出席位,再启用班长电话。",
            en="You are signed in at a seat, and a seat's phone cannot step into a call; sign out of it, "
            "then switch on your supervisor's phone.",
        )


class NobodyAtSeat(Refused):
    def __init__(self) -> None:
        super().__init__(zh="该席位无人签入。", en="Nobody is signed in at that seat.")


class NoCallAtSeat(Refused):
    def __init__(self) -> None:
        super().__init__(zh="该坐席当前没有通话。", en="There is no call at that seat now.")


class Supervision:
    def __init__(
        self,
        database: Database,
        audit: AuditTrail,
        clock: Clock,
        scope: Scope,
        asterisk: PhoneDatabase,
        phones: Phones,
        *,
        used_within_seconds: float = USED_WITHIN_SECONDS,
        hung_up_within_seconds: float = HUNG_UP_WITHIN_SECONDS,
    ) -> None:
        self._database = database
        self._audit = audit
        self._clock = clock
        self._scope = scope
        self._asterisk = asterisk
        self._phones = phones
        self._used_within = used_within_seconds
        self._hung_up_within = hung_up_within_seconds
        self._names: dict[str, str] = {}
        self._open: set[asyncio.Task[None]] = set()

    async def permit(self, person: CurrentPerson, *, seat: str, act: SupervisionAct) -> str:
        """What the supervisor's phone has to dial within seconds; nobody else's may, and once only."""
        scope = scope_of(person)
        async with self._database.read() as session:
            sitting = await repository.open_sitting_at(session, scope, seat)
            if sitting is None:
                raise NobodyAtSeat
            if sitting.agent_id not in await supervised_agents(session, person):
                raise NotInYourTeams
            own = await self._own_phone(session, scope, person)
        await self._require_free(own)
        self._require_call(sitting)
        async with self._database.write() as session:
            detail = {"act": act.value, "seat": seat, "phone": own}
            await self._audit.record(
                session, SupervisionTag.PERMITTED, by=person.actor, subject=sitting.agent_id, detail=detail
            )
        token = secrets.token_hex(16)
        target = sitting.interface.removeprefix("PJSIP/")
        self._forget_unused(token)
        await self._asterisk.grant(token, who=own, act=act.value, target=target)
        self._names[own] = person.display_name
        return f"act-{token}"

    async def hear(self, event: FloorEvent) -> None:
        """Told every event of the floor in its order. What happens while the link is down stands in the
        call's own record all the same."""
        if not isinstance(event, SupervisionBegan):
            return
        async with self._database.write() as session:
            holder = await softphone_repository.holder_of(session, self._scope, event.by)
            sitting = await repository.open_sitting_at(session, self._scope, event.seat)
            detail = {"act": event.act, "seat": event.seat, "phone": event.by, "call": event.call_id}
            await self._audit.record(
                session,
                SupervisionTag.STEPPED_IN,
                by=SYSTEM if holder is None else Actor(holder.id, holder.name, holder.client_company_id),
                subject="" if sitting is None else sitting.agent_id,
                detail=detail,
            )

    def name_at(self, endpoint: str) -> str | None:
        """Who last stepped in with that phone."""
        return self._names.get(endpoint)

    async def close(self) -> None:
        """A permission that is still open is taken back now."""
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _own_phone(self, session: ReadSession, scope: Scope, person: CurrentPerson) -> str:
        agent = await repository.agent_of_person(session, scope, person.id)
        if agent is not None and await repository.open_sitting_of_agent(session, scope, agent.id) is not None:
            raise OwnPhoneAtASeat
        row = await softphone_repository.phone_of_person(session, scope, person.id)
        if (
            row is None
            or row.expires_us <= self._clock.now_us()
            or not self._phones.is_registered(row.endpoint)
        ):
            raise OwnPhoneNotRegistered
        return row.endpoint

    async def _require_free(self, endpoint: str) -> None:
        """From one act to the next the phone has just hung up, and the floor hears of it a moment later."""
        try:
            async with asyncio.timeout(self._hung_up_within):
                await self._phones.until_free(endpoint)
        except TimeoutError:
            raise OwnPhoneInCall from None

    def _require_call(self, sitting: Sitting) -> None:
        endpoint = sitting.interface.removeprefix("PJSIP/")
        if not self._phones.channels_of(endpoint) or self._phones.state_at(sitting.seat) not in _IN_CALL:
            raise NoCallAtSeat

    def _forget_unused(self, token: str) -> None:
        task = asyncio.create_task(self._drop_later(token), name="permission unused")
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def _drop_later(self, token: str) -> None:
        try:
            await asyncio.sleep(self._used_within)
        finally:
            try:
                await self._asterisk.drop_grant(token)
            except CallcenterError as error:
                # Only the one phone could use it, and only while it knows the token.
                _log.warning("a permission was not taken back", error=type(error).__name__)
