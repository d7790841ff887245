"""Reports as they go over the wire: what a column means stands once above it, the cells are lean."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from callcenter.kit.schemas import Shown
from callcenter.reporting.definitions.definition import Definition, Subject
from callcenter.reporting.figures import Completeness, Period, Totals, divided, parts_of
from callcenter.reporting.reports.days import Days
from callcenter.reporting.reports.kinds import RowKind
from callcenter.reporting.schemas import DefinitionOut, PeriodOut


@dataclass(slots=True)
class CellOut:
    """A figure of a row. Its definition stands with the column, its period with the row or the report."""

    # No model: a report has thousands, and each is made from numbers of our own.

    value: float | None
    numerator: int
    denominator: int | None
    rows: int

    @classmethod
    def of(cls, definition: Definition, totals: Totals, subject: Subject) -> "CellOut":
        numerator, denominator = parts_of(definition, totals)
        value = divided(definition, numerator, denominator)
        return cls(value, numerator, denominator, totals.parts.get(definition.rows_of(subject), 0))


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
    ivr_path: str | None = None


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


class HeatOut(Shown):
    """Cells by weekday, Monday first, and hour of the Shanghai day."""

    by: Literal["heat"] = "heat"
    first: date
    last: date
    period: PeriodOut
    scope: str
    as_of_us: int
    completeness: Completeness
    demo: bool
    column: DefinitionOut
    cells: list[list[CellOut]]
    total: CellOut
    link: CallLinkOut | None


class ContactsRowOut(Shown):
    """`mature`: whether each window has passed; before that it has neither numerator nor denominator."""

    key: str
    period: PeriodOut
    completeness: Completeness
    link: CallLinkOut | None
    figures: list[CellOut]
    mature: dict[str, bool]


class ContactsOut(Shown):
    """First contacts by day; the total is of the days that are mature, each window for itself."""

    by: Literal["contacts"] = "contacts"
    first: date
    last: date
    period: PeriodOut
    scope: str
    as_of_us: int
    completeness: Completeness
    demo: bool
    columns: list[DefinitionOut]
    rows: list[ContactsRowOut]
    total: TotalOut


class BreakOut(Shown):
    reason: str
    zh: str
    en: str
    us: int


class AgentTimesOut(Shown):
    """`us` are lengths; talk and hold are booked by the human request of the call, states by the clock."""

    signed_in_us: int
    ready_us: int
    talk_us: int
    hold_us: int
    wrap_up_us: int
    break_us: int
    breaks: list[BreakOut]
    not_ready_us: int
    paid_us: int
    handled: int
    rings: int
    missed: int
    figures: list[CellOut]


class TimesheetRowOut(AgentTimesOut):
    """Of one day, or of the whole period where `day` is null.

    `last_out_us` is null while the agent is still signed in at the end of the day.
    """

    agent: str
    label: str
    work_number: str | None
    team: str | None
    day: date | None
    period: PeriodOut
    completeness: Completeness
    first_in_us: int | None
    last_out_us: int | None
    link: CallLinkOut


class TimesheetOut(Shown):
    first: date
    last: date
    period: PeriodOut
    scope: str
    as_of_us: int
    completeness: Completeness
    demo: bool
    columns: list[DefinitionOut]
    rows: list[TimesheetRowOut]
    totals: list[TimesheetRowOut]
    total: AgentTimesOut


def period_out(period: Period) -> PeriodOut:
    return PeriodOut(from_us=period.from_us, to_us=period.to_us)
