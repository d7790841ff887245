"""Sheets as spreadsheets. Text is text whatever it begins with: no cell becomes a formula.

Writers say now and then which part of the file is written, so that it can be shown, and given up.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from math import floor
from typing import Any, BinaryIO, Final, cast

from openpyxl import Workbook
from openpyxl.cell import Cell as BookCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from callcenter.files.formulas import neutralised
from callcenter.reporting.reports.exports.sheet import DEMO, Cell, Kind, Sheet

_FORMATS: Final = {
    Kind.COUNT: "#,##0",
    Kind.RATIO: "0.00%",
    Kind.LENGTH: "[h]:mm:ss.0",
    Kind.DAY: "yyyy-mm-dd",
    Kind.MOMENT: "yyyy-mm-dd hh:mm:ss",
}
_DAY_US: Final = 86_400_000_000
_WIDEST: Final = 60
_NOTHING: Final = "—"
_BOLD: Final = Font(bold=True)
_ROWS_AT_ONCE: Final = 500
_OF_MULTIPLYING: Final = 1e-6
"""What is whole may come out a little less than that."""


def xlsx(file: BinaryIO, sheets: Sequence[Sheet], *, demo: bool) -> Iterator[float]:
    """Real numbers, percentages, lengths and dates; a sheet for each."""
    total = sum(len(sheet.rows) for sheet in sheets)
    written = 0
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        page = cast("Worksheet", book.create_sheet(sheet.title[:31]))
        first = 1
        if demo:
            _write_text(page, 1, 1, DEMO)
            first = 2
        for column, title in enumerate(sheet.header, start=1):
            _write_text(page, first, column, title).font = _BOLD
        for number, row in enumerate(sheet.rows, start=first + 1):
            for column, cell in enumerate(row, start=1):
                _write(page, number, column, cell)
            written += 1
            if written % _ROWS_AT_ONCE == 0:
                yield written / total
        page.freeze_panes = f"B{first + 1}"
        for column, title in enumerate(sheet.header, start=1):
            longest = max([len(title) * 2, *(len(str(row[column - 1].value or "")) for row in sheet.rows)])
            page.column_dimensions[get_column_letter(column)].width = min(_WIDEST, longest + 2)
    book.save(file)


def csv_file(file: BinaryIO, sheets: Sequence[Sheet], *, demo: bool) -> Iterator[float]:
    """UTF-8 with a mark: the report, then what it means. Ratios as parts of one, lengths in seconds, cut."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    if demo:
        writer.writerow([DEMO])
    for number, sheet in enumerate(sheets):
        if number:
            writer.writerow([])
        writer.writerow([neutralised(title) for title in sheet.header])
        writer.writerows([_plain(cell) for cell in row] for row in sheet.rows)
        yield (number + 1) / len(sheets)
    text.detach()


def _write(page: Worksheet, row: int, column: int, cell: Cell) -> None:
    if cell.value is None or cell.kind is Kind.TEXT:
        _write_text(page, row, column, _NOTHING if cell.value is None else str(cell.value))
        return
    value: Any = cell.value
    if cell.kind is Kind.LENGTH:
        value = float(cast("float", cell.value)) / _DAY_US
    written = page.cell(row, column, value)
    written.number_format = _FORMATS[cell.kind]


def _write_text(page: Worksheet, row: int, column: int, text: str) -> BookCell:
    written = page.cell(row, column, ILLEGAL_CHARACTERS_RE.sub("", text))
    written.data_type = "s"
    return written


def _plain(cell: Cell) -> str:
    value = cell.value
    if value is None:
        return _NOTHING
    match cell.kind:
        case Kind.LENGTH:
            return f"{floor(cast('float', value) / 1_000) / 1_000:.3f}"
        case Kind.RATIO:
            return f"{floor(cast('float', value) * 1_000_000 + _OF_MULTIPLYING) / 1_000_000:.6f}"
        case Kind.COUNT:
            return str(int(cast("float", value)))
        case _ if isinstance(value, datetime):
            return value.isoformat(" ")
        case _ if isinstance(value, date):
            return value.isoformat()
        case _:
            return neutralised(str(value))
