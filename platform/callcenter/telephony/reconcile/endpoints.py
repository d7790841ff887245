"""Reconciliations over HTTP."""

from datetime import date, datetime, timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Query

from callcenter.identity.audit import AuditTag, AuditTrail
from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.identity.requests import ForeignRequest, NotSignedIn, require
from callcenter.identity.roles import Role, watchers
from callcenter.kit.clock import SECOND, SHANGHAI, to_us
from callcenter.kit.db import Database
from callcenter.kit.errors import NotAllowed, NotFound
from callcenter.kit.problems import InvalidInput, responses
from callcenter.kit.transactions import Reading
from callcenter.telephony.reconcile import repository
from callcenter.telephony.reconcile.jobs import ReconciliationJobs
from callcenter.telephony.reconcile.schemas import (
    DaysToReconcile,
    ReconciliationOut,
    ReconciliationsOut,
    ReconciliationWholeOut,
)
from callcenter.telephony.reconcile.service import AlreadyReconciling, NothingSettled, Reconciler

_SHOWN: Final = 200
LONGEST_DAYS: Final = 92

Watcher = Annotated[CurrentPerson, Depends(require(*sorted(watchers())))]
ReconciliationId = Annotated[str, Path(pattern=r"^[0-9A-Z]{26}$")]
AsDay = Annotated[date, Query(description="Asia/Shanghai")]
Reconciles = Annotated[CurrentPerson, Depends(require(Role.SUPERVISOR, Role.SYSTEM_ADMIN))]


class ReconciliationTag(AuditTag):
    ASKED = "record:reconciliation:asked"


class NoSuchReconciliation(NotFound):
    def __init__(self) -> None:
        super().__init__(zh="没有这次核对。", en="There is no such reconciliation.")


class NotThoseDays(InvalidInput):
    """The days are none, in the wrong order, or too many."""


def reconciliation_router(
    database: Database, audit: AuditTrail, reconciler: Reconciler, jobs: ReconciliationJobs
) -> APIRouter:
    router = APIRouter(prefix="/api/reconciliations", tags=["record"])

    @router.get("", responses=responses(NotSignedIn, NotAllowed, NotThoseDays))
    async def reconciliations(  # pyright: ignore[reportUnusedFunction]
        person: Watcher, session: Reading, first: AsDay, last: AsDay
    ) -> ReconciliationsOut:
        """Those that looked at one of these days, both inclusive, newest first."""
        asked = DaysToReconcile(first=first.isoformat(), last=last.isoformat())
        scope, (from_us, to_us) = scope_of(person), days_of(asked)
        runs = await repository.newest(session, scope, from_us=from_us, to_us=to_us, limit=_SHOWN)
        names = await repository.names_of(session, scope, runs)
        return ReconciliationsOut(items=[ReconciliationOut.of(run, names) for run in runs])

    @router.get("/{reconciliation_id}", responses=responses(NotSignedIn, NotAllowed, NoSuchReconciliation))
    async def reconciliation(  # pyright: ignore[reportUnusedFunction]
        person: Watcher, session: Reading, reconciliation_id: ReconciliationId
    ) -> ReconciliationWholeOut:
        """With its differences, the first of each kind; while it runs, how much was compared so far."""
        scope = scope_of(person)
        run = await repository.find(session, scope, reconciliation_id)
        if run is None:
            raise NoSuchReconciliation
        calls = await repository.recorded(session, scope, [each["subject"] for each in run.listed])
        return ReconciliationWholeOut.of_run(run, await repository.names_of(session, scope, [run]), calls)

    @router.post(
        "",
        status_code=202,
        responses=responses(
            NotSignedIn, NotAllowed, ForeignRequest, AlreadyReconciling, NothingSettled, NotThoseDays
        ),
    )
    async def reconcile(person: Reconciles, wanted: DaysToReconcile) -> ReconciliationOut:  # pyright: ignore[reportUnusedFunction]
        """Begins, and goes on after the answer; the list says how far it is."""
        from_us, to_us = days_of(wanted)
        begun = await reconciler.begin(from_us=from_us, to_us=to_us, asked_by=person.id)
        async with database.write() as session:
            await audit.record(
                session,
                ReconciliationTag.ASKED,
                by=person.actor,
                subject=begun,
                detail={"first": wanted.first, "last": wanted.last},
                company_id=person.company_id,
            )
            run = await repository.find(session, scope_of(person), begun)
            assert run is not None
            names = await repository.names_of(session, scope_of(person), [run])
        jobs.ask(begun)
        return ReconciliationOut.of(run, names)

    return router


def days_of(wanted: DaysToReconcile) -> tuple[int, int]:
    try:
        first, last = (
            datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=SHANGHAI) for day in (wanted.first, wanted.last)
        )
        begin, end = to_us(first), to_us(last + timedelta(days=1))
    except (ValueError, OverflowError):
        begin, end = 0, 0
    if not 0 < end - begin <= LONGEST_DAYS * 86_400 * SECOND:
        raise NotThoseDays(
            zh=f"请选择 1 至 {LONGEST_DAYS} 天,起始日不晚于结束日。",
            en=f"Choose 1 to {LONGEST_DAYS} days, the first not after the last.",
        )
    return begin, end
