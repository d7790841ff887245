"""Tables as people send them: XLSX, or CSV in any usual encoding. Nothing in them is computed."""

import codecs
import csv
import io
import zipfile
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from itertools import islice
from typing import Any, BinaryIO, Final

import openpyxl

from callcenter.kit.problems import InvalidInput

MOST_COLUMNS: Final = 100
LONGEST_CELL: Final = 8_000
MOST_ROWS: Final = 1_048_576
MOST_TEXTS: Final = 64 * 2**20
"""What a workbook may hold of texts that several cells share: read, they take six times as much memory."""
_UNPACKED_LIMIT: Final = 1024**3
_MOST_RATIO: Final = 200
_MOST_ENTRIES: Final = 5_000
_STEP: Final = 1 << 20
_EXACT: Final = 10**15
_SAMPLE: Final = 64 * 1024
_DELIMITERS: Final = ",;\t|"
_ZIP: Final = b"PK\x03\x04"
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class FileUnreadable(InvalidInput):
    """No table can be read from it; says what to do."""


class TableFormat(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class TableFile:
    """How to read the bytes; found out once, at upload. `encoding` and `delimiter` are those of a CSV."""

    format: TableFormat
    encoding: str = ""
    delimiter: str = ""


def recognised(data: BinaryIO) -> TableFile:
    """Raises FileUnreadable."""
    head = _start_of(data, 8)
    if head.startswith(_ZIP):
        _refuse_bomb(data)
        return TableFile(TableFormat.XLSX)
    if head.startswith(_OLD_EXCEL):
        raise FileUnreadable(
            zh="这是旧版 Excel(.xls)或加密的文件,请另存为 .xlsx 或 CSV 再上传。",
            en="This is an old (.xls) or protected Excel file; save it as .xlsx or CSV first.",
        )
    encoding = _encoding_of(data)
    sample = _start_of(data, _SAMPLE)
    text = codecs.getincrementaldecoder(encoding)().decode(sample)
    if "\x00" in text:
        raise _no_table()
    return TableFile(TableFormat.CSV, encoding, _delimiter_of(text))


@contextmanager
def rows_of(file: TableFile, data: BinaryIO) -> Generator[Iterator[list[str]]]:
    """The rows as text, with empty cells at their ends cut off. Raises FileUnreadable while it is read."""
    data.seek(0)
    if file.format is TableFormat.CSV:
        reader = io.TextIOWrapper(data, encoding=file.encoding, newline="")
        try:
            yield _csv_rows(csv.reader(reader, delimiter=file.delimiter))
        finally:
            reader.detach()
        return
    try:
        book = openpyxl.load_workbook(data, read_only=True, keep_links=False)
    except Exception as error:  # a broken archive or XML raises whatever its parser does
        raise _no_table() from error
    try:
        sheet = book.worksheets[0] if book.worksheets else None
        if sheet is None:
            raise _no_table()
        # The size that a sheet claims may be wrong in both directions; its rows are what counts.
        sheet.reset_dimensions()
        yield _xlsx_rows(sheet.iter_rows(values_only=True))
    finally:
        book.close()


@dataclass(frozen=True, slots=True)
class TableHead:
    """The first rows, and how many there are: counted in a CSV, as claimed by an XLSX, or unknown."""

    rows: list[list[str]]
    total: int | None


def head_of(file: TableFile, data: BinaryIO, *, rows: int) -> TableHead:
    """Raises FileUnreadable."""
    with rows_of(file, data) as read:
        first = list(islice(read, rows))
        if not any(any(row) for row in first):
            raise FileUnreadable(zh="文件是空的。", en="The file is empty.")
        if file.format is TableFormat.CSV:
            return TableHead(first, len(first) + sum(1 for _ in read))
    data.seek(0)
    book = openpyxl.load_workbook(data, read_only=True, keep_links=False)
    try:
        claimed = book.worksheets[0].max_row
    finally:
        book.close()
    return TableHead(first, claimed if claimed and len(first) <= claimed <= MOST_ROWS else None)


def _start_of(data: BinaryIO, length: int) -> bytes:
    data.seek(0)
    return data.read(length)


def _csv_rows(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        for row in reader:
            yield _trimmed(row)
    except (csv.Error, UnicodeDecodeError) as error:
        raise _no_table() from error


def _xlsx_rows(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[str]]:
    try:
        for row in rows:
            yield _trimmed([_text(cell) for cell in row[:MOST_COLUMNS]])
    except Exception as error:  # as above: the XML is read here
        raise _no_table() from error


def _trimmed(cells: list[str]) -> list[str]:
    kept = [cell.strip(" \u3000\u00a0\ufeff") for cell in cells[:MOST_COLUMNS]]
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _text(cell: Any) -> str:
    """A cell as its writer saw it; a formula stays its text."""
    match cell:
        case None:
            return ""
        case bool():
            return "是" if cell else "否"
        case float():
            # Beyond fifteen digits the last ones are an invention of the spreadsheet program.
            if abs(cell) >= _EXACT:
                return f"{cell:e}"
            return str(int(cell)) if cell.is_integer() else repr(cell)
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def _encoding_of(data: BinaryIO) -> str:
    head = _start_of(data, 4)
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    for name in (marked,) if marked else ("utf-8", "gb18030"):
        if _decodes(data, name):
            return name
    raise FileUnreadable(
        zh="无法识别文件的文字编码,请用 UTF-8 或 GB18030 另存后再上传。",
        en="The file's text encoding is not known; save it as UTF-8 or GB18030.",
    )


def _decodes(data: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    data.seek(0)
    try:
        while part := data.read(_STEP):
            decoder.decode(part)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter_of(sample: str) -> str:
    """The sign that divides most of the first lines into the same number of cells."""
    lines = [line for line in sample.splitlines()[:20] if line.strip()]
    best, best_score = ",", 0
    for sign in _DELIMITERS:
        counts = Counter(len(row) for row in csv.reader(lines, delimiter=sign))
        cells, agreeing = max(counts.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
        if cells > 1 and agreeing * cells > best_score:
            best, best_score = sign, agreeing * cells
    return best


def _refuse_bomb(data: BinaryIO) -> None:
    try:
        with zipfile.ZipFile(data) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile as error:
        raise _no_table() from error
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if (
        len(entries) > _MOST_ENTRIES
        or unpacked > _UNPACKED_LIMIT
        or unpacked > _MOST_RATIO * max(packed, _STEP)
    ):
        raise FileUnreadable(
            zh="文件解压后过大,已拒绝。请拆分后以 CSV 上传。",
            en="The file unpacks to far too much and is refused; split it and send CSV.",
        )
    texts = sum(entry.file_size for entry in entries if entry.filename.lower() == "xl/sharedstrings.xml")
    if texts > MOST_TEXTS:
        # The library keeps every text that stands in more than one cell in memory for as long as it reads.
        raise FileUnreadable(
            zh=f"工作簿中的文字超过 {MOST_TEXTS >> 20} MB,内存放不下。请另存为 CSV 再上传。",
            en=f"The workbook holds more than {MOST_TEXTS >> 20} MB of text; save it as CSV and send that.",
        )
    if not any(entry.filename == "xl/workbook.xml" for entry in entries):
        raise _no_table()


def _no_table() -> FileUnreadable:
    return FileUnreadable(
        zh="文件不是可读取的 XLSX 或 CSV 表格,请重新导出后上传。",
        en="This is no readable XLSX or CSV table; export it again.",
    )
