"""The link and the floor against a real Asterisk: what the pretend server of the unit tests claims, seen."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from types import MappingProxyType

import pytest
from asterisk_server import Server
from conftest import COMPANY, HOTLINE, make_server
from prometheus_client import CollectorRegistry
from sip_phone import Phone

from callcenter.kit.clock import SystemClock
from callcenter.live import Topic
from callcenter.routing.settings_model import Timings
from callcenter.seats.queue_members import Place, QueueMembers
from callcenter.telephony.ami.connections import AmiLinks, users
from callcenter.telephony.ami.deep_probe import DeepProbe, ProbeFailure
from callcenter.telephony.ami.errors import ActionRefused
from callcenter.telephony.ami.facts import AmiEvent, LinkState
from callcenter.telephony.ami.metrics import LinkMetrics
from callcenter.telephony.ami.settings import AmiPlace, Patience
from callcenter.telephony.floor.floor import Floor
from callcenter.telephony.floor.plan import AgentCard, FloorPlan
from callcenter.telephony.floor.watch import FloorWatch
from callcenter.telephony.live_topics import floor_topic
from fakes.floor_bench import by_mask
from fakes.patience import PATIENCE

pytestmark = pytest.mark.asterisk

CONSULT = f"{COMPANY}-consult"
AT_1001 = Place("A00001", CONSULT, f"PJSIP/{COMPANY}-1001-desk")
NUMBER = "13900009999"
OTHER_NUMBER = "13900008888"


class Nobody:
    def card(self, agent_id: str) -> AgentCard | None:
        return None


@dataclass
class Bench:
    server: Server
    links: AmiLinks
    watch: FloorWatch
    topic: Topic
    members: QueueMembers

    def entry(self, key: str) -> dict[str, object]:
        return self.topic.entries.get(key) or {}

    def present(self) -> frozenset[Place]:
        return frozenset(
            Place(agent, each.queue, each.interface, each.penalty)
            for agent, each in self.watch.floor.memberships()
        )

    def calls(self) -> list[dict[str, object]]:
        return [value for key, value in self.topic.entries.items() if key.startswith("calls/")]

    async def until(self, met: Callable[[], object]) -> None:
        await self.server.until(met)

    async def until_call(self, state: str) -> dict[str, object]:
        await self.until(lambda: [call for call in self.calls() if call["state"] == state])
        return self.calls()[0]


def without_times(entry: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in entry.items() if not name.endswith("_us")}


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Its own, because these tests stop and restart it."""
    # Long enough to be seen by a test that is late on a busy machine.
    timings = Timings(wrap_up_limit_seconds=6, survey_wait_seconds=6, qualify_seconds=600)
    server = make_server(tmp_path_factory.mktemp("ami"), timings=timings)
    yield server
    server.stop()


@pytest.fixture
async def bench(own_server: Server) -> AsyncIterator[Bench]:
    house = own_server.house
    links = AmiLinks(
        place=AmiPlace(house.network.ami_host, house.network.ami_port),
        users=users(events="events", actions="actions", config="config"),
        clock=SystemClock(),
        metrics=LinkMetrics(CollectorRegistry()),
        patience=Patience(ping_every=0.5, pong=5.0, retry_first=0.2, retry_most=0.5),
    )
    plan = FloorPlan(
        company=COMPANY,
        seats=tuple(seat.code for seat in house.seats),
        queues={queue.name: queue.name_zh for queue in house.queues},
        trunks=tuple(trunk.endpoint for trunk in house.trunks),
    )
    topic = floor_topic()
    floor = Floor(plan, identify=by_mask, roster=Nobody())
    watch = FloorWatch(links.events, floor, topic, SystemClock(), second_look_after=3.0)
    watching = asyncio.create_task(watch.run())
    links.start()
    async with asyncio.timeout(PATIENCE):
        await watch.live.wait()
        await links.actions.until(LinkState.LIVE)
        await links.config.until(LinkState.LIVE)
    yield Bench(own_server, links, watch, topic, QueueMembers(links.actions))
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    await links.close()


@pytest.fixture
async def seat(bench: Bench) -> AsyncIterator[Phone]:
    phone = await Phone.open("127.0.0.1", bench.server.address, hertz=1000)
    endpoint = f"{COMPANY}-1001-desk"
    assert await phone.register(endpoint, f"pw-{endpoint}") == 200
    await bench.until(lambda: bench.entry("seats/1001")["registered"])
    yield phone
    phone.close()


@pytest.fixture
async def caller(bench: Bench) -> AsyncIterator[Phone]:
    phone = await Phone.open("127.0.1.1", bench.server.address)
    yield phone
    phone.close()


async def test_three_users_log_in_and_the_lists_come(bench: Bench) -> None:
    assert bench.entry("link")["state"] == "live"
    assert str(bench.entry("link")["asterisk"]).startswith("22.")
    assert set(bench.topic.entries) >= {f"queues/{CONSULT}", "seats/1001", "trunks/trunk-main"}


async def test_the_deep_probe_is_answered_on_the_configuration_link(bench: Bench) -> None:
    metrics = LinkMetrics(CollectorRegistry())
    probe = DeepProbe(bench.links.config, CONSULT, clock=SystemClock(), metrics=metrics)
    await probe.probe()
    assert probe.failure is None
    missing = DeepProbe(bench.links.config, "no-such-queue", clock=SystemClock(), metrics=metrics)
    await missing.probe()
    assert missing.failure is ProbeFailure.QUEUE_MISSING
    assert bench.links.config.state is LinkState.LIVE


async def test_the_second_look_finds_what_an_event_forgot_and_nothing_else(
    bench: Bench, seat: Phone, caller: Phone
) -> None:
    await bench.members.add(AT_1001)
    call = await caller.call(HOTLINE, user=OTHER_NUMBER)
    await bench.until_call("ivr")
    look = bench.watch.second_look
    await bench.until(lambda: look.looks >= 1)
    assert not look.differences, "a call in the menu and an agent who signed in meanwhile are no difference"

    # The same link again, and a floor that heard of a hang-up which never was.
    bench.links.events._connection.close()  # type: ignore[union-attr]
    await bench.until(lambda: bench.links.events.epoch == 2 and bench.watch.live.is_set())
    call_id = str(bench.calls()[0]["call_id"])
    untrue = MappingProxyType({"event": "Hangup", "uniqueid": call_id, "linkedid": call_id})
    bench.watch.floor.apply(AmiEvent("Hangup", untrue, 2, 0, SystemClock().now_us(), 0.0))
    assert bench.watch.floor.take_changed()
    assert bench.watch.floor.entry(f"calls/{call_id}") is None
    await bench.until(lambda: look.looks >= 2)
    assert look.differences["calls"] == 1
    await bench.until(lambda: look.looks >= 3 and not look.differing)
    await bench.until(lambda: [shown["hotline"] for shown in bench.calls()] == [HOTLINE])
    call.hang_up()
    await bench.until(lambda: not bench.calls())
    await bench.members.remove(AT_1001)


async def test_members_are_added_paused_and_removed(bench: Bench, seat: Phone) -> None:
    await bench.members.add(AT_1001)
    await bench.until(lambda: bench.entry("seats/1001")["state"] == "ready")
    await bench.members.add(AT_1001)
    pause = {"Queue": CONSULT, "Interface": AT_1001.interface, "Paused": "true", "Reason": "lunch"}
    await bench.links.actions.act("QueuePause", pause)
    await bench.until(lambda: bench.entry("seats/1001")["reason"] == "lunch")
    await bench.until(lambda: bench.entry("seats/1001")["state"] == "on_break")

    await bench.members.note("A00001", "SIGNED_IN", 1_763_764_000_000_001, "1001", "desk")
    written = ["A00001", "SIGNED_IN", "1763764000000001", "1001", "desk"]
    await bench.until(lambda: any(line[3:8] == written for line in bench.server.queue_log()))

    await bench.members.remove(AT_1001)
    await bench.until(lambda: bench.entry("seats/1001")["state"] == "signed_out")
    await bench.members.remove(AT_1001)
    with pytest.raises(ActionRefused):
        await bench.links.actions.act("QueueAdd", {"Queue": "no-such-queue", "Interface": "PJSIP/x"})


async def test_a_call_is_seen_from_its_arrival_to_its_end(bench: Bench, seat: Phone, caller: Phone) -> None:
    await bench.members.add(AT_1001)
    call = await caller.call(HOTLINE, user=NUMBER)
    await bench.until_call("ivr")
    told = (HOTLINE, True, "139****9999")
    # A call is shown with its first event; who calls is told with the next ones.
    await bench.until(
        lambda: (
            [(shown["hotline"], shown["demo"], shown["caller_masked"]) for shown in bench.calls()] == [told]
        )
    )
    await bench.server.said(NUMBER, "RECORDING_STARTED")
    call.press("1")
    ring = await seat.rung()
    shown = await bench.until_call("ringing")
    assert (shown["queue"], shown["agent"], shown["seat"]) == (CONSULT, "A00001", "1001")
    await bench.until(lambda: bench.entry(f"queues/{CONSULT}")["waiting"] == 1)
    ring.answer()
    await bench.until_call("talking")
    await bench.until(lambda: bench.entry("seats/1001")["state"] == "talking")
    await bench.until(lambda: bench.entry(f"queues/{CONSULT}")["waiting"] == 0)

    # Asterisk's own lists say the same as the events did.
    before = bench.topic.entries
    lists = await bench.watch._ask(anew=False)
    bench.watch.floor.take_changed()
    bench.watch.floor.rebuild(lists, SystemClock().now_us())
    changed = bench.watch.floor.take_changed()
    assert {key: (before.get(key), bench.watch.floor.entry(key)) for key in changed} == {}
    anew = Floor(bench.watch.floor.plan, identify=by_mask, roster=Nobody())
    anew.rebuild(lists, SystemClock().now_us())
    found = anew.entries()
    for key in (f"calls/{shown['call_id']}", "seats/1001", f"queues/{CONSULT}"):
        assert without_times(found[key]) == without_times(before[key])

    ring.hold()
    await bench.until(lambda: bench.entry("seats/1001")["state"] == "holding")
    started_in_mid_hold = Floor(bench.watch.floor.plan, identify=by_mask, roster=Nobody())
    started_in_mid_hold.rebuild(await bench.watch._ask(anew=False), SystemClock().now_us())
    held = started_in_mid_hold.entry("seats/1001")
    assert held is not None
    assert held["state"] == "holding"

    ring.hang_up()
    await bench.until_call("survey")
    await bench.until(lambda: bench.entry("seats/1001")["state"] == "wrap_up")
    await call.until_ended()
    await bench.until(lambda: not bench.calls())
    await bench.until(lambda: bench.entry("seats/1001")["state"] == "ready")
    assert not bench.watch.failures
    assert not bench.watch.floor.unexpected
    await bench.members.remove(AT_1001)


async def test_a_stopped_asterisk_is_noticed_and_found_again(bench: Bench) -> None:
    assert bench.server.process is not None
    os.kill(bench.server.process.pid, signal.SIGSTOP)
    try:
        await bench.until(lambda: bench.entry("link")["state"] == "lost")
    finally:
        os.kill(bench.server.process.pid, signal.SIGCONT)
    await bench.until(lambda: bench.entry("link")["state"] == "live")
    assert bench.links.events.epoch == 2


async def test_a_restart_is_a_new_epoch_with_a_floor_of_its_own(
    bench: Bench, seat: Phone, caller: Phone
) -> None:
    await bench.members.add(AT_1001)
    await caller.call(HOTLINE, user=NUMBER)
    await bench.until_call("ivr")
    bench.server.kill()
    await bench.until(lambda: bench.entry("link")["state"] == "lost")
    assert bench.calls(), "what was last known stays on the page, with the link shown as lost"
    bench.server.start()
    await bench.until(lambda: bench.entry("link")["state"] == "live")
    assert bench.calls() == []
    # Killed within a second of the sign-in, Asterisk has forgotten the member; the platform has not.
    await bench.links.actions.until(LinkState.LIVE)
    await bench.members.reconcile(frozenset({AT_1001}), bench.present(), {})
    await bench.until(lambda: bench.entry("seats/1001")["agent"] == "A00001")
    await bench.members.reconcile(frozenset(), bench.present(), {})
    await bench.until(lambda: bench.entry("seats/1001")["agent"] is None)


async def test_a_wrong_secret_is_its_own_state(own_server: Server) -> None:
    network = own_server.house.network
    links = AmiLinks(
        place=AmiPlace(network.ami_host, network.ami_port),
        users=users(events="wrong", actions="actions", config="config"),
        clock=SystemClock(),
        metrics=LinkMetrics(CollectorRegistry()),
    )
    links.start()
    async with asyncio.timeout(PATIENCE):
        await links.events.until(LinkState.REFUSED)
    await links.close()
