"""The parts that hold the record against the rest: on demand, each night, and as a command."""

from fastapi import APIRouter

from callcenter.app.background import Background
from callcenter.app.settings import Settings
from callcenter.identity.audit import AuditTrail
from callcenter.kit.clock import Clock
from callcenter.kit.db import Database
from callcenter.kit.encryption import Keyring
from callcenter.recordings.reconciling import RecordingsReconciled
from callcenter.recordings.service import RecordingRegister
from callcenter.reporting.contacts.keeping import ContactFollower
from callcenter.reporting.following import RecordFollowers
from callcenter.reporting.integrity.endpoints import integrity_router
from callcenter.telephony.clock_offset import ClockOffsets
from callcenter.telephony.journal.ingestion import Ingestion
from callcenter.telephony.reconcile.endpoints import reconciliation_router
from callcenter.telephony.reconcile.jobs import ReconciliationJobs
from callcenter.telephony.reconcile.service import Parts, Reconciler
from callcenter.tenancy import Scope


def reconciler_of(
    settings: Settings, database: Database, keyring: Keyring, clock: Clock, scope: Scope
) -> Reconciler:
    register = RecordingRegister(
        settings.recordings_folder, database, clock, scope, follower=ContactFollower()
    )

    def ingestion() -> Ingestion:
        return Ingestion(
            database,
            keyring,
            clock,
            company_ids=frozenset({settings.company_id}),
            default_company_id=settings.company_id,
            hotlines=frozenset(settings.hotlines),
            follower=RecordFollowers(),
        )

    parts = Parts(
        folder=settings.asterisk_log_folder,
        database=database,
        keyring=keyring,
        clock=clock,
        scope=scope,
        company_id=settings.company_id,
        ingestion=ingestion,
        follower=RecordFollowers(),
        recordings=RecordingsReconciled(settings.recordings_folder, database, clock, scope, register),
    )
    return Reconciler(parts)


class ReconciliationParts:
    def __init__(
        self,
        settings: Settings,
        database: Database,
        keyring: Keyring,
        clock: Clock,
        scope: Scope,
        audit: AuditTrail,
        offsets: ClockOffsets,
    ) -> None:
        self._database = database
        self._audit = audit
        self._offsets = offsets
        self._reconciler = reconciler_of(settings, database, keyring, clock, scope)
        self._jobs = ReconciliationJobs(self._reconciler, clock, settings.reconcile_hour)

    def start(self, background: Background) -> None:
        background.start("reconciliations asked for", self._jobs.run_asked)
        background.start("reconciliation by night", self._jobs.run_nightly)

    def routers(self) -> tuple[APIRouter, ...]:
        return (
            reconciliation_router(self._database, self._audit, self._reconciler, self._jobs),
            integrity_router(self._offsets),
        )
