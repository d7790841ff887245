"""Link epochs are kept while they last, and figures over the time between them say so."""

from collections.abc import AsyncIterator

import pytest

from callcenter.kit.db import Database, make_engine
from callcenter.kit.periods import QUARTER_US
from callcenter.reporting import service
from callcenter.reporting.completeness import Holes, told_by
from callcenter.reporting.figures import Period
from callcenter.reporting.rollups.keeping import make_current
from callcenter.reporting.rollups.repository import Chosen
from callcenter.reporting.schemas import Step
from callcenter.telephony.link_epochs import LinkEpochs, epochs_about
from callcenter.tenancy import Scope
from callcenter.tenancy.service import ensure_company
from fakes.random_calls import BEGIN

pytestmark = pytest.mark.integration

OURS = Scope.of("demo01")
MINUTE = 60_000_000


class House:
    """A clock and a link that a test moves by hand."""

    def __init__(self, database: Database) -> None:
        self.at_us = BEGIN
        self.link: tuple[int, bool] | None = (1, True)
        self.epochs = LinkEpochs(database, self, "demo01", lambda: self.link)

    def now_us(self) -> int:
        return self.at_us

    async def pass_until(self, minute: int) -> None:
        while self.at_us < BEGIN + minute * MINUTE:
            self.at_us += MINUTE // 2
            await self.epochs.beat()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(make_engine(database_url))
    async with database.write() as session:
        await ensure_company(session, company_id="demo01", name="演示", at_us=BEGIN)
    await make_current(database)
    yield database
    await database.close()


async def test_what_a_day_with_a_broken_link_says(database: Database) -> None:
    house = House(database)
    await house.epochs.beat()
    await house.pass_until(20)
    house.link = (1, False)
    await house.pass_until(25)
    house.link = (2, True)
    await house.pass_until(50)

    async with database.read() as session:
        day = {"from_us": BEGIN, "to_us": BEGIN + 96 * QUARTER_US, "at_us": house.at_us}
        epochs, _ = await epochs_about(session, OURS, **day)
        period = Period(from_us=BEGIN, to_us=BEGIN + 4 * QUARTER_US)
        found = await service.series(
            session, OURS, Chosen(), period, step=Step.QUARTER, at_us=house.at_us + MINUTE // 2
        )
        late = await service.series(
            session, OURS, Chosen(), period, step=Step.QUARTER, at_us=house.at_us + 10 * MINUTE
        )
        others = await epochs_about(session, Scope.of("other1"), **day)
        for from_us in range(BEGIN, house.at_us, MINUTE):
            minute = Period(from_us=from_us, to_us=from_us + MINUTE)
            about, last_us = await epochs_about(
                session, OURS, from_us=minute.from_us, to_us=minute.to_us, at_us=house.at_us
            )
            alone = told_by(Holes(), about, last_us=last_us, at_us=house.at_us)
            beside = told_by(Holes(), epochs, last_us=last_us, at_us=house.at_us)
            assert alone.of(minute, at_us=house.at_us) == beside.of(minute, at_us=house.at_us)
    assert [live for _, _, live in epochs] == [True, False, True]
    said = [interval.completeness.value for interval in found.intervals]
    assert said == ["live", "recovered", "live", "live"]
    # The platform died: of the last quarter nobody has read anything yet.
    assert [interval.completeness.value for interval in late.intervals][3] == "unknown"
    assert others == ([], None)
