"""The composition root: every part of the platform, made from the settings, started and ended in order."""

import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Final

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from callcenter import __version__
from callcenter.app.attention import REFRESH_SECONDS, AttentionTopic
from callcenter.app.background import Background, every
from callcenter.app.contact_parts import ContactParts
from callcenter.app.customer_parts import CustomerParts
from callcenter.app.metrics import NowMetrics
from callcenter.app.migrating import migrate
from callcenter.app.phone_parts import Now, Record
from callcenter.app.readiness import Readiness, Reason
from callcenter.app.reconciliation_parts import ReconciliationParts
from callcenter.app.report_parts import ReportParts
from callcenter.app.seat_phones import SeatPhones
from callcenter.app.seating import Seating
from callcenter.app.session_checks import SessionChecks
from callcenter.app.settings import Settings
from callcenter.app.transfer_parts import TransferParts
from callcenter.identity.audit import IdentityTag
from callcenter.identity.passwords import Passwords
from callcenter.identity.person import SYSTEM
from callcenter.identity.service import Identity
from callcenter.identity.sessions import SessionLimits
from callcenter.kit.clock import SECOND, Clock, SystemClock
from callcenter.kit.db import Database, make_engine
from callcenter.kit.encryption import Keyring, load_or_create_secret
from callcenter.kit.telemetry import new_registry
from callcenter.live import Hub
from callcenter.reporting.live_topics import TodayTopic
from callcenter.seats.roster import AgentRoster
from callcenter.seats.station.today import StationToday
from callcenter.tenancy import Scope
from callcenter.tenancy.models import ClientCompany

_log = structlog.get_logger(__name__)

WRITE_SEEN_SECONDS: Final = 30.0


class Platform:
    """One running platform. Making it opens no connection and starts nothing; `running` does."""

    def __init__(
        self, settings: Settings, *, clock: Clock | None = None, passwords: Passwords | None = None
    ) -> None:
        self.settings = settings
        self.version = __version__
        self.clock: Clock = clock or SystemClock()
        self.registry = new_registry()
        self.database = Database(make_engine(settings.resolved_database_url))
        limits = SessionLimits(
            idle_us=settings.session_idle_minutes * 60 * SECOND,
            absolute_us=settings.session_hours * 3600 * SECOND,
        )
        self.identity = Identity.build(
            self.database, self.clock, suite=settings.suite, limits=limits, passwords=passwords
        )
        self.scope = Scope.of(settings.company_id)
        self.hub = Hub(self.clock)
        self.session_checks = SessionChecks()
        self.readiness = Readiness()
        self.background = Background()
        self.keyring = Keyring.from_secret(load_or_create_secret(settings.key_file), settings.suite)
        roster = AgentRoster()
        self.now = Now(settings, self.clock, self.registry, self.readiness, roster, self.keyring)
        self.phones = SeatPhones(
            settings, self.clock, self.database, self.identity.audit, self.now, self.scope
        )
        self.identity.sessions.on_signed_out = self.phones.softphones.signed_out
        self.seating = Seating(
            settings,
            self.clock,
            self.database,
            self.identity.audit,
            self.now,
            roster,
            self.scope,
            self.hub,
            self.phones,
        )
        self.contact_parts = ContactParts(
            settings, self.clock, self.keyring, self.identity.audit, self.now.watch.floor
        )
        self.today = TodayTopic(database=self.database, clock=self.clock, scope=self.scope, hub=self.hub)
        self.record = Record(
            settings,
            self.clock,
            self.database,
            self.keyring,
            self.scope,
            self.registry,
            self.readiness,
            self.now,
            on_changed=self._on_calls_changed,
        )
        self.reconciliations = ReconciliationParts(
            settings,
            self.database,
            self.keyring,
            self.clock,
            self.scope,
            self.identity.audit,
            self.record.clock_offsets,
        )
        self.crm = CustomerParts(
            settings,
            self.clock,
            self.database,
            self.keyring,
            self.identity.audit,
            self.contact_parts.contacts,
            self.seating,
            self.now.watch,
            self.record.reader,
            self.registry,
        )
        self.transfer_parts = TransferParts(
            settings,
            self.clock,
            self.database,
            self.keyring,
            self.identity.audit,
            self.scope,
            self.crm,
        )
        self.report_parts = ReportParts(
            settings, self.clock, self.database, self.keyring, self.identity.audit, self.scope
        )
        self.station_today = StationToday(
            self.database,
            self.clock,
            self.scope,
            self.seating.stations,
            roster,
            self.seating.station_settings.queues,
            self.record.reader.masked,
        )
        self.hub.add(self.now.topic)
        self.hub.add(self.today.topic)
        self.hub.add_family(self.today)
        self.attention = AttentionTopic(
            self.database, self.clock, self.scope, self.crm.voice_messages, self.record.register
        )
        self.hub.add(self.attention.topic)
        NowMetrics(self.registry, self.hub)
        self.readiness.add(self._database_answers)
        self.readiness.add(self._tasks_run)

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        began = time.perf_counter()
        try:
            await self._open()
            self._start_tasks()
            _log.info("platform started", seconds=round(time.perf_counter() - began, 3))
            yield
        finally:
            await self._close()

    async def _open(self) -> None:
        settings = self.settings
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        await migrate(self.database)
        async with self.database.write() as session:
            await self.identity.audit.record(
                session, IdentityTag.PROGRAM_STARTED, by=SYSTEM, detail={"version": self.version}
            )
            await self.identity.name_company(
                session,
                company_id=settings.company_id,
                name=settings.company_name,
                by=SYSTEM,
            )
        await self.seating.open()
        await self.contact_parts.open(self.database)

    def _start_tasks(self) -> None:
        self.background.start("live", self.hub.run)
        self.now.start(self.background)
        self.phones.start(self.background)
        self.record.start(self.background)
        self.reconciliations.start(self.background)
        self.crm.start(self.background)
        self.background.start("today", self.today.run)
        self.background.start("attention", lambda: every(REFRESH_SECONDS, self.attention.refresh))
        self.transfer_parts.start(self.background)
        self.report_parts.start(self.background)
        self.seating.start(self.background)
        self.background.start("sessions", lambda: every(WRITE_SEEN_SECONDS, self._write_seen))

    async def _close(self) -> None:
        await self.background.close()
        await self.phones.close()
        await self.crm.close()
        await self.now.close()
        try:
            await self.seating.close()
            await self._write_seen()
            async with self.database.write() as session:
                await self.identity.audit.record(session, IdentityTag.PROGRAM_STOPPED, by=SYSTEM)
        except SQLAlchemyError:
            _log.exception("the end could not be written down")
        await self.database.close()
        _log.info("platform stopped")

    async def _on_calls_changed(self, call_ids: Sequence[str]) -> None:
        self.today.on_calls_recorded()
        await self.station_today.on_calls_changed(call_ids)

    async def _write_seen(self) -> None:
        await self.identity.sessions.write_seen(self.database)

    async def _database_answers(self) -> Reason | None:
        try:
            async with self.database.read() as session:
                await session.execute(select(ClientCompany.id).limit(1))
        except SQLAlchemyError:
            return Reason(part="database", zh="数据库没有应答。", en="The database does not answer.")
        return None

    async def _tasks_run(self) -> Reason | None:
        failing = sorted(self.background.failing)
        if not failing:
            return None
        names = ", ".join(failing)
        return Reason(part="tasks", zh=f"后台任务出错:{names}。", en=f"Background tasks fail: {names}.")
