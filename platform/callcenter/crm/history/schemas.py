"""What happened with a customer, and what was promised, as the API takes and shows it."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from callcenter.crm.customers.schemas import CustomerId, LongText, PersonNamed
from callcenter.kit.schemas import Sent, Shown

Words = Annotated[LongText, StringConstraints(min_length=1, strip_whitespace=True)]


class HistoryKind(StrEnum):
    CALL = "call"
    NOTE = "note"
    SURVEY = "survey"
    FOLLOW_UP = "follow_up"


class HistoryEntry(Shown):
    """One line of the customer's time line; numbers in its words are masked."""

    at_us: int
    kind: HistoryKind
    zh: str
    en: str
    outcome: str | None = None
    agent_name: str | None = None
    call_id: str | None = None


class HistoryPage(Shown):
    """The newest first; `before_us` asks for what is older. There are no tickets yet."""

    items: list[HistoryEntry]
    before_us: int | None
    open_tickets: list[str]


class NoteSent(Sent):
    text: Words


class FollowUpSent(Sent):
    """`person` is who has to do it: oneself when nobody is named."""

    due_us: Annotated[int, Field(ge=0, le=2**53)]
    text: Words
    person: CustomerId | None = None


class FollowUpShown(Shown):
    id: str
    customer_id: str
    customer_name: str
    due_us: int
    overdue: bool
    text: str
    person: PersonNamed
    created_us: int
    done_us: int | None


class FollowUps(Shown):
    items: list[FollowUpShown]
