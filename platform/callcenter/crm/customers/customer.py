"""What a customer's values may be, and what follows when some of them change."""

import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from callcenter.crm.customers.fields import PHONES, Catalogue, CustomerField, FieldKind
from callcenter.kit import phones
from callcenter.kit.errors import NotFound, Refused
from callcenter.kit.problems import FieldError, InvalidInput

Values = dict[str, Any]
"""Field code → text, or a list of texts. A field that holds nothing is not in it."""

MOST_PHONES: Final = 10
MOST_TAGS: Final = 20
_MOST_DIGITS: Final = 32


class NoSuchCustomer(NotFound):
    def __init__(self) -> None:
        super().__init__(zh="没有这个客户。", en="There is no such customer.")


class CustomerNotActive(Refused):
    """It is frozen, or it went into another customer."""

    def __init__(self) -> None:
        super().__init__(
            zh="该客户资料已冻结或已合并,不能使用或修改。",
            en="This customer is frozen or merged; it cannot be used or changed.",
        )


class StaleCustomer(Refused):
    """Somebody else changed the customer meanwhile; says what, who and when."""

    def __init__(self, changes: list[FieldError]) -> None:
        who = ";".join(dict.fromkeys(change.zh for change in changes))
        who_en = "; ".join(dict.fromkeys(change.en for change in changes))
        super().__init__(
            zh=f"客户资料已被他人修改({who})。请核对后重新保存。",
            en=f"Somebody else has changed this customer ({who_en}). Look again, then save.",
        )
        self.errors = changes


class WrongValue(InvalidInput):
    """A value that its field does not take; names the field and never repeats the value."""

    def __init__(self, field: str, *, zh: str, en: str) -> None:
        super().__init__(zh=f"请更正 {field}:{zh}。", en=f"Please correct {field}: {en}.")
        self.errors = [FieldError(field=field, code="wrong_value", zh=zh, en=en)]


def written_number(raw: str) -> str:
    """The one written form of a telephone number; empty when it is none."""
    number = phones.normalise(unicodedata.normalize("NFKC", raw))
    digits = sum(sign.isdigit() for sign in unicodedata.normalize("NFKC", raw))
    return number if 3 <= digits <= _MOST_DIGITS else ""


def same_number(one: str, other: str) -> bool:
    return phones.normalise(one) == phones.normalise(other)


def with_changes(catalogue: Catalogue, before: Values, changes: Mapping[str, Any]) -> Values:
    """The values after the changes; a value of None or nothing empties its field.

    Raises WrongValue.
    """
    after = dict(before)
    for code, value in changes.items():
        field = catalogue.get(code)
        if field is None or not field.active:
            raise WrongValue(code, zh="没有这个字段", en="there is no such field")
        cleaned = _cleaned(field, value)
        if cleaned:
            after[code] = cleaned
        else:
            after.pop(code, None)
    return after


def changed_fields(before: Values, after: Values) -> list[str]:
    return sorted(code for code in {*before, *after} if before.get(code) != after.get(code))


def _cleaned(field: CustomerField, value: Any) -> Any:
    if value is None:
        return None
    if field.kind is FieldKind.LIST:
        return _cleaned_list(field, value)
    text = str(value).strip()
    match field.kind:
        case FieldKind.CHOICE if text and text not in field.choices:
            raise WrongValue(field.code, zh="不在可选值之内", en="it is not one of the choices")
        case FieldKind.NUMBER if text and not _is_number(text):
            raise WrongValue(field.code, zh="应为数字", en="it is not a number")
        case FieldKind.DATE if text and not _is_day(text):
            raise WrongValue(
                field.code, zh="应为日期,例如 2026-11-22", en="it is not a day such as 2026-11-22"
            )
        case _:
            return text


def _cleaned_list(field: CustomerField, value: list[str]) -> list[str]:
    if field.code == PHONES:
        numbers = [written_number(number) for number in value]
        if not all(numbers):
            raise WrongValue(PHONES, zh="号码应有 3 至 32 位数字", en="a number has 3 to 32 digits")
        kept = list(dict.fromkeys(numbers))
        return _at_most(field, kept, MOST_PHONES)
    kept = list(dict.fromkeys(text.strip() for text in value if text.strip()))
    return _at_most(field, kept, MOST_TAGS)


def _at_most(field: CustomerField, kept: list[str], most: int) -> list[str]:
    if len(kept) > most:
        raise WrongValue(field.code, zh=f"最多 {most} 项", en=f"at most {most}")
    return kept


def _is_number(text: str) -> bool:
    whole, _, rest = text.removeprefix("-").partition(".")
    return text.isascii() and whole.isdigit() and len(text) <= 30 and (rest.isdigit() or "." not in text)


def _is_day(text: str) -> bool:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
