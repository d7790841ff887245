"""What a person may ask about themselves, as the API takes and shows it."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from callcenter.crm.customers.schemas import CustomerId, CustomerShown, IdentityNumber, PhoneNumber, Reason
from callcenter.kit.schemas import Sent, Shown


class PersonSought(Sent):
    """Who asks, by exactly one of them. The reason stands in the audit trail."""

    phone: PhoneNumber | None = None
    identity_number: IdentityNumber | None = None
    customer_id: CustomerId | None = None
    reason: Reason

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if sum(bool(each) for each in (self.phone, self.identity_number, self.customer_id)) != 1:
            raise ValueError("name exactly one of phone, identity_number and customer_id")
        return self


class ExportFormat(StrEnum):
    JSON = "json"
    ZIP = "zip"


class ExportAsked(PersonSought):
    """`whole`: with readable values, for handing over to the person; otherwise masked."""

    format: ExportFormat = ExportFormat.JSON
    whole: bool = False


class FreezeAsked(Sent):
    """`until_us` is the end of the term that a law or a dispute sets, if it is known."""

    customer_id: CustomerId
    reason: Reason
    until_us: Annotated[int, Field(ge=0, le=2**53)] | None = None


class UnfreezeAsked(Sent):
    customer_id: CustomerId
    reason: Reason


class FreezeShown(Shown):
    from_us: int
    until_us: int | None
    by: str
    reason: str


class PersonalRecord(Shown):
    """One customer that is this person, with how much hangs on it."""

    customer: CustomerShown
    frozen: FreezeShown | None
    merged: list[str]
    notes: int
    follow_ups: int


class PersonFound(Shown):
    """`calls` counts the calls from the person's numbers, those without a customer included."""

    customers: list[PersonalRecord]
    calls: int
    first_call_us: int | None
    last_call_us: int | None
    recordings: int
