"""Sheets set as pages: widths, wrapped text, page breaks. Pure; it draws nothing.

Lengths are points. A table that is too wide is set smaller; when that is not enough it is cut into bands of
columns, each with the columns that say what a row is.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, auto
from math import floor
from typing import Final, cast

from callcenter.reporting.reports.exports.sheet import Cell, Kind, Sheet

Em = Callable[[str], float]
"""The width of a text at size 1."""

SIZES: Final = (8.5, 7.5, 6.8)
TITLE_SIZE: Final = 10.0
LEADING: Final = 1.3
PADDING: Final = 3.0
_WIDEST_TEXT: Final = 150.0
_MOST_STRETCHED: Final = 1.5
_HEADER_LINES: Final = 3
_NOT_AT_BEGIN: Final = frozenset("、。》」』】〉%…—·,.;:!?)]}\uff0c\uff1b\uff1a\uff01\uff1f\uff09")
_OPENING: Final = frozenset("([{《「“【〈\uff08")
_NOTHING: Final = "—"
_ROUNDING: Final = 1e-6
"""A column made as wide as a text has room for it."""
_OF_DIVIDING: Final = 1e-9
"""0.29 * 1000 is a little less than 290."""


class LineKind(Enum):
    TITLE = auto()
    HEADER = auto()
    ROW = auto()
    TOTAL = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """`left` from the left edge of the text; the width holds the padding."""

    left: float
    width: float
    numbers: bool


@dataclass(frozen=True, slots=True)
class Line:
    """Each column's text in the lines it was wrapped to."""

    kind: LineKind
    columns: Sequence[Column]
    texts: Sequence[Sequence[str]]
    size: float

    @property
    def height(self) -> float:
        lines = max((len(text) for text in self.texts), default=1)
        return lines * self.size * LEADING + PADDING


@dataclass(slots=True)
class Page:
    """Lines with their distance from the top of the text."""

    lines: list[tuple[float, Line]] = field(default_factory=list[tuple[float, Line]])
    used: float = 0.0

    def add(self, line: Line) -> None:
        self.lines.append((self.used, line))
        self.used += line.height


def pages(sheets: Iterable[Sheet], em: Em, *, width: float, height: float) -> list[Page]:
    """A table begins on the page before it when all of it has room there. Headers stand on every page."""
    made = [Page()]
    for sheet in sheets:
        for head, rows in _tables(sheet, em, width):
            lines = list(rows)
            whole = sum(line.height for line in (*head, *lines))
            if made[-1].lines:
                made[-1].used += TITLE_SIZE
                if made[-1].used + whole > height:
                    made.append(Page())
            for number, line in enumerate(lines):
                if not number or made[-1].used + line.height > height:
                    if number:
                        made.append(Page())
                    for each in head:
                        made[-1].add(each)
                made[-1].add(line)
    return made


def wrapped(text: str, width: float, em: Em, size: float) -> list[str]:
    """Chinese breaks anywhere but before a closing sign, words break at spaces, longer ones inside."""
    room = width / size + _ROUNDING
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line, used = "", 0.0
        for piece in _pieces(paragraph):
            wide = em(piece)
            if line and used + wide > room:
                lines.append(line.rstrip())
                line, used = "", 0.0
                piece = piece.lstrip()
                wide = em(piece)
            while wide > room and len(piece) > 1:
                fits = _fitting(piece, room, em)
                lines.append(piece[:fits])
                piece = piece[fits:]
                wide = em(piece)
            line, used = line + piece, used + wide
        lines.append(line.rstrip())
    return lines


def shown(cell: Cell) -> str:
    """As on the pages: shares and lengths are cut, not rounded: 84.96 % never reads as the 85 % target."""
    value = cell.value
    if value is None:
        return _NOTHING
    match cell.kind:
        case Kind.COUNT:
            return f"{int(cast('float', value)):,}"
        case Kind.RATIO:
            return f"{floor(float(cast('float', value)) * 1000 + _OF_DIVIDING) / 10:.1f}%"
        case Kind.LENGTH:
            tenths = floor(cast("float", value) / 100_000)
            return f"{tenths // 36000}:{tenths // 600 % 60:02d}:{tenths // 10 % 60:02d}.{tenths % 10}"
        case _ if isinstance(value, datetime):
            return value.isoformat(" ")
        case _ if isinstance(value, date):
            return value.isoformat()
        case _:
            return str(value)


def _tables(sheet: Sheet, em: Em, width: float) -> Iterator[tuple[list[Line], Iterator[Line]]]:
    texts = [[shown(cell) for cell in row] for row in sheet.rows] or [_nothing(sheet)]
    numbers = [_is_number(sheet, place) for place in range(len(sheet.header))]
    size, bands = _set(sheet, texts, numbers, em, width)
    for number, (places, widths) in enumerate(bands, start=1):
        columns: list[Column] = []
        left = 0.0
        for place, wide in zip(places, widths, strict=True):
            columns.append(Column(left, wide, numbers[place]))
            left += wide
        title = f"{sheet.title} ({number}/{len(bands)})" if len(bands) > 1 else sheet.title
        header = [sheet.header[place] for place in places]
        yield (
            [
                Line(LineKind.TITLE, [Column(0.0, width, numbers=False)], [[title]], TITLE_SIZE),
                _line(LineKind.HEADER, columns, header, em, size),
            ],
            _rows(sheet, texts, places, columns, em, size),
        )


def _nothing(sheet: Sheet) -> list[str]:
    """A table without rows says so."""
    return [_NOTHING, *("" for _ in sheet.header[1:])]


def _rows(
    sheet: Sheet,
    texts: Sequence[Sequence[str]],
    places: Sequence[int],
    columns: Sequence[Column],
    em: Em,
    size: float,
) -> Iterator[Line]:
    for number, row in enumerate(texts):
        kind = LineKind.TOTAL if number >= len(texts) - sheet.totals else LineKind.ROW
        yield _line(kind, columns, [row[place] for place in places], em, size)


def _line(kind: LineKind, columns: Sequence[Column], texts: Sequence[str], em: Em, size: float) -> Line:
    room = [column.width - 2 * PADDING for column in columns]
    lines = [wrapped(text, wide, em, size) for text, wide in zip(texts, room, strict=True)]
    return Line(kind, columns, lines, size)


def _set(
    sheet: Sheet, texts: Sequence[Sequence[str]], numbers: Sequence[bool], em: Em, width: float
) -> tuple[float, list[tuple[list[int], list[float]]]]:
    """The size, and bands of columns with their widths."""
    natural = [max((em(row[place]) for row in texts), default=0.0) for place in range(len(numbers))]

    def at_size(size: float) -> list[float]:
        return [
            _wanted(natural[place], sheet.header[place], em, size, is_number=is_number)
            for place, is_number in enumerate(numbers)
        ]

    size = next((size for size in SIZES if sum(at_size(size)) <= width), SIZES[-1])
    wanted = at_size(size)
    keys = list(range(min(sheet.keys, len(wanted))))
    kept = sum(wanted[place] for place in keys)
    bands: list[list[int]] = [list(keys)]
    used = kept
    for place in range(len(keys), len(wanted)):
        if used + wanted[place] > width and len(bands[-1]) > len(keys):
            bands.append(list(keys))
            used = kept
        bands[-1].append(place)
        used += wanted[place]
    full = [natural[place] * size + 2 * PADDING for place in range(len(wanted))]
    return size, [(band, _filled(band, wanted, full, width)) for band in bands]


def _wanted(natural: float, header: str, em: Em, size: float, *, is_number: bool) -> float:
    body = natural * size
    word = max((em(piece) for piece in _pieces(header)), default=0.0) * size
    least = max(word, em(header) * size / _HEADER_LINES + size)
    return max(body if is_number else min(body, _WIDEST_TEXT), least) + 2 * PADDING


def _filled(band: Sequence[int], wanted: Sequence[float], full: Sequence[float], width: float) -> list[float]:
    """What is left goes to text that would be wrapped, then a little to every column."""
    widths = [wanted[place] for place in band]
    left = width - sum(widths)
    lacking = [max(0.0, full[place] - wanted[place]) for place in band]
    if left > 0 and (lack := sum(lacking)) > 0:
        share = min(1.0, left / lack)
        widths = [wide + share * more for wide, more in zip(widths, lacking, strict=True)]
    stretch = max(min(_MOST_STRETCHED, width / sum(widths)), min(1.0, width / sum(widths)))
    return [wide * stretch for wide in widths]


def _is_number(sheet: Sheet, place: int) -> bool:
    kinds = {row[place].kind for row in sheet.rows}
    return bool(kinds) and kinds <= {Kind.COUNT, Kind.RATIO, Kind.LENGTH}


def _pieces(text: str) -> Iterator[str]:
    """What a line is not broken inside of: a word with its space, any other character alone, each with the
    bracket before it and the closing sign behind it."""
    piece = ""
    for sign in text:
        if piece and sign in _NOT_AT_BEGIN:
            piece += sign
            continue
        in_word = sign.isascii() and not sign.isspace() and sign not in _OPENING
        if piece and piece[-1] not in _OPENING and not (in_word and _is_word(piece[-1])):
            if sign == " " and _is_word(piece[-1]):
                piece += sign
                continue
            yield piece
            piece = ""
        piece += sign
    if piece:
        yield piece


def _is_word(sign: str) -> bool:
    return sign.isascii() and not sign.isspace()


def _fitting(piece: str, room: float, em: Em) -> int:
    fits = 1
    while fits < len(piece) and em(piece[: fits + 1]) <= room:
        fits += 1
    return fits
