"""All SQL of lists of calls, which go by key, not by count."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from callcenter.kit.db import ReadSession
from callcenter.kit.many_in_sql import Span, in_one_of
from callcenter.telephony.behind_figures import at_hour, guessed, of_part, on_weekday
from callcenter.telephony.call_lists import (
    LONGEST_BEFORE_REQUEST,
    NO_KEY,
    CallFilter,
    CallSort,
    cursor_of,
    read_cursor,
)
from callcenter.telephony.models import CallRecord
from callcenter.tenancy import Scope

Page = tuple[Sequence[CallRecord], str | None]

_COLUMN: Final[dict[CallSort, InstrumentedAttribute[Any]]] = {
    CallSort.ARRIVED_DESC: CallRecord.arrived_us,
    CallSort.ARRIVED_ASC: CallRecord.arrived_us,
    CallSort.WAIT_DESC: CallRecord.wait_us,
    CallSort.TALK_DESC: CallRecord.talk_us,
}


async def list_calls(
    session: ReadSession,
    scope: Scope,
    chosen: CallFilter,
    *,
    sort: CallSort,
    cursor: str | None,
    limit: int,
    until_arrived_us: int | None = None,
) -> Page:
    """One page and the cursor of the next. Calls without a wait or talk are not in a list sorted by it.

    `until_arrived_us`: the last arrival that is looked at, in the order of the list.
    """
    column = _COLUMN[sort]
    ascending = sort is CallSort.ARRIVED_ASC
    statement = select(CallRecord).where(scope.holds(CallRecord.client_company_id))
    statement = _arrived_within(statement, chosen, sort, until_arrived_us)
    if chosen.clock is not CallRecord.arrived_us:
        statement = _within(statement, chosen)
    statement = _from_cursor(_filtered(statement, chosen), sort, cursor)
    order = (
        (column.asc(), CallRecord.call_id.asc()) if ascending else (column.desc(), CallRecord.call_id.desc())
    )
    found: list[CallRecord] = list(await session.scalars(statement.order_by(*order).limit(limit + 1)))
    return _page(found, sort=sort, limit=limit)


async def arrival_of(
    session: ReadSession, scope: Scope, chosen: CallFilter, *, sort: CallSort, cursor: str | None, place: int
) -> int | None:
    """When the call of that place arrived, of all of the period in the order of the list; None: there are
    fewer."""
    arrived = select(CallRecord.arrived_us).where(scope.holds(CallRecord.client_company_id))
    statement = _from_cursor(_arrived_within(arrived, chosen, sort), sort, cursor)
    order = CallRecord.arrived_us.asc() if sort is CallSort.ARRIVED_ASC else CallRecord.arrived_us.desc()
    return await session.scalar(statement.order_by(order).limit(1).offset(place - 1))


async def calls_in(
    session: ReadSession,
    scope: Scope,
    chosen: CallFilter,
    spans: Sequence[Span],
    *,
    sort: CallSort,
    cursor: str | None,
) -> Sequence[CallRecord]:
    """All calls of a list whose clock lies in one of the spans, in no order."""
    if not spans:
        return []
    of_clock = "client_company_id", scope.company_ids, chosen.clock.key
    statement = select(CallRecord).where(
        in_one_of(session, CallRecord, of_clock, spans), scope.holds(CallRecord.client_company_id)
    )
    statement = _filtered(_within(statement, chosen), chosen)
    return list(await session.scalars(_from_cursor(statement, sort, cursor)))


def page_of(found: Sequence[CallRecord], *, sort: CallSort, limit: int) -> Page:
    """The first page of what was read in no order."""
    name = _COLUMN[sort].key
    ordered = sorted(
        found,
        key=lambda call: (getattr(call, name), call.call_id),
        reverse=sort is not CallSort.ARRIVED_ASC,
    )
    return _page(ordered[: limit + 1], sort=sort, limit=limit)


def _page(found: Sequence[CallRecord], *, sort: CallSort, limit: int) -> Page:
    """`found`: one more than the page holds, if there are more."""
    page = found[:limit]
    if len(found) <= limit:
        return page, None
    return page, cursor_of(sort, getattr(page[-1], _COLUMN[sort].key), page[-1].call_id)


def _from_cursor(statement: Select[Any], sort: CallSort, cursor: str | None) -> Select[Any]:
    column = _COLUMN[sort]
    if not sort.by_arrival:
        statement = statement.where(column.is_not(None))
    if cursor is None:
        return statement
    return statement.where(_beyond(column, cursor, sort, ascending=sort is CallSort.ARRIVED_ASC))


def _arrived_within(
    statement: Select[Any], chosen: CallFilter, sort: CallSort, until_us: int | None = None
) -> Select[Any]:
    """The arrivals that can lie in the period, up to one of them: of two bounds SQLite may take the other."""
    from_us, to_us = chosen.from_us, chosen.to_us
    if from_us is not None and chosen.clock is not CallRecord.arrived_us:
        from_us -= LONGEST_BEFORE_REQUEST
    if until_us is not None and sort is CallSort.ARRIVED_ASC:
        to_us = until_us + 1
    elif until_us is not None:
        from_us = until_us
    if from_us is not None:
        statement = statement.where(CallRecord.arrived_us >= from_us)
    return statement if to_us is None else statement.where(CallRecord.arrived_us < to_us)


def _within(statement: Select[Any], chosen: CallFilter) -> Select[Any]:
    """The period by its own clock; which index is to be followed is said elsewhere."""
    if chosen.from_us is not None:
        statement = statement.where(guessed(chosen.clock >= chosen.from_us))
    return statement if chosen.to_us is None else statement.where(guessed(chosen.clock < chosen.to_us))


def _filtered(statement: Select[Any], chosen: CallFilter) -> Select[Any]:
    """By everything but the period."""
    clock = chosen.clock
    for of_call, value in (
        (CallRecord.client_company_id, chosen.company),
        (CallRecord.outcome, chosen.outcome),
        (CallRecord.hotline, chosen.hotline),
        (CallRecord.caller_token, chosen.caller_token),
        (CallRecord.ivr_path, "" if chosen.ivr_path == NO_KEY else chosen.ivr_path),
    ):
        if value is not None:
            statement = statement.where(of_call == value)
    if chosen.hour is not None:
        statement = statement.where(at_hour(clock, chosen.hour))
    if chosen.weekday is not None:
        statement = statement.where(on_weekday(clock, chosen.weekday))
    if chosen.part is not None:
        statement = statement.where(of_part(chosen.part, queue=chosen.queue, agents=chosen.agents))
    else:
        if chosen.queue is not None:
            statement = statement.where(CallRecord.queue == chosen.queue)
        if chosen.agents:
            statement = statement.where(CallRecord.agent.in_(chosen.agents))
    return statement if chosen.recorded is None else statement.where(chosen.recorded)


def _beyond(
    column: InstrumentedAttribute[Any], cursor: str, sort: CallSort, *, ascending: bool
) -> ColumnElement[bool]:
    value, call_id = read_cursor(sort, cursor)
    if ascending:
        return or_(column > value, and_(column == value, CallRecord.call_id > call_id))
    return or_(column < value, and_(column == value, CallRecord.call_id < call_id))
