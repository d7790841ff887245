"""Customers in the running platform: their services, and the card that opens while it rings."""

import asyncio
from typing import Final

from fastapi import APIRouter
from prometheus_client import CollectorRegistry

from callcenter.app.background import Background, every
from callcenter.app.seating import Seating
from callcenter.app.settings import Settings
from callcenter.crm.contacts.service import Contacts
from callcenter.crm.customer_card import CustomerCards
from callcenter.crm.customers.company_fields import CustomerFieldsOfCompany
from callcenter.crm.customers.endpoints import customer_fields_router, customers_router
from callcenter.crm.customers.pinyin import readings
from callcenter.crm.customers.service import Customers
from callcenter.crm.customers.view import CustomerView
from callcenter.crm.handling.callers import Callers
from callcenter.crm.handling.service import Handlings
from callcenter.crm.history.endpoints import history_router
from callcenter.crm.history.reminder import FollowUpReminder
from callcenter.crm.history.service import CustomerHistory
from callcenter.crm.lost_calls.endpoints import lost_calls_router
from callcenter.crm.lost_calls.export import LostCallExport
from callcenter.crm.lost_calls.service import LostCalls
from callcenter.crm.merging.endpoints import merges_router
from callcenter.crm.merging.service import CustomerMerges
from callcenter.crm.personal_data.copy import PersonalCopy
from callcenter.crm.personal_data.endpoints import personal_data_router
from callcenter.crm.personal_data.service import PersonalData
from callcenter.crm.search.endpoints import search_router
from callcenter.crm.search.service import CustomerSearch
from callcenter.crm.voice_messages.endpoints import voice_messages_router
from callcenter.crm.voice_messages.service import VoiceMessageDesk
from callcenter.identity.audit import AuditTrail
from callcenter.kit.clock import Clock
from callcenter.kit.db import Database
from callcenter.kit.encryption import Keyring
from callcenter.recordings.message_sounds import RecordedMessages
from callcenter.reporting.contacts.lost_lines import LostCallers
from callcenter.routing.settings_model import standard_queues
from callcenter.telephony.floor.watch import FloorWatch
from callcenter.telephony.service import CallReader
from callcenter.tenancy import Scope

REMIND_SECONDS: Final = 20.0


class CustomerParts:
    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        database: Database,
        keyring: Keyring,
        audit: AuditTrail,
        contacts: Contacts,
        seating: Seating,
        watch: FloorWatch,
        reader: CallReader,
        registry: CollectorRegistry,
    ) -> None:
        self.customers = Customers(keyring, audit, clock)
        self.view = CustomerView(self.customers, mask_names=settings.mask_names)
        self.search = CustomerSearch(self.customers, self.view)
        self.history = CustomerHistory(self.customers, self.view, contacts)
        self.merges = CustomerMerges(self.customers, self.view)
        lost_callers = LostCallers()
        callers, handlings = Callers(reader, self.view), Handlings(self.customers, lost_callers)
        self.personal_data = PersonalData(
            database, self.customers, self.view, PersonalCopy(self.customers, contacts, handlings)
        )
        self.lost_calls = LostCalls(lost_callers, callers, handlings)
        queues = {queue.name: queue.name_zh for queue in standard_queues(settings.company_id)}
        self.lost_call_export = LostCallExport(self.lost_calls, audit, queues, demo=settings.demo)
        self.voice_messages = VoiceMessageDesk(
            callers,
            handlings,
            RecordedMessages(settings.recordings_folder),
            audit,
            clock,
            hours=settings.voice_message_hours,
        )
        self.cards = CustomerCards(
            database,
            clock,
            self.customers,
            self.view,
            self.history,
            stations=seating.stations,
            roster=seating.roster,
            registry=registry,
        )
        self.reminder = FollowUpReminder(database, clock, Scope.of(settings.company_id), seating.stations)
        watch.on_event(self.cards.on_event)

    def start(self, background: Background) -> None:
        background.start("follow-ups", lambda: every(REMIND_SECONDS, self.reminder.remind))
        background.start("readings of names", self._load_readings)

    async def close(self) -> None:
        await self.cards.close()

    async def _load_readings(self) -> None:
        # The dictionary takes half a second to load; the first customer's name must not wait for it.
        await asyncio.to_thread(readings, "王")

    def routers(self) -> tuple[APIRouter, ...]:
        return (
            merges_router(self.merges),
            search_router(self.search),
            customers_router(self.customers, self.view),
            customer_fields_router(CustomerFieldsOfCompany(self.customers.audit)),
            history_router(self.history),
            personal_data_router(self.personal_data),
            lost_calls_router(self.lost_calls, self.lost_call_export),
            voice_messages_router(self.voice_messages),
        )
