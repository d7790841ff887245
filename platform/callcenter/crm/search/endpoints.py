"""Searching customers over HTTP; the words never stand in an address: addresses end up in logs."""

from fastapi import APIRouter

from callcenter.crm.customers.endpoints import AtCustomers
from callcenter.crm.customers.schemas import CustomersFound, CustomerSought
from callcenter.crm.search.service import CustomerSearch
from callcenter.identity.requests import ForeignRequest, NotSignedIn
from callcenter.kit.errors import NotAllowed
from callcenter.kit.problems import responses
from callcenter.kit.transactions import Reading
from callcenter.telephony.call_lists import BadCursor


def search_router(search: CustomerSearch) -> APIRouter:
    router = APIRouter(prefix="/api/customers", tags=["customers"])

    @router.post("/search", responses=responses(NotSignedIn, ForeignRequest, NotAllowed, BadCursor))
    async def search_customers(  # pyright: ignore[reportUnusedFunction]
        session: Reading, person: AtCustomers, sought: CustomerSought
    ) -> CustomersFound:
        return await search.page(session, person, sought)

    return router
