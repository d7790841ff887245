"""Who a report is made for."""

from sqlalchemy import select

from callcenter.identity.models import Person, PersonRole
from callcenter.identity.person import CurrentPerson
from callcenter.identity.roles import Role
from callcenter.kit.db import ReadSession
from callcenter.tenancy import Scope


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
