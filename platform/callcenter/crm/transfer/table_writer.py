"""Writing a table for a spreadsheet program, in memory only: exports hold people, and a library's temporary
files would lie readable on the disk.

XLSX is written with text cells only (`inlineStr`), so nothing in it can be a formula; CSV gets a ' before
what a spreadsheet program would compute.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Final, Protocol
from xml.sax.saxutils import escape

from callcenter.crm.transfer.table_reader import MOST_ROWS, TableFormat
from callcenter.files.formulas import neutralised
from callcenter.kit.errors import Refused

# Signs that XML 1.0 cannot hold at all.
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS: Final = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>'
    '<sheet name="客户" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_REL}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


class TooManyRows(Refused):
    """A sheet cannot hold them, and half a list would pass for the whole."""

    def __init__(self) -> None:
        super().__init__(
            zh=f"XLSX 工作表最多 {MOST_ROWS:,} 行,客户过多,未生成文件。请改用 CSV,或缩小查询范围。",
            en=f"A sheet holds {MOST_ROWS:,} rows; there are more customers and no file was made. "
            "Export CSV, or search for fewer.",
        )


class TableWriter(Protocol):
    def row(self, cells: Sequence[str]) -> None: ...

    def close(self) -> io.BytesIO:
        """The finished file; whoever gives up half-way closes, too."""
        ...


class CsvWriter:
    """UTF-8 with a mark, which spreadsheet programs need to know it by."""

    def __init__(self) -> None:
        self._file = io.BytesIO()
        self._file.write(b"\xef\xbb\xbf")

    def row(self, cells: Sequence[str]) -> None:
        quoted = ('"' + neutralised(cell).replace('"', '""') + '"' for cell in cells)
        self._file.write((",".join(quoted) + "\r\n").encode())

    def close(self) -> io.BytesIO:
        return self._file


class XlsxWriter:
    def __init__(self) -> None:
        self._file = io.BytesIO()
        self._archive = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED, compresslevel=4)
        for name, text in _PARTS.items():
            self._archive.writestr(name, _HEAD + text)
        self._sheet = self._archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True)
        self._write(f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>')
        self._rows = 0

    def row(self, cells: Sequence[str]) -> None:
        """Raises TooManyRows."""
        if self._rows >= MOST_ROWS:
            raise TooManyRows
        self._rows += 1
        self._write("<row>" + "".join(_cell(text) for text in cells) + "</row>")

    def close(self) -> io.BytesIO:
        if not self._sheet.closed:
            self._write("</sheetData></worksheet>")
            self._sheet.close()
            self._archive.close()
        return self._file

    def _write(self, text: str) -> None:
        self._sheet.write(text.encode())


def writer_of(format_: TableFormat) -> TableWriter:
    return XlsxWriter() if format_ is TableFormat.XLSX else CsvWriter()


def _cell(text: str) -> str:
    if not text:
        return "<c/>"
    written = escape(_UNWRITABLE.sub("", text))
    return f'<c t="inlineStr"><is><t xml:space="preserve">{written}</t></is></c>'
