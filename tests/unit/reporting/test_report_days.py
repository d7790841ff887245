from datetime import date

import pytest

from callcenter.reporting.reports.columns import FigureNotOfRows, FigureUnknown, columns_of
from callcenter.reporting.reports.days import Days, DaysWrong, ReportTooLong, Step, checked
from callcenter.reporting.reports.kinds import Group, Narrowed, RowKind, group_of, raw_key

pytestmark = pytest.mark.unit


def days(first: str, last: str) -> Days:
    return Days(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("now", "before"),
    [
        (("2026-11-21", "2026-11-21"), ("2026-11-20", "2026-11-20")),
        (("2026-11-16", "2026-11-22"), ("2026-11-09", "2026-11-15")),
        (("2026-03-01", "2026-03-31"), ("2026-02-01", "2026-02-28")),
        (("2026-01-01", "2026-03-31"), ("2025-10-01", "2025-12-31")),
        (("2024-01-01", "2024-12-31"), ("2023-01-01", "2023-12-31")),
        (("2026-02-01", "2026-02-27"), ("2026-01-05", "2026-01-31")),
    ],
)
def test_compares_with_as_many_days_before_or_as_many_whole_months(
    now: tuple[str, str], before: tuple[str, str]
) -> None:
    assert days(*now).previous == days(*before)


def test_cuts_weeks_at_mondays_and_at_the_reports_own_days() -> None:
    told = days("2026-11-20", "2026-12-01")
    assert [(key, each.first.isoformat(), each.count) for key, each in told.parts(Step.WEEK)] == [
        ("2026-11-16", "2026-11-20", 3),
        ("2026-11-23", "2026-11-23", 7),
        ("2026-11-30", "2026-11-30", 2),
    ]
    assert [(key, each.count) for key, each in told.parts(Step.MONTH)] == [("2026-11", 11), ("2026-12", 1)]
    assert [(key, each.count) for key, each in days("2024-12-31", "2026-01-01").parts(Step.YEAR)] == [
        ("2024", 1),
        ("2025", 365),
        ("2026", 1),
    ]


def test_a_day_is_of_shanghai() -> None:
    period = days("2026-11-21", "2026-11-21").period
    assert (period.from_us, period.to_us - period.from_us) == (1_795_190_400_000_000, 86_400_000_000)


def test_refuses_days_that_are_none() -> None:
    for first, last in (
        ("2026-11-22", "2026-11-21"),
        ("1999-12-31", "2026-11-21"),
        ("2026-01-01", "2100-01-01"),
    ):
        with pytest.raises(DaysWrong):
            checked(date.fromisoformat(first), date.fromisoformat(last))
    with pytest.raises(ReportTooLong):
        checked(date(2026, 1, 1), date(2027, 2, 5), most=400)
    with pytest.raises(ReportTooLong, match="or ask by week, month or year"):
        checked(date(2026, 1, 1), date(2027, 2, 5), most=400, coarser=True)


def test_only_what_can_be_asked_for_by_week_advises_it() -> None:
    assert "week" not in ReportTooLong(31).en
    assert "按周" not in ReportTooLong(31).zh


def test_every_kind_of_rows_is_grouped_by_something() -> None:
    assert {group_of(kind) for kind in RowKind} <= set(Group)


def test_a_moment_falls_into_the_hour_and_weekday_of_shanghai() -> None:
    """2026-11-21 is a Saturday; its midnight is 16:00 in London."""
    midnight = 1_795_190_400_000_000
    assert raw_key(Group.WEEKDAY, midnight, agent="", company="") == 5
    assert raw_key(Group.WEEKDAY, midnight - 1, agent="", company="") == 4
    assert raw_key(Group.HOUR, midnight - 1, agent="", company="") == 23
    assert raw_key(Group.HOUR_OF_WEEK, midnight + 3_600_000_000, agent="", company="") == 5 * 24 + 1


def test_refuses_figures_that_are_not_of_the_rows_by_name() -> None:
    with pytest.raises(FigureUnknown, match="no_such"):
        columns_of(RowKind.QUEUE, Narrowed(), ["offered", "no_such"])
    with pytest.raises(FigureNotOfRows, match="Occupancy"):
        columns_of(RowKind.NUMBER, Narrowed(), ["offered", "occupancy"])
    with pytest.raises(FigureNotOfRows, match="Answer rate"):
        columns_of(RowKind.AGENT, Narrowed(), ["answer_rate"])


@pytest.mark.parametrize("kind", [kind for kind in RowKind if kind is not RowKind.IVR_PATH])
def test_every_kind_of_rows_has_usual_figures(kind: RowKind) -> None:
    assert len(columns_of(kind, Narrowed(), ())) > 5
    assert len(columns_of(kind, Narrowed(agents=frozenset({"A00001"})), ())) > 4
    assert len(columns_of(kind, Narrowed(queue="demo01-consult"), ())) > 4


def test_figures_of_paths_are_those_of_calls_that_need_no_histogram() -> None:
    assert len(columns_of(RowKind.IVR_PATH, Narrowed(), ())) > 5
    with pytest.raises(FigureNotOfRows, match="median"):
        columns_of(RowKind.IVR_PATH, Narrowed(), ["arrived", "wait_p50"])
