"""Contacts over HTTP: what a call was about, what is missing, and the categories to choose from."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request

from callcenter.crm.contacts import categories as contact_categories
from callcenter.crm.contacts.errors import (
    CallUnknown,
    CategoriesUnclear,
    CategoryUnknown,
    NotYourCall,
    StaleContact,
)
from callcenter.crm.contacts.queues import QueueUnknown
from callcenter.crm.contacts.schemas import (
    CategoryPlanForm,
    CategoryPlanShown,
    ContactSent,
    ContactShown,
    UnfinishedCalls,
)
from callcenter.crm.contacts.service import Contacts
from callcenter.crm.customers.customer import CustomerNotActive, NoSuchCustomer
from callcenter.identity.person import CurrentPerson
from callcenter.identity.requests import ForeignRequest, NotSignedIn, identity_of, require
from callcenter.identity.roles import Role
from callcenter.kit.errors import NotAllowed
from callcenter.kit.problems import responses
from callcenter.kit.transactions import Reading, Writing
from callcenter.kit.whole_lists import ListChangedMeanwhile

CallId = Annotated[str, Path(max_length=150, pattern=r"^[A-Za-z0-9_.:-]+$")]
Writer = Annotated[CurrentPerson, Depends(require(Role.AGENT, Role.SUPERVISOR))]
Reader = Annotated[CurrentPerson, Depends(require(Role.AGENT, Role.SUPERVISOR, Role.INSPECTOR))]
Chooser = Annotated[
    CurrentPerson, Depends(require(Role.AGENT, Role.SUPERVISOR, Role.INSPECTOR, Role.SYSTEM_ADMIN))
]
Administrator = Annotated[CurrentPerson, Depends(require(Role.SYSTEM_ADMIN))]

category_router = APIRouter(prefix="/api/contact-categories", tags=["contacts"])


def contacts_router(contacts: Contacts) -> APIRouter:
    router = APIRouter(prefix="/api", tags=["contacts"])

    @router.get(
        "/calls/{call_id}/contact", responses=responses(NotSignedIn, NotAllowed, NotYourCall, CallUnknown)
    )
    async def get_contact(session: Reading, person: Reader, call_id: CallId) -> ContactShown:  # pyright: ignore[reportUnusedFunction]
        return await contacts.read(session, person, call_id)

    @router.put(
        "/calls/{call_id}/contact",
        responses=responses(
            *(NotSignedIn, ForeignRequest, NotAllowed, NotYourCall, CallUnknown),
            *(StaleContact, CategoryUnknown, NoSuchCustomer, CustomerNotActive),
        ),
    )
    async def put_contact(  # pyright: ignore[reportUnusedFunction]
        session: Writing, person: Writer, call_id: CallId, sent: ContactSent
    ) -> ContactShown:
        return await contacts.write(session, person, call_id, sent)

    @router.get("/contacts/missing", responses=responses(NotSignedIn, NotAllowed))
    async def list_unfinished(  # pyright: ignore[reportUnusedFunction]
        session: Reading,
        person: Writer,
        mine: bool = True,  # noqa: FBT001, FBT002 - a query parameter
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> UnfinishedCalls:
        """Everybody's only for a supervisor; an agent is shown their own whatever they ask."""
        own = mine or not person.has_any(frozenset({Role.SUPERVISOR}))
        return await contacts.unfinished(session, person, mine=own, limit=limit)

    return router


@category_router.get("", responses=responses(NotSignedIn, NotAllowed))
async def get_contact_categories(session: Reading, person: Chooser) -> CategoryPlanShown:
    return await contact_categories.shown_plan(session, person)


@category_router.put(
    "",
    responses=responses(
        NotSignedIn, ForeignRequest, NotAllowed, CategoriesUnclear, QueueUnknown, ListChangedMeanwhile
    ),
)
async def put_contact_categories(
    session: Writing, person: Administrator, request: Request, form: CategoryPlanForm
) -> CategoryPlanShown:
    await form.replaces(session, lambda: contact_categories.shown_plan(session, person))
    await contact_categories.replace_categories(session, identity_of(request).audit, person, form)
    return await contact_categories.shown_plan(session, person)
