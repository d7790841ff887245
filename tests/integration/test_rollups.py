"""For any calls in any order with any corrections the roll-ups are what a count over the calls gives."""

from collections.abc import AsyncIterator, Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from callcenter.app.record_commands import FolderUnusable, export_raw, figures_of
from callcenter.app.settings import Settings
from callcenter.kit.clock import SystemClock
from callcenter.kit.db import Database, WriteSession, make_engine
from callcenter.kit.periods import DAY_US, QUARTER_US
from callcenter.reporting.definitions.definition import Subject
from callcenter.reporting.figures import Period, Totals
from callcenter.reporting.known_scopes import ScopeUnknown
from callcenter.reporting.periods import spans_of
from callcenter.reporting.reports import repository as reports
from callcenter.reporting.reports.days import Days
from callcenter.reporting.reports.kinds import Group, Narrowed, RowKind, fold_of, group_of
from callcenter.reporting.reports.reading import KeptMonths, summed
from callcenter.reporting.rollups import keeping, month_repository, repository
from callcenter.reporting.rollups.folding import MonthFolder
from callcenter.reporting.rollups.models import DayParts, DayWaits, PathDay, QuarterParts, QuarterWaits
from callcenter.reporting.rollups.months import months_until
from callcenter.reporting.rollups.parts import PARTS, PATH_PARTS, edge_ms
from callcenter.reporting.rollups.repository import Chosen
from callcenter.telephony.call import Call
from callcenter.telephony.journal import repository as journal
from callcenter.telephony.outcome import EndedBy, Outcome
from callcenter.telephony.ports import AgentSaid, CallChange, Told
from callcenter.tenancy import Scope
from callcenter.tenancy.service import ensure_company
from fakes.random_calls import BEGIN, QUEUES, histories, told

pytestmark = pytest.mark.integration

OVER_THE_END_OF_A_MONTH = BEGIN + 8 * DAY_US
ENDS = ("answered", "abandoned", "timed_out", "overflowed", "refused", "left_by_key", "cut", "waiting")
OURS = Scope.of("demo01")


class LaterClock:
    def now_us(self) -> int:
        return BEGIN + 90 * DAY_US


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(make_engine(database_url))
    async with database.write() as session:
        await ensure_company(session, company_id="demo01", name="演示", at_us=BEGIN)
    yield database
    await database.close()


async def record(
    database: Database, told: list[Call], before: dict[str, Call] | None = None
) -> dict[str, Call]:
    """As the journal does it, a few calls at a time; the calls as they are in the end."""
    known = {call_id: Told(call, "demo01") for call_id, call in (before or {}).items()}
    for start in range(0, len(told), 4):
        # One row of a call in one batch: the journal interprets a call once for all its new rows.
        batch = {call.call_id: Told(call, "demo01") for call in told[start : start + 4]}
        async with database.write() as session:
            await journal.replace_calls(session, batch.values(), stored=list(batch))
            await keeping.RollupKeeper().calls_changed(
                session, [CallChange(known.get(i), after) for i, after in batch.items()]
            )
        known |= batch
    return {call_id: each.call for call_id, each in known.items()}


async def stored(database: Database) -> list[tuple[Any, ...]]:
    """Every row of every roll-up that says anything."""
    found: list[tuple[Any, ...]] = []
    async with database.read() as session:
        for model in (QuarterParts, DayParts, QuarterWaits, DayWaits, PathDay):
            key = [column for column in model.__table__.columns if column.primary_key]
            said = [column for column in model.__table__.columns if not column.primary_key]
            rows = await session.execute(select(*key, *said))
            found += [(model.__tablename__, *row) for row in rows if any(row[len(key) :])]
    return sorted(found)


async def empty(database: Database) -> None:
    async with database.write() as session:
        await repository.clear(session)
        await repository.set_version(session, keeping.VERSION)
        for table in ("agent_fact", "leg", "queue_visit", "call"):
            await session.execute(_TABLES[table].delete())


_TABLES = {table.name: table for table in DayParts.metadata.sorted_tables}


@settings(
    max_examples=8,
    deadline=None,
    # Shrinking would open a database a thousand times.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(told=st.sampled_from((BEGIN, OVER_THE_END_OF_A_MONTH)).flatmap(histories), data=st.data())
async def test_whatever_the_order_and_the_corrections(
    database: Database, told: list[Call], data: st.DataObject
) -> None:
    await empty(database)
    folder = MonthFolder(database, LaterClock())
    already = data.draw(st.integers(0, len(told)), label="told before the months were folded")
    calls = await record(database, told[:already])
    await folder.fold_due()
    await by_the_month_as_by_the_day(database, data)
    calls = await record(database, told[already:], calls)
    if data.draw(st.booleans(), label="folded again"):
        await folder.fold_due()
    await by_the_month_as_by_the_day(database, data)
    kept = await stored(database)

    assert await keeping.make_anew(database) == len(calls)
    assert await stored(database) == kept

    begin = BEGIN + QUARTER_US * data.draw(st.integers(0, 150))
    period = Period(from_us=begin, to_us=begin + QUARTER_US * data.draw(st.integers(1, 200)))
    async with database.read() as session:
        spans = spans_of(period)
        whole = await repository.sums(session, OURS, Chosen(), spans)
        waits = await repository.waits(session, OURS, Chosen(), spans)
        queues = {queue: await repository.sums(session, OURS, Chosen(queue=queue), spans) for queue in QUEUES}
    asked = [c for c in calls.values() if _within(c.human_requested_us, period)]
    answered = [c for c in asked if c.answered_us is not None]
    assert whole["offered"] == len(asked)
    assert whole["arrived"] == len([c for c in calls.values() if _within(c.arrived_us, period)])
    assert whole["answered"] == len(answered)
    assert whole["wait_us"] == sum(_wait(c) for c in answered)
    assert whole["in_time"] == sum(_wait(c) <= 15_000_000 for c in answered)
    assert whole["talk_us"] == sum(leg.talk_us for c in answered for leg in c.legs)
    assert waits == _histogram(answered)
    for one in (whole, *queues.values()):
        assert one["offered"] == sum(one[end] for end in ENDS)
    for queue, parts in queues.items():
        into = [c for c in asked if queue in [visit.queue for visit in c.queues]]
        sent = [c for c in asked if not c.queues and c.queue == queue]
        assert parts["offered"] == len(into) + len(sent)
        assert parts["answered"] == len([c for c in into if any(_taken_in(v, queue) for v in c.queues)])


async def by_the_month_as_by_the_day(database: Database, data: st.DataObject) -> None:
    """Every kind of row, over days of which some make whole months."""
    first = date(2026, 10, 25) + timedelta(days=data.draw(st.integers(0, 40), label="first day"))
    days = Days(first, first + timedelta(days=data.draw(st.integers(0, 70), label="days more")))
    async with database.read() as session:
        begins = await month_repository.kept(
            session, OURS, from_us=days.period.from_us, to_us=days.period.to_us
        )
        for chosen in (
            *(Chosen(), Chosen(hotline="4000000001"), Chosen(queue=QUEUES[0])),
            *(Chosen(agent=AGENTS[0]), Chosen(agent=AGENTS[0], queue=QUEUES[0])),
        ):
            by_day, by_month = spans_of(days.period), spans_of(days.period, begins)
            for read in (repository.sums, repository.waits):
                said = [await read(session, OURS, chosen, spans) for spans in (by_month, by_day)]
                assert _said(said[0]) == _said(said[1]), chosen
        kept = await KeptMonths.of(session, OURS, days.period)
        for kind, narrowed in product(
            RowKind,
            (
                Narrowed(),
                Narrowed(queue=QUEUES[0]),
                Narrowed(number="4000000001"),
                Narrowed(agents=frozenset(AGENTS)),
            ),
        ):
            subject, group, fold = narrowed.subject(kind), group_of(kind), fold_of(kind, {})
            names = PATH_PARTS if kind is RowKind.IVR_PATH else PARTS
            found: list[dict[str, Totals]] = []
            for months in (kept, KeptMonths(())):
                over = months.stretches(days.period, narrowed.fold(subject, group))
                parts = await reports.parts(session, OURS, subject, narrowed, group, over, names)
                waits = {}
                if group is not Group.PATH and subject is not Subject.AGENT:
                    waits = await reports.waits(session, OURS, subject, narrowed, group, over)
                by_key: dict[str, list[Totals]] = {}
                for raw, told in parts.items():
                    by_key.setdefault(fold(raw), []).append(Totals(parts=told, waits=waits.get(raw, {})))
                found.append({key: summed(each) for key, each in by_key.items()})
            assert found[0] == found[1], (kind, narrowed)


def _said(found: Mapping[Any, int]) -> dict[Any, int]:
    """A bin whose last call was corrected away stands in a day with nothing in it."""
    return {key: value for key, value in found.items() if value}


async def test_two_that_make_them_count_nothing_twice(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A platform that starts beside another: the one that cleared last goes on, the other gives way."""
    ended = {"outcome": Outcome.IVR_ENDED, "ended_by": EndedBy.CALLER, "ended_us": BEGIN + 9}
    await record(database, [told(f"zz1-1.{number}", BEGIN + number, **ended) for number in range(6)])
    kept = await stored(database)
    other = Database(make_engine(database_url))
    begun: list[WriteSession] = []

    async def then_alone(session: WriteSession) -> None:
        begun.append(session)
        if len(begun) == 4:
            # The first has added two calls.
            assert await keeping.make_anew(other) == 6
        await journal.alone(session)

    monkeypatch.setattr(keeping, "_CALLS_AT_ONCE", 2)
    monkeypatch.setattr(keeping, "alone", then_alone)
    with pytest.raises(keeping.RollupsNotCurrent):
        await keeping.make_anew(database)

    await other.close()
    assert await stored(database) == kept


async def test_a_command_leaves_the_making_to_the_platform(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    settings = Settings(data_dir=tmp_path, database_url=database_url, company_id="demo01")
    day = datetime(2026, 11, 21)  # noqa: DTZ001 - a date, as the command takes it

    with pytest.raises(keeping.RollupsNotCurrent, match="start the platform first"):
        await figures_of(settings, SystemClock(), day, day)
    await keeping.make_current(database)

    assert await figures_of(settings, SystemClock(), day, day)

    (figure, *_) = await figures_of(settings, SystemClock(), day, day, queue="售后服务")
    assert figure.scope == "demo01;queue=demo01-aftersales"
    with pytest.raises(ScopeUnknown, match="There are: demo01-aftersales"):
        await figures_of(settings, SystemClock(), day, day, queue="nosuch")
    with pytest.raises(ScopeUnknown, match=r"no such hotline\. There are: 4000000001"):
        await figures_of(settings, SystemClock(), day, day, hotline="110")
    with pytest.raises(ScopeUnknown, match="no such agent"):
        await figures_of(settings, SystemClock(), day, day, agent="8001")
    (tmp_path / "file").touch()
    with pytest.raises(FolderUnusable, match="name a folder with --out"):
        await export_raw(settings, day, day, tmp_path / "file")


AGENTS = ("A00001", "A00002")
STATES = ("signed_in", "ready", "wrap_up", "on_break", "talking", "signed_out")


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    told=st.lists(
        st.tuples(st.sampled_from(AGENTS), st.integers(0, 200), st.sampled_from(STATES)), max_size=30
    ),
    at_once=st.integers(1, 5),
)
async def test_times_of_agents_whatever_the_order(
    database: Database, told: list[tuple[str, int, str]], at_once: int
) -> None:
    """Facts that come late cut the spans that were taken for whole."""
    facts = [AgentSaid("demo01", agent, BEGIN + 600_000_001 * at, state) for agent, at, state in told]
    await empty(database)
    for start in range(0, len(facts), at_once):
        async with database.write() as session:
            await keeping.RollupKeeper().agents_said(session, facts[start : start + at_once])

    spans = spans_of(Period(from_us=BEGIN - 86_400_000_000, to_us=BEGIN + 4 * 86_400_000_000))
    for agent in AGENTS:
        async with database.read() as session:
            parts = await repository.sums(session, OURS, Chosen(agent=agent), spans)
        ordered = sorted(dict(sorted((f.at_us, f.state) for f in facts if f.agent == agent)).items())
        lasted = [(state, after - at) for (at, state), (after, _) in pairwise(ordered)]
        assert parts["ready_us"] == sum(length for state, length in lasted if state == "ready")
        assert parts["signed_in_us"] == sum(length for state, length in lasted if state != "signed_out")


def _within(at_us: int | None, period: Period) -> bool:
    return at_us is not None and period.from_us <= at_us < period.to_us


def _wait(call: Call) -> int:
    return (call.answered_us or 0) - (call.human_requested_us or 0)


def _histogram(answered: list[Call]) -> dict[int, int]:
    bins: dict[int, int] = {}
    for call in answered:
        edge = edge_ms(_wait(call))
        bins[edge] = bins.get(edge, 0) + 1
    return bins


def _taken_in(visit: Any, queue: str) -> bool:
    return visit.queue == queue and visit.answered_us is not None


async def test_after_many_corrections_a_report_of_many_agents_still_fits_a_statement(
    database: Database,
) -> None:
    """Every second month of ten years was let go; each stretch would name 800 agents once more."""
    days = Days(date(2016, 1, 1), date(2025, 12, 31))
    kept = KeptMonths(list(months_until(days.period.from_us, days.period.to_us))[::2])
    team = Narrowed(agents=frozenset(f"A{number:05d}" for number in range(800)))
    over = kept.stretches(days.period, team.fold(Subject.AGENT, Group.AGENT))
    async with database.read() as session:
        assert await reports.parts(session, OURS, Subject.AGENT, team, Group.AGENT, over, ("talk_us",)) == {}
    assert [stretch.months for stretch in over] == [False]
