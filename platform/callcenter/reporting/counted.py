"""Parts counted from the calls when somebody asks: a recording is looked for later, and whether one contact
was enough shows days later. Over years this takes seconds."""

from typing import Any, Final

from sqlalchemy import ColumnElement, Label, Select, SQLColumnExpression, and_, case, func, or_, select

from callcenter.kit.clock import SECOND
from callcenter.kit.db import ReadSession
from callcenter.kit.periods import day_of
from callcenter.recordings.models import Recording
from callcenter.recordings.recording import RecordingState
from callcenter.reporting.availability import availability
from callcenter.reporting.definitions.first_contacts import WINDOWS
from callcenter.reporting.figures import Period
from callcenter.reporting.rollups.repository import Chosen
from callcenter.telephony.models import CallRecord
from callcenter.telephony.service_epochs import epochs_between
from callcenter.tenancy import Scope

HOUR_US: Final = 3600 * SECOND


async def counted(
    session: ReadSession, scope: Scope, chosen: Chosen, period: Period, *, at_us: int
) -> dict[str, int]:
    epochs = await epochs_between(session, scope, period.from_us, period.to_us)
    return {
        **availability(epochs, period, at_us=at_us),
        "recorded": await _recorded(session, scope, chosen, period),
        **await _first_contacts(session, scope, chosen, period, at_us=at_us),
    }


async def _recorded(session: ReadSession, scope: Scope, chosen: Chosen, period: Period) -> int:
    query = (
        select(func.count())
        .select_from(CallRecord)
        .join(Recording, Recording.call_id == CallRecord.call_id)
        .where(
            scope.holds(CallRecord.client_company_id),
            CallRecord.human_requested_us >= period.from_us,
            CallRecord.human_requested_us < period.to_us,
            CallRecord.answered_us.is_not(None),
            Recording.state == RecordingState.PRESENT.value,
            *_chosen(chosen, CallRecord.queue, CallRecord.hotline),
        )
    )
    return await session.scalar(query) or 0


async def _first_contacts(
    session: ReadSession, scope: Scope, chosen: Chosen, period: Period, *, at_us: int
) -> dict[str, int]:
    """Every call of a caller counts as a contact, whatever the queue; only the first ones are chosen."""
    asked = _with_neighbours(scope, period).subquery()
    since_us = asked.c.at_us - asked.c.before_us
    until_us = asked.c.after_us - asked.c.at_us
    sums: list[Label[Any]] = []
    for name, hours in WINDOWS.items():
        window_us = hours * HOUR_US
        mature = asked.c.at_us < day_of(at_us - window_us)[0]
        first = and_(mature, or_(asked.c.before_us.is_(None), since_us > window_us))
        resolved = and_(first, or_(asked.c.after_us.is_(None), until_us > window_us))
        sums += [_sum(first).label(f"first_contacts_{name}"), _sum(resolved).label(f"resolved_{name}")]
    query = select(*sums).where(
        asked.c.at_us >= period.from_us,
        asked.c.at_us < period.to_us,
        asked.c.answered_us.is_not(None),
        *_chosen(chosen, asked.c.queue, asked.c.hotline),
    )
    return {name: int(value or 0) for name, value in (await session.execute(query)).mappings().one().items()}


def _with_neighbours(scope: Scope, period: Period) -> Select[Any]:
    """Calls with the caller's call before and after. A caller who withholds the number has no other call."""
    margin_us = max(WINDOWS.values()) * HOUR_US
    requested = CallRecord.human_requested_us
    order: Any = {
        "partition_by": [CallRecord.client_company_id, CallRecord.caller_token],
        "order_by": [requested, CallRecord.call_id],
    }
    known: Any = select(
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


def _chosen(
    chosen: Chosen, queue: SQLColumnExpression[Any], hotline: SQLColumnExpression[Any]
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if chosen.queue is not None:
        conditions.append(queue == chosen.queue)
    if chosen.hotline is not None:
        conditions.append(hotline == chosen.hotline)
    return conditions


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
