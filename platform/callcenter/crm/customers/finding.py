"""The one customer that somebody names: is there one, does this person meet it, is it in use."""

from typing import Final

from callcenter.crm.customers import repository
from callcenter.crm.customers.customer import CustomerNotActive, NoSuchCustomer
from callcenter.crm.customers.models import Customer, CustomerState
from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.identity.roles import Role
from callcenter.kit.db import ReadSession
from callcenter.tenancy import Scope

FREEZERS: Final = frozenset({Role.SUPERVISOR, Role.SECURITY_ADMIN})
"""Who answers for personal data: may freeze, and is told of what is frozen."""


async def find(session: ReadSession, scope: Scope, customer_id: str) -> Customer:
    """Raises NoSuchCustomer."""
    found = await repository.customer(session, scope, customer_id)
    if found is None:
        raise NoSuchCustomer
    return found


async def standing(session: ReadSession, scope: Scope, customer_id: str) -> Customer:
    """The customer, or whom it went into. Raises NoSuchCustomer."""
    found = await find(session, scope, customer_id)
    while found.merged_into is not None:
        found = await find(session, scope, found.merged_into)
    return found


async def seen(session: ReadSession, person: CurrentPerson, customer_id: str) -> Customer:
    """As `find`; a frozen customer exists only for those who answer for freezing."""
    found = await find(session, scope_of(person), customer_id)
    if found.state == CustomerState.FROZEN.value and not person.has_any(FREEZERS):
        raise NoSuchCustomer
    return found


async def usable(session: ReadSession, person: CurrentPerson, customer_id: str) -> Customer:
    """Raises NoSuchCustomer, CustomerNotActive."""
    found = await seen(session, person, customer_id)
    if found.state != CustomerState.ACTIVE.value:
        raise CustomerNotActive
    return found


async def kept(session: ReadSession, person: CurrentPerson, customer_id: str) -> Customer:
    """As `usable`, the customer or whom it went into."""
    found = await standing(session, scope_of(person), customer_id)
    return await usable(session, person, found.id)
