"""Bytes of AMI to messages and actions to bytes: pure, and suspicious of both sides.

Messages are cut on bytes and decoded whole, so a character split over two reads survives, and a byte that is
not UTF-8 is kept (surrogateescape) instead of vanishing. What we send can never hold a line break of its own.
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from callcenter.telephony.ami.errors import ActionNotSendable, FramingBroken

Value = str | Sequence[str]
Fields = Mapping[str, str]

BANNER: Final = b"Asterisk Call Manager/"
MESSAGE_LIMIT: Final = 1 << 20
HEADER_LIMIT: Final = 2_000
# Asterisk reads a line into 1,025 bytes and takes at most 128 headers of one action.
LINE_LIMIT: Final = 1_023
ACTION_HEADERS_LIMIT: Final = 128

_NO_VALUE: Final = re.compile(r"[\r\n\0]")
_NO_KEY: Final = re.compile(r"[\r\n\0:]")
_END: Final = b"\r\n\r\n"
_BANNER_LIMIT: Final = 1_024
# Of these only the first counts: a caller who smuggles a second one in must not rename the message.
_FIRST_COUNTS: Final = frozenset({"event", "response", "actionid", "eventlist"})


class Framer:
    """Cuts a stream into messages; `version` is what the banner said."""

    def __init__(self, *, message_limit: int = MESSAGE_LIMIT) -> None:
        self.version: str | None = None
        self._buffer = bytearray()
        self._scanned = 0
        self._message_limit = message_limit

    def feed(self, data: bytes) -> list[bytes]:
        """Whole messages, without their blank line. Raises FramingBroken when this is not AMI any more."""
        self._buffer += data
        if self.version is None and not self._take_banner():
            return []
        messages: list[bytes] = []
        start = 0
        # The end mark may straddle two reads, hence three bytes of overlap; nothing else is scanned twice.
        at = self._buffer.find(_END, max(0, self._scanned - 3))
        while at >= 0:
            # TestEvent ends with one blank line too many: the next message then begins with it.
            message = bytes(self._buffer[start:at]).lstrip(b"\r\n")
            if message:
                messages.append(message)
            start = at + len(_END)
            at = self._buffer.find(_END, start)
        if start:
            del self._buffer[:start]
        self._scanned = len(self._buffer)
        if self._scanned > self._message_limit:
            raise FramingBroken("a message longer than the limit")
        return messages

    def _take_banner(self) -> bool:
        line, found, _ = bytes(self._buffer[: _BANNER_LIMIT + 2]).partition(b"\r\n")
        if not BANNER.startswith(line[: len(BANNER)]) or (not found and len(line) >= _BANNER_LIMIT):
            raise FramingBroken("the peer does not speak AMI")
        if not found:
            return False
        if not line.startswith(BANNER):
            raise FramingBroken("the peer does not speak AMI")
        self.version = line[len(BANNER) :].decode("ascii", "replace").strip()
        del self._buffer[: len(line) + len(found)]
        return True


def parse(message: bytes) -> tuple[Fields, bool]:
    """Headers with lower-case keys, and whether one that names the message stood twice.

    Asterisk itself writes `Uniqueid` and `UniqueID` for the same thing, so case carries nothing. Values of a
    repeated header are joined by line feeds, which no single value can hold.
    """
    lines = message.decode("utf-8", "surrogateescape").split("\r\n")
    if len(lines) > HEADER_LIMIT and not message.startswith(b"Response: "):
        raise FramingBroken("a message with more headers than the limit")
    plain = _plain(lines)
    if plain is not None:
        return MappingProxyType(plain), False
    fields: dict[str, str] = {}
    doubled = False
    for line in lines:
        key, colon, value = line.partition(":")
        if not colon:
            continue
        key = key.lower()
        value = value[1:] if value.startswith(" ") else value
        if key not in fields:
            fields[key] = value
        elif key in _FIRST_COUNTS:
            doubled = True
        else:
            fields[key] = f"{fields[key]}\n{value}"
    return MappingProxyType(fields), doubled


def _plain(lines: Sequence[str]) -> dict[str, str] | None:
    """Headers of a message as Asterisk writes nearly all of them: each with a colon and a space, each once.
    None for any other, which is read with more care and at twice the price."""
    try:
        fields = {key.lower(): value for key, value in [line.split(": ", 1) for line in lines]}
    except ValueError:
        return None
    return fields if len(fields) == len(lines) and ":" not in "".join(fields) else None


def encode_action(name: str, fields: Mapping[str, Value], action_id: str) -> bytes:
    """One action in bytes. Raises ActionNotSendable rather than letting a value become a second action."""
    headers = [("Action", name), ("ActionID", action_id)]
    for key, value in fields.items():
        values = [value] if isinstance(value, str) else list(value)
        headers.extend((key, each) for each in values)
    if len(headers) > ACTION_HEADERS_LIMIT:
        raise ActionNotSendable("too many headers")
    lines = [_encode_line(key, value) for key, value in headers]
    return b"".join(lines) + b"\r\n"


def _encode_line(key: str, value: str) -> bytes:
    if _NO_KEY.search(key) or _NO_VALUE.search(value) or not key:
        raise ActionNotSendable("a line break, NUL or colon where none may be")
    line = f"{key}: {value}".encode("utf-8", "surrogateescape")
    if len(line) > LINE_LIMIT:
        raise ActionNotSendable("a line longer than Asterisk reads")
    return line + b"\r\n"


def shown(value: str) -> str:
    """A value fit for a page or a log: bytes that were no text become the replacement character."""
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
