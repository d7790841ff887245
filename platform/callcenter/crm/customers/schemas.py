"""Customers as the API takes and shows them. Shown is masked; the whole needs a logged reveal."""

import unicodedata
from typing import Annotated, Any, Final, cast

from pydantic import AfterValidator, Field, StringConstraints

from callcenter.crm.customers.fields import FieldKind, Sensitivity
from callcenter.crm.customers.models import CustomerState
from callcenter.crm.customers.tokens import LONGEST_NAME
from callcenter.kit.schemas import Sent, Shown
from callcenter.kit.whole_lists import WholeListSent, WholeListShown


def _one_line(text: str) -> str:
    if any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in text):
        raise ValueError("a line of text holds no control characters")
    return text


def _lines(text: str) -> str:
    if any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\r\t" for sign in text):
        raise ValueError("text holds no control characters but ends of lines")
    return text


Name = Annotated[str, StringConstraints(max_length=LONGEST_NAME), AfterValidator(_one_line)]
Line = Annotated[str, StringConstraints(max_length=200), AfterValidator(_one_line)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=40), AfterValidator(_one_line)]
LongText = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_lines)]
IdentityNumber = Annotated[str, StringConstraints(max_length=40, pattern=r"^[0-9A-Za-z()() -]*$")]
AccountNumber = Annotated[str, StringConstraints(max_length=40, pattern=r"^[0-9A-Za-z -]*$")]
PhoneNumber = Annotated[str, StringConstraints(min_length=3, max_length=40, pattern=r"^[0-9+() .-]+$")]
Token = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
CustomerId = Annotated[str, StringConstraints(pattern=r"^[0-9A-HJKMNP-TV-Z]{26}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Source = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,40}$")]
Reason = Annotated[str, StringConstraints(min_length=2, max_length=200, strip_whitespace=True)]

_LISTS: Final = 20


class CustomerFields(Sent):
    """A field that is not named is left as it is; null empties it."""

    name: Name | None = None
    identity_number: IdentityNumber | None = None
    bank_account: AccountNumber | None = None
    address: Line | None = None
    preferences: LongText | None = None
    needs: LongText | None = None
    tags: Annotated[list[Word], Field(max_length=_LISTS)] | None = None
    marks: Annotated[list[Word], Field(max_length=_LISTS)] | None = None
    custom: Annotated[dict[Code, LongText | None], Field(max_length=100, default_factory=dict)]
    vip: Annotated[int, Field(ge=0, le=9)] | None = None
    owner: CustomerId | None = None
    caller_token: Token | None = None
    """Adds the number of a call: its token, because the page does not know the number."""


class CustomerNew(CustomerFields):
    phones: Annotated[list[PhoneNumber], Field(max_length=10, default_factory=list)]
    source: Source = "manual"


class CustomerPatch(CustomerFields):
    """Phones are added by number and dropped by token: the page never has the whole list to send back."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)]
    source: Source | None = None
    add_phones: Annotated[list[PhoneNumber], Field(max_length=10, default_factory=list)]
    drop_phones: Annotated[list[Token], Field(max_length=10, default_factory=list)]


class PhoneShown(Shown):
    token: str
    masked: str


class PersonNamed(Shown):
    id: str
    name: str


class CustomerShown(Shown):
    """`revealable` are the fields whose whole value this person may ask for."""

    id: str
    version: int
    state: CustomerState
    merged_into: str | None
    demo: bool
    name: str
    phones: list[PhoneShown]
    identity_number: str
    bank_account: str
    address: str
    preferences: str
    needs: str
    tags: list[str]
    marks: list[str]
    custom: dict[str, str]
    vip: int
    source: str
    owner: PersonNamed | None
    created_us: int
    changed_us: int
    revealable: list[str]


class CustomerRow(Shown):
    id: str
    name: str
    phone_masked: str
    phones: int
    vip: int
    tags: list[str]
    marks: list[str]
    version: int
    demo: bool
    changed_us: int


class CustomerSought(Sent):
    q: Annotated[str, StringConstraints(max_length=LONGEST_NAME)] = ""
    cursor: Annotated[str, StringConstraints(max_length=200)] | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 20


class Hint(Shown):
    zh: str
    en: str


class CustomersFound(Shown):
    """`searched` names how the words were taken; empty, with a hint, when nothing of them has a token.

    A page may be shorter than its limit while there is a next one. `frozen` counts customers that are kept
    but not shown; only supervisors are told.
    """

    items: list[CustomerRow]
    next_cursor: str | None
    searched: list[str]
    hint: Hint | None
    frozen: int | None


class RevealAsked(Sent):
    field: Code
    reason: Reason


class Revealed(Shown):
    """To be hidden again at `until_us`."""

    field: str
    values: list[str]
    until_us: int


class FieldShown(Shown):
    code: str
    zh: str
    en: str
    purpose_zh: str
    purpose_en: str
    sensitivity: Sensitivity
    kind: FieldKind
    choices: list[str]
    active: bool
    built_in: bool


class FieldsShown(WholeListShown):
    items: list[FieldShown]


class FieldSent(Sent):
    """A field of the installation. Without a purpose nothing is asked of anybody."""

    code: Code
    zh: Word
    en: Word
    purpose_zh: Annotated[Line, StringConstraints(min_length=2)]
    purpose_en: Annotated[Line, StringConstraints(min_length=2)]
    sensitivity: Sensitivity = Sensitivity.PERSONAL
    kind: FieldKind = FieldKind.TEXT
    choices: Annotated[list[Word], Field(max_length=50, default_factory=list)]


class FieldsSent(WholeListSent):
    """All fields of the installation in their order; one that is left out is no longer asked for."""

    items: Annotated[list[FieldSent], Field(max_length=50)]


def listed(values: Any) -> list[str]:
    """A value as the list of texts it is or stands for."""
    if isinstance(values, list):
        return [str(each) for each in cast("list[object]", values)]
    return [str(values)] if values else []
