"""All SQL about calls but that of the journal. Every read passes a scope; lists go by key, not by count."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from callcenter.kit.clock import SECOND
from callcenter.kit.db import ReadSession, WriteSession
from callcenter.kit.errors import CallcenterError
from callcenter.telephony.behind_figures import CallPart, at_hour, guessed, of_part, on_weekday
from callcenter.telephony.call_quality import CallQuality
from callcenter.telephony.journal.rows import Row, Source
from callcenter.telephony.models import CallRecord, LegRecord, Phone, RawRow
from callcenter.tenancy import Scope


class BadCursor(CallcenterError):
    """The cursor is not one that a page of this sort gave."""

    status = 422


class CallSort(StrEnum):
    ARRIVED_DESC = "arrived_desc"
    ARRIVED_ASC = "arrived_asc"
    WAIT_DESC = "wait_desc"
    TALK_DESC = "talk_desc"


@dataclass(frozen=True, slots=True)
class CallFilter:
    """None: not filtered by it. `to_us` is exclusive; `recorded` is a condition made by the upper package.

    With `part` the calls that a figure counts: the period is that of its clock, a queue means every call that
    entered it, and agents every call that was theirs by that part.
    """

    from_us: int | None = None
    to_us: int | None = None
    company: str | None = None
    outcome: str | None = None
    queue: str | None = None
    agents: Sequence[str] = ()
    hotline: str | None = None
    caller_token: str | None = None
    hour: int | None = None
    weekday: int | None = None
    ivr_path: str | None = None
    """Keys with > between them, NO_KEY before any."""
    part: CallPart | None = None
    recorded: ColumnElement[bool] | None = None


NO_KEY: Final = "-"
"""No key is called that, and a word in an address is not empty."""
LONGEST_BEFORE_REQUEST: Final = 24 * 3600 * SECOND
"""Nobody stays in the menus for a day: a list by human request still follows the index of arrivals."""

_COLUMN: Final[dict[CallSort, InstrumentedAttribute[Any]]] = {
    CallSort.ARRIVED_DESC: CallRecord.arrived_us,
    CallSort.ARRIVED_ASC: CallRecord.arrived_us,
    CallSort.WAIT_DESC: CallRecord.wait_us,
    CallSort.TALK_DESC: CallRecord.talk_us,
}


async def list_calls(
    session: ReadSession, scope: Scope, chosen: CallFilter, *, sort: CallSort, cursor: str | None, limit: int
) -> tuple[Sequence[CallRecord], str | None]:
    """One page and the cursor of the next. Calls without a wait or talk are not in a list sorted by it."""
    column = _COLUMN[sort]
    ascending = sort is CallSort.ARRIVED_ASC
    statement = _filtered(select(CallRecord).where(scope.holds(CallRecord.client_company_id)), chosen)
    if column is not CallRecord.arrived_us:
        statement = statement.where(column.is_not(None))
    if cursor is not None:
        statement = statement.where(_beyond(column, cursor, sort, ascending=ascending))
    order = (
        (column.asc(), CallRecord.call_id.asc()) if ascending else (column.desc(), CallRecord.call_id.desc())
    )
    found: list[CallRecord] = list(await session.scalars(statement.order_by(*order).limit(limit + 1)))
    page = found[:limit]
    more = len(found) > limit
    return page, _cursor(sort, getattr(page[-1], column.key), page[-1].call_id) if more else None


def _filtered(statement: Select[CallRecord], chosen: CallFilter) -> Select[CallRecord]:
    clock = CallRecord.arrived_us if chosen.part is None else chosen.part.clock
    by_arrival = clock is CallRecord.arrived_us
    if chosen.from_us is not None:
        earliest_us = chosen.from_us - (0 if by_arrival else LONGEST_BEFORE_REQUEST)
        statement = statement.where(CallRecord.arrived_us >= earliest_us)
        statement = statement if by_arrival else statement.where(guessed(clock >= chosen.from_us))
    if chosen.to_us is not None:
        statement = statement.where(CallRecord.arrived_us < chosen.to_us)
        statement = statement if by_arrival else statement.where(guessed(clock < chosen.to_us))
    for column, value in (
        (CallRecord.client_company_id, chosen.company),
        (CallRecord.outcome, chosen.outcome),
        (CallRecord.hotline, chosen.hotline),
        (CallRecord.caller_token, chosen.caller_token),
        (CallRecord.ivr_path, "" if chosen.ivr_path == NO_KEY else chosen.ivr_path),
    ):
        if value is not None:
            statement = statement.where(column == value)
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
    value, call_id = _read_cursor(sort, cursor)
    if ascending:
        return or_(column > value, and_(column == value, CallRecord.call_id > call_id))
    return or_(column < value, and_(column == value, CallRecord.call_id < call_id))


def _cursor(sort: CallSort, value: int, call_id: str) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([sort.value, value, call_id])).decode().rstrip("=")


def _read_cursor(sort: CallSort, cursor: str) -> tuple[int, str]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        read = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, orjson.JSONDecodeError, UnicodeEncodeError, ValueError):
        read = None
    match read:
        case [sort.value, int() as value, str() as call_id]:
            return value, call_id
        case _:
            raise BadCursor(
                zh="翻页标记无效,请从第一页重新查询。",
                en="The cursor is not valid; start from the first page again.",
            )


async def find_call(session: ReadSession, scope: Scope, call_id: str) -> CallRecord | None:
    statement = select(CallRecord).where(
        scope.holds(CallRecord.client_company_id), CallRecord.call_id == call_id
    )
    return await session.scalar(statement)


async def legs_of(session: ReadSession, scope: Scope, call_id: str) -> Sequence[LegRecord]:
    statement = (
        select(LegRecord)
        .where(scope.holds(LegRecord.client_company_id), LegRecord.call_id == call_id)
        .order_by(LegRecord.number)
    )
    return list(await session.scalars(statement))


async def rows_of(session: ReadSession, scope: Scope, call_id: str) -> list[Row]:
    statement = (
        select(RawRow.source, RawRow.at_us, RawRow.event, RawRow.uniqueid, RawRow.data)
        .where(scope.holds(RawRow.client_company_id), RawRow.call_id == call_id)
        .order_by(RawRow.id)
    )
    return [
        Row(Source(source), at_us, event, uniqueid, orjson.loads(data))
        for source, at_us, event, uniqueid, data in await session.execute(statement)
    ]


async def agent_facts(session: ReadSession, scope: Scope, *, from_us: int, to_us: int) -> list[Row]:
    """What queue_log says about agents apart from calls, in its order: SIGNED_IN, AGENT_STATE, PAUSE …

    `row.text("agent")` names the agent; `to_us` is exclusive.
    """
    statement = (
        select(RawRow.source, RawRow.at_us, RawRow.event, RawRow.uniqueid, RawRow.data)
        .where(scope.holds(RawRow.client_company_id))
        .where(RawRow.source == Source.QUEUE_LOG.value, RawRow.call_id.is_(None))
        .where(RawRow.at_us >= from_us, RawRow.at_us < to_us)
        .order_by(RawRow.at_us, RawRow.id)
    )
    return [
        Row(Source(source), at_us, event, uniqueid, orjson.loads(data))
        for source, at_us, event, uniqueid, data in await session.execute(statement)
    ]


async def ciphers_of(session: ReadSession, scope: Scope, tokens: Sequence[str]) -> dict[str, bytes]:
    statement = select(Phone.token, Phone.cipher).where(
        scope.holds(Phone.client_company_id), Phone.token.in_(tokens)
    )
    return dict((await session.execute(statement)).all())


async def quality_of(session: ReadSession, scope: Scope, call_id: str) -> Sequence[CallQuality]:
    found = select(CallQuality).where(
        scope.holds(CallQuality.client_company_id), CallQuality.call_id == call_id
    )
    return (await session.scalars(found.order_by(CallQuality.at_us, CallQuality.endpoint))).all()


async def keep_quality(session: WriteSession, measured: CallQuality) -> None:
    """Instead of what this agent's phone measured of the call before."""
    await session.merge(measured)
