"""First contacts and recordings counted from the calls: what a kept day stands for, and what is said of every
day that is not kept."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    SQLColumnExpression,
    case,
    func,
    literal_column,
    or_,
    select,
)

from callcenter.kit.db import ReadSession
from callcenter.kit.periods import DAY_US, SHANGHAI_AHEAD_US
from callcenter.recordings.models import Recording
from callcenter.recordings.recording import RecordingState
from callcenter.reporting.contacts.kept import Kept
from callcenter.reporting.figures import Period
from callcenter.reporting.rollups.repository import Chosen
from callcenter.telephony.models import CallRecord
from callcenter.tenancy import Scope


class By(NamedTuple):
    """What counts are added up by."""

    company: bool = False
    day_us: bool = False
    hotline: bool = False
    queue: bool = False


class Key(NamedTuple):
    """What was not asked for is empty."""

    company: str = ""
    day_us: int = 0
    hotline: str = ""
    queue: str = ""


class Count(NamedTuple):
    """First contacts and the resolved of them, or answered calls and the recorded of them."""

    cases: int
    good: int


async def count(
    session: ReadSession, scope: Scope, chosen: Chosen, kind: Kept, period: Period, by: By
) -> dict[Key, Count]:
    cases = _answered(scope, period) if kind is Kept.RECORDED else _first_contacts(scope, kind, period)
    case_ = cases.subquery()
    keys = keys_of(
        by,
        company=case_.c.client_company_id,
        day_us=_midnight(case_.c.at_us),
        hotline=case_.c.hotline,
        queue=func.coalesce(case_.c.queue, literal_column("''")),
    )
    query = select(*keys, func.count(), func.sum(case_.c.good))
    if chosen.queue is not None:
        query = query.where(case_.c.queue == chosen.queue)
    if chosen.hotline is not None:
        query = query.where(case_.c.hotline == chosen.hotline)
    return told(by, (await session.execute(query.group_by(*keys))).all())


def keys_of(by: By, **columns: SQLColumnExpression[Any]) -> list[SQLColumnExpression[Any]]:
    return [columns[name] for name, asked in by._asdict().items() if asked]


def told(by: By, rows: Iterable[Sequence[Any]]) -> dict[Key, Count]:
    names = [name for name, asked in by._asdict().items() if asked]
    return {
        Key(**dict(zip(names, row, strict=False))): Count(int(row[-2]), int(row[-1] or 0))
        for row in rows
        if row[-2]
    }


def _answered(scope: Scope, period: Period) -> Select[Any]:
    present = case((Recording.state == RecordingState.PRESENT.value, 1), else_=0)
    query: Any = select(
        CallRecord.client_company_id,
        CallRecord.human_requested_us.label("at_us"),
        CallRecord.hotline,
        CallRecord.queue,
        present.label("good"),
    )
    return query.outerjoin(Recording, Recording.call_id == CallRecord.call_id).where(
        scope.holds(CallRecord.client_company_id),
        CallRecord.human_requested_us >= period.from_us,
        CallRecord.human_requested_us < period.to_us,
        CallRecord.answered_us.is_not(None),
    )


def _first_contacts(scope: Scope, kind: Kept, period: Period) -> Select[Any]:
    """Every call of a caller counts as a contact, whatever the queue; only the first ones are chosen."""
    near = _with_neighbours(scope, kind.window_us, period).subquery()
    first = or_(near.c.before_us.is_(None), near.c.at_us - near.c.before_us > kind.window_us)
    alone = or_(near.c.after_us.is_(None), near.c.after_us - near.c.at_us > kind.window_us)
    cases: Any = select(
        near.c.client_company_id,
        near.c.at_us,
        near.c.hotline,
        near.c.queue,
        case((alone, 1), else_=0).label("good"),
    )
    return cases.where(
        near.c.at_us >= period.from_us,
        near.c.at_us < period.to_us,
        near.c.answered_us.is_not(None),
        first,
    )


def _with_neighbours(scope: Scope, margin_us: int, period: Period) -> Select[Any]:
    """Calls with the caller's call before and after. A caller who withholds the number has no other call."""
    requested = CallRecord.human_requested_us
    order: Any = {
        "partition_by": [CallRecord.client_company_id, CallRecord.caller_token],
        "order_by": [requested, CallRecord.call_id],
    }
    known: Any = select(
        CallRecord.client_company_id,
        requested.label("at_us"),
        CallRecord.answered_us,
        CallRecord.queue,
        CallRecord.hotline,
        func.lag(requested).over(**order).label("before_us"),
        func.lead(requested).over(**order).label("after_us"),
    )
    return known.where(
        scope.holds(CallRecord.client_company_id),
        requested >= period.from_us - margin_us,
        requested < period.to_us + margin_us,
        CallRecord.caller_token != "",
    )


def _midnight(at_us: ColumnElement[int]) -> ColumnElement[int]:
    local = at_us + _number(SHANGHAI_AHEAD_US)
    return local - local % _number(DAY_US) - _number(SHANGHAI_AHEAD_US)


def _number(value: int) -> ColumnElement[int]:
    """Written into the statement: PostgreSQL takes two bound values for two different things to group by."""
    return literal_column(str(value), Integer)
