"""Identifiers that sort by the time they were made."""

import secrets

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_id(at_us: int) -> str:
    """26 characters of Crockford base 32: 48 bits of milliseconds, 80 bits of chance (the ULID layout)."""
    number = ((at_us // 1000) << 80) | secrets.randbits(80)
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))
