"""Text that a spreadsheet program would take for a formula. Pure."""

from typing import Final

_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")


def neutralised(text: str) -> str:
    """As a spreadsheet program shows it instead of computing it: what begins like a formula gets a '."""
    return "'" + text if text.lstrip(" \u3000").startswith(_DANGEROUS) else text


def as_typed(text: str) -> str:
    """Undoes `neutralised`, so that an export can be imported again."""
    return text[1:] if text[:1] == "'" and neutralised(text[1:]) == text else text
