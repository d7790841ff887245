"""Contacts and what may be said, in the running platform: who has a call now, and the first categories."""

from fastapi import APIRouter

from callcenter.app.settings import Settings
from callcenter.crm.contacts.categories import ensure_categories
from callcenter.crm.contacts.endpoints import category_router, contacts_router
from callcenter.crm.contacts.ports import CallInHand
from callcenter.crm.contacts.service import Contacts
from callcenter.crm.scripts.endpoints import phrases_router, scripts_router
from callcenter.crm.scripts.service import Scripts
from callcenter.identity.audit import AuditTrail
from callcenter.identity.person import SYSTEM
from callcenter.kit.clock import Clock
from callcenter.kit.db import Database
from callcenter.kit.encryption import Keyring
from callcenter.routing.settings_model import standard_queues
from callcenter.telephony.floor.floor import Floor


class FloorCalls:
    """A call in hand as the floor shows it: at an agent, or still with the seat that talks in it."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor

    def of(self, call_id: str) -> CallInHand | None:
        call = self._floor.entry(f"calls/{call_id}")
        if call is None:
            return None
        seats = (self._floor.entry(f"seats/{seat}") for seat in self._floor.plan.seats)
        talking = {seat["agent"] for seat in seats if seat is not None and seat.get("call_id") == call_id}
        agents = frozenset(agent for agent in {*talking, call["agent"]} if isinstance(agent, str))
        queue = call["queue"]
        return CallInHand(agents, queue if isinstance(queue, str) else None)


class ContactParts:
    def __init__(
        self, settings: Settings, clock: Clock, keyring: Keyring, audit: AuditTrail, floor: Floor
    ) -> None:
        self._settings = settings
        self._audit = audit
        self.contacts = Contacts(keyring, clock, FloorCalls(floor))
        self.scripts = Scripts(audit, clock)

    def routers(self) -> tuple[APIRouter, ...]:
        return (
            contacts_router(self.contacts),
            category_router,
            scripts_router(self.scripts),
            phrases_router(self.scripts),
        )

    async def open(self, database: Database) -> None:
        company = self._settings.company_id
        complaints = [queue.name for queue in standard_queues(company) if queue.code == "complaint"]
        async with database.write() as session:
            await ensure_categories(session, self._audit, company, required_queues=complaints, by=SYSTEM)
