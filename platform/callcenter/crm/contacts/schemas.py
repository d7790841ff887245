"""Contacts and their categories as clients send and get them."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from callcenter.crm.contacts.contact import CallType, Missing
from callcenter.kit.schemas import Sent, Shown
from callcenter.kit.whole_lists import WholeListSent, WholeListShown

LONGEST_NOTES = 4000


def _writable(text: str) -> str:
    """Line ends as one sign, other control characters gone: they come with what is pasted."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in text if sign in "\n\t" or sign.isprintable() or ord(sign) > 0xFFFF)


Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
QueueName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,80}$")]
Id = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{26}$")]
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]+$")
]
EnglishLine = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")
]
Text = Annotated[str, AfterValidator(_writable)]


class ContactSent(Sent):
    """`version`: the one the person saw, 0 when there was none."""

    category: Code | None = None
    customer_id: Id | None = None
    notes: Annotated[Text, Field(max_length=LONGEST_NOTES)] = ""
    version: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class ContactShown(Shown):
    """`version` 0: nothing was written yet. `call_type_zh` is the word of the licence's call export."""

    call_id: str
    version: int
    category: str | None
    category_zh: str | None
    category_en: str | None
    call_type: CallType | None
    call_type_zh: str | None
    call_type_en: str | None
    customer_id: str | None
    notes: str
    updated_us: int | None
    updated_by: str | None
    work_number: str | None
    queue: str | None
    required: bool
    missing: Missing | None


class UnfinishedCallShown(Shown):
    call_id: str
    queue: str
    agent: str
    arrived_us: int
    ended_us: int
    caller_masked: str
    missing: Missing


class UnfinishedCalls(Shown):
    """`more`: there are further ones beyond those listed."""

    items: list[UnfinishedCallShown]
    more: bool


class CategoryForm(Sent):
    """`queues` empty: offered in every queue. `notes_required`: the category alone does not tell enough."""

    code: Code
    zh: Line
    en: EnglishLine
    call_type: CallType
    queues: Annotated[list[QueueName], Field(default_factory=list, max_length=100)]
    notes_required: bool = False


class CategoryPlanForm(WholeListSent):
    """The whole list in its order, and the queues whose calls have to get a category."""

    categories: Annotated[list[CategoryForm], Field(min_length=1, max_length=100)]
    required_queues: Annotated[list[QueueName], Field(max_length=100)]


class CallTypeShown(Shown):
    code: CallType
    zh: str
    en: str


class CategoryShown(Shown):
    code: str
    zh: str
    en: str
    call_type: CallType
    call_type_zh: str
    queues: list[str]
    notes_required: bool


class CategoryPlanShown(WholeListShown):
    categories: list[CategoryShown]
    required_queues: list[str]
    call_types: list[CallTypeShown]
