"""A report's rows hold what the figures of each row's own scope and period say."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import recount
import recount_rows
from sqlalchemy import select

from callcenter.identity.person import CurrentPerson
from callcenter.identity.roles import Role
from callcenter.kit.periods import QUARTER_US
from callcenter.reporting import service as figures_service
from callcenter.reporting.contacts.keeping import ContactDays
from callcenter.reporting.export.raw_rows import export_rows
from callcenter.reporting.figures import Period
from callcenter.reporting.known_scopes import ScopeUnknown
from callcenter.reporting.reports import service
from callcenter.reporting.reports.columns import FigureNotOfRows
from callcenter.reporting.reports.contacts import FIGURES, contacts
from callcenter.reporting.reports.days import Days, ReportTooLong
from callcenter.reporting.reports.heat import heat
from callcenter.reporting.reports.kinds import RowKind
from callcenter.reporting.reports.narrowing import Filters, NoSuchTeam
from callcenter.reporting.reports.schemas import CellOut, ContactsOut, ContactsRowOut, RowOut, TableOut
from callcenter.reporting.reports.service import TableAsked
from callcenter.reporting.reports.timesheet import timesheet
from callcenter.reporting.rollups.repository import Chosen
from callcenter.seats.errors import AgentUnknown
from callcenter.telephony.models import CallRecord
from callcenter.tenancy import Scope
from fakes.asterisk_files import write_files
from fakes.random_calls import BEGIN
from fakes.random_rows import HOTLINES, QUEUES, RandomCalls
from integration.record_bench import RecordBench

pytestmark = pytest.mark.integration

OURS = Scope.of("demo01")
HOUR_US = 3_600_000_000
LATER = BEGIN + 10 * 24 * HOUR_US
FIRST = date(2026, 11, 21)
DAYS = Days(FIRST, FIRST + timedelta(days=3))
OF_CALLS = (
    *("offered", "answered", "abandoned", "answer_rate", "service_level_15s"),
    *("asa", "wait_p50", "wait_p90", "talk_us"),
)
OF_CONTACTS = (*FIGURES, "recording_completeness")
INSPECTOR = CurrentPerson(
    id="p" * 26,
    name="inspector",
    display_name="Inspector",
    roles=frozenset({Role.INSPECTOR}),
    company_id="demo01",
    session_key=b"",
)


class _Later:
    def now_us(self) -> int:
        return LATER


@pytest.fixture
async def bench(tmp_path: Path, database_url: str) -> AsyncIterator[RecordBench]:
    bench = RecordBench(tmp_path, database_url)
    await bench.create()
    rows = list(RandomCalls(21, BEGIN).rows(120, within_us=3 * 24 * HOUR_US))
    rows += RandomCalls(22, BEGIN).agent_rows(8, within_us=3 * 24 * HOUR_US)
    write_files(bench.logs, sorted(rows, key=lambda row: row.at_us))
    await bench.task.catch_up()
    yield bench
    await bench.database.close()


async def table(
    bench: RecordBench, kind: RowKind, *figures: str, days: Days = DAYS, compare: bool = False, **filters: str
) -> TableOut:
    asked = TableAsked(kind=kind, days=days, figures=figures, filters=Filters(**filters), compare=compare)
    async with bench.database.read() as session:
        return await service.table(session, INSPECTOR, asked, at_us=LATER)


async def published(
    bench: RecordBench, told: TableOut, period: Period | None = None, **chosen: str
) -> list[tuple[Any, ...]]:
    """The same figures, by the way of /api/figures."""
    async with bench.database.read() as session:
        found = await figures_service.figures(
            session, OURS, Chosen(**chosen), period or told_period(told), at_us=LATER
        )
    by_id = {each.definition.id: each for each in found}
    named = [by_id[column.id] for column in told.columns]
    return [(each.value, each.numerator, each.denominator, each.rows) for each in named]


def told_period(told: TableOut | RowOut | ContactsRowOut) -> Period:
    assert told.period is not None
    return Period(from_us=told.period.from_us, to_us=told.period.to_us)


def shown(cells: list[CellOut] | None) -> list[tuple[Any, ...]]:
    assert cells is not None
    return [(cell.value, cell.numerator, cell.denominator, cell.rows) for cell in cells]


def added(told: TableOut, figure: str) -> int:
    column = [column.id for column in told.columns].index(figure)
    return sum(row.figures[column].numerator for row in told.rows)


async def _rows_of_a_scope(bench: RecordBench) -> None:
    queues = await table(bench, RowKind.QUEUE, *OF_CALLS, "transferred_in")
    assert [row.key for row in queues.rows] == sorted(QUEUES)
    for row in queues.rows:
        assert shown(row.figures) == await published(bench, queues, queue=row.key)
    numbers = await table(bench, RowKind.NUMBER, *OF_CALLS, "arrived")
    assert [row.key for row in numbers.rows] == sorted(HOTLINES)
    for row in numbers.rows:
        assert shown(row.figures) == await published(bench, numbers, hotline=row.key)
    agents = await table(bench, RowKind.AGENT)
    assert len(agents.rows) > 10
    for row in agents.rows:
        assert shown(row.figures) == await published(bench, agents, agent=row.key)
    companies = await table(bench, RowKind.COMPANY, *OF_CALLS, "occupancy")
    [company] = companies.rows
    assert (company.key, company.label) == ("demo01", "演示")
    assert shown(company.figures) == await published(bench, companies)


async def _a_call_of_two_queues_counts_once_in_the_total(bench: RecordBench) -> None:
    queues = await table(bench, RowKind.QUEUE, "offered", "overflowed", "transferred_in")
    offered, _, transferred_in = queues.total.figures
    assert offered.numerator < added(queues, "offered")
    assert transferred_in.numerator == added(queues, "transferred_in") > 0
    one = await table(bench, RowKind.QUEUE, "offered", queue=QUEUES[0])
    assert shown(one.total.figures) == shown(one.rows[0].figures)


async def _rows_of_the_calendar(bench: RecordBench) -> None:
    days = await table(bench, RowKind.DAY, *OF_CALLS, "arrived", "signed_in_us", "ready_us")
    assert [row.key for row in days.rows] == [f"2026-11-{day}" for day in range(21, 25)]
    for row in days.rows:
        assert shown(row.figures) == await published(bench, days, told_period(row))
    assert shown(days.total.figures) == await published(bench, days)
    weeks = await table(bench, RowKind.WEEK, *OF_CALLS)
    assert [row.key for row in weeks.rows] == ["2026-11-16", "2026-11-23"]
    for row in weeks.rows:
        assert shown(row.figures) == await published(bench, weeks, told_period(row))
    for kind, key in ((RowKind.MONTH, "2026-11"), (RowKind.YEAR, "2026")):
        told = await table(bench, kind, *OF_CALLS)
        assert [(row.key, shown(row.figures)) for row in told.rows] == [(key, await published(bench, told))]


async def _rows_of_hours_and_weekdays(bench: RecordBench) -> None:
    async with bench.database.read() as session:
        series = await figures_service.series(
            session, OURS, Chosen(), DAYS.period, step=figures_service.Step.QUARTER, at_us=LATER
        )
    by_hour, by_weekday = [0] * 24, [0] * 7
    for interval in series.intervals:
        quarter = (interval.period.from_us - BEGIN) // QUARTER_US
        by_hour[quarter // 4 % 24] += int(interval.values["offered"] or 0)
        by_weekday[(quarter // 96 + FIRST.weekday()) % 7] += int(interval.values["offered"] or 0)
    hours = await table(bench, RowKind.HOUR, "offered", "wait_p90", "signed_in_us")
    assert [row.figures[0].numerator for row in hours.rows] == by_hour
    assert shown(hours.total.figures) == await published(bench, hours)
    weekdays = await table(bench, RowKind.WEEKDAY, "offered", "signed_in_us")
    assert [row.figures[0].numerator for row in weekdays.rows] == by_weekday
    assert shown(weekdays.total.figures) == await published(bench, weekdays)


async def _heat_adds_up(bench: RecordBench) -> None:
    async with bench.database.read() as session:
        told = await heat(session, INSPECTOR, DAYS, "offered", Filters(), at_us=LATER)
    hours = await table(bench, RowKind.HOUR, "offered")
    weekdays = await table(bench, RowKind.WEEKDAY, "offered")
    cells = [[cell.numerator for cell in day] for day in told.cells]
    assert [sum(hour) for hour in zip(*cells, strict=True)] == [r.figures[0].numerator for r in hours.rows]
    assert [sum(day) for day in cells] == [row.figures[0].numerator for row in weekdays.rows]
    assert told.total.numerator == hours.total.figures[0].numerator > 0
    there = {(FIRST + timedelta(days=ahead)).weekday() for ahead in range(4)}
    assert {weekday for weekday in range(7) if told.cells[weekday][0].value is not None} == there


async def _paths_of_keys(bench: RecordBench) -> None:
    paths = await table(bench, RowKind.IVR_PATH, "arrived", "ivr_ended", "offered", "answered", "asa")
    whole = await table(bench, RowKind.COMPANY, "arrived", "ivr_ended", "offered", "answered", "asa")
    assert shown(paths.total.figures) == shown(whole.total.figures)
    by_key = {row.key: row.figures[2].numerator for row in paths.rows}
    async with bench.database.read() as session:
        calls = list(await session.scalars(select(CallRecord)))
    assert all(row.link and row.link.ivr_path == (row.key or "-") for row in paths.rows)
    for path, offered in by_key.items():
        mine = [
            c for c in calls if c.human_requested_us and [key["key"] for key in c.keys] == path.split(">")
        ]
        assert len(mine) == offered or not path


async def _timesheet_adds_up(bench: RecordBench) -> None:
    async with bench.database.read() as session:
        told = await timesheet(session, INSPECTOR, DAYS, Filters(), at_us=LATER)
    agents = await table(
        bench, RowKind.AGENT, "signed_in_us", "ready_us", "break_us", "talk_us", "occupancy", "taken"
    )
    by_agent = {
        row.key: shown(row.figures) for row in agents.rows if any(c.rows or c.numerator for c in row.figures)
    }
    assert {row.agent for row in told.totals} == set(by_agent)
    for row in told.totals:
        occupancy = next(
            c for c, column in zip(row.figures, told.columns, strict=True) if column.id == "occupancy"
        )
        times = (row.signed_in_us, row.ready_us, row.break_us, row.talk_us)
        assert [*times, occupancy.numerator, row.handled] == [each[1] for each in by_agent[row.agent]]
        assert sum(each.us for each in row.breaks) == row.break_us
    assert sum(row.signed_in_us for row in told.rows) == told.total.signed_in_us > 0
    for row in told.rows:
        assert row.first_in_us is None or row.period.from_us <= row.first_in_us < row.period.to_us
        assert row.signed_in_us == 0 or row.first_in_us is not None


async def _filters_choose_whose_calls_are_counted(bench: RecordBench) -> None:
    one_queue = await table(bench, RowKind.DAY, *OF_CALLS, queue=QUEUES[1])
    assert shown(one_queue.total.figures) == await published(bench, one_queue, queue=QUEUES[1])
    with pytest.raises(ScopeUnknown, match=r"There are: .*demo01-consult"):
        await table(bench, RowKind.DAY, "offered", queue="nosuch")
    with pytest.raises(AgentUnknown):
        await table(bench, RowKind.DAY, "taken", agent="A99999")
    one_agent = await table(bench, RowKind.HOUR, "taken", "talk_us", "ready_us", agent="A00003")
    assert shown(one_agent.total.figures) == await published(bench, one_agent, agent="A00003")
    some = await table(bench, RowKind.AGENT, "taken", "talk_us", queue=QUEUES[0])
    agent = some.rows[0].key
    both = await table(bench, RowKind.AGENT, "taken", "talk_us", queue=QUEUES[0], agent=agent)
    [row] = both.rows
    assert shown(row.figures) == await published(bench, both, queue=QUEUES[0], agent=agent)


async def _first_contacts_of_days_that_are_mature(bench: RecordBench) -> None:
    """Counted from the calls, and again when the days are kept."""

    async def told() -> ContactsOut:
        async with bench.database.read() as session:
            return await contacts(session, INSPECTOR, DAYS, Filters(), at_us=LATER)

    counted = await told()
    assert await ContactDays(bench.database, _Later(), OURS).keep_all() > len(counted.rows)
    assert await told() == counted
    assert [row.mature["7d"] for row in counted.rows] == [True, True, True, False]
    assert counted.rows[3].figures[2].value is None
    assert counted.total.figures[0].numerator > counted.total.figures[2].numerator > 0
    for row in counted.rows:
        days = told_period(row)
        async with bench.database.read() as session:
            found = await figures_service.figures(
                session, OURS, Chosen(), days, at_us=LATER, also_counted=True
            )
        by_id = {each.definition.id: each for each in found}
        theirs = [by_id[name] for name in FIGURES]
        assert shown(row.figures) == [(f.value, f.numerator, f.denominator, f.rows) for f in theirs]
    for kind in (RowKind.QUEUE, RowKind.NUMBER, RowKind.COMPANY, RowKind.YEAR):
        rows = await table(bench, kind, *FIGURES)
        assert shown(rows.total.figures) == shown(counted.total.figures)
        assert added(rows, "fcr_24h") == counted.total.figures[0].numerator
    for kind in (RowKind.HOUR, RowKind.AGENT, RowKind.IVR_PATH):
        with pytest.raises(FigureNotOfRows):
            await table(bench, kind, "fcr_24h")


async def _the_previous_period_stands_beside(bench: RecordBench) -> None:
    half = Days(FIRST + timedelta(days=2), FIRST + timedelta(days=3))
    told = await table(bench, RowKind.DAY, "offered", days=half, compare=True)
    before = await table(bench, RowKind.DAY, "offered", days=half.previous)
    assert told.previous is not None
    assert told.previous.first == FIRST
    assert [shown(row.previous) for row in told.rows] == [shown(row.figures) for row in before.rows]
    assert shown(told.total.previous) == shown(before.total.figures)
    queues = await table(bench, RowKind.QUEUE, "offered", days=half, compare=True)
    assert {row.key: shown(row.previous) for row in queues.rows} == {
        row.key: shown(row.figures)
        for row in (await table(bench, RowKind.QUEUE, "offered", days=half.previous)).rows
    }


async def _recounted_from_raw_rows(bench: RecordBench, folder: Path) -> None:
    """The second opinion, which shares no code: row by row the same."""
    async with bench.database.read() as session:
        await export_rows(session, OURS, DAYS.period, folder, as_of_us=LATER)
    world = recount.world_of(folder)
    assert world.agents
    for kind, figures in (
        (RowKind.QUEUE, (*OF_CALLS, *OF_CONTACTS, "overflowed", "transferred_in")),
        (RowKind.HOUR, (*OF_CALLS, "arrived", "signed_in_us", "occupancy", "utilisation")),
        (RowKind.WEEKDAY, (*OF_CALLS, *OF_CONTACTS, "ivr_ended", "ready_us", "work_rate", "utilisation")),
        (RowKind.DAY, (*OF_CALLS, *OF_CONTACTS, "arrived", "wrap_up_us", "aht", "utilisation")),
        (RowKind.NUMBER, (*OF_CALLS, "arrived", "ivr_abandoned", "satisfaction")),
        (RowKind.IVR_PATH, ("arrived", "ivr_ended", "closed", "offered", "answered", "asa", "att")),
        (RowKind.AGENT, ("talk_us", "hold_us", "signed_in_us", "break_us", "occupancy", "work_rate")),
        (RowKind.TEAM, ("talk_us", "hold_us", "ready_us", "wrap_up_us", "occupancy", "utilisation")),
    ):
        told = await table(bench, kind, *figures)
        found = recount_rows.ROWS[kind.value](world, DAYS.period.from_us, DAYS.period.to_us)
        for row in told.rows:
            by_day = kind is RowKind.DAY
            key = str((date.fromisoformat(row.key) - date(1970, 1, 1)).days) if by_day else row.key
            counted = found.get(key, {})
            for column, cell in zip(told.columns, row.figures, strict=True):
                theirs = counted.get(column.id, (0, 0 if cell.denominator is not None else None))
                assert (cell.numerator, cell.denominator) == theirs, (kind, row.key, column.id)
        assert len(told.rows) >= len([each for each in found.values() if any(v[0] for v in each.values())])


async def test_rows_say_what_the_figures_of_their_own_scope_say(bench: RecordBench, tmp_path: Path) -> None:
    """One record for all of it: making one takes longer than reading it."""
    await _rows_of_a_scope(bench)
    await _a_call_of_two_queues_counts_once_in_the_total(bench)
    await _rows_of_the_calendar(bench)
    await _rows_of_hours_and_weekdays(bench)
    await _heat_adds_up(bench)
    await _paths_of_keys(bench)
    await _timesheet_adds_up(bench)
    await _first_contacts_of_days_that_are_mature(bench)
    await _recounted_from_raw_rows(bench, tmp_path)
    await _filters_choose_whose_calls_are_counted(bench)
    await _the_previous_period_stands_beside(bench)
    with pytest.raises(NoSuchTeam):
        await table(bench, RowKind.DAY, team="白班")
    with pytest.raises(ReportTooLong):
        await table(bench, RowKind.DAY, days=Days(FIRST, FIRST + timedelta(days=400)))
