"""Asterisk restarted under signed-in agents: their pages say so, and come back to what they were."""

import asyncio
from pathlib import Path

import pytest
from browser_sound import CALLER_HERTZ
from playwright.async_api import expect
from seat_calls import talk
from seat_house import prepared_seat_house, running, wait_until_answered
from seat_page import SeatPage, chromium, new_window
from sip_phone import Phone

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]


async def rest(seat: SeatPage, key: str) -> None:
    await seat.press("F9")
    await expect(seat.page.locator(".break-menu")).to_be_visible()
    await seat.press(key)
    await seat.is_in("on_break")


async def test_states_are_what_they_were(tmp_path: Path) -> None:
    house = await asyncio.to_thread(prepared_seat_house, tmp_path, {"anna": "8001", "bert": "8002"})
    with running(house, "serve"):
        async with chromium() as browser:
            with running(house, "asterisk"):
                await asyncio.to_thread(wait_until_answered, house, "/readyz")
                anna, bert = await new_window(house, browser), await new_window(house, browser)
                await anna.sign_in("anna")
                await anna.sit_by_page("1001")
                await bert.sign_in("bert")
                await bert.sit_by_page("1002")
                await rest(bert, "2")
            alarm = anna.page.locator(".bar-detail .alarm")
            await expect(alarm).to_contain_text("连接中断")
            with running(house, "asterisk"):
                await expect(alarm).to_have_count(0, timeout=60_000)
                await anna.registered()
                await anna.is_in("ready")
                await bert.registered()
                await bert.is_in("on_break")
                await expect(bert.page.locator(".state-bar .word")).to_have_text("就餐")
                caller = await Phone.open("127.0.1.1", house.asterisk, hertz=CALLER_HERTZ)
                call = await talk(house, anna, caller)
                await anna.hears(CALLER_HERTZ)
                call.hang_up()
                await anna.is_in("wrap_up")
                await anna.leave()
                await bert.leave()
                caller.close()
