"""All SQL of shifts; every read within a scope."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from callcenter.kit.db import ReadSession
from callcenter.reporting.figures import Period
from callcenter.reporting.shifts.models import Shift
from callcenter.tenancy import Scope


async def shifts(
    session: ReadSession, scope: Scope, period: Period, *, agents: Collection[str] | None = None
) -> Sequence[Shift]:
    """In force, and touching the period."""
    query = select(Shift).where(
        scope.holds(Shift.client_company_id),
        Shift.withdrawn_us.is_(None),
        Shift.to_us > period.from_us,
        Shift.from_us < period.to_us,
    )
    if agents is not None:
        query = query.where(Shift.agent_id.in_(sorted(agents)))
    return (await session.scalars(query.order_by(Shift.from_us, Shift.agent_id))).all()


async def shift(session: ReadSession, scope: Scope, shift_id: str) -> Shift | None:
    """In force."""
    query = select(Shift).where(
        scope.holds(Shift.client_company_id), Shift.id == shift_id, Shift.withdrawn_us.is_(None)
    )
    return await session.scalar(query)


async def all_in_force(session: ReadSession) -> Sequence[Shift]:
    """Of the whole installation, for making the roll-ups anew."""
    return (await session.scalars(select(Shift).where(Shift.withdrawn_us.is_(None)))).all()
