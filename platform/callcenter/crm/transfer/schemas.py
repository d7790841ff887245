"""Imports of customers as clients see and ask for them."""

from typing import Annotated

from pydantic import Field, StringConstraints

from callcenter.crm.customers.schemas import Code
from callcenter.crm.transfer.on_duplicate import OnDuplicate
from callcenter.crm.transfer.table_reader import MOST_COLUMNS, TableFormat
from callcenter.files.transfer import TransferState
from callcenter.kit.schemas import Sent, Shown


class ColumnMapped(Sent):
    column: Annotated[int, Field(ge=0, lt=MOST_COLUMNS)]
    field: Code


class ImportAsked(Sent):
    """What each column is; several may be `phones`. A dry run checks everything and writes nothing."""

    mapping: Annotated[list[ColumnMapped], Field(min_length=1, max_length=MOST_COLUMNS)]
    has_header: bool = True
    on_duplicate: OnDuplicate = OnDuplicate.SKIP
    dry_run: bool = True


class ColumnShown(Shown):
    """`title` is the header's word, or the column's letter; `samples` are masked."""

    column: int
    title: str
    field: str | None
    samples: list[str]


class RowProblemShown(Shown):
    """`row` as a spreadsheet program counts; never a value."""

    row: int
    column: int | None
    title: str | None
    code: str
    zh: str
    en: str


class ImportProgress(Shown):
    total: int | None
    read: int
    added: int
    updated: int
    skipped: int
    wrong: int


class ImportRow(Shown):
    id: str
    state: TransferState
    file_name: str
    format: TableFormat
    bytes: int
    dry_run: bool
    created_us: int
    started_us: int | None
    ended_us: int | None
    by: str
    progress: ImportProgress


class ImportShown(ImportRow):
    """`problems` are the first ones; the whole list is a file of its own."""

    encoding: str
    delimiter: str
    has_header: bool
    on_duplicate: OnDuplicate
    columns: list[ColumnShown]
    problems: list[RowProblemShown]
    failure_zh: str | None
    failure_en: str | None


class ImportsShown(Shown):
    """The newest first, and what an upload may be."""

    items: list[ImportRow]
    most_bytes: int


class CustomerExportAsked(Sent):
    """`q` as in the search of customers, empty for all. `whole` shows full numbers and needs a reason."""

    format: TableFormat = TableFormat.XLSX
    q: Annotated[str, StringConstraints(max_length=80)] = ""
    whole: bool = False
    reason: Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)] = ""


class ExportShown(Shown):
    """`file_name` once it can be fetched."""

    id: str
    state: TransferState
    format: TableFormat
    whole: bool
    demo: bool
    rows: int
    bytes: int | None
    created_us: int
    ended_us: int | None
    removed_us: int
    by: str
    mine: bool
    file_name: str | None
    failure_zh: str | None
    failure_en: str | None


class ExportsShown(Shown):
    items: list[ExportShown]
