"""The browser's phone in whole calls on a real Asterisk; tones are measured both ways and recorded."""

import json
import re
from array import array
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from browser_sound import CALLER_HERTZ, LOUD, SEAT_HERTZ, power
from playwright.async_api import Browser, Dialog, WebSocketRoute, expect
from seat_calls import caller_hears, calls, ring_the_seat, talk, words
from seat_house import SeatHouse
from seat_page import SeatPage, new_window, until, until_found
from sip_phone import Phone

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

HOUSE = {"agents": {"anna": "8001"}, "CALLCENTER_WRAP_UP_LIMIT_SECONDS": "1"}

BYTES_A_SECOND = 2 * 2 * 8000


@pytest.fixture
async def seat(house: SeatHouse, browser: Browser) -> AsyncIterator[SeatPage]:
    seat = await new_window(house, browser)
    try:
        await seat.sign_in("anna")
        await seat.sit("1001")
        yield seat
    finally:
        await seat.leave()


async def seat_recorded(recording: Path, seconds: float = 0.5) -> float:
    """Amplitude of the seat's tone in the next moments of what the caller is sent."""
    first = recorded(recording) // 4 * 4
    last = first + int(seconds * BYTES_A_SECOND)
    await until(lambda: recorded(recording) >= last, "the recording does not grow")
    return power(sent_to_the_caller(recording, first, last), SEAT_HERTZ)


async def the_seat_is_recorded(recording: Path) -> None:
    async def loud() -> bool:
        return await seat_recorded(recording) > LOUD

    await until_found(loud, "the seat's voice is not in the recording")


async def the_seat_is_not_recorded(recording: Path) -> None:
    """From some moment on: what was on its way is still written."""

    async def silent() -> bool:
        return await seat_recorded(recording) < LOUD / 20

    await until_found(silent, "the seat's voice is still in the recording")


def recorded(recording: Path) -> int:
    return recording.stat().st_size


def sent_to_the_caller(recording: Path, first: int, last: int) -> list[int]:
    """The right channel."""
    return list(array("h", recording.read_bytes()[first:last])[1::2])


async def test_a_whole_call_by_keyboard(house: SeatHouse, seat: SeatPage, caller: Phone) -> None:
    call = await talk(house, seat, caller)
    await seat.hears(CALLER_HERTZ)
    recording = max(house.recordings.glob("*.raw"), key=lambda file: file.stat().st_mtime)
    await the_seat_is_recorded(recording)

    await seat.press("F7")
    await expect(seat.page.locator("[data-act=mute][aria-pressed=true]")).to_be_visible()
    await the_seat_is_not_recorded(recording)
    await seat.press("F7")
    await caller_hears(call, SEAT_HERTZ)

    await seat.press("F4")
    await seat.shows("holding")
    await the_seat_is_not_recorded(recording)
    await seat.press("F4")
    await seat.shows("talking")
    await caller_hears(call, SEAT_HERTZ)
    await seat.hears(CALLER_HERTZ)

    await seat.press("Shift+F7")
    await seat.press("5")
    await until(
        lambda: any(asked.method == "INFO" and "Signal=5" in asked.body for asked in caller.requests),
        "the key does not arrive",
    )
    await expect(seat.page.locator(".quality-line[data-grade=good]")).to_be_visible()

    async with seat.page.expect_response(lambda answer: answer.url.endswith("/quality")) as told:
        await seat.press("F3")
        await seat.shows_no_call()
    # How it sounded is kept with the call.
    kept = await told.value
    assert kept.ok, await kept.text()
    assert calls(house)[-1] in kept.url
    assert '"mos":' in (kept.request.post_data or "")
    await until(lambda: "SURVEY_OFFERED" in words(house), "the caller does not come to the survey")


async def test_the_caller_hangs_up_and_a_call_is_rejected(
    house: SeatHouse, seat: SeatPage, caller: Phone
) -> None:
    call = await talk(house, seat, caller)
    call.hang_up()
    await seat.shows_no_call()

    second = await ring_the_seat(house, seat, caller)
    await seat.press("F3")
    await seat.shows_no_call()
    # Nobody else is there: the queue offers the call to this seat again.
    await seat.shows("ringing")
    second.hang_up()
    await seat.shows_no_call()


SILENCED = {"hangupcause": 44, "hangupsource": ""}


def hang_ups(house: SeatHouse) -> list[dict[str, object]]:
    """Why and by whom, as far as it is written: the seat's may come after the caller's next word."""
    said = [json.loads(row["eventextra"]) for row in house.cel() if row["eventtype"] == "HANGUP"]
    return [{name: each[name] for name in SILENCED} for each in said]


async def test_a_reload_in_a_call_asks_and_says_nothing_to_asterisk(
    house: SeatHouse, seat: SeatPage, caller: Phone
) -> None:
    call = await talk(house, seat, caller)
    asked: list[str] = []

    async def let_go(dialog: Dialog) -> None:
        asked.append(dialog.type)
        await dialog.accept()

    seat.page.on("dialog", let_go)
    await seat.page.reload()
    await until(lambda: asked == ["beforeunload"], "nobody is asked")
    await seat.registered()
    # The caller was never told to hang up; the silence of the seat's sound is what ended the talk.
    await until(lambda: "SEAT_LOST" in words(house), "Asterisk does not notice that the seat is gone")
    assert not call.ended.is_set()
    await until(lambda: SILENCED in hang_ups(house), "nobody ended the talk for its silence")
    # Back at position 1, and the wrap-up limit is short: the same caller rings again.
    await seat.answers()
    await caller_hears(call, SEAT_HERTZ)
    await seat.press("F3")
    await seat.shows_no_call()


class CutLine:
    """The way to Asterisk for signalling; sound goes its own."""

    def __init__(self) -> None:
        self.open: list[WebSocketRoute] = []
        self.cut = False

    async def connect(self, route: WebSocketRoute) -> None:
        if self.cut:
            await route.close()
            return
        route.connect_to_server()
        self.open.append(route)

    async def break_it(self) -> None:
        self.cut = True
        for route in self.open:
            await route.close()
        self.open.clear()


@pytest.fixture
async def cut_seat(house: SeatHouse, browser: Browser) -> AsyncIterator[tuple[SeatPage, CutLine]]:
    seat, line = await new_window(house, browser), CutLine()
    try:
        await seat.page.route_web_socket(lambda address: address.endswith("/ws"), line.connect)
        await seat.sign_in("anna")
        await seat.sit("1001")
        yield seat, line
    finally:
        await seat.leave()


async def test_signalling_cut_in_a_call(
    house: SeatHouse, cut_seat: tuple[SeatPage, CutLine], caller: Phone
) -> None:
    seat, line = cut_seat
    call = await talk(house, seat, caller)

    await line.break_it()
    await expect(seat.page.locator("[data-registration=lost]")).to_be_visible()
    await seat.hears(CALLER_HERTZ)
    line.cut = False
    await seat.registered()
    await seat.shows("talking")
    # Over the new way both ends are heard: ours when it holds, theirs when it ends.
    await seat.press("F4")
    await seat.shows("holding")
    await seat.press("F4")
    await seat.shows("talking")
    call.hang_up()
    await seat.shows_no_call()

    second = await ring_the_seat(house, seat, caller)
    await seat.press("F2")
    await seat.shows("talking")
    await line.break_it()
    await expect(seat.page.locator("[data-registration=lost]")).to_be_visible()
    second.hang_up()
    await until(lambda: "web" not in house.cli("core show channels concise"), "the seat's leg stays")
    line.cut = False
    await seat.shows_no_call()
    await expect(seat.page.locator(".phone-panel .notice")).to_contain_text("网络中断")


async def test_the_phone_is_in_one_window(house: SeatHouse, seat: SeatPage, caller: Phone) -> None:
    second = SeatPage(house, seat.context, await seat.context.new_page())
    await second.page.goto(f"{house.address}/station")
    await second.registered()
    await expect(seat.page.locator("[data-registration=replaced]")).to_contain_text("另一个窗口")

    call = await talk(house, second, caller)
    third = SeatPage(house, seat.context, await seat.context.new_page())
    await third.page.goto(f"{house.address}/station")
    await expect(third.page.locator("[data-registration=refused]")).to_contain_text("正在通话")
    await second.shows("talking")
    await second.hears(CALLER_HERTZ)
    call.hang_up()
    await second.shows_no_call()


async def test_a_self_test_tells_how_the_line_is_and_that_the_microphone_is_dead(seat: SeatPage) -> None:
    await seat.page.click(".phone-panel .devices")
    await seat.page.click("[data-self-test]")
    await seat.shows("talking", role="self_test")
    await seat.hears(SEAT_HERTZ)
    # A microphone that is switched off at its cable: silence without the noise of a room.
    await seat.page.evaluate("window.microphoneVolume.value = 0")
    await expect(seat.page.locator(".phone-panel .notice")).to_contain_text("麦克风没有声音")
    await seat.press("F3")
    await seat.shows_no_call()
    await expect(seat.page.locator(".device-check .result")).to_contain_text(re.compile(r"MOS \d"))
