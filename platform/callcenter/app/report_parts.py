"""Shifts, saved views, exports and mailed links of reports, and what is kept of months and first contacts."""

from collections.abc import Mapping

from fastapi import APIRouter

from callcenter.app.background import Background
from callcenter.app.settings import Settings
from callcenter.files.jobs import FileJobs, Work
from callcenter.files.sealed import SealedFiles
from callcenter.identity.audit import AuditTrail
from callcenter.kit.clock import SECOND, Clock
from callcenter.kit.db import Database
from callcenter.kit.encryption import Keyring
from callcenter.reporting.contacts.keeping import ContactDays
from callcenter.reporting.reports.exports.endpoints import report_exports_router
from callcenter.reporting.reports.exports.models import ReportExport
from callcenter.reporting.reports.exports.pdf import Letterhead
from callcenter.reporting.reports.exports.service import ReportExports
from callcenter.reporting.reports.mail.endpoints import schedules_router
from callcenter.reporting.reports.mail.sending import Letterhead as MailHead
from callcenter.reporting.reports.mail.sending import ReportMails
from callcenter.reporting.reports.mail.service import Schedules
from callcenter.reporting.reports.views import endpoints as views
from callcenter.reporting.rollups.folding import MonthFolder
from callcenter.reporting.shifts.endpoints import shifts_router
from callcenter.reporting.shifts.file_import import MOST_BYTES, ShiftImport
from callcenter.reporting.shifts.service import Shifts
from callcenter.tenancy import Scope


class ReportParts:
    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        database: Database,
        keyring: Keyring,
        audit: AuditTrail,
        scope: Scope,
    ) -> None:
        self._database = database
        files = SealedFiles(settings.data_dir / "reports", keyring)
        kept_us = settings.transfer_hours * 3600 * SECOND
        self._jobs = FileJobs(database, clock, scope, files, kept_us=kept_us)
        letterhead = Letterhead(settings.company_name, settings.licence_number)
        self._exports = ReportExports(database, clock, audit, files, letterhead, self._jobs.wake)
        self._months = MonthFolder(database, clock)
        self._mails = _mails(settings, clock, database, keyring, audit, scope)
        self._schedules = Schedules(
            clock,
            audit,
            keyring,
            mail_ready=self._mails is not None,
            wake=self._mails.wake if self._mails else _nobody_waits,
        )
        self._contact_days = ContactDays(database, clock, scope)
        self._shifts = Shifts(audit, clock)
        self._imports = ShiftImport(self._shifts, audit)

    @property
    def larger_bodies(self) -> Mapping[str, int]:
        return {"/api/shifts/import": MOST_BYTES}

    def routers(self) -> tuple[APIRouter, ...]:
        return (
            views.router,
            report_exports_router(self._exports, self._database),
            schedules_router(self._schedules, self._database),
            shifts_router(self._shifts, self._imports, self._database),
        )

    def start(self, background: Background) -> None:
        background.start("months", self._months.run)
        background.start("contact days", self._contact_days.run)
        work = Work(ReportExport, self._exports.run)
        background.start("report exports", lambda: self._jobs.run(work))
        if self._mails is not None:
            background.start("report mails", self._mails.run)


def _mails(
    settings: Settings,
    clock: Clock,
    database: Database,
    keyring: Keyring,
    audit: AuditTrail,
    scope: Scope,
) -> ReportMails | None:
    """None without a mail server."""
    server = settings.mail_server(settings.secrets_folder)
    if server is None:
        return None
    head = MailHead(settings.company_name, settings.public_url, settings.demo)
    return ReportMails(database, clock, scope, audit, keyring, server, head)


def _nobody_waits() -> None:
    """Without a mail server nobody sends."""
