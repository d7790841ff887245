"""The phones of the running platform: credentials, reports, and what they ask of Asterisk."""

from collections.abc import Callable
from typing import Final

from callcenter.app.background import Background, every
from callcenter.app.phone_parts import Now
from callcenter.app.settings import Settings
from callcenter.identity.audit import AuditTrail
from callcenter.kit.clock import Clock
from callcenter.kit.db import Database
from callcenter.seats.desk_phone.endpoints import desk_phone_router
from callcenter.seats.desk_phone.service import DeskPhones
from callcenter.seats.phone_database import PhoneDatabase
from callcenter.seats.phones_now import PhonesOnFloor
from callcenter.seats.softphone.endpoints import SignallingPorts, softphone_router
from callcenter.seats.softphone.health import PhoneHealth, SeatCare
from callcenter.seats.softphone.quality import CallQualities
from callcenter.seats.softphone.quality_endpoints import call_quality_router
from callcenter.seats.softphone.service import Softphones, lifetime_us
from callcenter.seats.softphone.upkeep import SoftphoneUpkeep
from callcenter.seats.softphone.withdrawal import Withdrawal
from callcenter.seats.supervision.endpoints import supervision_router
from callcenter.seats.supervision.service import Supervision
from callcenter.tenancy import Scope

_SWEEP_SECONDS: Final = 30.0
_LOOK_SECONDS: Final = 1.0


class SeatPhones:
    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        database: Database,
        audit: AuditTrail,
        now: Now,
        scope: Scope,
    ) -> None:
        self._scope = scope
        self._care: SeatCare | None = None
        asterisk = PhoneDatabase(now.links.config)
        phones = PhonesOnFloor(now.watch)
        self.health = PhoneHealth(clock, phones)
        self.ports = SignallingPorts(ws=settings.ws_port, wss=settings.wss_port)
        withdrawal = Withdrawal(database, audit, asterisk, phones)
        self.softphones = Softphones(
            database,
            audit,
            clock,
            asterisk,
            phones,
            self.health,
            withdrawal,
            lifetime_us=lifetime_us(settings.softphone_minutes, settings.session_hours),
            supervisor_phones=settings.supervisor_phones,
        )
        self._upkeep = SoftphoneUpkeep(
            database,
            clock,
            asterisk,
            self.health,
            withdrawal,
            supervisor_phones=settings.supervisor_phones,
        )
        self.supervision = Supervision(database, audit, clock, scope, asterisk, phones)
        self.desks = DeskPhones(database, phones, actions=now.links.actions, config=now.links.config)
        self.routers = (
            softphone_router(self.softphones, clock, self.ports),
            desk_phone_router(self.desks),
            supervision_router(self.supervision),
            call_quality_router(CallQualities(clock, phones)),
        )
        now.watch.on_event(self.supervision.hear)
        now.watch.after_rebuild(self._put_right)

    def attend(self, care: SeatCare, tell_replaced: Callable[[str], None]) -> None:
        """Who makes a seat not ready when its phone is not well, and tells a page that it lost its phone."""
        self._care = care
        self.softphones.on_replaced = tell_replaced

    def start(self, background: Background) -> None:
        background.start("phone credentials", lambda: every(_SWEEP_SECONDS, self._sweep))
        background.start("phone health", lambda: every(_LOOK_SECONDS, self._look))

    async def close(self) -> None:
        await self.softphones.close()
        await self.supervision.close()

    async def _look(self) -> None:
        if self._care is not None:
            await self.health.look(self._care)

    async def _put_right(self) -> None:
        await self._upkeep.put_right(self._scope)

    async def _sweep(self) -> None:
        await self._upkeep.sweep(self._scope)
