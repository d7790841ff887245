"""Duplicates and merges over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import StringConstraints

from callcenter.crm.customers.customer import CustomerNotActive, NoSuchCustomer, StaleCustomer, WrongValue
from callcenter.crm.customers.schemas import CustomerId
from callcenter.crm.merging.schemas import Duplicates, MergeAsked, MergeShown, MergesShown
from callcenter.crm.merging.service import CustomerMerges, MergeUndone, NoSuchMerge, SameCustomer
from callcenter.identity.person import CurrentPerson
from callcenter.identity.requests import ForeignRequest, NotSignedIn, require
from callcenter.identity.roles import Role
from callcenter.kit.errors import NotAllowed
from callcenter.kit.problems import responses
from callcenter.kit.transactions import Reading, Writing
from callcenter.telephony.call_lists import BadCursor

ASupervisor = Annotated[CurrentPerson, Depends(require(Role.SUPERVISOR))]


def merges_router(merges: CustomerMerges) -> APIRouter:
    """Precondition: included before the router of single customers, whose path would take `duplicates`."""
    router = APIRouter(prefix="/api/customers", tags=["customers"])

    @router.get("/duplicates", responses=responses(NotSignedIn, NotAllowed, BadCursor))
    async def list_duplicates(  # pyright: ignore[reportUnusedFunction]
        session: Reading,
        person: ASupervisor,
        cursor: Annotated[str, StringConstraints(max_length=200)] | None = None,
        limit: Annotated[int, Query(ge=1, le=100)] = 20,
    ) -> Duplicates:
        return await merges.duplicates(session, person, cursor=cursor, limit=limit)

    @router.post(
        "/merge",
        responses=responses(
            *(NotSignedIn, ForeignRequest, NotAllowed, NoSuchCustomer),
            *(SameCustomer, CustomerNotActive, StaleCustomer, WrongValue),
        ),
    )
    async def merge_customers(  # pyright: ignore[reportUnusedFunction]
        session: Writing, person: ASupervisor, asked: MergeAsked
    ) -> MergeShown:
        """What the kept customer lacks comes from the other; where both speak, the kept one's word stands."""
        return await merges.merge(session, person, asked)

    @router.get("/{customer_id}/merges", responses=responses(NotSignedIn, NotAllowed, NoSuchCustomer))
    async def list_merges(  # pyright: ignore[reportUnusedFunction]
        session: Reading, person: ASupervisor, customer_id: CustomerId
    ) -> MergesShown:
        return await merges.merges(session, person, customer_id)

    @router.post(
        "/merges/{merge_id}/undo",
        responses=responses(
            *(NotSignedIn, ForeignRequest, NotAllowed, NoSuchMerge, NoSuchCustomer),
            *(MergeUndone, CustomerNotActive, StaleCustomer),
        ),
    )
    async def undo_merge(  # pyright: ignore[reportUnusedFunction]
        session: Writing, person: ASupervisor, merge_id: CustomerId
    ) -> MergeShown:
        return await merges.undo(session, person, merge_id)

    return router
