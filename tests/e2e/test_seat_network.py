"""A seat whose network goes away in mid-call, for a moment and for longer.

The house is its own authority here and speaks HTTPS, to browsers that trust nobody else.
"""

import asyncio
import shutil
from pathlib import Path

import pytest
from browser_sound import BERT_HERTZ, CALLER_HERTZ, SEAT_HERTZ
from browser_trust import home_that_trusts
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_pem_x509_certificate
from playwright.async_api import Error, WebSocketRoute, expect
from seat_calls import caller_hears, talk, words
from seat_house import SeatHouse, running_seat_house
from seat_page import SeatPage, chromium, new_window, until
from sip_phone import Phone

from fakes.private_network import HERE_ADDRESS, FarSeat, far_seat, private_network

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

SHORT, LONG = 2.0, 20.0
# Not the test's tone: what the browser itself gives a page.
_MICROPHONE = """async () => {
  const stream = await MediaDevices.prototype.getUserMedia.call(navigator.mediaDevices, { audio: true })
  const [track] = stream.getAudioTracks()
  const state = track.readyState
  track.stop()
  return state
}"""


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
        asyncio.run(cut(house, far, str(script), tmp_path / "home"))


async def authority_from_its_page(house: SeatHouse) -> bytes:
    """As on a computer that does not trust the installation yet: past the browser's warning once."""
    async with chromium() as stranger:
        page = await stranger.new_page()
        with pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
            await page.goto(house.address)
        context = await stranger.new_context(ignore_https_errors=True)
        page = await context.new_page()
        await page.goto(f"{house.address}/ca")
        await expect(page.locator("a.get")).to_have_attribute("href", "/api/ca.crt")
        file = await (await page.request.get(f"{house.address}/api/ca.crt", ignore_https_errors=True)).body()
        digest = load_pem_x509_certificate(file).fingerprint(SHA256()).hex(":").upper()
        await expect(page.locator("code")).to_have_text(digest)
        return file


async def a_phone_that_is_never_reached_says_what_to_do(seat: SeatPage) -> None:
    """A certificate that is not trusted ends a WSS connection without a word."""

    async def refuse(route: WebSocketRoute) -> None:
        await route.close()

    page = await seat.context.new_page()
    await page.route_web_socket(lambda address: address.endswith("/ws"), refuse)
    await page.goto(f"{seat.house.address}/station")
    line = page.locator("[data-registration=lost]")
    await expect(line.get_by_role("alert")).to_contain_text("没有信任本系统的证书")
    await expect(line.get_by_role("link")).to_have_attribute("href", "/ca")
    await page.close()


async def cut(house: SeatHouse, far: FarSeat, program_there: str, home: Path) -> None:
    home = home_that_trusts(home, await authority_from_its_page(house))
    async with chromium(program=program_there, home=home) as there, chromium(home=home) as here:
        anna = await new_window(house, there)
        complaints: list[str] = []
        anna.page.on("pageerror", lambda error: complaints.append(str(error)))
        anna.page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        await anna.sign_in("anna")
        assert await anna.page.evaluate(_MICROPHONE) == "live"
        await anna.sit_by_page("1001")
        # The sign-in page asks whether somebody is signed in already.
        assert [said for said in complaints if "status of 401" not in said] == []
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
        await expect(anna.page.locator(".phone-panel .notice")).to_contain_text("网络中断")
        await caller_hears(call, BERT_HERTZ)
        await bert.shows("talking")
        call.hang_up()
        await bert.is_in("wrap_up")
        await a_phone_that_is_never_reached_says_what_to_do(bert)
        await anna.leave()
        await bert.leave()
        caller.close()
