"""Numbers of callers and customers become keyed tokens before a row is kept (ADR 0020)."""

import re
from collections.abc import Callable
from typing import Any, Final, Protocol, cast

import orjson

from callcenter.kit import phones
from callcenter.telephony.channels import SEAT_CHANNEL

PHONE: Final = "phone"
"""Purpose of the tokens; a search by number makes the same one."""
PHONE_CONTEXT: Final = b"phone.cipher:"
_DIALLED: Final = ("exten", "ani", "rdnis", "dnid")
_SHORTEST: Final = 7
_OUTSIDE: Final = re.compile(r"\+?[0-9]{7,}")
_REMEMBERED: Final = 50_000


class Keys(Protocol):
    """The part of kit.encryption.Keyring that tokens need."""

    def encrypt(self, plain: bytes, *, context: bytes) -> bytes: ...

    def decrypt(self, blob: bytes, *, context: bytes) -> bytes: ...

    def token(self, value: str, *, purpose: str) -> str: ...


def token_of(keys: Keys, number: str) -> str:
    """The token of a whole number however it is written; empty for a withheld one."""
    normalised = phones.normalise(number)
    return keys.token(normalised, purpose=PHONE) if normalised else ""


def cipher_context(token: str) -> bytes:
    """Binds an encrypted number to its own row: moved to another token it cannot be read."""
    return PHONE_CONTEXT + token.encode()


def _of_seat(number: str, channel: str) -> bool:
    """A seat's number on that seat's own channel."""
    seat = SEAT_CHANNEL.fullmatch(channel)
    return seat is not None and seat["seat"] == number


class Tokeniser:
    """Replaces numbers in rows and gathers the encrypted value of each number that is new to it.

    Hotlines, seat numbers and agent ids stay readable: they are the operator's own and nobody's secret.
    """

    def __init__(self, keys: Keys, *, hotlines: frozenset[str]) -> None:
        self._keys = keys
        self._hotlines = hotlines
        self._known: dict[str, str] = {}
        self.fresh: dict[str, bytes] = {}

    def cel(self, data: dict[str, Any]) -> bool:
        """Replaces in place; says whether anything changed."""
        changed = False
        get = data.get
        number = get("num")
        if number and isinstance(number, str) and number not in self._hotlines:
            channel = get("channame")
            # Nearly every number is a caller's: looking for it in the name is cheaper than reading the name.
            if not isinstance(channel, str) or number not in channel or not _of_seat(number, channel):
                data["num"] = self._known.get(number) or self._token(number)
                changed = True
        for name in _DIALLED:
            if name not in data:
                continue
            value = data[name]
            # Nearly every row has "s", a queue or a hotline here.
            if isinstance(value, str) and len(value) >= _SHORTEST and self._outside(value):
                data[name] = self._token(value)
                changed = True
        extra = get("eventextra")
        if extra and self._extra(data, extra):
            changed = True
        return changed

    def queue_log(self, data: dict[str, Any]) -> bool:
        match data["event"]:
            case "ENTERQUEUE":
                return self._replace(data, "data2", self._token_or_empty)
            case "BLINDTRANSFER" | "TRANSFER" | "DID":
                return self._replace(data, "data1", self._token_outside)
            case "ATTENDEDTRANSFER":
                return self._replace(data, "data1", self._token_outside)
            case _:
                return False

    def forget_fresh(self) -> None:
        """To be called once the fresh numbers are committed."""
        self.fresh = {}
        if len(self._known) > _REMEMBERED:
            self._known.clear()

    def _replace(self, data: dict[str, Any], name: str, change: Callable[[str], str]) -> bool:
        before = data.get(name)
        if not isinstance(before, str) or not before:
            return False
        data[name] = change(before)
        return data[name] != before

    def _extra(self, data: dict[str, Any], extra: object) -> bool:
        """A transfer names the number it went to under `extension`."""
        if isinstance(extra, str):
            if '"extension"' not in extra:
                return False
            try:
                read = orjson.loads(extra)
            except orjson.JSONDecodeError:
                return False
            if not isinstance(read, dict):
                return False
            if not self._replace(cast("dict[str, Any]", read), "extension", self._token_outside):
                return False
            data["eventextra"] = orjson.dumps(read).decode()
            return True
        if not isinstance(extra, dict):
            return False
        return self._replace(cast("dict[str, Any]", extra), "extension", self._token_outside)

    def _outside(self, value: str) -> bool:
        return value not in self._hotlines and _OUTSIDE.fullmatch(value) is not None

    def _token_outside(self, value: str) -> str:
        return self._token(value) if self._outside(value) else value

    def _token_or_empty(self, value: str) -> str:
        return value if value in self._hotlines else self._token(value)

    def _token(self, raw: str) -> str:
        known = self._known.get(raw)
        if known is not None:
            return known
        normalised = phones.normalise(raw)
        if not normalised:
            token = ""
        else:
            token = self._keys.token(normalised, purpose=PHONE)
            self.fresh[token] = self._keys.encrypt(normalised.encode(), context=cipher_context(token))
        self._known[raw] = token
        return token
