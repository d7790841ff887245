"""Reconciliations and the marks of the record as they go over the wire."""

from typing import Annotated

from pydantic import StringConstraints

from callcenter.kit.schemas import Sent, Shown
from callcenter.telephony.clock_offset import ClockState
from callcenter.telephony.models import JournalGap
from callcenter.telephony.reconcile.differences import Done, Kind
from callcenter.telephony.reconcile.models import Reconciliation
from callcenter.telephony.reconcile.service import ReconciliationState

Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


class DaysToReconcile(Sent):
    """Asia/Shanghai days, both inclusive."""

    first: Day
    last: Day


class DifferenceOut(Shown):
    """`subject`: a call's id, a channel's or a file's name."""

    kind: Kind
    subject: str
    at_us: int
    done: Done


class CountOut(Shown):
    kind: Kind
    count: int
    done: Done


class ReconciliationOut(Shown):
    id: str
    from_us: int
    to_us: int
    started_us: int
    ended_us: int | None
    by_night: bool
    state: ReconciliationState
    compared: dict[str, int]
    counts: list[CountOut]
    listed: list[DifferenceOut]

    @classmethod
    def of(cls, run: Reconciliation, done: dict[Kind, Done]) -> "ReconciliationOut":
        counts = [
            CountOut(kind=Kind(kind), count=count, done=done[Kind(kind)])
            for kind, count in run.counts.items()
        ]
        return cls(
            id=run.id,
            from_us=run.from_us,
            to_us=run.to_us,
            started_us=run.started_us,
            ended_us=run.ended_us,
            by_night=run.asked_by is None,
            state=ReconciliationState(run.state),
            compared=run.compared,
            counts=sorted(counts, key=lambda each: each.kind),
            listed=[DifferenceOut.model_validate(each) for each in run.listed],
        )


class GapOut(Shown):
    """`seen_calls`: seen over AMI meanwhile, where somebody counted."""

    from_us: int
    to_us: int
    reason: str
    seen_calls: int | None

    @classmethod
    def of(cls, gap: JournalGap) -> "GapOut":
        return cls(from_us=gap.from_us, to_us=gap.to_us, reason=gap.reason, seen_calls=gap.seen_calls)


class ClockOut(Shown):
    state: ClockState
    servers: list[str]
    limit_us: int
    measured_us: int | None
    server: str | None
    offset_us: int | None


class RecordOut(Shown):
    """Whether the record is whole: the clock, gaps of the last 30 days, the newest reconciliations."""

    clock: ClockOut
    gaps: list[GapOut]
    reconciliations: list[ReconciliationOut]
