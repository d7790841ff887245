"""What is particular to files of customers while they are worked on in the background."""

from callcenter.crm.transfer import repository
from callcenter.crm.transfer.audit_tags import TransferTag
from callcenter.crm.transfer.export_service import CustomerExports
from callcenter.crm.transfer.import_run import ImportRun
from callcenter.crm.transfer.models import CustomerExport, CustomerImport
from callcenter.files.jobs import Work
from callcenter.files.transfer import TransferFact
from callcenter.identity.audit import AuditTrail
from callcenter.identity.person import SYSTEM
from callcenter.kit.clock import Clock
from callcenter.kit.db import WriteSession
from callcenter.kit.errors import CallcenterError


def exporting(exports: CustomerExports) -> Work[CustomerExport]:
    return Work(CustomerExport, exports.run)


def importing(imports: ImportRun, audit: AuditTrail, clock: Clock) -> Work[CustomerImport]:
    """An import that was interrupted goes on where it was, a dry run begins anew."""

    async def taken_up(session: WriteSession, job: CustomerImport) -> None:
        if job.dry_run:
            job.rows_read = job.rows_added = job.rows_updated = 0
            job.rows_skipped = job.rows_wrong = 0
            await repository.forget_problems(session, job.id)

    async def started(_session: WriteSession, job: CustomerImport) -> None:
        job.started_us = clock.now_us()

    def done(job: CustomerImport) -> TransferFact:
        return TransferFact.CHECKED if job.dry_run else TransferFact.FINISHED

    async def ended(session: WriteSession, job: CustomerImport, failure: CallcenterError | None) -> None:
        if failure is None:
            job.rows_total = job.rows_read
        await audit.record(
            session,
            TransferTag.RUN_ENDED,
            by=SYSTEM,
            subject=job.id,
            company_id=job.client_company_id,
            detail={
                "state": job.state,
                "dry_run": job.dry_run,
                "added": job.rows_added,
                "updated": job.rows_updated,
                "wrong": job.rows_wrong,
            },
        )

    return Work(CustomerImport, imports.run, taken_up, started, done, ended)
