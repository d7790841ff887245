"""A list in which nearly nothing matches is read where the figures say that its calls are: page for page the
same calls as if all of the period were read."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from callcenter.kit.clock import SECOND
from callcenter.kit.db import Database, ReadSession, make_engine
from callcenter.kit.periods import DAY_US
from callcenter.reporting.rollups import keeping
from callcenter.reporting.rollups import repository as rollups
from callcenter.reporting.rollups.folding import MonthFolder
from callcenter.reporting.rollups.models import DayParts, RollupState
from callcenter.reporting.rollups.presence import RollupPresence, counted_of
from callcenter.telephony import rare_calls
from callcenter.telephony.behind_figures import CallPart
from callcenter.telephony.call import Call
from callcenter.telephony.call_lists import CallFilter, CallSort
from callcenter.telephony.journal import repository as journal
from callcenter.telephony.list_repository import list_calls
from callcenter.telephony.ports import CallChange, Told
from callcenter.tenancy import Scope
from callcenter.tenancy.service import ensure_company
from fakes.random_calls import AGENTS, BEGIN, QUEUES, histories, told

pytestmark = pytest.mark.integration

OURS = Scope.of("demo01")
PARTS = [part for part in CallPart if counted_of(CallFilter(part=part)) is not None]
PERIODS = [(None, None), (BEGIN, BEGIN + 4 * DAY_US), (BEGIN + 7 * SECOND, BEGIN + 2 * DAY_US - 11 * SECOND)]


class MonthsLater:
    def now_us(self) -> int:
        return BEGIN + 60 * DAY_US


@pytest.fixture
async def database(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    monkeypatch.setattr(rare_calls, "_NEAR", 2)
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
        await rollups.set_version(session, keeping.VERSION)
        for name in ("leg", "queue_visit", "call"):
            await session.execute(tables[name].delete())
        await journal.replace_calls(session, last.values(), stored=list(last))
        await keeping.RollupKeeper().calls_changed(
            session, [CallChange(None, told) for told in last.values()]
        )


async def paged(session: ReadSession, chosen: CallFilter, sort: CallSort, limit: int) -> list[str]:
    ids: list[str] = []
    cursor: str | None = None
    while True:
        page, cursor = await rare_calls.page(
            session, OURS, chosen, RollupPresence(), sort=sort, cursor=cursor, limit=limit
        )
        ids += [call.call_id for call in page]
        if cursor is None:
            return ids
        assert len(page) == limit


@st.composite
def lists(draw: st.DrawFn) -> CallFilter:
    from_us, to_us = draw(st.sampled_from(PERIODS))
    part = draw(st.sampled_from([None, *PARTS]))
    return CallFilter(
        from_us=from_us,
        to_us=to_us,
        part=part,
        queue=draw(st.sampled_from([None, *QUEUES])) if part else None,
        agents=draw(st.sampled_from([(), AGENTS[:1], AGENTS[:2]])) if part else (),
        hotline=draw(st.sampled_from([None, "4000000002"])),
        hour=draw(st.sampled_from([None, None, 7])),
        weekday=draw(st.sampled_from([None, None, 6, 7])),
    )


@settings(
    max_examples=2,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(calls=histories(), folded=st.booleans(), asked=st.lists(lists(), min_size=1, max_size=6))
async def test_page_for_page_the_same_calls(
    database: Database, calls: list[Call], folded: bool, asked: list[CallFilter]
):
    await record(database, calls)
    if folded:
        await MonthFolder(database, MonthsLater()).fold_due()

    async with database.read() as session:
        for chosen in asked:
            for sort in (CallSort.ARRIVED_DESC, CallSort.ARRIVED_ASC, CallSort.WAIT_DESC):
                every, _ = await list_calls(session, OURS, chosen, sort=sort, cursor=None, limit=1_000)
                assert await paged(session, chosen, sort, 3) == [call.call_id for call in every], (
                    chosen,
                    sort,
                )


async def test_a_call_that_waited_long_in_the_menu_stands_where_it_arrived(database: Database):
    """Two asked for a person in the order in which they did not arrive."""
    hour_us = 3600 * SECOND
    early = told("early", BEGIN, human_requested_us=BEGIN + 20 * hour_us)
    late = told("late", BEGIN + 2 * hour_us, human_requested_us=BEGIN + 3 * hour_us)
    others = [told(f"other{number}", BEGIN + number * hour_us) for number in range(1, 23)]
    await record(database, [early, late, *others])

    async with database.read() as session:
        offered = CallFilter(part=CallPart.OFFERED)
        assert await paged(session, offered, CallSort.ARRIVED_DESC, 1) == ["late", "early"]
        assert await paged(session, offered, CallSort.ARRIVED_ASC, 1) == ["early", "late"]


async def test_while_the_roll_ups_are_made_anew_every_call_is_looked_at(database: Database):
    await record(database, [told("a", BEGIN, human_requested_us=BEGIN)])
    async with database.write() as session:
        await rollups.clear(session)
        await session.execute(delete(RollupState))

    async with database.read() as session:
        assert await paged(session, CallFilter(part=CallPart.OFFERED), CallSort.WAIT_DESC, 3) == []
        assert await paged(session, CallFilter(part=CallPart.OFFERED), CallSort.ARRIVED_DESC, 3) == ["a"]
