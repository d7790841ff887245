"""Every table of every package, for migrations: importing this completes the metadata."""

from callcenter.crm import contact_models as contacts
from callcenter.crm import customer_import_models as customer_transfers
from callcenter.crm import models as crm
from callcenter.crm import script_models as scripts
from callcenter.identity import models as identity
from callcenter.kit.db import Base
from callcenter.recordings import models as recordings
from callcenter.seats import models as seats
from callcenter.seats import softphone_models as softphones
from callcenter.telephony import call_quality
from callcenter.telephony import models as telephony
from callcenter.tenancy import models as tenancy

METADATA = Base.metadata

__all__ = [
    "METADATA",
    "call_quality",
    "contacts",
    "crm",
    "customer_transfers",
    "identity",
    "recordings",
    "scripts",
    "seats",
    "softphones",
    "telephony",
    "tenancy",
]
