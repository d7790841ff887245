"""The calls listed behind a figure are as many as the figure counted, overall, by queue, hour and weekday."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from sqlalchemy import select

from callcenter.kit.clock import SECOND
from callcenter.kit.db import Database, ReadSession, make_engine
from callcenter.reporting.definitions.definition import ANSWER_WITHIN_US, SATISFIED_FROM, Subject
from callcenter.reporting.figures import Period
from callcenter.reporting.periods import spans_of
from callcenter.reporting.reports.kinds import Group, Narrowed
from callcenter.reporting.reports.repository import parts
from callcenter.reporting.rollups import keeping
from callcenter.reporting.rollups import repository as rollups
from callcenter.reporting.rollups.models import DayParts
from callcenter.reporting.rollups.months import Stretch
from callcenter.reporting.rollups.parts import PARTS, PATH_PARTS
from callcenter.reporting.rollups.repository import Chosen
from callcenter.telephony import behind_figures
from callcenter.telephony.behind_figures import CallPart
from callcenter.telephony.call import Call
from callcenter.telephony.call_lists import NO_KEY, CallFilter, CallSort
from callcenter.telephony.journal import repository as journal
from callcenter.telephony.list_repository import list_calls
from callcenter.telephony.models import LegRecord
from callcenter.telephony.ports import CallChange, Told
from callcenter.tenancy import Scope
from callcenter.tenancy.service import ensure_company
from fakes.random_calls import AGENTS, BEGIN, QUEUES, histories, told

pytestmark = pytest.mark.integration

OURS = Scope.of("demo01")
DAY_US = 24 * 3600 * SECOND
PERIOD = Period(from_us=BEGIN, to_us=BEGIN + 4 * DAY_US)
_OF_AGENTS = {"rings", "taken", "missed", "rejected"}
_OF_CALLS = [part for part in CallPart if part.value in PARTS and part.value not in _OF_AGENTS]


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(make_engine(database_url))
    async with database.write() as session:
        await ensure_company(session, company_id="demo01", name="演示", at_us=BEGIN)
    yield database
    await database.close()


async def record(database: Database, calls: list[Call]) -> None:
    """Only these, each as it was told last."""
    last = {call.call_id: Told(call, "demo01") for call in calls}
    tables = {table.name: table for table in DayParts.metadata.sorted_tables}
    async with database.write() as session:
        await rollups.clear(session)
        for name in ("leg", "queue_visit", "call"):
            await session.execute(tables[name].delete())
        await journal.replace_calls(session, last.values(), stored=list(last))
        await keeping.RollupKeeper().calls_changed(
            session, [CallChange(None, told) for told in last.values()]
        )


async def listed(session: ReadSession, part: CallPart, **chosen: object) -> int:
    filtered = CallFilter(from_us=PERIOD.from_us, to_us=PERIOD.to_us, part=part, **chosen)  # type: ignore[arg-type]
    calls, _ = await list_calls(
        session, OURS, filtered, sort=CallSort.ARRIVED_DESC, cursor=None, limit=10_000
    )
    return len(calls)


def test_the_boundaries_are_those_of_the_definitions():
    assert behind_figures.ANSWER_WITHIN_US == ANSWER_WITHIN_US
    assert behind_figures.SATISFIED_FROM == SATISFIED_FROM


@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(calls=histories())
async def test_as_many_as_the_figure_counted(database: Database, calls: list[Call]):
    await record(database, calls)

    async with database.read() as session:
        spans = spans_of(PERIOD)
        whole = await rollups.sums(session, OURS, Chosen(), spans)
        for part in _OF_CALLS:
            assert await listed(session, part) == whole[part.value], part
        assert await listed(session, CallPart.LATE) == whole["answered"] - whole["in_time"]
        long = await listed(session, CallPart.LONG_ABANDONED)
        assert long == whole["abandoned"] - whole["short_abandoned"]
        for queue in QUEUES:
            counted = await rollups.sums(session, OURS, Chosen(queue=queue), spans)
            for part in _OF_CALLS[5:]:
                assert await listed(session, part, queue=queue) == counted[part.value], (queue, part)
        for agent in AGENTS:
            counted = await rollups.sums(session, OURS, Chosen(agent=agent), spans)
            for part in (CallPart.INVITED, CallPart.SCORED, CallPart.SATISFIED):
                assert await listed(session, part, agents=[agent]) == counted[part.value], (agent, part)
            # One call may ring an agent more than once: the legs add up, the list has each call once.
            calls_of = select(LegRecord.call_id).where(
                LegRecord.agent == agent, LegRecord.is_caller.is_(False)
            )
            rung = set(await session.scalars(calls_of))
            assert await listed(session, CallPart.RINGS, agents=[agent]) == len(rung)
            assert await listed(session, CallPart.TAKEN, agents=[agent]) <= counted["taken"]
        days = [Stretch(PERIOD.from_us, PERIOD.to_us, months=False)]
        by_path = await parts(session, OURS, Subject.CALL, Narrowed(), Group.PATH, days, PATH_PARTS)
        for path, told in by_path.items():
            for part in _OF_CALLS:
                if part.value in told:
                    shown = await listed(session, part, ivr_path=path or NO_KEY)
                    assert shown == told[part.value], (path, part)
        by_hour = [await listed(session, CallPart.OFFERED, hour=hour) for hour in range(24)]
        by_weekday = [await listed(session, CallPart.OFFERED, weekday=day) for day in range(1, 8)]
        assert sum(by_hour) == sum(by_weekday) == whole["offered"]


async def test_hours_and_weekdays_are_those_of_shanghai(database: Database):
    """BEGIN is the midnight that begins Saturday 2026-11-21."""

    await record(database, [told("a", BEGIN, human_requested_us=BEGIN + 7 * 3600 * SECOND + 1)])

    async with database.read() as session:
        assert await listed(session, CallPart.OFFERED, hour=7, weekday=6) == 1
        assert await listed(session, CallPart.OFFERED, hour=6) == 0
        assert await listed(session, CallPart.ARRIVED, hour=0, weekday=6) == 1
        assert await listed(session, CallPart.OFFERED, company="other01") == 0
