"""Whatever is told, kept and forgotten in whatever order: the figures are those of a count over the calls."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from callcenter.crm.lost_calls.lost_call import LostState
from callcenter.kit.db import Database, make_engine
from callcenter.kit.periods import DAY_US
from callcenter.reporting.contacts import keeping, lost_days_repository, repository
from callcenter.reporting.contacts.count_repository import By, Count, Key, count
from callcenter.reporting.contacts.kept import CONTACT_PARTS, Kept
from callcenter.reporting.contacts.lost_days_repository import count_callers
from callcenter.reporting.contacts.models import ContactDay
from callcenter.reporting.figures import Period
from callcenter.reporting.rollups.repository import Chosen
from callcenter.telephony.behind_figures import CallPart
from callcenter.telephony.call import Call
from callcenter.tenancy.service import ensure_company
from fakes.kept_days import BY_CELL, LATEST, House, contact, empty
from fakes.random_calls import BEGIN, QUEUES
from integration.postgres_server import PostgresServer, somebody_waits

pytestmark = pytest.mark.integration

HOUR_US = 3_600_000_000
HOTLINES = ("4000000001", "4000000002")


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    database = Database(make_engine(database_url))
    async with database.write() as session:
        await ensure_company(session, company_id="demo01", name="演示", at_us=BEGIN)
    yield House(database)
    await database.close()


async def kept(house: House) -> dict[tuple[str, int], bool]:
    """Whether each day that somebody keeps or claims is kept."""
    async with house.database.read() as session:
        rows = await session.execute(select(ContactDay.kind, ContactDay.from_us, ContactDay.claim))
        return {(kind, from_us): claim is None for kind, from_us, claim in rows}


MOMENTS = st.builds(
    lambda half_days, beside: BEGIN + half_days * 12 * HOUR_US + beside,
    st.integers(0, 40),
    st.sampled_from((-1, 0, 1)),
)
CALLS = st.builds(
    contact,
    st.integers(0, 9),
    MOMENTS,
    st.sampled_from(("", "a", "a", "a", "b")),
    answered_us=st.sampled_from((None, 5)),
    queue=st.sampled_from((*QUEUES, None)),
    hotline=st.sampled_from(HOTLINES),
)
ACTS = st.one_of(
    st.tuples(st.just("tell"), CALLS),
    st.tuples(st.just("keep"), st.integers(0, 30)),
    st.tuples(st.just("look"), st.tuples(st.integers(0, 9), st.booleans())),
    st.tuples(st.just("claim"), st.tuples(st.sampled_from(Kept), st.integers(0, 15), st.integers(1, 9))),
    st.tuples(st.just("handle"), st.tuples(st.integers(0, 9), st.booleans())),
    st.tuples(st.just("take back"), st.integers(0, 9)),
)


async def act(house: House, what: str, given_: Any) -> None:
    match what:
        case "tell":
            await house.tell(given_)
        case "keep":
            house.clock.at_us = BEGIN + given_ * DAY_US + 5
            await house.days.keep_all()
        case "look" if f"zz1-1.{given_[0]}" in house.calls:
            await house.look_for(f"zz1-1.{given_[0]}", present=given_[1])
        case "handle" if f"zz1-1.{given_[0]}" in house.calls:
            await house.handle(f"zz1-1.{given_[0]}", handled=given_[1])
        case "claim":
            kind, first, length = given_
            first_us = BEGIN + first * DAY_US
            await house.claim(kind, Period(from_us=first_us, to_us=first_us + length * DAY_US))
        case "take back" if f"zz1-1.{given_}" in house.calls:
            await house.take_back(f"zz1-1.{given_}")
        case _:
            pass


@settings(
    max_examples=4,
    deadline=None,
    # Shrinking would open a database a thousand times.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    acts=st.lists(ACTS, min_size=5, max_size=18),
    first=st.integers(-4, 80),
    length=st.integers(1, 90),
    at=st.integers(0, 120),
    chosen=st.builds(
        Chosen, queue=st.sampled_from((None, QUEUES[0])), hotline=st.sampled_from((None, HOTLINES[0]))
    ),
    state=st.sampled_from(LostState),
)
async def test_whatever_the_order_of_calls_corrections_and_keeping(
    house: House,
    acts: list[tuple[str, Any]],
    first: int,
    length: int,
    at: int,
    chosen: Chosen,
    state: LostState,
) -> None:
    await empty(house)
    for what, given_ in acts:
        await act(house, what, given_)
    whole = Period(from_us=BEGIN - DAY_US, to_us=LATEST)
    begin = BEGIN + first * 6 * HOUR_US
    some = Period(from_us=begin, to_us=begin + length * 6 * HOUR_US)
    for period, at_us in ((whole, LATEST), (some, BEGIN + at * 6 * HOUR_US)):
        await house.agrees(period, chosen, at_us)
        await house.lists(period, chosen.queue, state)
    house.clock.at_us = LATEST
    await house.days.keep_all()
    await house.agrees(whole, chosen, LATEST)
    await house.lists(whole, chosen.queue, state)
    behind = (await house.read(whole, chosen, LATEST, By())).get(Key(), {})
    for part in CallPart:
        if part.value in CONTACT_PARTS:
            assert await house.listed(part, whole, chosen) == behind.get(part.value, 0), part


async def test_a_call_is_heard_of_as_far_as_its_window_reaches(house: House) -> None:
    """From the first moment of a day back to that of another, and from the last one on: sharp is a repeat."""
    number, everything = 0, Period(from_us=BEGIN - 9 * DAY_US, to_us=LATEST)
    for window_us in (kind.window_us for kind in Kept if kind.window_us):
        for at_us, other_us in ((BEGIN, window_us), (BEGIN + DAY_US - 1, -window_us)):
            number += 2
            await house.tell(contact(number, at_us, f"caller{number}"))
            await house.days.keep_all()
            await house.tell(contact(number + 1, at_us + other_us, f"caller{number}"))
            await house.agrees(everything, Chosen(), LATEST, BY_CELL)
            await house.take_back(f"zz1-1.{number}")


async def test_a_call_that_comes_while_days_are_counted_takes_the_claim_away(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was counted before it came is not kept; at the next look it is counted again."""
    await house.tell(contact(1, BEGIN + HOUR_US), contact(2, BEGIN + 9 * DAY_US))
    came: list[Call] = []

    async def then_a_call_comes(*given_: Any) -> dict[Key, Count]:
        counts = await count(*given_)
        if not came:
            came.append(contact(3, BEGIN + 2 * HOUR_US))
            await house.tell(*came)
        return counts

    monkeypatch.setattr(keeping, "count", then_a_call_comes)
    everything = Period(from_us=BEGIN, to_us=LATEST)
    while not came:
        await house.days.keep_some()
    await house.agrees(everything, Chosen(), LATEST)
    await house.days.keep_all()

    assert all((await kept(house)).values())
    await house.agrees(everything, Chosen(), LATEST)


async def test_a_day_is_kept_for_each_window_once_it_has_passed(house: House) -> None:
    """A live call forgets nothing: no day that it has a say about is old enough."""
    await house.tell(*(contact(day, BEGIN + day * DAY_US + HOUR_US, f"caller{day}") for day in range(10)))
    house.clock.at_us = BEGIN + 9 * DAY_US + 3 * HOUR_US
    await house.days.keep_all()
    days = await kept(house)
    ages = {kind: max(from_us for word, from_us in days if word == kind) for kind in Kept}
    assert {kind: (BEGIN + 9 * DAY_US - last) // DAY_US for kind, last in ages.items()} == {
        Kept.LOST: 2,
        Kept.H24: 2,
        Kept.H72: 4,
        Kept.D7: 8,
        Kept.RECORDED: 2,
    }
    await house.tell(contact(11, house.clock.at_us, "caller8"))
    assert await kept(house) == days


async def test_what_comes_later_while_lost_calls_are_counted_is_kept_with_them(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer and a handling are about lost calls of any day before them, and forget none."""
    lost = [contact(day, BEGIN + day * DAY_US + HOUR_US, f"caller{day}", answered_us=None) for day in (1, 2)]
    await house.tell(*lost)
    come: list[str] = []

    async def then_they_come(*given_: Any) -> list[dict[str, Any]]:
        found = await count_callers(*given_)
        if not come:
            come.append("answered")
            await house.tell(contact(3, BEGIN + 9 * DAY_US, "caller1"))
            await house.handle(lost[1].call_id, handled=True)
        return found

    monkeypatch.setattr(lost_days_repository, "count_callers", then_they_come)
    # All days at once, so that those of the lost calls are being counted.
    house.clock.at_us = BEGIN + 12 * DAY_US
    await house.days.keep_some()

    days = {from_us for kind, from_us in await kept(house) if kind == Kept.LOST}
    assert {BEGIN + DAY_US, BEGIN + 2 * DAY_US} <= days
    for state in LostState:
        await house.lists(Period(from_us=BEGIN, to_us=LATEST), None, state)


class TestAtTheSameTime:
    """PostgreSQL alone has several writers; there the second one waits until the first has committed."""

    @pytest.fixture
    async def database_url(self, postgres: PostgresServer) -> AsyncIterator[str]:
        url = await postgres.migrated_database()
        yield url
        await postgres.drop(url)

    async def test_days_are_claimed_once_a_change_that_forgot_before_is_there_to_be_counted(
        self, house: House
    ) -> None:
        await house.tell(contact(1, BEGIN + HOUR_US), contact(2, BEGIN + 9 * DAY_US))
        async with house.database.write() as session:
            await house.tell_in(session, contact(3, BEGIN + 2 * HOUR_US))
            keeping_some = asyncio.create_task(house.days.keep_some())
            await somebody_waits(house.database)
        await keeping_some

        assert all((await kept(house)).values())
        await house.agrees(Period(from_us=BEGIN, to_us=LATEST), Chosen(), LATEST)

    async def test_a_change_that_comes_after_the_claim_waits_for_it_and_takes_it_away(
        self, house: House
    ) -> None:
        await house.tell(contact(1, BEGIN + HOUR_US))
        days = Period(from_us=BEGIN, to_us=BEGIN + DAY_US)
        async with house.database.write() as session:
            await repository.claim(session, "demo01", Kept.H24, days, 77)
            telling = asyncio.create_task(house.tell(contact(2, BEGIN + 2 * HOUR_US)))
            await somebody_waits(house.database)
        await telling
        async with house.database.write() as session:
            assert await repository.keep(session, "demo01", Kept.H24, {}, sign=77) == set()

        assert await kept(house) == {}
