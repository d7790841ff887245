"""Reports as they go over the wire: what a column means stands once above it, the cells are lean."""

from datetime import date

from callcenter.kit.schemas import Shown
from callcenter.reporting.definitions.definition import Definition, Subject
from callcenter.reporting.figures import Completeness, Period, Totals, parts_of, value_of
from callcenter.reporting.reports.days import Days
from callcenter.reporting.reports.kinds import RowKind
from callcenter.reporting.schemas import DefinitionOut, PeriodOut


class CellOut(Shown):
    """A figure of a row. Its definition stands with the column, its period with the row or the report."""

    value: float | None
    numerator: int
    denominator: int | None
    rows: int

    @classmethod
    def of(cls, definition: Definition, totals: Totals, subject: Subject) -> "CellOut":
        numerator, denominator = parts_of(definition, totals)
        return cls(
            value=value_of(definition, totals),
            numerator=numerator,
            denominator=denominator,
            rows=totals.parts.get(definition.rows_of(subject), 0),
        )


class CallLinkOut(Shown):
    """Query parameters of `GET /api/calls`: which calls the row is about. A figure adds its `part`."""

    from_us: int
    to_us: int
    company: str | None = None
    queue: str | None = None
    agent: list[str] | None = None
    hotline: str | None = None
    hour: int | None = None
    weekday: int | None = None


class DaysOut(Shown):
    first: date
    last: date
    period: PeriodOut

    @classmethod
    def of(cls, days: Days) -> "DaysOut":
        return cls(first=days.first, last=days.last, period=period_out(days.period))


class RowOut(Shown):
    """`period` of rows that are times of the calendar; `previous` is the same row of the previous period."""

    key: str
    label: str
    label_en: str | None
    period: PeriodOut | None
    completeness: Completeness
    link: CallLinkOut | None
    figures: list[CellOut]
    previous: list[CellOut] | None


class TotalOut(Shown):
    """Not the sum of the rows where a call stands in several of them: every call counts once."""

    figures: list[CellOut]
    previous: list[CellOut] | None


class TableOut(Shown):
    by: RowKind
    first: date
    last: date
    period: PeriodOut
    previous: DaysOut | None
    scope: str
    as_of_us: int
    completeness: Completeness
    demo: bool
    """Calls of the simulator are in its period."""
    columns: list[DefinitionOut]
    rows: list[RowOut]
    total: TotalOut


def period_out(period: Period) -> PeriodOut:
    return PeriodOut(from_us=period.from_us, to_us=period.to_us)
