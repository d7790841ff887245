"""A series by day is of whole days, whatever the hour at which its period ends."""

from collections.abc import AsyncIterator

import pytest

from callcenter.kit.db import Database, make_engine
from callcenter.kit.periods import QUARTER_US
from callcenter.reporting import service
from callcenter.reporting.figures import Period
from callcenter.reporting.rollups.keeping import RollupKeeper
from callcenter.reporting.rollups.repository import Chosen
from callcenter.reporting.schemas import IntervalOut, Step
from callcenter.telephony.models import JournalGap
from callcenter.telephony.ports import AgentSaid
from callcenter.tenancy import Scope
from callcenter.tenancy.service import ensure_company
from fakes.random_calls import BEGIN

pytestmark = pytest.mark.integration

OURS = Scope.of("demo01")
DAY_US = 96 * QUARTER_US


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(make_engine(database_url))
    async with database.write() as session:
        await ensure_company(session, company_id="demo01", name="演示", at_us=BEGIN)
    yield database
    await database.close()


async def by_day(database: Database, to_us: int) -> list[IntervalOut]:
    period = Period(from_us=BEGIN, to_us=to_us)
    async with database.read() as session:
        found = await service.series(session, OURS, Chosen(), period, step=Step.DAY, at_us=BEGIN + 3 * DAY_US)
    return found.intervals


async def test_holds_what_lasts_and_what_is_unknown_of_the_whole_day(database: Database) -> None:
    async with database.write() as session:
        await RollupKeeper().agents_said(session, [AgentSaid("demo01", "A00001", BEGIN, "ready")])
        session.add(
            JournalGap(
                id="1",
                client_company_id="demo01",
                from_us=BEGIN + DAY_US - QUARTER_US,
                to_us=BEGIN + DAY_US - 1,
                reason="test",
            )
        )
    [of_an_hour] = await by_day(database, BEGIN + 4 * QUARTER_US)
    [of_the_day] = await by_day(database, BEGIN + DAY_US)

    assert of_an_hour == of_the_day
    assert of_the_day.values["ready_us"] == DAY_US
    assert of_the_day.completeness.value == "unknown"
