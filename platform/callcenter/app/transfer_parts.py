"""Imports and exports of customers in the running platform: their folder, limits and background task."""

from collections.abc import Mapping

from fastapi import APIRouter

from callcenter.app.background import Background
from callcenter.app.customer_parts import CustomerParts
from callcenter.app.settings import Settings
from callcenter.crm.transfer.endpoints import exports_router, imports_router
from callcenter.crm.transfer.export_service import CustomerExports
from callcenter.crm.transfer.import_run import ImportRun
from callcenter.crm.transfer.import_service import CustomerImports
from callcenter.crm.transfer.jobs import exporting, importing
from callcenter.files.jobs import FileJobs
from callcenter.files.sealed import SealedFiles
from callcenter.identity.audit import AuditTrail
from callcenter.kit.clock import SECOND, Clock
from callcenter.kit.db import Database
from callcenter.kit.encryption import Keyring
from callcenter.tenancy import Scope


class TransferParts:
    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        database: Database,
        keyring: Keyring,
        audit: AuditTrail,
        scope: Scope,
        crm: CustomerParts,
    ) -> None:
        self._database = database
        self._most_bytes = settings.import_limit_mb * 2**20
        kept_us = settings.transfer_hours * 3600 * SECOND
        files = SealedFiles(settings.data_dir / "transfers", keyring)
        self._audit = audit
        self._clock = clock
        self._jobs = FileJobs(database, clock, scope, files, kept_us=kept_us)
        self._run = ImportRun(database, crm.customers, files, demo=settings.demo)
        self.imports = CustomerImports(
            database,
            keyring,
            audit,
            clock,
            files,
            most_bytes=self._most_bytes,
            wake=self._jobs.wake,
        )
        self.exports = CustomerExports(
            database,
            crm.customers,
            crm.search,
            audit,
            files,
            demo=settings.demo,
            mask_names=settings.mask_names,
            kept_us=kept_us,
            wake=self._jobs.wake,
        )

    @property
    def larger_bodies(self) -> Mapping[str, int]:
        return {"/api/customer-imports": self._most_bytes}

    def routers(self) -> tuple[APIRouter, ...]:
        return (imports_router(self.imports, self._database), exports_router(self.exports, self._database))

    def start(self, background: Background) -> None:
        works = (importing(self._run, self._audit, self._clock), exporting(self.exports))
        background.start("customer transfers", lambda: self._jobs.run(*works))
