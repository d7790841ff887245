"""Whatever is told, kept and forgotten in whatever order: the figures are those of a count over the calls."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from callcenter.kit.db import Database, make_engine
from callcenter.kit.periods import DAY_US, midnight_of
from callcenter.recordings import repository as recordings
from callcenter.recordings.models import Recording
from callcenter.reporting.contacts import keeping, repository
from callcenter.reporting.contacts.count_repository import By, Count, Key, count
from callcenter.reporting.contacts.keeping import ContactDays, ContactFollower
from callcenter.reporting.contacts.kept import CONTACT_PARTS, Kept, kept_until
from callcenter.reporting.contacts.models import ContactCount, ContactDay
from callcenter.reporting.contacts.reading import contact_parts
from callcenter.reporting.figures import Period
from callcenter.reporting.rollups.repository import Chosen
from callcenter.telephony.behind_figures import CallPart
from callcenter.telephony.call import Call
from callcenter.telephony.call_lists import CallFilter, CallSort
from callcenter.telephony.journal import repository as journal
from callcenter.telephony.list_repository import list_calls
from callcenter.telephony.models import CallRecord
from callcenter.telephony.outcome import EndedBy, Outcome
from callcenter.telephony.ports import CallChange, Told
from callcenter.tenancy import Scope
from callcenter.tenancy.service import ensure_company
from fakes.random_calls import BEGIN, QUEUES, told

pytestmark = pytest.mark.integration

OURS = Scope.of("demo01")
HOUR_US = 3_600_000_000
HOTLINES = ("4000000001", "4000000002")
LATEST = BEGIN + 30 * DAY_US
BY_CELL = By(day_us=True, hotline=True, queue=True)


class SetClock:
    def __init__(self) -> None:
        self.at_us = LATEST

    def now_us(self) -> int:
        return self.at_us


class House:
    """A record of calls that are told, told again, kept and looked for."""

    def __init__(self, database: Database) -> None:
        self.database, self.clock = database, SetClock()
        self.days = ContactDays(database, self.clock, OURS)
        self.calls: dict[str, Call] = {}
        self.present: set[str] = set()

    async def tell(self, *calls: Call) -> None:
        """As the journal does it: the change and what follows from it in one transaction."""
        changes = [CallChange(_told(self.calls.get(call.call_id)), _told(call)) for call in calls]
        async with self.database.write() as session:
            told = [Told(call, "demo01") for call in calls]
            await journal.replace_calls(session, told, stored=[call.call_id for call in calls])
            await ContactFollower().calls_changed(session, changes)
        self.calls |= {call.call_id: call for call in calls}

    async def take_back(self, call_id: str) -> None:
        async with self.database.write() as session:
            await journal.replace_calls(session, [], stored=[call_id])
            change = CallChange(_told(self.calls.pop(call_id)), None)
            await ContactFollower().calls_changed(session, [change])

    async def look_for(self, call_id: str, *, present: bool) -> None:
        row = {"call_id": call_id, "client_company_id": "demo01", "file": None, "bytes": 1, "length_us": 1}
        state = "present" if present else "missing"
        async with self.database.write() as session:
            await recordings.save(session, [{**row, "state": state, "checked_us": 1}])
            await ContactFollower().recordings_looked_for(session, [call_id])
        self.present = self.present | {call_id} if present else self.present - {call_id}

    async def claim(self, kind: Kept, days: Period) -> None:
        """As whoever is killed before the days are counted."""
        async with self.database.write() as session:
            await repository.claim(session, "demo01", kind, days, 77)

    async def read(self, period: Period, chosen: Chosen, at_us: int, by: By) -> Mapping[Key, Any]:
        async with self.database.read() as session:
            found = await contact_parts(session, OURS, chosen, period, at_us=at_us, by=by)
        return {key: {name: value for name, value in parts.items() if value} for key, parts in found.items()}

    def counted(self, period: Period, chosen: Chosen, at_us: int, by: By) -> Mapping[Key, Any]:
        """By the words of the definition, call by call."""
        found: dict[Key, dict[str, int]] = {}
        asked = [call for call in self.calls.values() if call.human_requested_us is not None]
        for call in asked:
            at = call.human_requested_us or 0
            if call.answered_us is None or not period.from_us <= at < period.to_us:
                continue
            if chosen.queue not in (None, call.queue) or chosen.hotline not in (None, call.hotline):
                continue
            key = Key(
                day_us=midnight_of(at) if by.day_us else 0,
                hotline=call.hotline if by.hotline else "",
                queue=(call.queue or "") if by.queue else "",
            )
            parts = found.setdefault(key, dict.fromkeys(CONTACT_PARTS, 0))
            parts["recorded"] += call.call_id in self.present
            others = [
                ((other.human_requested_us or 0) - at, other.call_id > call.call_id)
                for other in asked
                if other is not call and other.caller_token == call.caller_token != ""
            ]
            for kind in Kept:
                if kind.cases is None or not call.caller_token or at >= kept_until(kind, at_us):
                    continue
                window = kind.window_us
                if any(-window <= apart < 0 or (apart == 0 and not after) for apart, after in others):
                    continue
                parts[kind.cases] += 1
                again = any(0 < apart <= window or (apart == 0 and after) for apart, after in others)
                parts[kind.good] += not again
        told = {key: {n: v for n, v in parts.items() if v} for key, parts in found.items()}
        return {key: parts for key, parts in told.items() if parts}

    async def listed(self, part: CallPart, period: Period, chosen: Chosen) -> int:
        asked = CallFilter(
            from_us=period.from_us,
            to_us=period.to_us,
            part=part,
            queue=chosen.queue,
            hotline=chosen.hotline,
        )
        async with self.database.read() as session:
            calls, _ = await list_calls(
                session, OURS, asked, sort=CallSort.ARRIVED_DESC, cursor=None, limit=100
            )
        return len(calls)

    async def agrees(self, period: Period, chosen: Chosen, at_us: int, *ways: By) -> None:
        for by in ways or (By(), By(queue=True), BY_CELL):
            found = await self.read(period, chosen, at_us, by)
            assert {key: parts for key, parts in found.items() if parts} == self.counted(
                period, chosen, at_us, by
            ), by


def _told(call: Call | None) -> Told | None:
    return None if call is None else Told(call, "demo01")


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    database = Database(make_engine(database_url))
    async with database.write() as session:
        await ensure_company(session, company_id="demo01", name="演示", at_us=BEGIN)
    yield House(database)
    await database.close()


async def empty(house: House) -> None:
    house.calls, house.present, house.clock.at_us = {}, set(), LATEST
    async with house.database.write() as session:
        for model in (ContactCount, ContactDay, Recording, CallRecord):
            await session.execute(delete(model))


async def kept(house: House) -> dict[tuple[str, int], bool]:
    """Whether each day that somebody keeps or claims is kept."""
    async with house.database.read() as session:
        rows = await session.execute(select(ContactDay.kind, ContactDay.from_us, ContactDay.claim))
        return {(kind, from_us): claim is None for kind, from_us, claim in rows}


def contact(number: int, requested_us: int, token: str = "a", **values: Any) -> Call:
    given = {"answered_us": requested_us + 1, "queue": QUEUES[0], "caller_token": token, **values}
    ended = {"ended_us": requested_us + 2, "ended_by": EndedBy.CALLER, "outcome": Outcome.ANSWERED}
    return told(f"zz1-1.{number}", requested_us, human_requested_us=requested_us, **{**ended, **given})


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
)
async def test_whatever_the_order_of_calls_corrections_and_keeping(
    house: House, acts: list[tuple[str, Any]], first: int, length: int, at: int, chosen: Chosen
) -> None:
    await empty(house)
    for what, given_ in acts:
        await act(house, what, given_)
    whole = Period(from_us=BEGIN - DAY_US, to_us=LATEST)
    begin = BEGIN + first * 6 * HOUR_US
    some = Period(from_us=begin, to_us=begin + length * 6 * HOUR_US)
    for period, at_us in ((whole, LATEST), (some, BEGIN + at * 6 * HOUR_US)):
        await house.agrees(period, chosen, at_us)
    house.clock.at_us = LATEST
    await house.days.keep_all()
    await house.agrees(whole, chosen, LATEST)
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
        Kept.H24: 2,
        Kept.H72: 4,
        Kept.D7: 8,
        Kept.RECORDED: 2,
    }
    await house.tell(contact(11, house.clock.at_us, "caller8"))
    assert await kept(house) == days
