"""Exports of reports, one after the other, in the background of the platform; and files removed in time."""

import asyncio
from typing import Final

import structlog

from callcenter.crm.transfer.sealed_files import SealedFiles
from callcenter.crm.transfer.transfer import TransferFact, TransferState
from callcenter.kit.clock import Clock
from callcenter.kit.db import Database
from callcenter.kit.errors import CallcenterError
from callcenter.reporting.reports.exports import repository
from callcenter.reporting.reports.exports.models import ReportExport
from callcenter.reporting.reports.exports.service import ReportExports, move
from callcenter.tenancy import Scope

_log = structlog.get_logger(__name__)

LOOK_AGAIN_SECONDS: Final = 300.0
_RESTING: Final = (TransferState.DONE, TransferState.FAILED, TransferState.REMOVED)


class ReportExportJobs:
    """`run` until cancelled. Nothing is kept in memory: what is to be done stands in the table."""

    def __init__(
        self, database: Database, clock: Clock, scope: Scope, files: SealedFiles, *, kept_us: int
    ) -> None:
        self._database = database
        self._clock = clock
        self._scope = scope
        self._files = files
        self._kept_us = kept_us
        self._asked = asyncio.Event()

    def wake(self) -> None:
        self._asked.set()

    async def run(self, exports: ReportExports) -> None:
        async with self._database.write() as session:
            for job in await repository.in_states(session, self._scope, [TransferState.RUNNING]):
                move(job, TransferFact.STOPPED)
        while True:
            self._asked.clear()
            while await self._do_next(exports):
                pass
            await self._remove_old()
            try:
                await asyncio.wait_for(self._asked.wait(), LOOK_AGAIN_SECONDS)
            except TimeoutError:
                continue

    async def _do_next(self, exports: ReportExports) -> bool:
        async with self._database.write() as session:
            waiting = await repository.in_states(session, self._scope, [TransferState.QUEUED])
            if not waiting:
                return False
            job = waiting[0]
            move(job, TransferFact.STARTED)
        failure: CallcenterError | None = None
        try:
            await exports.run(job)
        except CallcenterError as error:
            failure = error
        except Exception as error:  # noqa: BLE001 - one job that fails must not stop the others
            _log.exception("an export of a report failed", job=job.id, error=type(error).__name__)
            failure = CallcenterError(
                zh="内部错误,已记入日志,请稍后重新导出。",
                en="Something went wrong inside and was logged; export it again later.",
            )
        await self._end(job.id, failure)
        return True

    async def _end(self, export_id: str, failure: CallcenterError | None) -> None:
        async with self._database.write() as session:
            stored = await session.get(ReportExport, export_id)
            assert stored is not None
            stored.ended_us = self._clock.now_us()
            if failure is not None:
                stored.failure_zh, stored.failure_en = failure.zh[:300], failure.en[:300]
            if not move(stored, TransferFact.FINISHED if failure is None else TransferFact.BROKE):
                self._files.remove(export_id)

    async def _remove_old(self) -> None:
        before_us = self._clock.now_us() - self._kept_us
        async with self._database.write() as session:
            for job in await repository.in_states(session, self._scope, _RESTING):
                if job.state != TransferState.REMOVED.value and (job.ended_us or job.created_us) < before_us:
                    move(job, TransferFact.REMOVED)
                    self._files.remove(job.id)
        names = await asyncio.to_thread(self._files.untouched_since, before_us)
        for name in names:
            self._files.remove(name)
