"""A seat whose network goes away in mid-call, for a moment and for longer; the house speaks HTTPS here."""

import asyncio
import shutil
from pathlib import Path

import pytest
from browser_sound import BERT_HERTZ, CALLER_HERTZ, SEAT_HERTZ
from playwright.async_api import expect
from seat_calls import caller_hears, talk, words
from seat_house import SeatHouse, running_seat_house
from seat_page import chromium, new_window, until
from sip_phone import Phone

from fakes.private_network import HERE_ADDRESS, FarSeat, far_seat, private_network

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

SHORT, LONG = 3.0, 20.0


def test_a_short_cut_keeps_the_call_and_a_long_one_brings_another_seat(tmp_path: Path) -> None:
    program = shutil.which("chromium")
    assert program, "Chromium is missing: apt-get install chromium"
    # Not in the loop of pytest: its sockets were opened outside.
    with (
        private_network(),
        far_seat() as far,
        running_seat_house(
            tmp_path,
            {"anna": "8001", "bert": "8002"},
            CALLCENTER_WEB_HOST=HERE_ADDRESS,
            CALLCENTER_SIP_HOST=HERE_ADDRESS,
        ) as house,
    ):
        script = far.running(program, tmp_path / "chromium-at-the-seat")
        asyncio.run(cut(house, far, str(script)))


async def cut(house: SeatHouse, far: FarSeat, program_there: str) -> None:
    # The certificate is of the installation's own authority, which these browsers were not given.
    trusting = "--ignore-certificate-errors"
    async with chromium(trusting, program=program_there) as there, chromium(trusting) as here:
        anna = await new_window(house, there)
        await anna.sign_in("anna")
        await anna.sit_by_page("1001")
        caller = await Phone.open("127.0.1.1", house.asterisk, hertz=CALLER_HERTZ)
        call = await talk(house, anna, caller)
        bert = await new_window(house, here, hertz=BERT_HERTZ)
        await bert.sign_in("bert")
        await bert.sit_by_page("1002")

        with far.cut_off():
            await asyncio.sleep(SHORT)
        await caller_hears(call, SEAT_HERTZ)
        await anna.hears(CALLER_HERTZ)
        await anna.shows("talking")
        assert "SEAT_LOST" not in words(house)

        with far.cut_off():
            over = asyncio.get_running_loop().time() + LONG
            await until(lambda: "SEAT_LOST" in words(house), "Asterisk does not notice the cut")
            await bert.shows("ringing")
            await bert.press("F2")
            await caller_hears(call, BERT_HERTZ)
            await asyncio.sleep(over - asyncio.get_running_loop().time())
        await anna.registered()
        await anna.shows_no_call()
        await expect(anna.page.locator(".phone-panel .notice")).to_contain_text("网络中断", timeout=15_000)
        await caller_hears(call, BERT_HERTZ)
        await bert.shows("talking")
        call.hang_up()
        await bert.is_in("wrap_up")
        await anna.leave()
        await bert.leave()
        caller.close()
