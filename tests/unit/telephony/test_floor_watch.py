import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from callcenter.kit.clock import SystemClock
from callcenter.live import Topic
from callcenter.telephony.ami.facts import LinkState
from callcenter.telephony.ami.link import AmiLink
from callcenter.telephony.floor.floor import Floor
from callcenter.telephony.floor.rebuild import STATUS_VARIABLES
from callcenter.telephony.floor.watch import FloorWatch
from callcenter.telephony.live_topics import floor_topic
from fakes.ami_bench import new_link
from fakes.fake_ami import Action, FakeAmi, FakeSession
from fakes.floor_bench import ARRIVAL, CALL, CALLER, CONSULT, PLAN, KnownAgents, by_mask
from fakes.patience import PATIENCE

pytestmark = pytest.mark.unit

MEMBER = {
    "Event": "QueueMember",
    "Queue": CONSULT,
    "Name": "A00001",
    "Location": "PJSIP/demo01-1001-desk",
    "Paused": "0",
}


@dataclass
class Bench:
    server: FakeAmi
    link: AmiLink
    watch: FloorWatch
    topic: Topic

    async def until(self, key: str, **expected: object) -> None:
        async with asyncio.timeout(PATIENCE):
            while True:
                entry = self.topic.entries.get(key) or {}
                if all(entry.get(name) == value for name, value in expected.items()):
                    return
                await asyncio.sleep(0.01)


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    async with FakeAmi() as server:

        async def settings(session: FakeSession, action: Action) -> None:
            session.reply(action, AsteriskVersion="22.10.1+dfsg+~cs6.17")

        async def members(session: FakeSession, action: Action) -> None:
            session.reply_list(action, [MEMBER])

        async def nothing(session: FakeSession, action: Action) -> None:
            session.reply_list(action, [])

        server.replies |= {
            "CoreSettings": settings,
            "QueueStatus": members,
            "Status": nothing,
            "DeviceStateList": nothing,
        }
        link, topic = new_link(server), floor_topic()
        watch = FloorWatch(link, Floor(PLAN, identify=by_mask, roster=KnownAgents()), topic, SystemClock())
        running = asyncio.create_task(watch.run())
        link.start()
        yield Bench(server, link, watch, topic)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await link.close()


async def test_the_floor_is_live_only_after_the_lists_came(bench: Bench):
    await bench.until("link", state="live", epoch=1, asterisk="22.10.1")
    assert bench.watch.live.is_set()
    assert bench.topic.entries["seats/1001"]["state"] == "ready"
    assert bench.server.named("Status")[0]["variables"] == ",".join(STATUS_VARIABLES)


async def test_lists_that_do_not_come_are_asked_for_again(bench: Bench):
    answer = bench.server.replies["QueueStatus"]

    async def once_silent(session: FakeSession, action: Action) -> None:
        bench.server.replies["QueueStatus"] = answer

    bench.server.replies["QueueStatus"] = once_silent
    await bench.until("link", state="live")
    assert len(bench.server.named("QueueStatus")) == 2


async def test_events_reach_the_topic(bench: Bench):
    await bench.until("link", state="live")
    bench.server.session.send(
        {**CALLER, "Event": "Newchannel", "Context": "from-trunk", "Exten": "4000000001"}
    )
    await bench.until(f"calls/{CALL}", state="ivr", hotline="4000000001")


async def test_a_lost_link_is_shown_and_the_next_epoch_rebuilds(bench: Bench):
    await bench.until("link", state="live")
    bench.server.session.send(
        {**CALLER, "Event": "Newchannel", "Context": "from-trunk", "Exten": "4000000001"}
    )
    await bench.until(f"calls/{CALL}", state="ivr")
    await bench.server.stop()
    await bench.until("link", state="lost")
    assert not bench.watch.live.is_set()
    await bench.server.start()
    await bench.until("link", state="live", epoch=2)
    assert f"calls/{CALL}" not in bench.topic.entries


async def test_a_refused_login_is_shown(bench: Bench):
    await bench.until("link", state="live")
    bench.server.refuses_login = True
    bench.server.session.drop()
    await bench.until("link", state="refused")


class TestP7AFailingConsumer:
    async def test_costs_one_event_and_neither_the_link_nor_the_watch(
        self, bench: Bench, monkeypatch: pytest.MonkeyPatch
    ):
        await bench.until("link", state="live")
        apply = bench.watch.floor.apply

        def failing(event):
            if event.fields.get("uniqueid") == "bad":
                raise KeyError("a bug")
            return apply(event)

        monkeypatch.setattr(bench.watch.floor, "apply", failing)
        bench.server.session.send({"Event": "Hangup", "Uniqueid": "bad"})
        bench.server.session.send(ARRIVAL)
        await bench.until(f"calls/{CALL}", state="ivr")
        assert bench.link.state is LinkState.LIVE
        assert bench.watch.failures == {"Hangup": 1}
        assert [event.name for event in bench.watch.dead_letters] == ["Hangup"]
