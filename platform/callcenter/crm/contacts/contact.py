"""What an agent writes down about a call: category and notes; what counts as missing. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class CallType(StrEnum):
    """What a call was about, in the words that the licence's call export demands."""

    CONSULT = "consult"
    COMPLAINT = "complaint"
    AFTER_SALES = "after_sales"
    BUSINESS = "business"
    SUGGESTION = "suggestion"
    OTHER = "other"


CALL_TYPE_ZH: Final[dict[CallType, str]] = {
    CallType.CONSULT: "咨询呼入",
    CallType.COMPLAINT: "投诉呼入",
    CallType.AFTER_SALES: "售后呼入",
    CallType.BUSINESS: "业务办理呼入",
    CallType.SUGGESTION: "建议呼入",
    CallType.OTHER: "其他呼入",
}
CALL_TYPE_EN: Final[dict[CallType, str]] = {
    CallType.CONSULT: "inbound: enquiry",
    CallType.COMPLAINT: "inbound: complaint",
    CallType.AFTER_SALES: "inbound: after-sales",
    CallType.BUSINESS: "inbound: business handled",
    CallType.SUGGESTION: "inbound: suggestion",
    CallType.OTHER: "inbound: other",
}


@dataclass(frozen=True, slots=True)
class Category:
    """One choice of an agent. `queues` empty: offered in every queue."""

    code: str
    zh: str
    en: str
    call_type: CallType
    queues: tuple[str, ...] = ()
    notes_required: bool = False


@dataclass(frozen=True, slots=True)
class CategoryPlan:
    """What the administrator decided: the choices in their order, and where one has to be chosen."""

    categories: tuple[Category, ...]
    required_queues: frozenset[str]


DEFAULT_CATEGORIES: Final = (
    Category("consult", "业务咨询", "Enquiry", CallType.CONSULT),
    Category("business", "业务办理", "Business handled", CallType.BUSINESS),
    Category("after-sales", "售后服务", "After-sales", CallType.AFTER_SALES),
    Category("complaint", "投诉", "Complaint", CallType.COMPLAINT, notes_required=True),
    Category("suggestion", "建议与表扬", "Suggestion or praise", CallType.SUGGESTION),
    Category("wrong-number", "误拨", "Wrong number", CallType.OTHER),
    Category("silent", "无声或中断", "Silent or cut off", CallType.OTHER),
    Category("other", "其他", "Other", CallType.OTHER, notes_required=True),
)


@dataclass(frozen=True, slots=True)
class ContactContent:
    """What a person may change of a contact."""

    category: str | None = None
    customer_id: str | None = None
    notes: str = ""


class ContactField(StrEnum):
    CATEGORY = "category"
    CUSTOMER = "customer_id"
    NOTES = "notes"


FIELD_ZH: Final[dict[ContactField, str]] = {
    ContactField.CATEGORY: "分类",
    ContactField.CUSTOMER: "客户",
    ContactField.NOTES: "备注",
}
FIELD_EN: Final[dict[ContactField, str]] = {
    ContactField.CATEGORY: "category",
    ContactField.CUSTOMER: "customer",
    ContactField.NOTES: "notes",
}


def changed_fields(before: ContactContent, after: ContactContent) -> tuple[ContactField, ...]:
    return tuple(field for field in ContactField if getattr(before, field) != getattr(after, field))


class Missing(StrEnum):
    """What a finished call still lacks."""

    CATEGORY = "category"
    NOTES = "notes"


def missing_of(category: Category | None, *, has_notes: bool) -> Missing | None:
    """`category` as chosen for a call of a queue that requires one; None when nothing was chosen."""
    if category is None:
        return Missing.CATEGORY
    return Missing.NOTES if category.notes_required and not has_notes else None


_LONG_DIGITS: Final = re.compile(r"(?<!\d)\d[\d \-]{5,30}\d(?!\d)")
_FEWEST: Final = 7


def without_numbers(text: str) -> str:
    """Notes for a list or a time line: what could be a telephone, identity or bank number keeps its ends."""
    return _LONG_DIGITS.sub(_masked, text)


def _masked(found: re.Match[str]) -> str:
    digits = "".join(sign for sign in found[0] if sign.isdigit())
    if len(digits) < _FEWEST or _IS_DATE.match(found[0]):
        return found[0]
    ends = (3, 4) if len(digits) >= 11 else (2, 2)
    return f"{digits[: ends[0]]}****{digits[-ends[1] :]}"


_IS_DATE: Final = re.compile(r"(19|20)\d\d-\d{1,2}-\d{1,2}( \d{1,2})?$")
