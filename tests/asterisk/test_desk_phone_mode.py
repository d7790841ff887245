"""A desk phone driven from the page, over AMI: one that obeys NOTIFY, and baresip, which does not."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
from asterisk_server import Server
from baresip_phone import BaresipPhone
from conftest import COMPANY, Floor
from obedient_phone import ObedientPhone
from phone_bench import PhoneBench, phone_bench
from talking import CALLER, COLLEAGUE, HOLD, SEAT, hears

from callcenter.seats.desk_phone.service import NoCallOnPhone, NoConsult, PhoneDoesNotObey
from callcenter.telephony.agent_state import AgentState
from fakes.free_ports import free_port
from fakes.patience import PATIENCE, eventually

pytestmark = pytest.mark.asterisk

CODE, COLLEAGUES = "1017", "1018"
DESK = f"{COMPANY}-{CODE}-desk"


@pytest.fixture
async def bench(server: Server, tmp_path: Path) -> AsyncIterator[PhoneBench]:
    async with phone_bench(server, tmp_path) as bench:
        await bench.sit(CODE, "desk")
        yield bench


async def until(bench: PhoneBench, state: AgentState, *, seconds: float = PATIENCE) -> None:
    async with asyncio.timeout(seconds):
        await bench.watch.until(lambda floor: (floor.entry(f"seats/{CODE}") or {}).get("state") == state)


async def obedient(floor: Floor) -> ObedientPhone:
    phone = await ObedientPhone.open("127.0.0.1", floor.server.address, hertz=SEAT)
    floor.phones.append(phone)
    assert await phone.register(DESK, f"pw-{DESK}") == 200
    floor.sign_in(CODE, "A00001", "consult")
    assert isinstance(phone, ObedientPhone)
    return phone


async def asterisk_hears_it_ring(floor: Floor) -> None:
    """Only then a NOTIFY finds the dialog; a person is slower than the 180 that makes it."""
    mine = re.compile(rf"^PJSIP/{COMPANY}-{CODE}-desk-[^!]*!.*!Ringing!", re.MULTILINE)
    await floor.server.until(lambda: mine.search(floor.server.cli("core show channels concise")))


async def test_a_phone_that_obeys(floor: Floor, bench: PhoneBench) -> None:
    phone, desks, alice = await obedient(floor), bench.desks, bench.alice
    with pytest.raises(NoCallOnPhone):
        await desks.answer(alice)
    caller = await floor.dial_queue(floor.number(), hertz=CALLER)
    ring = await phone.rung()
    await until(bench, AgentState.RINGING)
    await asterisk_hears_it_ring(floor)
    await desks.answer(alice)
    await asyncio.gather(hears(caller, SEAT), hears(ring, CALLER))
    await desks.hold(alice)
    await hears(caller, HOLD)
    await desks.resume(alice)
    await asyncio.gather(hears(caller, SEAT), hears(ring, CALLER))
    with pytest.raises(NoConsult):
        await desks.three_way(alice)
    await desks.hang_up(alice)
    await ring.until_ended()


async def test_a_blind_transfer_from_the_page(floor: Floor, bench: PhoneBench) -> None:
    phone = await obedient(floor)
    colleague = await floor.seat(COLLEAGUES, "A00018", "aftersales", hertz=COLLEAGUE)
    caller = await floor.dial_queue(floor.number(), hertz=CALLER)
    ring = await phone.rung()
    await until(bench, AgentState.RINGING)
    await bench.desks.answer(bench.alice)
    await hears(caller, SEAT)
    await bench.desks.transfer(bench.alice, to=COLLEAGUES)
    second = await colleague.rung()
    second.answer()
    await asyncio.gather(hears(caller, COLLEAGUE), hears(second, CALLER))
    await ring.until_ended()


async def test_three_in_a_talk_from_the_page(floor: Floor, bench: PhoneBench) -> None:
    phone = await obedient(floor)
    colleague = await floor.seat(COLLEAGUES, "A00018", "aftersales", hertz=COLLEAGUE)
    caller = await floor.dial_queue(floor.number(), hertz=CALLER)
    ring = await phone.rung()
    await until(bench, AgentState.RINGING)
    await bench.desks.answer(bench.alice)
    await hears(caller, SEAT)
    ring.hold()
    await hears(caller, HOLD)
    ours = await phone.call(COLLEAGUES, user=DESK)
    second = await colleague.rung()
    second.answer()
    await asyncio.gather(hears(ours, COLLEAGUE), hears(second, SEAT))
    await bench.desks.three_way(bench.alice)
    ring.resume()
    await asyncio.gather(
        hears(caller, SEAT, COLLEAGUE), hears(second, CALLER, SEAT), hears(ring, CALLER, COLLEAGUE)
    )


async def test_baresip(floor: Floor, bench: PhoneBench, tmp_path: Path) -> None:
    """Its keys are pressed by its remote control; what the page does to it goes over AMI."""
    server, folder = floor.server, tmp_path / "baresip"
    folder.mkdir()
    phone = BaresipPhone.plugged_in(
        folder,
        account=DESK,
        password=f"pw-{DESK}",
        port=server.house.network.sip_port,
        control=free_port(),
        hertz=SEAT,
    )
    try:
        await bench.until_registered(DESK)
        floor.sign_in(CODE, "A00001", "consult")
        colleague = await floor.seat(COLLEAGUES, "A00018", "aftersales", hertz=COLLEAGUE)
        caller = await floor.dial_queue(floor.number(), hertz=CALLER)
        await until(bench, AgentState.RINGING)
        with pytest.raises(PhoneDoesNotObey):
            await bench.hasty.answer(bench.alice)

        async def talks() -> bool:
            # Pressed before it rings over there, the key does nothing.
            await asyncio.to_thread(phone.press, "accept")
            with suppress(TimeoutError):
                await until(bench, AgentState.TALKING, seconds=2)
                return True
            return False

        await eventually(talks)
        await hears(caller, SEAT)
        await asyncio.to_thread(phone.press, "hold")
        await until(bench, AgentState.HOLDING)
        await hears(caller, HOLD)
        await asyncio.to_thread(phone.press, "resume")
        await until(bench, AgentState.TALKING)
        await hears(caller, SEAT)
        await bench.desks.transfer(bench.alice, to=COLLEAGUES)
        second = await colleague.rung()
        second.answer()
        await asyncio.gather(hears(caller, COLLEAGUE), hears(second, CALLER))
    finally:
        await asyncio.to_thread(phone.switch_off)
