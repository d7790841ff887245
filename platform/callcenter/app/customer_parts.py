"""Customers in the running platform."""

from fastapi import APIRouter

from callcenter.app.settings import Settings
from callcenter.crm.customer_endpoints import customer_fields_router, customers_router
from callcenter.crm.customer_service import Customers
from callcenter.crm.customer_view import CustomerView
from callcenter.crm.search_service import CustomerSearch
from callcenter.identity.audit import AuditTrail
from callcenter.kit.clock import Clock
from callcenter.kit.encryption import Keyring


class CustomerParts:
    def __init__(self, settings: Settings, clock: Clock, keyring: Keyring, audit: AuditTrail) -> None:
        self.customers = Customers(keyring, audit, clock)
        self.view = CustomerView(self.customers, mask_names=settings.mask_names)
        self.search = CustomerSearch(self.customers, self.view)

    def routers(self) -> tuple[APIRouter, ...]:
        return (customers_router(self.customers, self.view, self.search), customer_fields_router())
