"""Telephone numbers: one written form for each, and the form that a page may show."""

import re
from functools import lru_cache
from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

_WITHHELD: Final = frozenset(
    {"", "0", "anonymous", "restricted", "unavailable", "unknown", "private", "withheld"}
)
_LONGEST: Final = 32
_MOBILE: Final = re.compile(r"1(?:[38][0-9]|4[57]|[59][0-35-9]|6[25-7]|7[0-35-8])[0-9]{8}")
"""Of the mainland, as nearly all callers come: the library takes 50 µs to say that such a number is valid."""
_MASK: Final = "****"


@lru_cache(maxsize=16384)
def normalise(raw: str, region: str = "CN") -> str:
    """E.164 when it is a valid number; otherwise its digits as they are (short codes, extensions).

    Empty for a withheld number. Never raises: a caller may send anything.
    """
    written = raw.strip()
    if region == "CN" and _MOBILE.fullmatch(written):
        return "+86" + written
    if written.lower() in _WITHHELD:
        return ""
    if len(written) <= _LONGEST:
        try:
            number = phonenumbers.parse(written, region)
        except NumberParseException:
            pass
        else:
            if phonenumbers.is_valid_number(number):
                return phonenumbers.format_number(number, PhoneNumberFormat.E164)
    digits = "".join(sign for sign in written if sign in "0123456789")[:_LONGEST]
    return "" if digits.strip("0") == "" else digits


def mask(number: str) -> str:
    """`138****1234`: enough to recognise a call one already knows, never enough to dial.

    A mainland number is shown in its national form, a fixed line with the 0 of its area code. Short numbers
    keep less, the shortest nothing.
    """
    if not number:
        return ""
    shown = number
    if number.startswith("+86"):
        shown = number.removeprefix("+86")
        if not shown.startswith(("1", "400", "800")) or shown.startswith("10"):
            shown = "0" + shown
    digits = shown.lstrip("+")
    if len(digits) >= 11:
        return shown[: len(shown) - len(digits) + 3] + _MASK + digits[-4:]
    if len(digits) >= 7:
        return digits[:2] + _MASK + digits[-2:]
    return _MASK
