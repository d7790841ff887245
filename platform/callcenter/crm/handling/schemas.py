"""What was done about a caller, as the API takes and shows it."""

from typing import Annotated

from pydantic import Field

from callcenter.crm.customers.schemas import LongText, PersonNamed
from callcenter.kit.schemas import Sent, Shown


class HandlingSent(Sent):
    """`version` is the one that the person saw, 0 where nothing was written yet."""

    handled: bool
    note: LongText = ""
    version: Annotated[int, Field(ge=0, le=2**31 - 1)]


class CallerKnown(Shown):
    """The customer with that number; `others`: how many more have it, too."""

    id: str
    name: str
    vip: int
    others: int


class HandlingShown(Shown):
    """`call_id` is the try that it was written at; numbers in the note are masked."""

    call_id: str
    version: int
    handled: bool
    note: str
    by: PersonNamed
    at_us: int
