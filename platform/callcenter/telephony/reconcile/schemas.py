"""Reconciliations as they go over the wire."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import StringConstraints

from callcenter.kit.schemas import Sent, Shown
from callcenter.telephony.reconcile.differences import DONE, Done, Kind
from callcenter.telephony.reconcile.models import BY_COMMAND, Reconciliation
from callcenter.telephony.reconcile.service import ReconciliationState

Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


class DaysToReconcile(Sent):
    """Asia/Shanghai days, both inclusive."""

    first: Day
    last: Day


class DifferenceOut(Shown):
    """`subject`: a call's id, a channel's or a file's name; `call_id` where the record has that call."""

    kind: Kind
    subject: str
    at_us: int
    done: Done
    call_id: str | None = None


class CountOut(Shown):
    kind: Kind
    count: int
    done: Done


class AskedBy(StrEnum):
    NIGHT = "night"
    COMMAND = "command"
    PERSON = "person"


class ReconciliationOut(Shown):
    """`compared`: rows of cel and queue_log, calls, recordings, and calls seen over AMI (`seen`)."""

    id: str
    from_us: int
    to_us: int
    started_us: int
    ended_us: int | None
    asked_by: AskedBy
    by_name: str | None
    state: ReconciliationState
    compared: dict[str, int]
    counts: list[CountOut]

    @classmethod
    def of(cls, run: Reconciliation, names: Mapping[str, str]) -> "ReconciliationOut":
        return cls.model_validate(_values(run, names))


class ReconciliationWholeOut(ReconciliationOut):
    listed: list[DifferenceOut]

    @classmethod
    def of_run(
        cls, run: Reconciliation, names: Mapping[str, str], calls: Collection[str]
    ) -> "ReconciliationWholeOut":
        listed = [
            {**each, "call_id": each["subject"] if each["subject"] in calls else None} for each in run.listed
        ]
        return cls.model_validate(_values(run, names) | {"listed": listed})


class ReconciliationsOut(Shown):
    items: list[ReconciliationOut]


def _values(run: Reconciliation, names: Mapping[str, str]) -> dict[str, Any]:
    counts = [
        CountOut(kind=Kind(kind), count=count, done=DONE[Kind(kind)]) for kind, count in run.counts.items()
    ]
    by = run.asked_by
    asked_by = AskedBy.NIGHT if by is None else AskedBy.COMMAND if by == BY_COMMAND else AskedBy.PERSON
    return {
        "id": run.id,
        "from_us": run.from_us,
        "to_us": run.to_us,
        "started_us": run.started_us,
        "ended_us": run.ended_us,
        "asked_by": asked_by,
        "by_name": names.get(by or ""),
        "state": ReconciliationState(run.state),
        "compared": run.compared,
        "counts": sorted(counts, key=lambda each: each.kind),
    }
