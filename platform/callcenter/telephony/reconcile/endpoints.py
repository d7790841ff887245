"""Whether the record is whole, over HTTP."""

from datetime import datetime, timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Depends

from callcenter.identity.audit import AuditTag, AuditTrail
from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.identity.requests import ForeignRequest, NotSignedIn, require
from callcenter.identity.roles import Role, watchers
from callcenter.kit.clock import SECOND, SHANGHAI, Clock, to_us
from callcenter.kit.db import Database, ReadSession
from callcenter.kit.errors import NotAllowed
from callcenter.kit.problems import InvalidInput, responses
from callcenter.kit.transactions import Reading
from callcenter.telephony.clock_offset import ClockOffsets, ClockState, last_measured
from callcenter.telephony.reconcile import repository
from callcenter.telephony.reconcile.differences import DONE
from callcenter.telephony.reconcile.jobs import ReconciliationJobs
from callcenter.telephony.reconcile.schemas import (
    ClockOut,
    DaysToReconcile,
    GapOut,
    ReconciliationOut,
    RecordOut,
)
from callcenter.telephony.reconcile.service import AlreadyReconciling, NothingSettled, Reconciler
from callcenter.tenancy import Scope

_SHOWN: Final = 30
_GAPS_OF_US: Final = 30 * 86_400 * SECOND
LONGEST_DAYS: Final = 92

Watcher = Annotated[CurrentPerson, Depends(require(*sorted(watchers())))]
Reconciles = Annotated[CurrentPerson, Depends(require(Role.SUPERVISOR, Role.SYSTEM_ADMIN))]


class ReconciliationTag(AuditTag):
    ASKED = "record:reconciliation:asked"


class NotThoseDays(InvalidInput):
    """The days are none, in the wrong order, or too many."""


def record_router(
    database: Database,
    clock: Clock,
    audit: AuditTrail,
    reconciler: Reconciler,
    jobs: ReconciliationJobs,
    offsets: ClockOffsets,
) -> APIRouter:
    router = APIRouter(prefix="/api/reconciliations", tags=["record"])

    @router.get("", responses=responses(NotSignedIn, NotAllowed))
    async def state_of_the_record(person: Watcher, session: Reading) -> RecordOut:  # pyright: ignore[reportUnusedFunction]
        """The machine's clock, gaps of the last 30 days, the newest reconciliations."""
        scope = scope_of(person)
        now_us = clock.now_us()
        gaps = await repository.gaps_between(session, scope, now_us - _GAPS_OF_US, now_us + _GAPS_OF_US)
        runs = await repository.newest(session, scope, limit=_SHOWN)
        return RecordOut(
            clock=await _clock_out(session, scope, offsets),
            gaps=[GapOut.of(gap) for gap in gaps],
            reconciliations=[ReconciliationOut.of(run, DONE) for run in runs],
        )

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
        jobs.ask(begun)
        return ReconciliationOut.of(run, DONE)

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


async def _clock_out(session: ReadSession, scope: Scope, offsets: ClockOffsets) -> ClockOut:
    measured = await last_measured(session, scope) if offsets.servers else None
    state = ClockState.NOT_SET if not offsets.servers else ClockState.UNREACHABLE
    return ClockOut(
        state=state if measured is None else measured.state(offsets.limit_us),
        servers=list(offsets.servers),
        limit_us=offsets.limit_us,
        measured_us=None if measured is None else measured.measured_us,
        server=None if measured is None else measured.server,
        offset_us=None if measured is None else measured.offset_us,
    )
