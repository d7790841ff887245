"""All SQL of saved views."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select

from callcenter.identity.models import Person
from callcenter.kit.db import ReadSession
from callcenter.reporting.reports.views.models import ReportView
from callcenter.tenancy import Scope


async def seen_by(session: ReadSession, scope: Scope, person_id: str) -> Sequence[tuple[ReportView, str]]:
    """Own ones and shared ones by name, each with its owner's name."""
    query = select(ReportView, Person.display_name).join(Person, Person.id == ReportView.person_id)
    seen = or_(ReportView.person_id == person_id, ReportView.shared)
    found = query.where(scope.holds(ReportView.client_company_id), seen)
    rows = await session.execute(found.order_by(ReportView.name, ReportView.id))
    return [(view, name) for view, name in rows]


async def count_of(session: ReadSession, scope: Scope, person_id: str) -> int:
    query = select(func.count()).select_from(ReportView)
    own = query.where(scope.holds(ReportView.client_company_id), ReportView.person_id == person_id)
    return await session.scalar(own) or 0


async def own(session: ReadSession, scope: Scope, person_id: str, view_id: str) -> ReportView | None:
    query = select(ReportView).where(
        scope.holds(ReportView.client_company_id),
        ReportView.id == view_id,
        ReportView.person_id == person_id,
    )
    return await session.scalar(query)
