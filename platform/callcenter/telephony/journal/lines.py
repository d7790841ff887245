"""Bytes of cel.json and queue_log → parsed lines and bad pieces. Nothing raises, nothing is dropped.

A full log disk leaves half a row without a newline, and the next row stands on the same line. The half
is a bad piece, the row after it is a row like any other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Final, NamedTuple, cast

import orjson

from callcenter.kit.clock import SECOND
from callcenter.telephony.journal.rows import Source

_CEL_START: Final = re.compile(rb'\{"')
_NEEDED: Final = ("eventtype", "eventtime", "uniqueid", "linkedid")
_needed_of: Final = itemgetter(*_NEEDED)
_QUEUE_LOG_LINE: Final = re.compile(
    r"(?P<at>[0-9]{9,10})\|(?P<callid>[A-Za-z0-9_.:-]*)\|(?P<queue>[^|]*)\|(?P<agent>[^|]*)\|"
    r"(?P<event>[A-Z_]+)(?:\|(?P<data>.*))?",
    re.DOTALL,
)
_QUEUE_LOG_GLUED: Final = re.compile(
    rb"\d{10}\|(?:NONE|MANAGER|REALTIME|[A-Za-z0-9_-]*\d{9,10}\.\d+)\|[^|]*\|[^|]*\|[A-Z_]{4,}(?:\||$)"
)
_LATEST_SECOND: Final = 9_999_999_999
"""The last second of ten digits (year 2286): what is later is no time, and might not fit the database."""
_LONGEST_TIME: Final = 32
_AS_LONG_AS_ASTERISK_WRITES_IT: Final = len("1795302130.784014")
HALF_A_ROW: Final = "half a row"
"""The disk was full here: rows between the last good one and the next may be missing."""
_NOTHING: Final = b"\r\n\t \0"
LONGEST_LINE: Final = 65_536
"""Asterisk's longest row is far below; without a limit a file without newlines would fill the memory."""


class Line(NamedTuple):
    """A good line: its bytes (they are its identity), its time, its fields."""

    raw: bytes
    at_us: int
    data: dict[str, Any]


@dataclass(slots=True, frozen=True)
class BadLine:
    """Bytes that are no row, and why."""

    raw: bytes
    reason: str


def parse_cel(raw: bytes) -> Line | str:
    """A CEL row, or the reason why it is none."""
    try:
        data = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return "not JSON"
    try:
        event, written, uniqueid, linkedid = _needed_of(data)
    except (KeyError, TypeError):
        return _what_is_missing(data)
    texts = event.__class__ is uniqueid.__class__ is linkedid.__class__ is str
    if not (texts and event and uniqueid and linkedid and written):
        return _what_is_missing(data)
    if b"\\u0000" in raw:
        return "NUL in it"  # no text of a database can hold it
    at_us = microseconds(written)
    return "eventtime is no time" if at_us is None else Line(raw, at_us, data)


def _what_is_missing(read: object) -> str:
    if not isinstance(read, dict):
        return "not an object"
    data = cast("dict[str, Any]", read)
    return next(
        f"{name} is no text" if data.get(name) else f"no {name}"
        for name in _NEEDED
        if not data.get(name) or (name != "eventtime" and not isinstance(data[name], str))
    )


def parse_queue_log(raw: bytes) -> Line | str:
    """A queue_log row: whole seconds, five fixed fields and up to as many as the event has."""
    if b"\0" in raw:
        return "NUL in it"
    try:
        found = _QUEUE_LOG_LINE.fullmatch(raw.decode())
    except UnicodeDecodeError:
        return "not UTF-8"
    if found is None:
        return "too few fields"
    at, callid, queue, agent, event, said = found.groups()
    data: dict[str, Any] = {"event": event, "callid": callid, "queue": queue, "agent": agent}
    if said:
        for number, value in enumerate(said.split("|"), start=1):
            if value:
                data[f"data{number}"] = value
    return Line(raw, int(at) * SECOND, data)


def microseconds(written: object) -> int | None:
    """`seconds.microseconds` → integer microseconds, without a float in between."""
    if written.__class__ is str:
        text = cast("str", written)
        if len(text) == _AS_LONG_AS_ASTERISK_WRITES_IT and text[10] == ".":
            digits = text.replace(".", "", 1)
            if digits.isdecimal() and digits.isascii():
                return int(digits)
    if isinstance(written, float | int) and not isinstance(written, bool):
        return round(written * SECOND) if 0 < written <= _LATEST_SECOND else None
    if not isinstance(written, str) or not written.isascii() or len(written) > _LONGEST_TIME:
        return None
    seconds, _, fraction = written.partition(".")
    if not seconds.isdecimal() or (fraction and not fraction.isdecimal()):
        return None
    at_s = int(seconds)
    return at_s * SECOND + int(fraction[:6].ljust(6, "0")) if at_s <= _LATEST_SECOND else None


def read_lines(source: Source, pieces: list[bytes]) -> Iterator[Line | BadLine]:
    """Each piece is one line of the file without its newline."""
    return _cel_lines(pieces) if source is Source.CEL else _queue_log_lines(pieces)


def _cel_lines(pieces: list[bytes]) -> Iterator[Line | BadLine]:
    for piece in pieces:
        read = parse_cel(piece)
        if isinstance(read, Line):
            yield read
        elif piece.strip(_NOTHING):
            yield from _cel_rescue(piece, read)


def _queue_log_lines(pieces: list[bytes]) -> Iterator[Line | BadLine]:
    for piece in pieces:
        if _QUEUE_LOG_GLUED.search(piece, 1):
            yield from _queue_log_rescue(piece, "half a line before it")
            continue
        read = parse_queue_log(piece)
        if isinstance(read, Line):
            yield read
        elif piece.strip(_NOTHING):
            yield from _queue_log_rescue(piece, read)


def _cel_rescue(piece: bytes, reason: str) -> Iterator[Line | BadLine]:
    """The whole row at the end of a line that begins with half a row.

    A caller cannot forge one: quotes typed by a caller stand escaped in the file, so no text of theirs
    begins an object.
    """
    for start in reversed([found.start() for found in _CEL_START.finditer(piece, 1)]):
        read = parse_cel(piece[start:])
        if isinstance(read, Line):
            yield BadLine(piece[:start], HALF_A_ROW)
            yield read
            return
    yield BadLine(piece, reason)


def _queue_log_rescue(piece: bytes, reason: str) -> Iterator[Line | BadLine]:
    last = None
    for found in _QUEUE_LOG_GLUED.finditer(piece, 1):
        last = found
    read = parse_queue_log(piece[last.start() :]) if last else None
    if last is not None and isinstance(read, Line):
        yield BadLine(piece[: last.start()], HALF_A_ROW)
        yield read
    else:
        yield BadLine(piece, reason)
