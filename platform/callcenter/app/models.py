"""Every table of every package, for migrations: importing this completes the metadata."""

from callcenter.crm.contacts import models as contacts
from callcenter.crm.customers import models as customers
from callcenter.crm.handling import models as handling
from callcenter.crm.history import models as customer_history
from callcenter.crm.merging import models as customer_merges
from callcenter.crm.personal_data import models as customer_freezes
from callcenter.crm.scripts import models as scripts
from callcenter.crm.transfer import models as customer_transfers
from callcenter.identity import models as identity
from callcenter.kit.db import Base
from callcenter.recordings import models as recordings
from callcenter.reporting.contacts import models as first_contacts
from callcenter.reporting.reports.exports import models as report_exports
from callcenter.reporting.reports.mail import models as report_mail
from callcenter.reporting.reports.views import models as report_views
from callcenter.reporting.rollups import models as rollups
from callcenter.reporting.shifts import models as shifts
from callcenter.seats import models as seats
from callcenter.seats.softphone import models as softphones
from callcenter.telephony import (
    call_quality,
    clock_offset,
    clock_watch,
    link_epochs,
    seen_calls,
    service_epochs,
)
from callcenter.telephony import models as telephony
from callcenter.telephony.reconcile import models as reconciliations
from callcenter.tenancy import models as tenancy

METADATA = Base.metadata

__all__ = [
    "METADATA",
    "call_quality",
    "clock_offset",
    "clock_watch",
    "contacts",
    "customer_freezes",
    "customer_history",
    "customer_merges",
    "customer_transfers",
    "customers",
    "first_contacts",
    "handling",
    "identity",
    "link_epochs",
    "reconciliations",
    "recordings",
    "report_exports",
    "report_mail",
    "report_views",
    "rollups",
    "scripts",
    "seats",
    "seen_calls",
    "service_epochs",
    "shifts",
    "softphones",
    "telephony",
    "tenancy",
]
