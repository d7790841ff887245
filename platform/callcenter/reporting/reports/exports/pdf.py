"""A report on paper: A4 across, the same head on every page, numbers to the right, definitions at the end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, Protocol, cast

from reportlab.pdfgen.canvas import Canvas

from callcenter.reporting.reports.exports.font import PaperFont, paper_font
from callcenter.reporting.reports.exports.sheet import DEMO, Sheet
from callcenter.reporting.reports.exports.typeset import (
    LEADING,
    PADDING,
    Column,
    Line,
    LineKind,
    Page,
    pages,
    wrapped,
)

WIDTH: Final = 841.89
HEIGHT: Final = 595.28
MARGIN: Final = 30.0
TEXT_WIDTH: Final = WIDTH - 2 * MARGIN
_FOOT: Final = 20.0
_NAME_SIZE: Final = 14.0
_SMALL: Final = 8.0
_INK: Final = 0.1
_GREY: Final = 0.4
_HAIR: Final = 0.82
_SHADE: Final = 0.94
_RED: Final = (0.75, 0.1, 0.1)
_PAGE: Final = ("第 {page} 页 / 共 {pages} 页", "Page {page} of {pages}")
_LICENCE: Final = ("许可证编号:", "Licence ")
_LAST: Final = ("口径见末页", "Definitions on the last page")


@dataclass(frozen=True, slots=True)
class Letterhead:
    company: str
    licence: str


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above every page: name of the report, then what it is about, as item and text."""

    letterhead: Letterhead
    name: str
    told: Sequence[tuple[str, str]]
    english: bool
    demo: bool


class _Pen(Protocol):
    """What is used of reportlab's canvas, which has no types."""

    def setFont(self, name: str, size: float) -> None: ...  # noqa: N802
    def setFillGray(self, grey: float) -> None: ...  # noqa: N802
    def setFillColorRGB(self, red: float, green: float, blue: float) -> None: ...  # noqa: N802
    def setStrokeGray(self, grey: float) -> None: ...  # noqa: N802
    def setLineWidth(self, width: float) -> None: ...  # noqa: N802
    def setTitle(self, title: str) -> None: ...  # noqa: N802
    def setAuthor(self, author: str) -> None: ...  # noqa: N802
    def rect(self, x: float, y: float, width: float, height: float, *, stroke: int, fill: int) -> None: ...
    def line(self, x1: float, y1: float, x2: float, y2: float) -> None: ...
    def drawString(self, x: float, y: float, text: str) -> None: ...  # noqa: N802
    def showPage(self) -> None: ...  # noqa: N802
    def save(self) -> None: ...


def draw(file: BinaryIO, sheets: Sequence[Sheet], head: Head) -> Iterator[float]:
    """After each page, which part of the file is drawn. Raises FontMissing."""
    font = paper_font()
    canvas = cast("Any", Canvas)(
        file, pagesize=(WIDTH, HEIGHT), pageCompression=1, initialFontName=font.name, lang="zh-CN"
    )
    paper = _Paper(cast("_Pen", canvas), font, head)
    room = HEIGHT - 2 * MARGIN - paper.head_height - _FOOT
    made = pages(sheets, font.em, width=TEXT_WIDTH, height=room)
    for number, page in enumerate(made, start=1):
        paper.draw(page, number, len(made))
        yield number / len(made)
    paper.save()


class _Paper:
    def __init__(self, pen: _Pen, font: PaperFont, head: Head) -> None:
        self._pen = pen
        self._font = font
        self._head = head
        colon = ": " if head.english else ":"
        told = "   ".join(f"{item}{colon}{said}" for item, said in head.told)
        self._told = wrapped(told, TEXT_WIDTH, font.em, _SMALL)
        self.head_height = (
            (_SMALL + _NAME_SIZE + len(self._told) * _SMALL) * LEADING
            + (_SMALL * LEADING if head.demo else 0.0)
            + 3 * PADDING
        )
        pen.setTitle(head.name)
        pen.setAuthor(head.letterhead.company)

    def draw(self, page: Page, number: int, of: int) -> None:
        self._draw_head()
        top = MARGIN + self.head_height
        for down, line in page.lines:
            self._draw_line(line, top + down)
        self._draw_foot(number, of)
        self._pen.showPage()

    def save(self) -> None:
        self._pen.save()

    def _draw_head(self) -> None:
        head = self._head
        down = MARGIN
        licence = _LICENCE[head.english] + head.letterhead.licence
        self._pen.setFillGray(_INK)
        self._text(head.letterhead.company, MARGIN, down, _SMALL)
        self._right(licence, WIDTH - MARGIN, down, _SMALL)
        down += _SMALL * LEADING
        self._text(head.name, MARGIN, down, _NAME_SIZE)
        down += _NAME_SIZE * LEADING
        if head.demo:
            self._pen.setFillColorRGB(*_RED)
            self._text(DEMO, MARGIN, down, _SMALL)
            down += _SMALL * LEADING
        self._pen.setFillGray(_GREY)
        for line in self._told:
            self._text(line, MARGIN, down, _SMALL)
            down += _SMALL * LEADING
        self._rule(MARGIN, WIDTH - MARGIN, down + PADDING, _GREY)

    def _draw_foot(self, number: int, of: int) -> None:
        english = self._head.english
        down = HEIGHT - MARGIN - _SMALL
        self._pen.setFillGray(_GREY)
        if number < of:
            self._text(_LAST[english], MARGIN, down, _SMALL)
        self._right(_PAGE[english].format(page=number, pages=of), WIDTH - MARGIN, down, _SMALL)

    def _draw_line(self, line: Line, down: float) -> None:
        right = MARGIN + sum(column.width for column in line.columns)
        if line.kind in (LineKind.HEADER, LineKind.TOTAL):
            self._pen.setFillGray(_SHADE)
            height = line.height
            self._pen.rect(MARGIN, HEIGHT - down - height, right - MARGIN, height, stroke=0, fill=1)
        self._pen.setFillGray(_INK)
        for column, texts in zip(line.columns, line.texts, strict=True):
            for place, text in enumerate(texts):
                self._in_column(column, text, down + PADDING / 2 + place * line.size * LEADING, line)
        if line.kind is not LineKind.TITLE:
            self._rule(MARGIN, right, down + line.height, _HAIR)

    def _in_column(self, column: Column, text: str, down: float, line: Line) -> None:
        left = MARGIN + column.left
        if column.numbers:
            self._right(text, left + column.width - PADDING, down, line.size)
        else:
            self._text(text, left + (0 if line.kind is LineKind.TITLE else PADDING), down, line.size)

    def _text(self, text: str, left: float, down: float, size: float) -> None:
        self._pen.setFont(self._font.name, size)
        self._pen.drawString(left, HEIGHT - down - size, self._font.drawable(text))

    def _right(self, text: str, right: float, down: float, size: float) -> None:
        self._text(text, right - self._font.em(self._font.drawable(text)) * size, down, size)

    def _rule(self, left: float, right: float, down: float, grey: float) -> None:
        self._pen.setStrokeGray(grey)
        self._pen.setLineWidth(0.4)
        self._pen.line(left, HEIGHT - down, right, HEIGHT - down)
