"""A report as sheets of typed cells, before any file format. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum, auto
from typing import Final

from callcenter.kit.clock import SHANGHAI, to_datetime
from callcenter.reporting.definitions.catalogue import CURRENT
from callcenter.reporting.definitions.definition import Unit
from callcenter.reporting.figures import Completeness
from callcenter.reporting.reports.exports.sheet_words import ROWS, WORDS
from callcenter.reporting.reports.kinds import RowKind
from callcenter.reporting.reports.labels import WEEKDAYS
from callcenter.reporting.reports.schemas import (
    AgentTimesOut,
    CellOut,
    ContactsOut,
    HeatOut,
    RowOut,
    TableOut,
    TimesheetOut,
    TimesheetRowOut,
)
from callcenter.reporting.schemas import DefinitionOut

Report = TableOut | HeatOut | TimesheetOut | ContactsOut
DEMO: Final = "演示数据,不得作为凭据 · DEMO DATA, not evidence"


class Kind(Enum):
    TEXT = auto()
    COUNT = auto()
    RATIO = auto()
    LENGTH = auto()
    """Microseconds."""
    DAY = auto()
    MOMENT = auto()
    """Of Shanghai, without its zone: spreadsheets know none."""


@dataclass(frozen=True, slots=True)
class Cell:
    """None: there is nothing to divide by, or nothing to say; shown as "—" or empty, never as zero."""

    kind: Kind
    value: str | int | float | date | datetime | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first `keys` columns say what a row is; the last `totals` rows are sums."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    keys: int = 1
    totals: int = 0


UNIT_KIND: Final = {Unit.calls: Kind.COUNT, Unit.ratio: Kind.RATIO, Unit.us: Kind.LENGTH}
_TIMED: Final = {each.id: each.timed for each in CURRENT}
_OF_A_DAY: Final = tuple(
    f"{name}_us" for name in ("signed_in", "ready", "talk", "hold", "wrap_up", "break", "not_ready", "paid")
)
_COUNTS: Final = ("handled", "rings", "missed")


class Sheets:
    """In one language; the first sheet is the report, the last says what it means."""

    def __init__(self, *, english: bool) -> None:
        self._english = english

    def of(self, report: Report) -> list[Sheet]:
        match report:
            case TableOut():
                sheets = [self._table(report), self._parts(report)]
                if report.by.step is not None:
                    sheets = [self._with_completeness(sheet, report) for sheet in sheets]
                return [*sheets, self._about(report, report.columns)]
            case HeatOut():
                return [self._heat(report), self._about(report, [report.column])]
            case TimesheetOut():
                return [*self._timesheet(report), self._about(report, report.columns)]
            case ContactsOut():
                sheets = [self._with_completeness(sheet, report) for sheet in self._contacts(report)]
                return [*sheets, self._about(report, report.columns)]

    def name(self, report: Report) -> str:
        match report:
            case TableOut():
                return f"{self._word('table')} · {self._rows_word(report)}"
            case HeatOut():
                return f"{self._word('heat')} · {self._name(report.column)}"
            case TimesheetOut():
                return self._word("timesheet")
            case ContactsOut():
                return self._word("contacts")

    def _table(self, report: TableOut) -> Sheet:
        ends = ("",) if report.previous is None else ("", self._word("previous"))
        names = (self._name(column) + end for column in report.columns for end in ends)
        header = [self._rows_word(report), *names]
        rows = [
            [self._row_key(report.by, row), *_figures(report.columns, row.figures, row.previous)]
            for row in report.rows
        ]
        total = _figures(report.columns, report.total.figures, report.total.previous)
        return Sheet(self._word("table"), header, [*rows, [_text(self._word("total")), *total]], totals=1)

    def _parts(self, report: TableOut) -> Sheet:
        header = [self._rows_word(report)]
        for column in report.columns:
            for part, timed in zip(("numerator", "denominator"), _TIMED[column.id], strict=True):
                unit = self._word("microseconds") if timed else ""
                header.append(self._name(column) + self._word(part) + unit)
        rows = [[self._row_key(report.by, row), *_whole_parts(row.figures)] for row in report.rows]
        rows.append([_text(self._word("total")), *_whole_parts(report.total.figures)])
        return Sheet(self._word("parts"), header, rows, totals=1)

    def _contacts(self, report: ContactsOut) -> list[Sheet]:
        """Of a day whose window has not passed nothing is said, not even a zero."""
        names = [self._name(column) for column in report.columns]
        halves = [name + self._word(part) for name in names for part in ("numerator", "denominator")]
        shares: list[list[Cell]] = []
        parts: list[list[Cell]] = []
        for row in report.rows:
            day = Cell(Kind.DAY, date.fromisoformat(row.key))
            mature = [said for said in row.mature.values() for _ in range(2)]
            told = zip(_whole_parts(row.figures), mature, strict=True)
            shares.append([day, *_figures(report.columns, row.figures, None)])
            parts.append([day, *(cell if said else Cell(Kind.COUNT, None) for cell, said in told)])
        total = _text(self._word("total"))
        shares.append([total, *_figures(report.columns, report.total.figures, None)])
        parts.append([total, *_whole_parts(report.total.figures)])
        day = self._word("day")
        return [
            Sheet(self._word("contacts"), [day, *names], shares, totals=1),
            Sheet(self._word("parts"), [day, *halves], parts, totals=1),
        ]

    def _with_completeness(self, sheet: Sheet, report: TableOut | ContactsOut) -> Sheet:
        """Rows that are times are whole or not each for itself; the last is that of the report."""
        states = [*(row.completeness for row in report.rows), report.completeness]
        rows = [[*row, _text(self._word(state.value))] for row, state in zip(sheet.rows, states, strict=True)]
        return replace(sheet, header=[*sheet.header, self._word("completeness")], rows=rows)

    def _heat(self, report: HeatOut) -> Sheet:
        days = [day.en if self._english else day.zh for day in WEEKDAYS]
        kind = UNIT_KIND[report.column.unit]
        rows = [
            [_text(f"{hour:02d}:00"), *(Cell(kind, day[hour].value) for day in report.cells)]
            for hour in range(24)
        ]
        return Sheet(self._name(report.column), [self._word("hour"), *days], rows)

    def _timesheet(self, report: TimesheetOut) -> list[Sheet]:
        """Days and sums apart: who adds up a column adds nothing up twice."""
        who = [self._word(name) for name in ("agent", "work_number", "team")]
        when = [self._word(name) for name in ("day", "first_in_us", "last_out_us")]
        times = [self._word(name) for name in (*_OF_A_DAY, *_COUNTS)]
        times += [*(self._name(column) for column in report.columns), self._word("breaks")]
        times.append(self._word("completeness"))
        days = [
            [
                *_who(row),
                *(Cell(Kind.DAY, row.day), _moment(row.first_in_us), _moment(row.last_out_us)),
                *self._times(report, row, row.completeness),
            ]
            for row in report.rows
        ]
        sums = [[*_who(row), *self._times(report, row, row.completeness)] for row in report.totals]
        total = [_text(self._word("total")), _text(""), _text("")]
        sums.append([*total, *self._times(report, report.total, report.completeness)])
        return [
            Sheet(self._word("timesheet"), [*who, *when, *times], days, keys=4),
            Sheet(self._word("total"), [*who, *times], sums, keys=3, totals=1),
        ]

    def _times(self, report: TimesheetOut, row: AgentTimesOut, completeness: Completeness) -> list[Cell]:
        told = ((each.en if self._english else each.zh, shown_length(each.us)) for each in row.breaks)
        return [
            *(Cell(Kind.LENGTH, getattr(row, name)) for name in _OF_A_DAY),
            *(Cell(Kind.COUNT, getattr(row, name)) for name in _COUNTS),
            *_figures(report.columns, row.figures, None),
            _text(";".join(f"{reason} {length}" for reason, length in told)),
            _text(self._word(completeness.value)),
        ]

    def told(self, report: Report) -> list[tuple[str, str]]:
        """What a report must say of itself wherever it stands, as item and text."""
        told = [
            (self._word("period"), f"{report.first} – {report.last} (Asia/Shanghai)"),
            (self._word("scope"), report.scope),
            (self._word("as_of"), f"{_local(report.as_of_us):%Y-%m-%d %H:%M:%S}"),
            (self._word("completeness"), self._word(report.completeness.value)),
        ]
        if isinstance(report, TableOut) and report.previous is not None:
            told.insert(1, (self._word("compared"), f"{report.previous.first} – {report.previous.last}"))
        return told

    def _about(self, report: Report, columns: Iterable[DefinitionOut]) -> Sheet:
        told = [*self.told(report), (self._word("shown"), self._word("cut"))]
        for column in columns:
            zh = (column.formula_zh, column.clock_zh, column.boundary_zh, column.counted_zh)
            en = (column.formula_en, column.clock_en, column.boundary_en, column.counted_en)
            said = "; ".join(each for each in (en if self._english else zh) if each != "—")
            told.append((f"{self._name(column)} [{column.id} v{column.version}]", said))
        rows = [[_text(item), _text(said)] for item, said in told]
        return Sheet(self._word("about"), [self._word("item"), self._word("said")], rows)

    def _row_key(self, by: RowKind, row: RowOut) -> Cell:
        if by in (RowKind.DAY, RowKind.WEEK):
            return Cell(Kind.DAY, date.fromisoformat(row.key))
        return _text((row.label_en if self._english else None) or row.label)

    def _rows_word(self, report: TableOut) -> str:
        return ROWS[report.by][self._english]

    def _word(self, name: str) -> str:
        return WORDS[name][self._english]

    def _name(self, column: DefinitionOut) -> str:
        return column.name_en if self._english else column.name_zh


def _who(row: TimesheetRowOut) -> list[Cell]:
    return [_text(row.label), _text(row.work_number or ""), _text(row.team or "")]


def shown_length(length_us: float) -> str:
    seconds = int(length_us // 1_000_000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _figures(
    columns: Sequence[DefinitionOut], figures: Sequence[CellOut], previous: Sequence[CellOut] | None
) -> list[Cell]:
    return [
        Cell(UNIT_KIND[column.unit], told[place].value)
        for place, column in enumerate(columns)
        for told in (figures, previous)
        if told is not None
    ]


def _whole_parts(figures: Iterable[CellOut]) -> list[Cell]:
    return [Cell(Kind.COUNT, part) for each in figures for part in (each.numerator, each.denominator)]


def _text(text: str) -> Cell:
    return Cell(Kind.TEXT, text)


def _moment(at_us: int | None) -> Cell:
    return Cell(Kind.MOMENT, None if at_us is None else _local(at_us))


def _local(at_us: int) -> datetime:
    return to_datetime(at_us).astimezone(SHANGHAI).replace(tzinfo=None, microsecond=0)
