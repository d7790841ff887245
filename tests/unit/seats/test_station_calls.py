"""The call on an agent's own page, from the ring until the wrap-up is over."""

import pytest

from callcenter.kit.clock import SystemClock
from callcenter.live import Hub
from callcenter.seats.roster import AgentRoster, KnownAgent
from callcenter.seats.station.calls import StationCalls
from callcenter.seats.station.stations import Stations
from callcenter.telephony.floor.plan import AgentCard
from fakes.floor_bench import CALL, CONSULT, LEG, Story

pytestmark = pytest.mark.unit

ALICE = "alice".ljust(26, "0")


class Page:
    def __init__(self):
        self.story = Story()
        self.stations = Stations(Hub(SystemClock()), SystemClock())
        roster = AgentRoster()
        known = KnownAgent("A00001", ALICE, "demo01", AgentCard("8001", "王芳"), {CONSULT: 0})
        roster._agents["A00001"] = roster._of_person[ALICE] = known
        self.calls = StationCalls(self.stations, roster, lambda menu, key: (f"{menu} {key}", key))

    async def hears(self):
        for event in self.story.floor.take_news():
            await self.calls.hear(event)
        return self.stations.entries(ALICE)["call"]


@pytest.fixture
async def page():
    made = Page()
    await made.stations.open("station/" + ALICE)
    made.story.signs_in()
    made.story.arrives()
    made.story.joins()
    made.story.offer("AgentCalled")
    return made


async def test_it_rings_with_everything_that_is_known_of_the_caller(page):
    call = await page.hears()
    assert (call["call_id"], call["state"], call["queue"]) == (CALL, "ringing", CONSULT)
    assert "13900001234" not in str(call)
    assert set(call) == {
        *("call_id", "state", "direction", "queue", "queue_zh", "hotline", "caller_masked", "caller_token"),
        *("region_zh", "region_en", "carrier_zh", "carrier_en", "since_us", "arrived_us", "waited_us"),
        *("ivr_path", "transferred_from", "demo"),
    }


async def test_it_stays_through_the_wrap_up(page):
    story = page.story
    story.pauses("wrap_up")
    story.offer("AgentConnect")
    assert (await page.hears())["state"] == "talking"
    story.tell("Hangup", Uniqueid=LEG, Channel="PJSIP/demo01-1001-desk-00000002")
    assert (await page.hears())["state"] == "wrap_up"
    page.stations.left("station/" + ALICE)
    await page.stations.open("station/" + ALICE)
    assert (await page.hears())["state"] == "wrap_up"
    story.unpauses()
    assert await page.hears() is None


async def test_a_ring_that_is_over_is_gone(page):
    await page.hears()
    page.story.offer("AgentRingNoAnswer")
    assert await page.hears() is None
