"""The person behind a request, and what follows from it."""

from dataclasses import dataclass

from callcenter.identity.roles import Role
from callcenter.tenancy import Scope


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did something, as the audit trail writes it down."""

    person_id: str | None
    name: str
    company_id: str | None = None
    address: str = ""


SYSTEM = Actor(person_id=None, name="system")
"""The program itself: seeding, jobs, start and stop."""


@dataclass(frozen=True, slots=True)
class CurrentPerson:
    """A signed-in person, as one request or one live connection knows them."""

    id: str
    name: str
    display_name: str
    roles: frozenset[Role]
    company_id: str
    session_key: bytes
    address: str = ""

    def has_any(self, roles: frozenset[Role]) -> bool:
        return not self.roles.isdisjoint(roles)

    @property
    def actor(self) -> Actor:
        return Actor(person_id=self.id, name=self.name, company_id=self.company_id, address=self.address)


def scope_of(person: CurrentPerson) -> Scope:
    """The client companies whose rows this person may see."""
    return Scope.of(person.company_id)
