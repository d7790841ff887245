"""A person's own live topic: there while it is needed, heard by nobody else, filled from the floor."""

import asyncio

import pytest

from callcenter.kit.clock import SystemClock
from callcenter.live import Hub, Outbox, only
from callcenter.seats.models import Sitting
from callcenter.seats.roster import AgentRoster, KnownAgent
from callcenter.seats.states.standing import By, ByKind, Standing
from callcenter.seats.station.floor import StationFloor
from callcenter.seats.station.stations import NOTICES_KEPT, Stations
from callcenter.telephony.floor.plan import AgentCard
from fakes.floor_bench import CONSULT, OPERATOR, Story

pytestmark = pytest.mark.unit

ALICE, BOB = "alice".ljust(26, "0"), "bob".ljust(26, "0")


@pytest.fixture
def hub():
    return Hub(SystemClock())


@pytest.fixture
def stations(hub):
    made = Stations(hub, SystemClock())
    hub.add_family(made)
    return made


class TestATopicOfOnePerson:
    async def test_is_for_that_person_alone(self, hub, stations):
        name = f"station/{ALICE}"
        assert hub.audience(name) == {only(ALICE)}
        topic = await hub.open(name)
        assert topic is not None
        assert topic.audience == {only(ALICE)}
        assert hub.audience("floor") is None

    async def test_is_there_while_somebody_listens(self, hub, stations):
        topic, outbox = await hub.open(f"station/{ALICE}"), Outbox()
        hub.subscribe(topic, outbox)
        stations.set(ALICE, "card", 1)
        assert stations.people() == (ALICE,)
        hub.forget(outbox)
        assert stations.people() == ()
        assert hub.topic(f"station/{ALICE}") is None
        stations.set(ALICE, "card", 1)
        assert stations.entries(ALICE) == {}

    async def test_keeps_the_notices_of_who_sits_while_no_page_is_open(self, hub, stations):
        stations.sat_down(ALICE)
        assert stations.people() == ()
        stations.notify(ALICE, zh="休息结束", en="the break is over")
        topic, outbox = await hub.open(f"station/{ALICE}"), Outbox()
        hub.subscribe(topic, outbox)
        assert [each["en"] for each in stations.entries(ALICE)["notices"]] == ["the break is over"]
        hub.unsubscribe(topic, outbox)
        assert stations.people() == ()
        stations.got_up(ALICE)
        assert (await hub.open(f"station/{ALICE}")).entries == {"notices": []}

    async def test_is_filled_by_everybody_who_has_something_to_say(self, hub, stations):
        async def fill(person_id):
            stations.set(person_id, "today", {"answered": 3})

        stations.on_opened(fill)
        await stations.open("station/" + ALICE)
        assert stations.entries(ALICE) == {"notices": [], "today": {"answered": 3}}

    async def test_that_could_not_be_filled_is_filled_by_who_asks_next(self, hub, stations):
        database_is_away = True

        async def fill(person_id):
            if database_is_away:
                raise ConnectionError
            stations.set(person_id, "today", {"answered": 3})

        stations.on_opened(fill)
        with pytest.raises(ConnectionError):
            await hub.open(f"station/{ALICE}")
        assert stations.people() == ()
        database_is_away = False
        topic = await hub.open(f"station/{ALICE}")
        assert topic.entries == {"notices": [], "today": {"answered": 3}}

    async def test_is_heard_by_nobody_before_it_is_filled(self, hub, stations):
        filling, go_on = asyncio.Event(), asyncio.Event()

        async def fill(person_id):
            filling.set()
            await go_on.wait()
            stations.set(person_id, "today", {"answered": 3})

        stations.on_opened(fill)
        sitting_down = asyncio.create_task(stations.open("station/" + ALICE))
        await filling.wait()
        page = asyncio.create_task(hub.open(f"station/{ALICE}"))
        await asyncio.sleep(0)
        assert not page.done()
        go_on.set()
        assert (await page).entries["today"] == {"answered": 3}
        await sitting_down

    async def test_let_go_while_it_is_filled_is_made_again_for_who_listens(self, hub, stations):
        filling, go_on = asyncio.Event(), asyncio.Event()

        async def fill(person_id):
            filling.set()
            await go_on.wait()

        stations.on_opened(fill)
        keeping = asyncio.create_task(stations.open("station/" + ALICE))
        await filling.wait()
        stations.left("station/" + ALICE)
        opening = asyncio.create_task(hub.open(f"station/{ALICE}"))
        go_on.set()
        await keeping
        topic = await opening
        assert topic is hub.topic(f"station/{ALICE}")

    async def test_keeps_the_newest_notices(self, stations):
        stations.notify(ALICE, zh="无人", en="nobody")
        await stations.open("station/" + ALICE)
        for number in range(NOTICES_KEPT + 2):
            stations.notify(ALICE, zh=f"通知 {number}", en=f"notice {number}", level="warn")
        notices = stations.entries(ALICE)["notices"]
        assert [len(notices), notices[0]["zh"], notices[-1]["level"]] == [NOTICES_KEPT, "通知 2", "warn"]


class House:
    """Alice at 1001, Bob at 1002, and what each of their pages shows."""

    def __init__(self, stations):
        self.stations = stations
        self.story = Story()
        self.roster = AgentRoster()
        for agent, person, seat, queues in (
            ("A00001", ALICE, "1001", {CONSULT: 0}),
            ("A00002", BOB, "1002", {OPERATOR: 0}),
        ):
            known = KnownAgent(agent, person, "demo01", AgentCard(agent[-4:], agent), queues)
            self.roster._agents[agent] = self.roster._of_person[person] = known
            self.roster.sat_down(
                Sitting(
                    id=agent,
                    client_company_id="demo01",
                    agent_id=agent,
                    seat=seat,
                    phone="web",
                    from_us=5,
                    to_us=None,
                )
            )
        self.floor = StationFloor(
            stations,
            self.story.floor,
            self.roster,
            wrap_up_extensions=2,
        )

    def tell(self):
        self.floor.on_shown(frozenset(self.story.floor.entries()))


@pytest.fixture
async def house(stations):
    made = House(stations)
    await stations.open("station/" + ALICE)
    await stations.open("station/" + BOB)
    return made


async def test_the_floor_comes_to_the_page_of_its_agent(house, stations):
    story = house.story
    story.signs_in("A00001", "1001", (CONSULT,))
    story.signs_in("A00002", "1002", (OPERATOR,))
    house.tell()
    alice = stations.entries(ALICE)
    assert alice["me"] == {
        "agent": "A00001",
        "work_number": "0001",
        "name": "A00001",
        "seat": "1001",
        "phone": "web",
        "state": "ready",
        "since_us": story.seat()["since_us"],
        "reason": None,
        "by": {"kind": "asterisk", "name": None},
        "booked_break": None,
        "wrap_up_until_us": None,
        "wrap_up_extensions_left": 2,
        "registered": False,
        "unwell": None,
        "supervised": None,
        "link": "connecting",
    }
    assert sorted(key for key in alice if "/" in key) == ["colleagues/1002", f"queues/{CONSULT}"]
    assert alice["colleagues/1002"]["state"] == "ready"
    assert "caller_masked" not in alice["colleagues/1002"]


async def test_a_colleague_who_signed_out_is_gone_and_knows_it(house, stations):
    house.story.signs_in("A00002", "1002", (OPERATOR,))
    house.tell()
    house.story.member("QueueMemberRemoved", OPERATOR, "A00002", "1002")
    house.tell()
    assert "colleagues/1002" not in stations.entries(ALICE)
    assert stations.entries(BOB)["me"]["state"] == "signed_out"


async def test_a_page_that_opens_late_shows_the_same_colleagues_and_queues(house, stations):
    house.story.signs_in("A00001", "1001", (CONSULT,))
    house.story.signs_in("A00002", "1002", (OPERATOR,))
    house.tell()
    before = stations.entries(ALICE)
    stations.left("station/" + ALICE)
    await stations.open("station/" + ALICE)
    assert stations.entries(ALICE) == before


async def test_a_page_that_opens_between_two_changes_is_told_of_the_second(house, stations):
    """Back to what an earlier page was told last."""
    house.story.signs_in("A00001", "1001", (CONSULT,))
    house.tell()
    before = stations.entries(BOB)["colleagues/1001"]["state"]
    stations.left("station/" + ALICE)
    stations.left("station/" + BOB)
    house.story.pauses("meal")
    house.tell()
    await stations.open("station/" + BOB)
    assert stations.entries(BOB)["colleagues/1001"]["state"] != before
    house.story.unpauses()
    house.tell()
    assert stations.entries(BOB)["colleagues/1001"]["state"] == before


async def test_a_seat_with_another_agent_changes_sides(house, stations):
    """Whose own seat it is never stands among the colleagues."""
    house.story.signs_in("A00002", "1002", (OPERATOR,))
    house.tell()
    house.story.member("QueueMemberRemoved", OPERATOR, "A00002", "1002")
    house.story.signs_in("A00001", "1002", (CONSULT,))
    house.tell()
    assert stations.entries(BOB)["colleagues/1002"]["agent"] == "A00001"
    assert "colleagues/1002" not in stations.entries(ALICE)


async def test_what_only_the_platform_knows_stands_beside_the_state(house, stations):
    house.story.signs_in("A00001", "1001", (CONSULT,))
    house.story.pauses("meal")
    house.roster.stands(
        "A00001", Standing(by=By(ByKind.SUPERVISOR, "p", "班长 赵"), unwell="tab_asleep", wrap_up_until_us=9)
    )
    house.tell()
    me = stations.entries(ALICE)["me"]
    assert (me["state"], me["reason"], me["by"]) == (
        "on_break",
        "meal",
        {"kind": "supervisor", "name": "班长 赵"},
    )
    assert (me["unwell"], me["wrap_up_until_us"]) == ("tab_asleep", None)


async def test_who_is_no_agent_has_a_topic_that_says_so(house, stations):
    await stations.open("station/supervisor")
    assert stations.entries("supervisor") == {"notices": [], "me": None}
