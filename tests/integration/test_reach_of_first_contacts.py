"""Whether one contact was enough hangs on the days beside it: a hole there is one in the figure, too."""

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest

from callcenter.identity.person import CurrentPerson
from callcenter.identity.roles import Role
from callcenter.kit.db import Database, make_engine
from callcenter.reporting import service as figures_service
from callcenter.reporting.figures import Completeness
from callcenter.reporting.reports import service
from callcenter.reporting.reports.contacts import contacts
from callcenter.reporting.reports.days import Days
from callcenter.reporting.reports.kinds import RowKind
from callcenter.reporting.reports.narrowing import Filters
from callcenter.reporting.rollups.keeping import make_current
from callcenter.reporting.rollups.repository import Chosen
from callcenter.telephony.link_epochs import LinkEpoch
from callcenter.telephony.models import JournalGap
from callcenter.tenancy import Scope
from callcenter.tenancy.service import ensure_company

pytestmark = pytest.mark.integration

FIRST = date(2026, 11, 2)
DAYS = Days(FIRST, FIRST + timedelta(days=7))
DAY_US = 86_400_000_000
LATER = DAYS.period.to_us + 30 * DAY_US
HOLE = DAYS.period.from_us + 4 * DAY_US + 1
"""In the morning of the fifth day."""
INSPECTOR = CurrentPerson(
    id="p" * 26,
    name="inspector",
    display_name="Inspector",
    roles=frozenset({Role.INSPECTOR}),
    company_id="demo01",
    session_key=b"",
)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(make_engine(database_url))
    async with database.write() as session:
        await ensure_company(session, company_id="demo01", name="演示", at_us=HOLE)
        session.add(
            LinkEpoch(id="e" * 26, client_company_id="demo01", from_us=1, to_us=LATER + DAY_US, live=True)
        )
        session.add(
            JournalGap(id="g" * 26, client_company_id="demo01", from_us=HOLE, to_us=HOLE + 1, reason="test")
        )
    await make_current(database)
    yield database
    await database.close()


async def _by_day(database: Database, *figures: str) -> list[str]:
    async with database.read() as session:
        asked = service.TableAsked(kind=RowKind.DAY, days=DAYS, figures=figures)
        found = await service.table(session, INSPECTOR, asked, at_us=LATER)
    return [row.completeness.value for row in found.rows]


async def test_a_day_is_as_whole_as_the_days_that_its_windows_reach(database: Database) -> None:
    assert await _by_day(database, "answer_rate") == [*["live"] * 4, "unknown", *["live"] * 3]
    assert await _by_day(database, "answer_rate", "fcr_24h") == [
        *["live"] * 3,
        *["unknown"] * 3,
        *["live"] * 2,
    ]
    assert await _by_day(database, "fcr_7d") == ["unknown"] * 8
    async with database.read() as session:
        found = await contacts(session, INSPECTOR, DAYS, Filters(), at_us=LATER)
    assert {row.completeness for row in found.rows} == {Completeness.unknown}


async def test_a_figure_of_one_day_says_it_for_itself(database: Database) -> None:
    third = Days(FIRST + timedelta(days=2), FIRST + timedelta(days=2)).period
    async with database.read() as session:
        found = await figures_service.figures(
            session, Scope.of("demo01"), Chosen(), third, at_us=LATER, also_counted=True
        )
    said = {figure.definition.id: figure.completeness.value for figure in found}
    assert said.pop("fcr_72h") == said.pop("fcr_7d") == "unknown"
    assert set(said.values()) == {"live"}
