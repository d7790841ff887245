"""All SQL of exports of reports."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from callcenter.crm.transfer.transfer import TransferState
from callcenter.identity.models import Person, PersonRole
from callcenter.identity.person import CurrentPerson
from callcenter.identity.roles import Role
from callcenter.kit.db import ReadSession
from callcenter.reporting.reports.exports.models import ReportExport
from callcenter.tenancy import Scope


async def find(session: ReadSession, scope: Scope, export_id: str) -> ReportExport | None:
    query = select(ReportExport).where(
        scope.holds(ReportExport.client_company_id), ReportExport.id == export_id
    )
    return await session.scalar(query)


async def newest(session: ReadSession, scope: Scope, *, limit: int) -> Sequence[tuple[ReportExport, str]]:
    """With the name of who asked."""
    query = select(ReportExport, Person.display_name).join(Person, Person.id == ReportExport.person_id)
    found = query.where(scope.holds(ReportExport.client_company_id)).order_by(ReportExport.created_us.desc())
    return [(job, name) for job, name in await session.execute(found.limit(limit))]


async def in_states(
    session: ReadSession, scope: Scope, states: Collection[TransferState]
) -> Sequence[ReportExport]:
    query = select(ReportExport).where(
        scope.holds(ReportExport.client_company_id), ReportExport.state.in_([each.value for each in states])
    )
    return (await session.scalars(query.order_by(ReportExport.created_us))).all()


async def person_of(session: ReadSession, scope: Scope, person_id: str) -> CurrentPerson | None:
    """With the roles of now; None for one who may not sign in any more."""
    query = select(Person).where(scope.holds(Person.client_company_id), Person.id == person_id, Person.active)
    person = await session.scalar(query)
    if person is None:
        return None
    roles = await session.scalars(select(PersonRole.role).where(PersonRole.person_id == person_id))
    return CurrentPerson(
        id=person.id,
        name=person.name,
        display_name=person.display_name,
        roles=frozenset(Role(role) for role in roles),
        company_id=person.client_company_id,
        session_key=b"",
    )
