"""Credentials that the platform issues, at a real Asterisk: over its WebSocket, and in mid-call."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from asterisk_server import Server
from conftest import COMPANY, Floor
from phone_bench import PhoneBench, phone_bench
from sip_phone import Phone
from sip_recording import strongest
from web_phone import WebPhone

from callcenter.seats.phone_database import SEAT_PHONE
from callcenter.tenancy import Scope

pytestmark = pytest.mark.asterisk

WEB = f"{COMPANY}-1015-web"
DESK = f"{COMPANY}-1016-desk"
# 8000 samples of two bytes in each of two channels
SECOND_OF_SOUND = 32_000
TAB = "page-of-alice"


@pytest.fixture
async def bench(server: Server, tmp_path: Path) -> AsyncIterator[PhoneBench]:
    async with phone_bench(server, tmp_path) as bench:
        yield bench


def named(server: Server, seat: str) -> bool:
    return f"/{SEAT_PHONE}/{COMPANY}-{seat}" in server.cli(f"database show {SEAT_PHONE}")


async def test_a_page_registers_is_renewed_and_is_out_after_the_sign_out(
    server: Server, bench: PhoneBench
) -> None:
    sitting = await bench.sit("1015", "web")
    assert named(server, "1015")
    issued = await bench.softphones.issue(bench.alice, tab=TAB)
    assert issued.endpoint == WEB
    async with await WebPhone.open(server.house.network.ws_port, WEB) as page:
        assert await page.register("guessed") == 401
        assert await page.register(issued.password) == 200
        await bench.until_registered(WEB)
        renewed = await bench.softphones.issue(bench.alice, tab=TAB)
        assert bench.watch.floor.is_registered(WEB)
        assert await page.register(issued.password) == 401
        assert await page.register(renewed.password) == 200

        await bench.get_up(sitting)
        assert await page.register(renewed.password, seconds=0) == 200
        await bench.softphones.close()
        assert not bench.watch.floor.is_registered(WEB)
        assert await page.register(renewed.password) == 401
    assert not named(server, "1015")


async def test_a_page_that_is_gone_leaves_nothing_that_rings(server: Server, bench: PhoneBench) -> None:
    sitting = await bench.sit("1015", "web")
    issued = await bench.softphones.issue(bench.alice, tab=TAB)
    page = await WebPhone.open(server.house.network.ws_port, WEB)
    assert await page.register(issued.password) == 200
    await bench.until_registered(WEB)
    await bench.get_up(sitting)
    await bench.softphones.close()
    await server.until(lambda: WEB not in server.cli("pjsip show contacts"))
    assert await page.register(issued.password) == 401
    await page.close()


async def test_a_closed_connection_is_a_lost_registration(server: Server, bench: PhoneBench) -> None:
    await bench.sit("1015", "web")
    issued = await bench.softphones.issue(bench.alice, tab=TAB)
    async with await WebPhone.open(server.house.network.ws_port, WEB) as page:
        assert await page.register(issued.password) == 200
        await bench.until_registered(WEB)
    await bench.until_registered(WEB, there=False)


async def test_the_names_of_seats_are_put_right_after_an_epoch(server: Server, bench: PhoneBench) -> None:
    server.cli(f"database put {SEAT_PHONE} {COMPANY}-1017 desk")
    await bench.sit("1015", "web")
    server.cli(f"database del {SEAT_PHONE} {COMPANY}-1015")
    await bench.upkeep.put_right(Scope.of(COMPANY))
    assert named(server, "1015")
    assert not named(server, "1017")


async def test_a_call_goes_on_when_its_credential_ends(floor: Floor, bench: PhoneBench) -> None:
    """A phone with sound stands in for the browser: what Asterisk asks for is the same."""
    server, number = floor.server, floor.number()
    await bench.asterisk.put_credential(DESK, "issued-for-this-call")
    phone = await Phone.open("127.0.0.1", server.address, hertz=1000)
    floor.phones.append(phone)
    assert await phone.register(DESK, "issued-for-this-call") == 200
    floor.sign_in("1016", "A00016", "consult")
    caller = await floor.dial_queue(number, hertz=440)
    ring = await phone.rung()
    ring.answer()
    await server.until(lambda: "BRIDGE_ENTER" in [row["eventtype"] for row in server.rows(number)])

    await bench.asterisk.drop_credential(DESK)
    assert await phone.register(DESK, "issued-for-this-call") == 401
    recording = server.house.folders.recordings / f"{server.call_id(number)}.raw"
    before = recording.stat().st_size
    await server.until(lambda: recording.stat().st_size > before + 2 * SECOND_OF_SOUND)

    def both_are_heard() -> bool:
        written = recording.read_bytes()
        from_caller, to_caller = strongest(written[len(written) // 4 * 4 - SECOND_OF_SOUND :])
        return from_caller == 440 and 1000 in to_caller

    await server.until(both_are_heard)
    assert not ring.ended.is_set()
    caller.hang_up()
    await floor.over(number)
