"""Lost calls by caller and day, as they are kept: made from the calls, and told what came later.

Whether a caller was answered or dealt with later does not end with the day, so it is not a reason to forget
one: the lines that it is about are changed where they stand.
"""

from collections.abc import Collection, Sequence
from typing import Any, Final, NamedTuple, cast

from sqlalchemy import ColumnElement, Select, Table, Update, bindparam, exists, insert, or_, select, update

from callcenter.crm.handling.models import Handling
from callcenter.crm.lost_calls.lost_call import LOST
from callcenter.kit.db import ReadSession, WriteSession
from callcenter.kit.periods import DAY_US, midnight_of
from callcenter.reporting.contacts.models import LostCallerDay
from callcenter.reporting.figures import Period
from callcenter.telephony.models import CallRecord
from callcenter.tenancy import Scope

_TABLE: Final = cast("Table", LostCallerDay.__table__)
_AT_ONCE: Final = 500


class Caller(NamedTuple):
    company: str
    key: str


async def count_callers(session: ReadSession, company: str, days: Period) -> list[dict[str, Any]]:
    """Rows without what came later."""
    lost = (
        select(
            CallRecord.call_id,
            CallRecord.caller_token,
            CallRecord.queue,
            CallRecord.human_requested_us,
            CallRecord.arrived_us,
        )
        .where(
            Scope.of(company).holds(CallRecord.client_company_id),
            CallRecord.human_requested_us >= days.from_us,
            CallRecord.human_requested_us < days.to_us,
            CallRecord.outcome.in_(LOST),
        )
        .order_by(CallRecord.human_requested_us, CallRecord.call_id)
    )
    rows: dict[tuple[int, str, str], dict[str, Any]] = {}
    for call_id, token, queue, requested_us, arrived_us in await session.execute(lost):
        key, day_us = token or call_id, midnight_of(requested_us or 0)
        before = rows.get((day_us, key, queue or ""))
        rows[day_us, key, queue or ""] = {
            "client_company_id": company,
            "requested_us": requested_us,
            "call_id": call_id,
            "caller_key": key,
            "queue": queue or "",
            "arrived_us": arrived_us,
            "tries": 1 + (before["tries"] if before else 0),
            "first_us": min(arrived_us, before["first_us"]) if before else arrived_us,
            "answered_later": False,
            "handled": False,
        }
    return list(rows.values())


async def keep_callers(session: WriteSession, rows: Sequence[dict[str, Any]], days: Collection[int]) -> None:
    """Those of these days. What came later is looked up now that nobody can change it unheard."""
    mine = [row for row in rows if midnight_of(row["requested_us"]) in days]
    if not mine:
        return
    await session.execute(insert(LostCallerDay), mine)
    at_us = LostCallerDay.requested_us
    among = (
        LostCallerDay.client_company_id == mine[0]["client_company_id"],
        at_us >= min(days),
        at_us < max(days) + DAY_US,
    )
    for corrected in (
        _corrected(_TABLE.c.answered_later, _answered()),
        _corrected(_TABLE.c.handled, _dealt()),
    ):
        await session.execute(corrected.where(*among))


async def answers_changed(session: WriteSession, gone: Collection[Caller], come: Collection[Caller]) -> None:
    """Of whom an answered call came or is gone, in this transaction already. Nobody else keeps or forgets
    meanwhile."""
    for callers, said in ((gone, True), (come, False)):
        lines = await _lines_of(session, callers, _ANSWERED_LINES[said])
        if lines:
            await (await session.connection()).execute(_ANSWER_OF_LINE, lines)


async def handlings_changed(session: WriteSession, caller: Caller) -> None:
    lines = await _lines_of(session, [caller], _LINES)
    if lines:
        await (await session.connection()).execute(_HANDLED_OF_LINE, lines)


async def _lines_of(
    session: WriteSession, callers: Collection[Caller], asked: Select[Any, Any]
) -> list[dict[str, Any]]:
    connection = await session.connection()
    found: list[dict[str, Any]] = []
    for company in sorted({caller.company for caller in callers}):
        keys = sorted(caller.key for caller in callers if caller.company == company)
        for start in range(0, len(keys), _AT_ONCE):
            given = {"of_company": company, "of_callers": keys[start : start + _AT_ONCE]}
            found += [
                {"of_company": company, "of_us": row[0], "of_call": row[1]}
                for row in await connection.execute(asked, given)
            ]
    return found


def _answered() -> ColumnElement[bool]:
    return exists().where(
        CallRecord.client_company_id == _TABLE.c.client_company_id,
        CallRecord.caller_token == _TABLE.c.caller_key,
        CallRecord.caller_token != "",
        CallRecord.arrived_us > _TABLE.c.arrived_us,
        CallRecord.answered_us.is_not(None),
    )


def _dealt() -> ColumnElement[bool]:
    return exists().where(
        Handling.client_company_id == _TABLE.c.client_company_id,
        Handling.caller_key == _TABLE.c.caller_key,
        Handling.up_to_us >= _TABLE.c.arrived_us,
        Handling.handled,
    )


def _corrected(column: Any, true: ColumnElement[bool]) -> Update:
    """Only the rows that say something else."""
    return update(_TABLE).where(or_(column & ~true, ~column & true)).values({column: ~column})


_LINES: Final = select(_TABLE.c.requested_us, _TABLE.c.call_id).where(
    _TABLE.c.client_company_id == bindparam("of_company"),
    _TABLE.c.caller_key.in_(bindparam("of_callers", expanding=True)),
)
"""Of columns that the index of callers holds, for it is asked with every answered call: to change rows by
their callers at once makes SQLite look through every row."""
_ANSWERED_LINES: Final = {said: _LINES.where(_TABLE.c.answered_later.is_(said)) for said in (True, False)}
_OF_LINE: Final = (
    _TABLE.c.client_company_id == bindparam("of_company"),
    _TABLE.c.requested_us == bindparam("of_us"),
    _TABLE.c.call_id == bindparam("of_call"),
)
_ANSWER_OF_LINE: Final = _corrected(_TABLE.c.answered_later, _answered()).where(*_OF_LINE)
_HANDLED_OF_LINE: Final = _corrected(_TABLE.c.handled, _dealt()).where(*_OF_LINE)
