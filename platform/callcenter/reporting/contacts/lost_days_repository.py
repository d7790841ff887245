"""Lost calls by caller and day, as they are kept: made from the calls, and told what came later.

Whether a caller was answered or dealt with later does not end with the day, so it is not a reason to forget
one: the lines that it is about are changed where they stand.
"""

from collections.abc import Collection, Sequence
from typing import Any, Final, NamedTuple, cast

from sqlalchemy import ColumnElement, Table, Update, bindparam, exists, insert, or_, select, update

from callcenter.crm.handling.models import Handling
from callcenter.crm.lost_calls.lost_call import LOST
from callcenter.kit.db import ReadSession, WriteSession
from callcenter.kit.periods import DAY_US, midnight_of
from callcenter.reporting.contacts.models import LostCallerDay
from callcenter.reporting.figures import Period
from callcenter.telephony.models import CallRecord
from callcenter.tenancy import Scope

_TABLE: Final = cast("Table", LostCallerDay.__table__)


class Answered(NamedTuple):
    """An answered call: whose, by whom, and when it arrived."""

    company: str
    caller: str
    at_us: int


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


async def answers_changed(
    session: WriteSession, gone: Collection[Answered], come: Collection[Answered]
) -> None:
    """Of calls whose change is in this transaction already. Nobody else keeps or forgets meanwhile."""
    for statement, calls in ((_ANSWER_GONE, gone), (_ANSWER_COME, come)):
        if calls:
            await (await session.connection()).execute(statement, [each._asdict() for each in sorted(calls)])


async def handlings_changed(session: WriteSession, company: str, caller_key: str, up_to_us: int) -> None:
    row = {"company": company, "caller": caller_key, "up_to_us": up_to_us}
    await (await session.connection()).execute(_HANDLED, row)


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


_OF_CALLER: Final = (
    _TABLE.c.client_company_id == bindparam("company"),
    _TABLE.c.caller_key == bindparam("caller"),
)
_BEFORE: Final = _TABLE.c.arrived_us < bindparam("at_us")
_ANSWER_COME: Final = (
    update(_TABLE).where(*_OF_CALLER, _BEFORE, ~_TABLE.c.answered_later).values(answered_later=True)
)
_ANSWER_GONE: Final = (
    update(_TABLE).where(*_OF_CALLER, _BEFORE, _TABLE.c.answered_later).values(answered_later=_answered())
)
_HANDLED: Final = _corrected(_TABLE.c.handled, _dealt()).where(
    *_OF_CALLER, _TABLE.c.arrived_us <= bindparam("up_to_us")
)
