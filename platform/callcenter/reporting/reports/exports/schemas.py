"""Exports of reports as clients ask for and see them."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import StringConstraints

from callcenter.files.transfer import TransferState
from callcenter.kit.schemas import Sent, Shown
from callcenter.reporting.reports.kinds import RowKind

Word = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9_.:+-]+$")]
TeamName = Annotated[str, StringConstraints(min_length=1, max_length=40)]
FigureIds = Annotated[str, StringConstraints(max_length=2000, pattern=r"^[a-z0-9_]+(,[a-z0-9_]+)*$")]
FigureId = Annotated[str, StringConstraints(max_length=60, pattern=r"^[a-z0-9_]+$")]


class ReportPage(StrEnum):
    TABLE = "table"
    HEAT = "heat"
    TIMESHEET = "timesheet"
    CONTACTS = "contacts"


class FileFormat(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"
    PDF = "pdf"


class ReportQuery(Sent):
    """The same names as the query parameters of the reports; a table needs `rows`, a heat map `figure`."""

    first: date
    last: date
    rows: RowKind | None = None
    figures: FigureIds | None = None
    figure: FigureId | None = None
    queue: Word | None = None
    agent: Word | None = None
    team: TeamName | None = None
    number: Word | None = None
    compare: Literal["previous"] | None = None


class ReportExportAsked(Sent):
    what: ReportPage
    format: FileFormat
    query: ReportQuery
    language: Literal["zh", "en"] = "zh"


class ReportExportShown(Shown):
    """`file` once it can be fetched; `done` and `total` count rows."""

    id: str
    what: ReportPage
    format: FileFormat
    state: TransferState
    done: int
    total: int
    file: str | None
    bytes: int | None
    demo: bool
    created_us: int
    ended_us: int | None
    by: str
    mine: bool
    failure_zh: str | None
    failure_en: str | None


class ReportExportsShown(Shown):
    items: list[ReportExportShown]
