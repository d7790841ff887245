"""All SQL about voice messages; every read within a scope, lists by key."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, case, func, select, tuple_

from callcenter.crm.handling.place import cursor_of, place_of
from callcenter.crm.handling.repository import handled_itself
from callcenter.crm.voice_messages.schemas import MessageState
from callcenter.kit.db import ReadSession
from callcenter.telephony.models import CallRecord
from callcenter.tenancy import Scope

_LEFT: Final = CallRecord.voice_message_file.is_not(None)


@dataclass(frozen=True, slots=True)
class MessageFilter:
    """Messages of calls that arrived in the period; `to_us` is exclusive."""

    from_us: int
    to_us: int
    queue: str | None = None
    state: MessageState | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    open: int
    overdue: int
    oldest_us: int | None


async def page(
    session: ReadSession, scope: Scope, chosen: MessageFilter, *, cursor: str | None, limit: int
) -> tuple[Sequence[CallRecord], str | None]:
    """The newest first, and the cursor of the next page. Raises BadCursor."""
    statement = select(CallRecord).where(*_within(scope, chosen.from_us, chosen.to_us))
    if chosen.queue is not None:
        statement = statement.where(CallRecord.queue == chosen.queue)
    if chosen.state is not None:
        statement = statement.where(_handled() if chosen.state is MessageState.HANDLED else ~_handled())
    if cursor is not None:
        place = tuple_(CallRecord.arrived_us, CallRecord.call_id)
        statement = statement.where(place < tuple_(*place_of(cursor)))
    statement = statement.order_by(CallRecord.arrived_us.desc(), CallRecord.call_id.desc())
    found = list(await session.scalars(statement.limit(limit + 1)))
    shown = found[:limit]
    more = len(found) > limit
    return shown, cursor_of((shown[-1].arrived_us, shown[-1].call_id)) if more else None


async def waiting(
    session: ReadSession, scope: Scope, *, from_us: int, to_us: int, overdue_before_us: int
) -> Waiting:
    overdue = func.sum(case((CallRecord.arrived_us < overdue_before_us, 1), else_=0))
    found = select(func.count(), overdue, func.min(CallRecord.arrived_us)).where(
        *_within(scope, from_us, to_us), ~_handled()
    )
    row = (await session.execute(found)).one()
    return Waiting(row[0], int(row[1] or 0), row[2])


def _within(scope: Scope, from_us: int, to_us: int) -> list[ColumnElement[bool]]:
    return [
        scope.holds(CallRecord.client_company_id),
        _LEFT,
        CallRecord.arrived_us >= from_us,
        CallRecord.arrived_us < to_us,
    ]


def _handled() -> ColumnElement[bool]:
    return handled_itself(CallRecord.client_company_id, CallRecord.call_id)
