"""Tables in every encoding and with every divider; bombs, old formats and rubbish refused with a reason."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from callcenter.crm.transfer import table_reader
from callcenter.crm.transfer.table_reader import (
    FileUnreadable,
    TableFile,
    TableFormat,
    head_of,
    recognised,
    rows_of,
)
from callcenter.crm.transfer.table_writer import CsvWriter, XlsxWriter

pytestmark = pytest.mark.unit


def read(data: bytes) -> tuple[TableFile, list[list[str]]]:
    whole = io.BytesIO(data)
    file = recognised(whole)
    with rows_of(file, whole) as rows:
        return file, list(rows)


def workbook(*rows) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def look_into(whole: io.BytesIO) -> None:
    head_of(recognised(whole), whole, rows=3)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_in_any_usual_form(encoding, delimiter):
    text = delimiter.join(["姓名", "电话"]) + "\r\n" + delimiter.join(["王镕😀", "139"]) + "\r\n\r\n"
    file, rows = read(text.encode(encoding))
    assert (file.format, file.delimiter) == (TableFormat.CSV, delimiter)
    assert rows == [["姓名", "电话"], ["王镕😀", "139"], []]


def test_quoted_cells_hold_dividers_and_lines():
    _, rows = read('姓名,地址\n王,"浙江,杭州\n西湖"\n'.encode())
    assert rows[1] == ["王", "浙江,杭州\n西湖"]


def test_cells_of_a_workbook_come_as_their_writer_saw_them():
    _, rows = read(
        workbook(
            ["姓名", "电话", "注"],
            ["王", 13900001234, "=cmd|' /C calc'!A0"],
            ["李", 13900001234.0, date(2026, 11, 22)],
            ["赵", 6.222021234567891e18, True],
            [None, 1.5, datetime(2026, 11, 22, 8, 30)],  # noqa: DTZ001 - sheets know no zones
        )
    )
    assert rows[1] == ["王", "13900001234", "=cmd|' /C calc'!A0"]
    assert rows[2] == ["李", "13900001234", "2026-11-22"]
    assert rows[3] == ["赵", "6.222021e+18", "是"]
    assert rows[4] == ["", "1.5", "2026-11-22 08:30:00"]


def test_the_head_says_how_many_rows_there_are():
    for data in (b"a,b\n" * 12, workbook(*[["a", "b"]] * 12)):
        whole = io.BytesIO(data)
        head = head_of(recognised(whole), whole, rows=3)
        assert (len(head.rows), head.total) == (3, 12)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"\xd0\xcf\x11\xe0" + b"\0" * 600,
        b"PK\x03\x04 not a zip",
        b"\xff\xfe\xfa\x81" * 10 + b"\x00",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    ],
)
def test_rubbish_is_refused_with_what_to_do(data):
    with pytest.raises(FileUnreadable) as refused:
        look_into(io.BytesIO(data))
    assert refused.value.zh
    assert refused.value.en


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (300 * 2**20))
    with pytest.raises(FileUnreadable, match="unpacks"):
        recognised(made)


def test_more_text_than_fits_into_memory_is_refused_by_name(monkeypatch):
    made = io.BytesIO(workbook(["姓名"], ["王"]))
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", b"<sst>" + b" " * 1000 + b"</sst>")
    assert recognised(made).format is TableFormat.XLSX
    monkeypatch.setattr(table_reader, "MOST_TEXTS", 1000)
    with pytest.raises(FileUnreadable, match="CSV"):
        recognised(made)


def test_a_zip_that_is_no_workbook_is_refused():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(FileUnreadable):
        recognised(made)


@pytest.mark.parametrize("new_writer", [CsvWriter, XlsxWriter])
def test_what_is_exported_can_be_read_and_holds_no_formula(new_writer):
    writer = new_writer()
    dangerous = "=cmd|' /C calc'!A0"
    writer.row(["姓名", "a&b <c>", "\x07控制"])
    writer.row(["", dangerous, '引"号\n行'])
    data = writer.close()
    file, rows = read(data.getvalue())
    assert rows[0][:2] == ["姓名", "a&b <c>"]
    assert rows[1][2] == '引"号\n行'
    if file.format is TableFormat.CSV:
        assert rows[1][1] == "'" + dangerous
    else:
        sheet = openpyxl.load_workbook(data).worksheets[0]
        assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} <= {
            "s",
            "inlineStr",
        }
