"""The time line of a customer and what was promised, over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query

from callcenter.crm.customers.customer import CustomerNotActive, NoSuchCustomer, WrongValue
from callcenter.crm.customers.endpoints import AtCustomers
from callcenter.crm.customers.schemas import CustomerId
from callcenter.crm.history.schemas import (
    FollowUps,
    FollowUpSent,
    FollowUpShown,
    HistoryEntry,
    HistoryPage,
    NoteSent,
)
from callcenter.crm.history.service import CustomerHistory, FollowUpDone, NoSuchFollowUp
from callcenter.identity.requests import ForeignRequest, NotSignedIn
from callcenter.kit.errors import NotAllowed
from callcenter.kit.problems import responses
from callcenter.kit.transactions import Reading, Writing


def history_router(history: CustomerHistory) -> APIRouter:
    router = APIRouter(prefix="/api", tags=["customers"])

    @router.get(
        "/customers/{customer_id}/history", responses=responses(NotSignedIn, NotAllowed, NoSuchCustomer)
    )
    async def customer_history(  # pyright: ignore[reportUnusedFunction]
        session: Reading,
        person: AtCustomers,
        customer_id: CustomerId,
        before_us: Annotated[int, Query(ge=0, le=2**53)] | None = None,
        limit: Annotated[int, Query(ge=1, le=100)] = 20,
    ) -> HistoryPage:
        """Calls, notes, surveys and follow-ups in one line, the newest first."""
        return await history.page(session, person, customer_id, before_us=before_us, limit=limit)

    @router.post(
        "/customers/{customer_id}/notes",
        status_code=201,
        responses=responses(NotSignedIn, ForeignRequest, NotAllowed, NoSuchCustomer, CustomerNotActive),
    )
    async def add_note(  # pyright: ignore[reportUnusedFunction]
        session: Writing, person: AtCustomers, customer_id: CustomerId, note: NoteSent
    ) -> HistoryEntry:
        return await history.add_note(session, person, customer_id, note.text)

    @router.post(
        "/customers/{customer_id}/follow-ups",
        status_code=201,
        responses=responses(
            *(NotSignedIn, ForeignRequest, NotAllowed, NoSuchCustomer, CustomerNotActive, WrongValue)
        ),
    )
    async def add_follow_up(  # pyright: ignore[reportUnusedFunction]
        session: Writing, person: AtCustomers, customer_id: CustomerId, sent: FollowUpSent
    ) -> FollowUpShown:
        return await history.add_follow_up(session, person, customer_id, sent)

    @router.get("/follow-ups", responses=responses(NotSignedIn, NotAllowed))
    async def list_follow_ups(  # pyright: ignore[reportUnusedFunction]
        session: Reading,
        person: AtCustomers,
        mine: bool = True,  # noqa: FBT001, FBT002 - a query parameter is named
        due: bool = False,  # noqa: FBT001, FBT002 - a query parameter is named
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> FollowUps:
        """Open ones, the most urgent first. `due`: only those whose time has come."""
        return await history.follow_ups(session, person, mine=mine, due=due, limit=limit)

    @router.post(
        "/follow-ups/{follow_up_id}/done",
        responses=responses(NotSignedIn, ForeignRequest, NotAllowed, NoSuchFollowUp, FollowUpDone),
    )
    async def finish_follow_up(  # pyright: ignore[reportUnusedFunction]
        session: Writing, person: AtCustomers, follow_up_id: CustomerId
    ) -> FollowUpShown:
        return await history.finish(session, person, follow_up_id)

    return router
