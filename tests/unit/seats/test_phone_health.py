"""Phones watched over time: told once when one falls ill, told again when it is well."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from callcenter.kit.clock import SECOND
from callcenter.seats.models import Sitting
from callcenter.seats.softphone.health import PhoneHealth
from callcenter.seats.softphone.softphone import Microphone, PhoneTrouble, Report
from callcenter.telephony.ami.errors import LinkLost

pytestmark = pytest.mark.unit

WEB = "demo01-1001-web"
SITTING = Sitting(client_company_id="demo01", agent_id="A00001", seat="1001", phone="web", from_us=1)


@dataclass
class Bench:
    now: int = 1_763_764_000 * SECOND
    known: bool = True
    registered: set[str] = field(default_factory=lambda: {WEB})
    told: list[tuple[str, str]] = field(default_factory=list)
    down: bool = False

    def __post_init__(self):
        self.health = PhoneHealth(self, self)
        self.health.watch(SITTING)

    def now_us(self):
        return self.now

    def is_registered(self, endpoint):
        return endpoint in self.registered

    def channels_of(self, endpoint):
        return []

    def state_at(self, seat):
        return None

    def call_at(self, seat):
        return None

    async def until_unregistered(self, endpoint):
        raise AssertionError

    async def until_state(self, seat, holds):
        raise AssertionError

    async def unwell(self, agent_id, why):
        if self.down:
            raise LinkLost
        self.told.append((agent_id, why))

    async def well_again(self, agent_id):
        self.told.append((agent_id, "well"))

    async def second(self, **said):
        """One second later; with `said`, the page spoke in it."""
        self.now += SECOND
        if said:
            given: dict[str, Any] = {
                "registered": True,
                "microphone": Microphone.OK,
                "hidden": False,
                "in_call": False,
            }
            self.health.hear(WEB, Report(self.now, **(given | said)))
        await self.health.look(self)


async def test_a_registration_that_is_lost_is_told_once_and_its_return_too():
    bench = Bench()
    await bench.second(registered=True)
    bench.registered.clear()
    for _ in range(14):
        await bench.second(registered=True)
    assert bench.told == [("A00001", "well"), ("A00001", PhoneTrouble.REGISTRATION_LOST)]
    assert bench.health.trouble_at(WEB) is PhoneTrouble.REGISTRATION_LOST
    bench.registered.add(WEB)
    await bench.second(registered=True)
    assert bench.told[2:] == [("A00001", "well")]


async def test_the_page_may_know_of_a_lost_registration_before_asterisk_does():
    bench = Bench()
    for _ in range(12):
        await bench.second(registered=False)
    assert bench.told == [("A00001", PhoneTrouble.REGISTRATION_LOST)]


async def test_nobody_is_blamed_while_the_link_is_down():
    bench = Bench(known=False)
    for _ in range(120):
        await bench.second()
    assert bench.told == []
    bench.known = True
    for _ in range(14):
        await bench.second()
    assert bench.told == []
    await bench.second()
    await bench.second()
    assert bench.told == [("A00001", PhoneTrouble.TAB_ASLEEP)]


async def test_a_broken_link_makes_nobody_well():
    bench = Bench()
    bench.registered.clear()
    for _ in range(12):
        await bench.second(registered=True)
    bench.known = False
    for _ in range(30):
        await bench.second(registered=True)
    bench.known = True
    for _ in range(12):
        await bench.second(registered=True)
    assert bench.told == [("A00001", PhoneTrouble.REGISTRATION_LOST)]
    bench.registered.add(WEB)
    await bench.second(registered=True)
    assert bench.told[1:] == [("A00001", "well")]


async def test_what_could_not_be_told_is_told_at_the_next_look():
    bench = Bench(down=True)
    await bench.second(microphone=Microphone.DEAD)
    assert bench.told == []
    bench.down = False
    await bench.second()
    assert bench.told == [("A00001", PhoneTrouble.MICROPHONE_DEAD)]


async def test_what_an_earlier_process_told_is_put_right_once_the_phone_is_proven():
    bench = Bench()
    await bench.second()
    assert bench.told == []
    for _ in range(3):
        await bench.second(registered=True)
    assert bench.told == [("A00001", "well")]


async def test_who_got_up_is_not_watched():
    bench = Bench()
    bench.health.forget(SITTING)
    for _ in range(20):
        await bench.second()
    assert bench.told == []
