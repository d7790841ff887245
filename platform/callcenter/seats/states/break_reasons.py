"""Why an agent may take a break, as the administrator wrote it down."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from callcenter.identity.audit import AuditTag, AuditTrail
from callcenter.identity.person import Actor
from callcenter.kit.db import ReadSession, WriteSession
from callcenter.seats.errors import BreakReasonUnknown
from callcenter.seats.models import BreakReason
from callcenter.tenancy import Scope


class BreakReasonTag(AuditTag):
    REASONS_SET = "system:break_reasons:set"


@dataclass(frozen=True, slots=True)
class Reason:
    """`code` stands in Asterisk's pause and in queue_log; the words are for pages."""

    code: str
    zh: str
    en: str


STANDARD: Final = (
    Reason("rest", "小休", "Short break"),
    Reason("meal", "就餐", "Meal"),
    Reason("training", "培训", "Training"),
    Reason("meeting", "会议", "Meeting"),
)
"""What a new installation begins with."""


async def ensure_break_reasons(session: WriteSession, company_id: str) -> None:
    """The standard ones, for a company that has none."""
    if await session.scalar(select(BreakReason).where(BreakReason.client_company_id == company_id).limit(1)):
        return
    for position, reason in enumerate(STANDARD):
        session.add(_row(company_id, position, reason))
    await session.flush()


async def break_reasons(session: ReadSession, scope: Scope) -> list[Reason]:
    """Those that are offered, in the administrator's order."""
    found = select(BreakReason).where(
        scope.holds(BreakReason.client_company_id), BreakReason.active.is_(True)
    )
    rows = await session.scalars(found.order_by(BreakReason.position))
    return [Reason(row.code, row.zh, row.en) for row in rows]


async def every_break_reason(session: ReadSession, scope: Scope) -> list[Reason]:
    """Also those that are offered no more: the record names them."""
    found = select(BreakReason).where(scope.holds(BreakReason.client_company_id))
    rows = await session.scalars(found.order_by(BreakReason.position))
    return [Reason(row.code, row.zh, row.en) for row in rows]


async def offered_reason(session: ReadSession, scope: Scope, code: str) -> Reason:
    """Raises BreakReasonUnknown for one that is not offered (any more)."""
    for reason in await break_reasons(session, scope):
        if reason.code == code:
            return reason
    raise BreakReasonUnknown


async def set_break_reasons(
    session: WriteSession, audit: AuditTrail, company_id: str, reasons: Sequence[Reason], *, by: Actor
) -> None:
    """Those that are missing from the list are kept for the record and offered no more."""
    for row in await session.scalars(select(BreakReason).where(BreakReason.client_company_id == company_id)):
        row.active = False
    for position, reason in enumerate(reasons):
        await session.merge(_row(company_id, position, reason))
    await audit.record(
        session,
        BreakReasonTag.REASONS_SET,
        by=by,
        company_id=company_id,
        detail={"reasons": [f"{each.code} {each.zh}" for each in reasons]},
    )


def _row(company_id: str, position: int, reason: Reason) -> BreakReason:
    return BreakReason(
        client_company_id=company_id,
        code=reason.code,
        zh=reason.zh,
        en=reason.en,
        position=position,
        active=True,
    )
