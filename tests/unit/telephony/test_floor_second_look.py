"""Ten seconds after a rebuild (here: a blink) Asterisk's lists must still agree with the floor."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest
from prometheus_client import CollectorRegistry

from callcenter.kit.clock import SystemClock
from callcenter.live import Topic
from callcenter.telephony.ami.link import AmiLink
from callcenter.telephony.floor.floor import Floor
from callcenter.telephony.floor.metrics import FloorMetrics
from callcenter.telephony.floor.watch import FloorWatch
from callcenter.telephony.live_topics import floor_topic
from fakes.ami_bench import new_link
from fakes.fake_ami import Action, FakeAmi, FakeSession
from fakes.floor_bench import ARRIVAL, CALL, CALLER, CONSULT, PLAN, KnownAgents, by_mask
from fakes.patience import PATIENCE

pytestmark = pytest.mark.unit

MEMBER = {"Event": "QueueMember", "Queue": CONSULT, "Name": "A00001", "Location": "PJSIP/demo01-1001-desk"}


@dataclass
class Bench:
    server: FakeAmi
    link: AmiLink
    watch: FloorWatch
    topic: Topic
    registry: CollectorRegistry
    channels: list[dict[str, str]] = field(default_factory=list)

    async def until(self, met: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE):
            while True:
                if met():
                    return
                await asyncio.sleep(0.005)

    async def looked(self) -> None:
        await self.until(lambda: self.watch.second_look.looks)

    def sample(self, name: str, **labels: str) -> float | None:
        return self.registry.get_sample_value(name, labels)


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    registry = CollectorRegistry()
    async with FakeAmi() as server:
        link, topic = new_link(server), floor_topic()
        watch = FloorWatch(
            link,
            Floor(PLAN, identify=by_mask, roster=KnownAgents()),
            topic,
            SystemClock(),
            second_look_after=0.05,
            settle=0.02,
        )
        FloorMetrics(registry, watch)
        bench = Bench(server, link, watch, topic, registry)

        async def members(session: FakeSession, action: Action) -> None:
            session.reply_list(action, [MEMBER])

        async def channels(session: FakeSession, action: Action) -> None:
            session.reply_list(action, bench.channels)

        async def nothing(session: FakeSession, action: Action) -> None:
            session.reply_list(action, [])

        server.replies |= {"QueueStatus": members, "Status": channels, "DeviceStateList": nothing}
        running = asyncio.create_task(watch.run())
        yield bench
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await link.close()


async def test_a_true_floor_is_looked_at_once(bench: Bench):
    bench.channels.append(CALLER)
    bench.link.start()
    await bench.looked()
    assert not bench.watch.second_look.differing
    assert not bench.watch.second_look.differences
    await asyncio.sleep(0.15)
    assert len(bench.server.named("Status")) == 2
    assert bench.sample("callcenter_floor_second_looks_total") == 1
    assert bench.sample("callcenter_floor_differing") == 0


async def test_a_call_whose_end_was_never_told_is_counted_and_taken_away(bench: Bench):
    bench.channels.append(CALLER)
    bench.link.start()
    await bench.until(lambda: f"calls/{CALL}" in bench.topic.entries)
    bench.channels.clear()
    await bench.looked()
    assert bench.watch.second_look.differences == {"calls": 1}
    await bench.until(lambda: f"calls/{CALL}" not in bench.topic.entries)
    # The rebuilt floor is looked at in its turn, and is true.
    await bench.until(lambda: bench.watch.second_look.looks == 2)
    assert not bench.watch.second_look.differing
    assert bench.sample("callcenter_floor_differences_total", kind="calls") == 1


async def test_an_event_that_overtook_the_lists_is_no_difference(bench: Bench):
    asked = 0

    async def last_of_the_lists(session: FakeSession, action: Action) -> None:
        nonlocal asked
        asked += 1
        session.reply_list(action, [])
        if asked == 1:
            bench.channels.append(CALLER)
        elif asked == 2:
            # The list that is compared has the call, the event about it comes right behind.
            session.send(ARRIVAL)

    bench.server.replies["DeviceStateList"] = last_of_the_lists
    bench.link.start()
    await bench.looked()
    assert not bench.watch.second_look.differences
    await bench.until(lambda: f"calls/{CALL}" in bench.topic.entries)


async def test_events_during_the_second_rebuild_are_not_lost(bench: Bench):
    other = "zz1-1763764000.9"
    bench.channels.append(CALLER)
    bench.link.start()
    await bench.until(lambda: f"calls/{CALL}" in bench.topic.entries)
    bench.channels.clear()
    asked = 0

    async def while_listed(session: FakeSession, action: Action) -> None:
        nonlocal asked
        asked += 1
        # A call arrives after the list of channels was made and before the other lists.
        session.reply_list(action, [])
        if asked == 3:
            session.send({**ARRIVAL, "Uniqueid": other, "Linkedid": other})

    bench.server.replies["Status"] = while_listed
    await bench.until(lambda: f"calls/{CALL}" not in bench.topic.entries)
    await bench.until(lambda: f"calls/{other}" in bench.topic.entries)


async def test_a_lost_link_ends_the_looking(bench: Bench):
    bench.link.start()
    await bench.until(lambda: bench.watch.live.is_set())
    await bench.server.stop()
    await bench.until(lambda: not bench.watch.live.is_set())
    await asyncio.sleep(0.15)
    assert bench.watch.second_look.looks == 0
    await bench.server.start()
    await bench.looked()


async def test_lists_that_do_not_come_are_asked_for_later(bench: Bench):
    bench.link.start()
    await bench.until(lambda: bench.watch.live.is_set())
    answer = bench.server.replies["DeviceStateList"]

    async def once_silent(session: FakeSession, action: Action) -> None:
        bench.server.replies["DeviceStateList"] = answer

    bench.server.replies["DeviceStateList"] = once_silent
    await bench.looked()
    assert not bench.watch.second_look.differing
