"""Reports as sheets: what a row is about says how whole its record is, wherever the sheet goes."""

from datetime import date

import pytest

from callcenter.reporting.definitions.catalogue import CURRENT
from callcenter.reporting.figures import Completeness
from callcenter.reporting.reports.exports.sheet import Report, Sheets
from callcenter.reporting.reports.kinds import RowKind
from callcenter.reporting.reports.schemas import (
    AgentTimesOut,
    CallLinkOut,
    ContactsOut,
    ContactsRowOut,
    RowOut,
    TableOut,
    TimesheetOut,
    TimesheetRowOut,
    TotalOut,
)
from callcenter.reporting.schemas import DefinitionOut, PeriodOut

pytestmark = pytest.mark.unit

DAY = date(2026, 11, 20)
PERIOD = PeriodOut(from_us=0, to_us=1)
NO_FIGURES = TotalOut(figures=[], previous=None)


def table(by: RowKind, key: str) -> TableOut:
    row = RowOut(
        key=key,
        label=key,
        label_en=None,
        period=None,
        completeness=Completeness.recovered,
        link=None,
        figures=[],
        previous=None,
    )
    return TableOut(
        by=by,
        first=DAY,
        last=DAY,
        period=PERIOD,
        previous=None,
        scope="demo01",
        as_of_us=0,
        completeness=Completeness.unknown,
        demo=False,
        columns=[],
        rows=[row],
        total=NO_FIGURES,
    )


def contacts() -> ContactsOut:
    row = ContactsRowOut(
        key="2026-11-20",
        period=PERIOD,
        completeness=Completeness.recovered,
        link=None,
        figures=[],
        mature={},
    )
    return ContactsOut(
        first=DAY,
        last=DAY,
        period=PERIOD,
        scope="demo01",
        as_of_us=0,
        completeness=Completeness.unknown,
        demo=False,
        columns=[],
        rows=[row],
        total=NO_FIGURES,
    )


@pytest.mark.parametrize(
    "report",
    [
        pytest.param(table(RowKind.DAY, "2026-11-20"), id="days"),
        pytest.param(table(RowKind.MONTH, "2026-11"), id="months"),
        pytest.param(contacts(), id="contacts"),
    ],
)
def test_rows_that_are_times_say_how_whole_each_is(report: Report) -> None:
    for sheet in Sheets(english=False).of(report)[:2]:
        assert sheet.header[-1] == "数据完整性"
        assert [row[-1].value for row in sheet.rows] == ["补录", "未知"]


def test_rows_that_are_no_times_are_all_of_one_and_the_report_tells_of_it() -> None:
    sheets = Sheets(english=False).of(table(RowKind.QUEUE, "业务咨询"))
    assert [sheet.header for sheet in sheets[:2]] == [["技能队列"], ["技能队列"]]
    assert ["数据完整性", "未知"] in [[cell.value for cell in row] for row in sheets[-1].rows]


def times(hours: int) -> AgentTimesOut:
    us = hours * 3_600_000_000
    return AgentTimesOut(
        signed_in_us=us,
        ready_us=us,
        talk_us=0,
        hold_us=0,
        wrap_up_us=0,
        break_us=0,
        breaks=[],
        not_ready_us=0,
        paid_us=0,
        handled=hours,
        rings=hours,
        missed=0,
        figures=[],
    )


def test_days_and_sums_of_a_timesheet_stand_apart_and_everybody_is_summed() -> None:
    def row(day: date | None, hours: int) -> TimesheetRowOut:
        return TimesheetRowOut(
            **dict(times(hours)),
            agent="A00001",
            label="坐席 8001",
            work_number="8001",
            team=None,
            day=day,
            period=PERIOD,
            completeness=Completeness.live,
            first_in_us=None,
            last_out_us=None,
            link=CallLinkOut(from_us=0, to_us=1),
        )

    report = TimesheetOut(
        first=DAY,
        last=DAY,
        period=PERIOD,
        scope="demo01",
        as_of_us=0,
        completeness=Completeness.unknown,
        demo=False,
        columns=[],
        rows=[row(DAY, 3), row(DAY, 4)],
        totals=[row(None, 7)],
        total=times(7),
    )
    days, sums, about = Sheets(english=False).of(report)
    taken = [[row[sheet.header.index("接听量")].value for row in sheet.rows] for sheet in (days, sums)]
    assert taken == [[3, 4], [7, 7]]
    assert [row[0].value for row in sums.rows] == ["坐席 8001", "合计"]
    assert (days.totals, sums.totals) == (0, 1)
    assert any(row[0].value == "显示" for row in about.rows)


def test_parts_that_are_times_say_their_unit() -> None:
    asked = {"asa", "occupancy", "answer_rate"}
    columns = [DefinitionOut.of(each) for each in CURRENT if each.id in asked]
    report = table(RowKind.QUEUE, "x").model_copy(update={"columns": columns})
    parts = Sheets(english=False)._parts(report)
    assert [title.partition("·")[2] for title in parts.header[1:]] == [
        "分子",
        "分母",
        *("分子(微秒)", "分母"),
        *("分子(微秒)", "分母(微秒)"),
    ]
