"""All SQL that reads lines of lost callers, a span at a time.

A line is the last lost call of a caller in the period. A row of a kept day is one unless a kept row after it
is of the same caller, or a call of those spans after it that are not kept.
"""

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Subquery, exists, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from callcenter.crm.handling.page_repository import Place
from callcenter.crm.lost_calls.lost_call import LostState
from callcenter.crm.lost_calls.lost_lines import LostFilter
from callcenter.crm.lost_calls.repository import answered_later, handled, is_lost
from callcenter.kit.clock import SECOND
from callcenter.kit.db import ReadSession
from callcenter.reporting.contacts.lost_spans import Span
from callcenter.reporting.contacts.models import LostCallerDay
from callcenter.telephony.models import CallRecord
from callcenter.tenancy import Scope

_LONGEST_CALL_US: Final = 24 * 3600 * SECOND
_Told = tuple[str, str, int, int]
"""Company, caller's key, number of tries, when the first arrived."""


async def newest(
    session: ReadSession,
    scope: Scope,
    chosen: LostFilter,
    span: Span,
    newer: Sequence[Span],
    *,
    before: Place | None,
    limit: int,
) -> list[Place]:
    """When a person was asked for, and the call, of the lines of a span."""
    at: Any = CallRecord.human_requested_us
    call_id: Any = CallRecord.call_id
    if span.kept:
        last = _last(scope, chosen, span, newer)
        at, call_id = last.c.requested_us, last.c.call_id
        which = _of_span(last, scope, chosen, span, newer)
    else:
        which = _live_lines(scope, chosen, span)
    if before is not None:
        which.append(tuple_(at, call_id) < tuple_(*before))
    lines = select(at, call_id).where(*which).order_by(at.desc(), call_id.desc()).limit(limit)
    return [(row[0], row[1]) for row in await session.execute(lines)]


async def counts(
    session: ReadSession, scope: Scope, chosen: LostFilter, span: Span, newer: Sequence[Span]
) -> list[tuple[bool, bool, int]]:
    """Dealt with, answered later, and how many lines of a span that is true of."""
    if span.kept:
        last = _last(scope, chosen, span, newer)
        counted = select(last.c.handled, last.c.answered_later, func.count()).where(
            *_of_span(last, scope, chosen, span, newer)
        )
        counted = counted.group_by(last.c.handled, last.c.answered_later)
    else:
        which = _live_lines(scope, chosen, span)
        said = select(handled().label("handled"), answered_later().label("again")).where(*which).subquery()
        counted = select(said.c.handled, said.c.again, func.count()).group_by(said.c.handled, said.c.again)
    return [(bool(row[0]), bool(row[1]), int(row[2])) for row in await session.execute(counted)]


async def tries(
    session: ReadSession, scope: Scope, chosen: LostFilter, span: Span, callers: Collection[str]
) -> list[_Told]:
    if span.kept:
        row = LostCallerDay
        told = select(row.client_company_id, row.caller_key, func.sum(row.tries), func.min(row.first_us))
        told = told.where(
            scope.holds(row.client_company_id), row.caller_key.in_(callers), *_kept(chosen, span)
        ).group_by(row.client_company_id, row.caller_key)
    else:
        call = CallRecord
        told = select(call.client_company_id, call.caller_token, func.count(), func.min(call.arrived_us))
        told = told.where(
            scope.holds(call.client_company_id),
            call.caller_token.in_(callers),
            # Bounds what the index of callers has to show; no call lasts longer.
            call.arrived_us.between(span.from_us - _LONGEST_CALL_US, span.to_us),
            is_lost(call, _within(chosen, span)),
        ).group_by(call.client_company_id, call.caller_token)
    return [(row[0], row[1], int(row[2]), row[3]) for row in await session.execute(told)]


def _live_lines(scope: Scope, chosen: LostFilter, span: Span) -> list[ColumnElement[bool]]:
    lines = [scope.holds(CallRecord.client_company_id), is_lost(CallRecord, _within(chosen, span))]
    # What was dealt with is the cheapest to ask for, and so asked for first.
    return [*lines, *_in_state(chosen.state, handled(), answered_later()), ~_lost_again(chosen)]


def _last(scope: Scope, chosen: LostFilter, span: Span, newer: Sequence[Span]) -> Subquery:
    """Kept rows of the span and of what is newer, each with the caller's next one.

    Read caller by caller in the order of the index, which holds every column of this; to look for each row's
    next one by itself takes ten times as long over years.
    """
    row = LostCallerDay
    until_us = max([span.to_us, *(each.to_us for each in newer if each.kept)])
    callers: Any = {
        "partition_by": [row.client_company_id, row.caller_key],
        "order_by": [row.requested_us, row.call_id],
    }
    rows: Any = select(
        row.client_company_id,
        row.caller_key,
        row.requested_us,
        row.call_id,
        row.handled,
        row.answered_later,
        func.lead(row.requested_us).over(**callers).label("again_us"),
    )
    within = _kept(chosen, Span(span.from_us, until_us, kept=True))
    return rows.where(scope.holds(row.client_company_id), *within).subquery()


def _of_span(
    last: Subquery, scope: Scope, chosen: LostFilter, span: Span, newer: Sequence[Span]
) -> list[ColumnElement[bool]]:
    lines: list[ColumnElement[bool]] = [last.c.again_us.is_(None), last.c.requested_us < span.to_us]
    lines += _in_state(chosen.state, last.c.handled.is_(True), last.c.answered_later.is_(True))
    unkept = [each for each in newer if not each.kept]
    if unkept:
        caller = tuple_(last.c.client_company_id, last.c.caller_key)
        lines.append(caller.not_in(_callers(scope, chosen, unkept)))
    return lines


def _in_state(
    state: LostState | None, dealt: ColumnElement[bool], again: ColumnElement[bool]
) -> list[ColumnElement[bool]]:
    match state:
        case None:
            return []
        case LostState.HANDLED:
            return [dealt]
        case LostState.CALLED_AGAIN:
            return [~dealt, again]
        case LostState.OPEN:
            return [~dealt, ~again]


def _kept(chosen: LostFilter, span: Span) -> list[ColumnElement[bool]]:
    row = LostCallerDay
    within = [row.requested_us >= span.from_us, row.requested_us < span.to_us]
    return within if chosen.queue is None else [*within, row.queue == chosen.queue]


def _callers(scope: Scope, chosen: LostFilter, unkept: Sequence[Span]) -> Any:
    lost = or_(*(is_lost(CallRecord, _within(chosen, span)) for span in unkept))
    return select(CallRecord.client_company_id, CallRecord.caller_token).where(
        scope.holds(CallRecord.client_company_id), lost
    )


def _lost_again(chosen: LostFilter) -> ColumnElement[bool]:
    newer = aliased(CallRecord)
    return exists().where(
        newer.client_company_id == CallRecord.client_company_id,
        newer.caller_token == CallRecord.caller_token,
        # As in `tries`.
        newer.arrived_us > CallRecord.arrived_us - _LONGEST_CALL_US,
        CallRecord.caller_token != "",
        is_lost(newer, chosen),
        tuple_(newer.human_requested_us, newer.call_id)
        > tuple_(CallRecord.human_requested_us, CallRecord.call_id),
    )


def _within(chosen: LostFilter, span: Span) -> LostFilter:
    return LostFilter(span.from_us, span.to_us, chosen.queue)
