"""Screen pop: the card of whoever rings, on the page of the agent it rings at."""

import asyncio
from typing import Any

import pytest

from callcenter.identity import Role
from callcenter.telephony.agent_state import AgentState
from callcenter.telephony.floor.callers import Caller
from callcenter.telephony.floor.events import AgentChanged, CallEnded, CallRinging, CallSeen, RingEnded
from fakes.customer_desk import CustomerDesk, a_call, an_agent, caller_token
from fakes.patience import PATIENCE
from fakes.platform_app import RunningApp, running_app

pytestmark = pytest.mark.integration

NUMBER = "+8613900004321"
CALL = "zz1-1795300000.7"


class Bench:
    """One agent who sits at a seat, and what their page shows."""

    def __init__(self, running: RunningApp, agent: str) -> None:
        self.running = running
        self.agent = agent
        self.cards = running.platform.crm.cards
        known = running.platform.seating.roster.agent(agent)
        assert known is not None
        self.person_id = known.person_id

    @property
    def card(self) -> Any:
        return self.running.platform.seating.stations.entries(self.person_id)["card"]

    def call(self, call_id: str = CALL, number: str | None = NUMBER) -> CallSeen:
        token = None if number is None else caller_token(self.running, number)
        return CallSeen(
            call_id=call_id,
            hotline="4000000001",
            demo=False,
            caller=Caller(masked="139****4321" if number else "", token=token),
            arrived_us=1,
            asked_us=1,
            queue="demo01-consult",
            queue_zh="业务咨询",
            path=(),
            transferred_from=None,
        )

    async def rings(self, **given) -> None:
        now_us = self.running.platform.clock.now_us()
        await self.cards.on_event(CallRinging(self.call(**given), self.agent, "1001", now_us))
        await self.cards.settled()

    async def becomes(self, state: AgentState) -> None:
        await self.cards.on_event(AgentChanged(self.agent, "1001", state, 1, None, None, 1))


@pytest.fixture
async def bench(tmp_path, database_url):
    async with running_app(tmp_path, database_url=database_url) as running:
        bench = Bench(running, await an_agent(running))
        await running.platform.seating.stations.open("station/" + bench.person_id)
        yield bench


@pytest.fixture
async def desk(bench: Bench):
    async with bench.running.signed_in(Role.AGENT) as client:
        yield CustomerDesk(client)


async def test_shows_who_calls_and_what_was_before(bench: Bench, desk: CustomerDesk):
    await a_call(bench.running, "zz1-1.1", NUMBER, agent=bench.agent)
    customer = await desk.add(name="王小明", phones=["13900004321"], vip=3, marks=["易激动"], tags=["老客户"])

    await bench.rings()

    card = bench.card
    assert card["customers"] == [
        {
            "id": customer["id"],
            "name": "王小明",
            "phone_masked": "139****4321",
            "vip": 3,
            "marks": ["易激动"],
            "tags": ["老客户"],
            "version": 1,
        }
    ]
    assert [entry["zh"] for entry in card["history"]] == ["来电(人工接通,通话 1:00)"]
    assert (card["call_id"], card["caller_token"]) == (CALL, caller_token(bench.running, NUMBER))
    assert card["open_tickets"] == []
    assert card["took_us"] >= 0


async def test_several_customers_are_to_choose_from(bench: Bench, desk: CustomerDesk):
    await desk.add(name="王小明", phones=["13900004321"])
    await desk.add(name="李四", phones=["13900004321"])
    await bench.rings()
    assert [row["name"] for row in bench.card["customers"]] == ["李四", "王小明"]


async def test_an_unknown_caller_has_a_card_to_fill_in(bench: Bench):
    await bench.rings()
    assert (bench.card["customers"], bench.card["history"]) == ([], [])
    assert bench.card["caller_token"] == caller_token(bench.running, NUMBER)


async def test_who_withholds_the_number_has_none(bench: Bench, desk: CustomerDesk):
    await desk.add(name="王小明", phones=["13900004321"])
    await bench.rings()
    await bench.rings(call_id="zz1-1795300001.9", number=None)
    assert bench.card is None


async def test_stays_through_wrap_up_and_goes_when_the_agent_is_free(bench: Bench):
    await bench.rings()
    for state in (AgentState.RINGING, AgentState.TALKING, AgentState.WRAP_UP):
        await bench.becomes(state)
        assert bench.card is not None
    await bench.becomes(AgentState.READY)
    assert bench.card is None


async def test_comes_to_who_is_rung_and_serves_no_queue(bench: Bench):
    """The floor has such an agent as signed out all along, and says so with the ring."""
    await bench.cards.on_event(CallRinging(bench.call(), bench.agent, "1001", 1))
    await bench.cards.on_event(AgentChanged(bench.agent, "1001", AgentState.SIGNED_OUT, 1, None, CALL, 1))
    await bench.cards.settled()
    assert bench.card["call_id"] == CALL


async def test_goes_with_a_ring_that_was_not_taken(bench: Bench):
    await bench.rings()
    await bench.cards.on_event(RingEnded(bench.call(), bench.agent, "1001", 2))
    assert bench.card is None
    await bench.cards.on_event(CallEnded(bench.call(), 3))


async def test_a_card_that_comes_too_late_is_not_shown(bench: Bench):
    now_us = bench.running.platform.clock.now_us()
    await bench.cards.on_event(CallRinging(bench.call(), bench.agent, "1001", now_us))
    await bench.cards.on_event(RingEnded(bench.call(), bench.agent, "1001", now_us))
    await bench.cards.settled()
    assert bench.card is None


async def test_a_page_opened_in_the_call_shows_it_too(bench: Bench):
    await bench.rings()
    stations = bench.running.platform.seating.stations
    stations.left("station/" + bench.person_id)
    await stations.open("station/" + bench.person_id)
    assert bench.card["call_id"] == CALL


async def test_nothing_is_read_for_a_page_that_is_not_open_until_it_opens(bench: Bench):
    stations = bench.running.platform.seating.stations
    stations.left("station/" + bench.person_id)
    await bench.rings()
    assert not bench.cards._cards
    await stations.open("station/" + bench.person_id)
    await bench.cards.settled()
    assert bench.card["call_id"] == CALL


async def test_a_slow_database_does_not_hold_up_the_floor(bench: Bench):
    """The reaction returns while the write lock of SQLite, or anything else, keeps the card waiting."""
    now_us = bench.running.platform.clock.now_us()
    async with asyncio.timeout(PATIENCE), bench.running.platform.database.write():
        await bench.cards.on_event(CallRinging(bench.call(), bench.agent, "1001", now_us))
    await bench.cards.settled()
    assert bench.card is not None
