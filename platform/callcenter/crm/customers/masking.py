"""What a page may show of a customer: enough to recognise somebody known, never enough to use.

Free text is shown with every run of digits masked that could be a telephone, identity or account number.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from callcenter.crm.customers.fields import (
    ADDRESS,
    BANK_ACCOUNT,
    IDENTITY_NUMBER,
    NAME,
    PHONES,
    CustomerField,
    FieldKind,
    Sensitivity,
)
from callcenter.kit import phones

MASK: Final = "****"
_ADDRESS_SHOWN: Final = 6
_COMPOUND_SURNAMES: Final = frozenset(
    {"欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "长孙", "宇文"}
    | {"司徒", "夏侯", "端木", "万俟", "独孤", "南宫", "轩辕", "百里", "呼延", "澹台"}
)
# Digits of any script, with what people put between them.
_NUMBER: Final = re.compile(r"\+?\d(?:[ \u00a0.\-–—()()]{0,2}\d){6,}[Xx]?")
_DAY: Final = re.compile(r"(19|20)\d\d-(0\d|1[0-2])-[0-3]\d")


def surname_of(name: str) -> str:
    """Empty for a name that is not written in Chinese characters."""
    if len(name) > 2 and name[:2] in _COMPOUND_SURNAMES:
        return name[:2]
    return name[:1] if name and is_han(name[0]) else ""


def is_han(sign: str) -> bool:
    return "\u3400" <= sign <= "\u9fff" or "\U00020000" <= sign <= "\U000323af" or sign == "〇"


def mask_name(name: str) -> str:
    """`张*`, `欧阳**`: the surname is what one is addressed by. Other names keep their first letter."""
    if not name:
        return ""
    kept = surname_of(name) or name[0]
    return kept + "*" * max(1, min(len(name) - len(kept), 3))


def mask_identity(number: str) -> str:
    """`3301**********123X` keeps the region and the last four; what is shorter keeps less."""
    if len(number) >= 15:
        return number[:4] + "*" * (len(number) - 8) + number[-4:]
    return number[:1] + MASK + number[-1:] if len(number) >= 8 else MASK


def mask_account(number: str) -> str:
    """`6222 **** 1234`, as banks print it."""
    return f"{number[:4]} {MASK} {number[-4:]}" if len(number) >= 14 else f"{MASK}{number[-2:]}"


def mask_address(address: str) -> str:
    """Province and city are shown; the street and the door are not."""
    shown = mask_text(address)
    return shown[: min(_ADDRESS_SHOWN, len(shown) // 2)] + MASK if shown else ""


def mask_text(text: str) -> str:
    """Free text with the numbers in it masked."""
    return _NUMBER.sub(_mask_number, text)


def mask_value(field: CustomerField, value: str, *, names: bool) -> str:
    """One value of a field as a page shows it; `names` is the setting that masks names too."""
    if not value:
        return ""
    if field.sensitivity is Sensitivity.PLAIN and field.kind in _CANNOT_NAME:
        return value
    masked = _MASKS.get(field.code)
    if field.code == NAME and not names:
        return mask_text(value)
    if masked is not None:
        return masked(value)
    return mask_text(value) if field.sensitivity is Sensitivity.PLAIN else MASK


_CANNOT_NAME: Final = frozenset({FieldKind.DATE, FieldKind.CHOICE})
_MASKS: Final[Mapping[str, Callable[[str], str]]] = {
    NAME: mask_name,
    PHONES: phones.mask,
    IDENTITY_NUMBER: mask_identity,
    BANK_ACCOUNT: mask_account,
    ADDRESS: mask_address,
}


def _mask_number(found: re.Match[str]) -> str:
    if _DAY.fullmatch(found.group()):
        return found.group()
    signs = [sign for sign in found.group() if sign.isalnum()]
    # A + between two numbers goes away: what is shown of the second must not lengthen the first.
    head = "" if found.string[: found.start()][-1:].isdigit() else "".join(signs[:3])
    return head + MASK + "".join(signs[-2:]) if len(signs) >= 9 else MASK
