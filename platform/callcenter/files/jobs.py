"""Files that are made or read one after the other, in the background of the platform; and removed in time."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic

import structlog

from callcenter.files import repository
from callcenter.files.models import FileJob
from callcenter.files.repository import Job
from callcenter.files.sealed import FileGone, SealedFiles
from callcenter.files.transfer import TransferFact, TransferState, advance
from callcenter.identity.person import CurrentPerson
from callcenter.kit.clock import Clock
from callcenter.kit.db import Database, WriteSession
from callcenter.kit.errors import CallcenterError
from callcenter.tenancy import Scope

_log = structlog.get_logger(__name__)

LOOK_AGAIN_SECONDS: Final = 300.0
_RESTING: Final = (
    TransferState.UPLOADED,
    TransferState.CHECKED,
    TransferState.DONE,
    TransferState.FAILED,
)


async def _nothing(_session: WriteSession, _job: FileJob) -> None:
    """Most kinds have nothing to add."""


async def _nothing_at_end(_session: WriteSession, _job: FileJob, _failure: CallcenterError | None) -> None:
    """Most kinds have nothing to add."""


def _finished(_job: FileJob) -> TransferFact:
    return TransferFact.FINISHED


@dataclass(frozen=True, slots=True)
class Work(Generic[Job]):
    """How one kind of file is made or read, and what else changes when its job moves on."""

    kind: type[Job]
    run: Callable[[Job], Awaitable[None]]
    taken_up: Callable[[WriteSession, Job], Awaitable[None]] = _nothing
    """It ran when the platform ended, and is queued again."""
    started: Callable[[WriteSession, Job], Awaitable[None]] = _nothing
    done: Callable[[Job], TransferFact] = _finished
    ended: Callable[[WriteSession, Job, CallcenterError | None], Awaitable[None]] = _nothing_at_end


class FileJobs:
    """`run` until cancelled. Nothing is kept in memory: what is to be done stands in the tables."""

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

    async def run(self, *works: Work[Any]) -> None:
        await self._take_up_again(works)
        while True:
            self._asked.clear()
            while await self._do_next(works):
                pass
            await self._remove_old(works)
            await self._remove_orphans(works)
            try:
                await asyncio.wait_for(self._asked.wait(), LOOK_AGAIN_SECONDS)
            except TimeoutError:
                continue

    async def _take_up_again(self, works: Sequence[Work[Any]]) -> None:
        async with self._database.write() as session:
            jobs = 0
            for work in works:
                for job in await repository.in_states(
                    session, self._scope, work.kind, [TransferState.RUNNING]
                ):
                    move(job, TransferFact.STOPPED)
                    await work.taken_up(session, job)
                    jobs += 1
        if jobs:
            _log.info("files are taken up again", jobs=jobs)

    async def _do_next(self, works: Sequence[Work[Any]]) -> bool:
        async with self._database.write() as session:
            waiting = [
                (job, work)
                for work in works
                for job in await repository.in_states(session, self._scope, work.kind, [TransferState.QUEUED])
            ]
            if not waiting:
                return False
            job, work = min(waiting, key=lambda each: each[0].created_us)
            move(job, TransferFact.STARTED)
            await work.started(session, job)
        failure: CallcenterError | None = None
        try:
            await work.run(job)
        except CallcenterError as error:
            failure = error
        except Exception as error:  # noqa: BLE001 - one job that fails must not stop the others
            _log.exception(
                "a file failed", kind=work.kind.__tablename__, job=job.id, error=type(error).__name__
            )
            failure = CallcenterError(
                zh="内部错误,已记入日志,请稍后再试;已完成的部分不会重复。",
                en="Something went wrong inside and was logged; try again, what is done is not repeated.",
            )
        await self._end(work, job.id, failure)
        return True

    async def _end(self, work: Work[Any], job_id: str, failure: CallcenterError | None) -> None:
        async with self._database.write() as session:
            stored = await session.get(work.kind, job_id)
            assert stored is not None
            stored.ended_us = self._clock.now_us()
            if failure is not None:
                stored.failure_zh, stored.failure_en = failure.zh[:300], failure.en[:300]
            moved = move(stored, TransferFact.BROKE if failure is not None else work.done(stored))
            await work.ended(session, stored, failure)
            needed = moved and TransferState(stored.state) not in work.kind.without_file
        if not needed:
            self._files.remove(job_id)

    async def _remove_old(self, works: Sequence[Work[Any]]) -> None:
        before_us = self._clock.now_us() - self._kept_us
        async with self._database.write() as session:
            for work in works:
                resting = [state for state in _RESTING if state not in work.kind.without_file]
                for job in await repository.in_states(session, self._scope, work.kind, resting):
                    if (job.ended_us or job.created_us) < before_us:
                        move(job, TransferFact.REMOVED)
                        self._files.remove(job.id)

    async def _remove_orphans(self, works: Sequence[Work[Any]]) -> None:
        """Files that no job needs: the platform ended between a file and its row, or a row and its file."""
        before_us = self._clock.now_us() - self._kept_us
        names = await asyncio.to_thread(self._files.untouched_since, before_us)
        if not names:
            return
        kinds = [work.kind for work in works]
        async with self._database.read() as session:
            needed = await repository.files_needed(session, self._scope, kinds, names)
        for name in set(names) - needed:
            self._files.remove(name)
            _log.info("a file that no job needs was removed", file=name)


def move(job: FileJob, fact: TransferFact) -> bool:
    """False for a fact that does not belong to the state: somebody removed the job meanwhile."""
    after = advance(TransferState(job.state), fact)
    if after is not None:
        job.state = after.value
    return after is not None


async def content_of(
    files: SealedFiles, job: FileJob, person: CurrentPerson, unknown: Callable[[], CallcenterError]
) -> bytes:
    """For who asked only; to others it is unknown. Raises FileGone."""
    if job.person_id != person.id:
        raise unknown()
    if job.state != TransferState.DONE.value:
        raise FileGone
    return await asyncio.to_thread(files.read, job.id)
