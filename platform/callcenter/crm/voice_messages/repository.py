"""All SQL about voice messages; every read within a scope, lists by key."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, case, func, select

from callcenter.crm.handling.page_repository import newest_page
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
    which = _within(scope, chosen.from_us, chosen.to_us)
    if chosen.queue is not None:
        which.append(CallRecord.queue == chosen.queue)
    if chosen.state is not None:
        which.append(_handled() if chosen.state is MessageState.HANDLED else ~_handled())
    return await newest_page(session, which, CallRecord.arrived_us, cursor=cursor, limit=limit)


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
