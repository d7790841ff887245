"""Imports and exports, one after the other, in the background of the platform; and files removed in time."""

import asyncio
from collections.abc import Awaitable
from typing import Final

import structlog

from callcenter.crm.transfer import repository
from callcenter.crm.transfer.audit_tags import TransferTag
from callcenter.crm.transfer.export_service import CustomerExports
from callcenter.crm.transfer.import_run import ImportRun
from callcenter.crm.transfer.models import CustomerExport, CustomerImport
from callcenter.crm.transfer.sealed_files import SealedFiles
from callcenter.crm.transfer.transfer import TransferFact, TransferState, advance
from callcenter.identity.audit import AuditTrail
from callcenter.identity.person import SYSTEM
from callcenter.kit.clock import Clock
from callcenter.kit.db import Database
from callcenter.kit.errors import CallcenterError
from callcenter.tenancy import Scope

_log = structlog.get_logger(__name__)

Job = CustomerImport | CustomerExport
LOOK_AGAIN_SECONDS: Final = 300.0
_RESTING: Final = (
    TransferState.UPLOADED,
    TransferState.CHECKED,
    TransferState.DONE,
    TransferState.FAILED,
)


class TransferJobs:
    """`run` until cancelled. Nothing is kept in memory: what is to be done stands in the tables."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        audit: AuditTrail,
        scope: Scope,
        files: SealedFiles,
        *,
        kept_us: int,
    ) -> None:
        self._database = database
        self._clock = clock
        self._audit = audit
        self._scope = scope
        self._files = files
        self._kept_us = kept_us
        self._asked = asyncio.Event()

    def wake(self) -> None:
        self._asked.set()

    async def run(self, imports: ImportRun, exports: CustomerExports) -> None:
        await self._take_up_again()
        while True:
            self._asked.clear()
            while await self._do_next(imports, exports):
                pass
            await self._remove_old()
            await self._remove_orphans(self._clock.now_us() - self._kept_us)
            try:
                await asyncio.wait_for(self._asked.wait(), LOOK_AGAIN_SECONDS)
            except TimeoutError:
                continue

    async def _take_up_again(self) -> None:
        """What ran when the platform ended is queued: an import goes on, the others begin anew."""
        async with self._database.write() as session:
            jobs: list[Job] = [
                *await repository.in_states(session, self._scope, CustomerImport, [TransferState.RUNNING]),
                *await repository.in_states(session, self._scope, CustomerExport, [TransferState.RUNNING]),
            ]
            for job in jobs:
                _move(job, TransferFact.STOPPED)
                if isinstance(job, CustomerImport) and job.dry_run:
                    job.rows_read = job.rows_added = job.rows_updated = 0
                    job.rows_skipped = job.rows_wrong = 0
                    await repository.forget_problems(session, job.id)
            if jobs:
                _log.info("transfers of customers are taken up again", jobs=len(jobs))

    async def _do_next(self, imports: ImportRun, exports: CustomerExports) -> bool:
        async with self._database.write() as session:
            waiting: list[Job] = [
                *await repository.in_states(session, self._scope, CustomerImport, [TransferState.QUEUED]),
                *await repository.in_states(session, self._scope, CustomerExport, [TransferState.QUEUED]),
            ]
            if not waiting:
                return False
            job = min(waiting, key=lambda each: each.created_us)
            _move(job, TransferFact.STARTED)
            if isinstance(job, CustomerImport):
                job.started_us = self._clock.now_us()
        work = imports.run(job) if isinstance(job, CustomerImport) else exports.run(job)
        await self._carry_out(job, work)
        return True

    async def _carry_out(self, job: Job, work: Awaitable[None]) -> None:
        failure: CallcenterError | None = None
        try:
            await work
        except CallcenterError as error:
            failure = error
        except Exception as error:  # noqa: BLE001 - one job that fails must not stop the others
            _log.exception("a transfer of customers failed", job=job.id, error=type(error).__name__)
            failure = CallcenterError(
                zh="内部错误,已记入日志;可再次运行,已完成的部分不会重复。",
                en="Something went wrong inside and was logged; run it again, what is done is not repeated.",
            )
        async with self._database.write() as session:
            stored = await session.get(type(job), job.id)
            assert stored is not None
            stored.ended_us = self._clock.now_us()
            if failure is not None:
                stored.failure_zh, stored.failure_en = failure.zh[:300], failure.en[:300]
            _move(stored, _end_of(stored, failed=failure is not None))
            if isinstance(stored, CustomerImport):
                if failure is None:
                    stored.rows_total = stored.rows_read
                await self._audit.record(
                    session,
                    TransferTag.RUN_ENDED,
                    by=SYSTEM,
                    subject=stored.id,
                    company_id=stored.client_company_id,
                    detail={
                        "state": stored.state,
                        "dry_run": stored.dry_run,
                        "added": stored.rows_added,
                        "updated": stored.rows_updated,
                        "wrong": stored.rows_wrong,
                    },
                )
        if isinstance(job, CustomerImport) and failure is None and not job.dry_run:
            self._files.remove(job.id)

    async def _remove_old(self) -> None:
        before_us = self._clock.now_us() - self._kept_us
        async with self._database.write() as session:
            jobs: list[Job] = [
                *await repository.in_states(session, self._scope, CustomerImport, _RESTING),
                *await repository.in_states(session, self._scope, CustomerExport, _RESTING),
            ]
            for job in jobs:
                finished_import = isinstance(job, CustomerImport) and job.state == TransferState.DONE.value
                if not finished_import and (job.ended_us or job.created_us) < before_us:
                    _move(job, TransferFact.REMOVED)
                    self._files.remove(job.id)

    async def _remove_orphans(self, untouched_since_us: int) -> None:
        """Files that no job needs: the platform ended between a file and its row, or a row and its file."""
        names = await asyncio.to_thread(self._files.untouched_since, untouched_since_us)
        if not names:
            return
        async with self._database.read() as session:
            needed = await repository.files_needed(session, self._scope, names)
        for name in set(names) - needed:
            self._files.remove(name)
            _log.info("a file of customers that no job needs was removed", file=name)


def _move(job: Job, fact: TransferFact) -> None:
    """A fact that does not belong to the state is ignored: somebody removed the job meanwhile."""
    after = advance(TransferState(job.state), fact)
    if after is not None:
        job.state = after.value


def _end_of(job: Job, *, failed: bool) -> TransferFact:
    if failed:
        return TransferFact.BROKE
    dry_run = isinstance(job, CustomerImport) and job.dry_run
    return TransferFact.CHECKED if dry_run else TransferFact.FINISHED
