"""Agents' states with a pretend Asterisk: breaks, bookings and wrap-up."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from callcenter.kit.clock import SECOND
from callcenter.seats import errors
from callcenter.seats.models import AgentStanding, AgentStateChange
from callcenter.seats.states import book, repository
from callcenter.seats.states.break_reasons import Reason, set_break_reasons
from callcenter.telephony.agent_state import AgentState
from fakes.agent_house import ALICE, ENDPOINT, EXTEND, LIMIT, agent_house
from fakes.floor_bench import LEG

pytestmark = pytest.mark.integration


@pytest.fixture
async def house(database_url):
    async with agent_house(database_url) as made:
        yield made


class TestBreaks:
    async def test_at_once_when_nobody_calls_and_back(self, house):
        assert not await house.commands.take_break(ALICE, "meal")
        await house.heard()
        assert (house.me["state"], house.me["reason"]) == ("on_break", "meal")
        assert house.me["by"] == {"kind": "self", "name": "Alice"}
        with pytest.raises(errors.AlreadyOnThisBreak):
            await house.commands.take_break(ALICE, "meal")
        await house.commands.take_break(ALICE, "rest")
        await house.commands.ready(ALICE)
        await house.heard()
        assert house.me["state"] == "ready"
        assert house.said() == ["ready - self", "on_break meal self", "on_break rest self", "ready - self"]
        async with house.database.read() as session:
            rows = (await session.execute(select(AgentStateChange.state, AgentStateChange.by_kind))).all()
        assert [tuple(row) for row in rows] == [
            ("ready", "self"),
            ("on_break", "self"),
            ("on_break", "self"),
            ("ready", "self"),
        ]

    async def test_booked_in_a_call_begins_after_the_wrap_up_without_a_gap(self, house):
        await house.talks()
        assert await house.commands.take_break(ALICE, "meal")
        assert (house.me["state"], house.me["booked_break"]) == ("talking", "meal")
        await house.hangs_up()
        assert (house.me["state"], house.me["booked_break"]) == ("wrap_up", "meal")
        assert house.asterisk.astdb["after_wrap_up", ENDPOINT] == "meal"
        await house.limit_ends()
        assert (house.me["state"], house.me["reason"], house.me["booked_break"]) == ("on_break", "meal", None)
        assert house.said()[-1] == "on_break meal self"

    async def test_booked_while_it_rings_and_nobody_answers_begins_then(self, house):
        await house.rings()
        assert await house.commands.take_break(ALICE, "rest")
        house.story.offer("AgentRingNoAnswer")
        await house.heard()
        assert house.me["state"] == "on_break"
        assert ("after_wrap_up", ENDPOINT) not in house.asterisk.astdb

    async def test_can_be_cancelled(self, house):
        await house.talks()
        await house.commands.take_break(ALICE, "meal")
        await house.commands.cancel_break(ALICE)
        with pytest.raises(errors.NoBreakBooked):
            await house.commands.cancel_break(ALICE)
        await house.hangs_up()
        await house.limit_ends()
        assert house.me["state"] == "ready"

    async def test_asked_for_as_a_call_comes_is_not_lost(self, house):
        """The pause is told while Asterisk already rings; the connect subroutine's own pause replaces it."""
        await house.rings()
        await house.commands.take_break(ALICE, "meal")
        house.story.pauses("meal")
        house.asterisk.astdb["wrap_up", ENDPOINT] = LEG
        house.story.pauses("wrap_up")
        house.story.offer("AgentConnect")
        await house.heard()
        await house.hangs_up()
        await house.limit_ends()
        assert (house.me["state"], house.me["reason"]) == ("on_break", "meal")

    async def test_a_reason_that_is_not_offered_is_refused(self, house):
        async with house.database.write() as session:
            await set_break_reasons(
                session, house.audit, "demo01", [Reason("tea", "喝茶", "Tea")], by=ALICE.actor
            )
        with pytest.raises(errors.BreakReasonUnknown):
            await house.commands.take_break(ALICE, "meal")
        await house.commands.take_break(ALICE, "tea")


class TestWrapUp:
    async def test_ended_early_takes_the_token_before_the_pause(self, house):
        await house.talks()
        await house.hangs_up()
        assert house.me["wrap_up_until_us"] == house.me["since_us"] + LIMIT * SECOND
        await house.commands.end_wrap_up(ALICE, None)
        await house.heard()
        assert house.me["state"] == "ready"
        assert house.asterisk.astdb == {}
        assert house.said()[-1] == "ready - self"

    @pytest.mark.parametrize(("booked", "then", "state"), [
        (None, "rest", "on_break"), ("meal", None, "on_break"), ("meal", "ready", "ready"),
    ])  # fmt: skip
    async def test_ends_with_what_is_asked_for_or_booked(self, house, booked, then, state):
        await house.talks()
        if booked:
            await house.commands.take_break(ALICE, booked)
        await house.hangs_up()
        await house.commands.end_wrap_up(ALICE, then)
        await house.heard()
        assert (house.me["state"], house.me["booked_break"]) == (state, None)

    async def test_extensions_move_asterisk_s_own_limit(self, house):
        await house.talks()
        await house.hangs_up()
        since_us = house.me["since_us"]
        for number in (1, 2):
            until_us = await house.commands.extend_wrap_up(ALICE)
            assert until_us == since_us + (LIMIT + number * EXTEND) * SECOND
            assert house.asterisk.astdb["wrap_up_until", ENDPOINT] == str(-(-until_us // SECOND))
            assert house.me["wrap_up_extensions_left"] == 2 - number
        with pytest.raises(errors.NoExtensionLeft):
            await house.commands.extend_wrap_up(ALICE)
        await house.limit_ends()
        assert house.said()[-1] == "ready - asterisk"
        with pytest.raises(errors.NotInWrapUp):
            await house.commands.extend_wrap_up(ALICE)

    async def test_one_that_its_limit_forgot_is_ended(self, house):
        await house.talks()
        await house.hangs_up()
        house.story.now_us += LIMIT * SECOND
        await house.states.end_overdue_wrap_ups()
        assert house.me["state"] == "wrap_up"
        house.story.now_us += 11 * SECOND
        await house.states.end_overdue_wrap_ups()
        await house.heard()
        assert house.said()[-1] == "ready - system"


class TestWhatAsteriskDid:
    async def test_is_known_at_once_and_written_with_what_somebody_wants_next(self, house):
        await ring_unwritten(house)
        assert house.me["state"] == "ringing"
        assert await states(house) == ["ready"]
        await house.commands.take_break(ALICE, "meal")
        assert await states(house) == ["ready", "ringing"]

    async def test_is_tried_again_when_the_database_did_not_take_it(self, house, monkeypatch):
        await ring_unwritten(house)
        with monkeypatch.context() as broken:
            broken.setattr(repository, "write_standings", fails)
            with pytest.raises(OSError, match="disk full"):
                await house.book.write_out()
        await house.book.write_out()
        await house.book.write_out()
        assert await states(house) == ["ready", "ringing"]

    async def test_is_written_once_when_the_answer_to_the_commit_never_came(self, house, monkeypatch):
        await ring_unwritten(house)
        write = house.database.write

        @asynccontextmanager
        async def cut_off():
            async with write() as session:
                yield session
            raise asyncio.CancelledError

        with monkeypatch.context() as cut:
            cut.setattr(house.database, "write", cut_off)
            with pytest.raises(asyncio.CancelledError):
                await house.book.write_out()
        assert await states(house) == ["ready", "ringing"]
        await house.book.write_out()
        assert await states(house) == ["ready", "ringing"]

    async def test_does_not_grow_without_end_while_the_database_is_away(self, house, monkeypatch):
        monkeypatch.setattr(book, "MOST_KEPT", 2)
        house.book.heard("A00002", replace(house.book.standing("A00002"), missed_rings=1))
        await ring_unwritten(house)
        standing = house.book.standing("A00001")
        for state in (AgentState.TALKING, AgentState.WRAP_UP, AgentState.READY):
            later = replace(standing, state=state, since_us=standing.since_us + 1)
            house.book.heard("A00001", standing := later, is_change=True)
        await house.book.write_out()
        assert (await states(house))[0] == "ready"
        assert sorted(await states(house)) == ["ready", "ready", "wrap_up"]
        assert await stored(house, "A00002") == ("signed_out", 1)
        assert await stored(house, "A00001") == ("ready", 0)

    async def test_is_written_soon_when_nobody_wants_anything(self, house, monkeypatch):
        written = asyncio.Event()
        write = repository.write_standings

        async def told(session, writing):
            await write(session, writing)
            written.set()

        monkeypatch.setattr(repository, "write_standings", told)
        async with asyncio.timeout(30):
            running = asyncio.create_task(house.book.run())
            await ring_unwritten(house)
            await written.wait()
        # Waits for the transaction that is under way.
        await house.book.write_out()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert await states(house) == ["ready", "ringing"]


class TestWhatTheDatabaseRefuses:
    async def test_stops_nothing_else(self, house, database_url):
        refused = [{"missed_rings": None}]
        if database_url.startswith("postgresql"):
            # SQLite knows no lengths.
            refused += [{"reason": "x" * 50}, {"missed_rings": 2**70}]
        standing = house.book.standing("A00002")
        await ring_unwritten(house)
        for each in refused:
            house.book.heard("A00002", replace(standing, **each))
        await house.commands.take_break(ALICE, "meal")
        assert await states(house) == ["ready", "ringing"]
        assert await stored(house, "A00002") is None
        assert house.me["booked_break"] == "meal"
        house.book.heard("A00002", replace(standing, missed_rings=2))
        await house.book.write_out()
        assert await stored(house, "A00002") == ("signed_out", 2)

    async def test_is_told_to_who_asked_for_it_and_wanted_no_more(self, house):
        before = house.book.standing("A00001")
        with pytest.raises(DBAPIError):
            await house.book.keep("A00001", replace(before, missed_rings=None))
        assert house.book.standing("A00001") == before
        await house.commands.take_break(ALICE, "meal")
        await house.heard()
        assert house.me["state"] == "on_break"


async def ring_unwritten(house):
    house.story.arrives()
    house.story.joins()
    house.story.offer("AgentCalled")
    house.view.on_shown(frozenset(house.story.floor.entries()))
    for event in house.story.floor.take_news():
        await house.states.hear(event)


async def stored(house, agent_id):
    async with house.database.read() as session:
        row = await session.get(AgentStanding, agent_id)
    return None if row is None else (row.state, row.missed_rings)


async def states(house):
    async with house.database.read() as session:
        return list(await session.scalars(select(AgentStateChange.state).order_by(AgentStateChange.id)))


async def fails(*_):
    raise OSError("disk full")
