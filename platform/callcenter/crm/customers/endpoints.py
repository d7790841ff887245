"""Customers and their fields over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends

from callcenter.crm.customers import finding, repository
from callcenter.crm.customers.company_fields import CustomerFieldsOfCompany, FieldInUse
from callcenter.crm.customers.customer import CustomerNotActive, NoSuchCustomer, StaleCustomer, WrongValue
from callcenter.crm.customers.schemas import (
    CustomerId,
    CustomerNew,
    CustomerPatch,
    CustomerShown,
    FieldsSent,
    FieldsShown,
    RevealAsked,
    Revealed,
)
from callcenter.crm.customers.service import Customers
from callcenter.crm.customers.view import CustomerView, fields_shown
from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.identity.requests import ForeignRequest, NotSignedIn, require
from callcenter.identity.roles import Role
from callcenter.kit.db import ReadSession
from callcenter.kit.errors import NotAllowed
from callcenter.kit.problems import responses
from callcenter.kit.transactions import Reading, Writing
from callcenter.kit.whole_lists import ListChangedMeanwhile

AtCustomers = Annotated[CurrentPerson, Depends(require(Role.AGENT, Role.SUPERVISOR))]
FieldReader = Annotated[
    CurrentPerson, Depends(require(Role.AGENT, Role.SUPERVISOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN))
]

ASystemAdmin = Annotated[CurrentPerson, Depends(require(Role.SYSTEM_ADMIN))]


def customers_router(customers: Customers, view: CustomerView) -> APIRouter:
    router = APIRouter(prefix="/api/customers", tags=["customers"])

    @router.post(
        "", status_code=201, responses=responses(NotSignedIn, ForeignRequest, NotAllowed, WrongValue)
    )
    async def add_customer(  # pyright: ignore[reportUnusedFunction]
        session: Writing, person: AtCustomers, new: CustomerNew
    ) -> CustomerShown:
        return await view.one(session, person, await customers.add(session, person, new))

    @router.get("/{customer_id}", responses=responses(NotSignedIn, NotAllowed, NoSuchCustomer))
    async def get_customer(  # pyright: ignore[reportUnusedFunction]
        session: Reading, person: AtCustomers, customer_id: CustomerId
    ) -> CustomerShown:
        return await view.one(session, person, await finding.seen(session, person, customer_id))

    @router.patch(
        "/{customer_id}",
        responses=responses(
            *(NotSignedIn, ForeignRequest, NotAllowed, NoSuchCustomer),
            *(CustomerNotActive, StaleCustomer, WrongValue),
        ),
    )
    async def change_customer(  # pyright: ignore[reportUnusedFunction]
        session: Writing, person: AtCustomers, customer_id: CustomerId, patch: CustomerPatch
    ) -> CustomerShown:
        """A second editor of the same version gets 409 StaleCustomer, which names each changed field."""
        changed = await customers.change(session, person, customer_id, patch)
        return await view.one(session, person, changed)

    @router.post(
        "/{customer_id}/reveal",
        responses=responses(NotSignedIn, ForeignRequest, NotAllowed, NoSuchCustomer, WrongValue),
    )
    async def reveal_field(  # pyright: ignore[reportUnusedFunction]
        session: Writing, person: AtCustomers, customer_id: CustomerId, asked: RevealAsked
    ) -> Revealed:
        """The whole value of one field, written into the audit trail with its reason."""
        return await customers.reveal(session, person, customer_id, asked.field, asked.reason)

    return router


def customer_fields_router(fields: CustomerFieldsOfCompany) -> APIRouter:
    router = APIRouter(prefix="/api/customer-fields", tags=["customers"])

    @router.get("", responses=responses(NotSignedIn, NotAllowed))
    async def list_fields(session: Reading, person: FieldReader) -> FieldsShown:  # pyright: ignore[reportUnusedFunction]
        """Every field of a customer with its purpose and sensitivity, those of the installation included."""
        return await _standing(session, person)

    @router.put(
        "",
        responses=responses(
            NotSignedIn, ForeignRequest, NotAllowed, WrongValue, FieldInUse, ListChangedMeanwhile
        ),
    )
    async def put_fields(  # pyright: ignore[reportUnusedFunction]
        session: Writing, person: ASystemAdmin, sent: FieldsSent
    ) -> FieldsShown:
        """Sets the fields of the installation; those of the house stay as they are."""
        await sent.replaces(session, lambda: _standing(session, person))
        return fields_shown(await fields.put(session, person, sent))

    return router


async def _standing(session: ReadSession, person: CurrentPerson) -> FieldsShown:
    return fields_shown(await repository.catalogue(session, scope_of(person)))
