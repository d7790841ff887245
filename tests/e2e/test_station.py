"""An agent's day at the station page, and a supervisor's at the floor, with real calls in real browsers."""

import json
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing

import pytest
from accessibility import grave_findings
from browser_sound import BERT_HERTZ, CALLER_HERTZ, SEAT_HERTZ, SUPERVISOR_HERTZ
from playwright.async_api import Browser, Page, expect
from seat_calls import caller_does_not_hear, caller_hears, calls, ring_the_seat, talk, words
from seat_house import SeatHouse
from seat_page import SeatPage, chromium, kill, new_window, until, until_found
from sip_phone import Phone

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

HOUSE = {
    "agents": {"anna": "8001", "bert": "8002"},
    "supervisor": "sue",
    "CALLCENTER_MISSED_RINGS": "2",
    "CALLCENTER_RING_SECONDS": "7",
    "CALLCENTER_SHOW_SUPERVISION": "true",
}


@pytest.fixture
async def anna(house: SeatHouse, browser: Browser) -> AsyncIterator[SeatPage]:
    anna = await new_window(house, browser)
    try:
        await anna.sign_in("anna")
        yield anna
    finally:
        await anna.leave()


async def bar(page: Page, words: str) -> None:
    await expect(page.locator(".bar-detail")).to_contain_text(words)


async def test_a_call_from_the_ring_to_the_break_after_it(
    house: SeatHouse, anna: SeatPage, caller: Phone
) -> None:
    page = anna.page
    assert await grave_findings(page) == []
    await anna.sit_by_page("1001")
    assert await grave_findings(page) == []
    call = await ring_the_seat(house, anna, caller)
    strip = page.locator(".call-strip.ringing")
    await expect(strip.locator(".number")).to_have_text("139****1234")
    await expect(strip.locator("dd").first).to_have_text("业务咨询")
    await expect(strip).to_contain_text(re.compile(r"等待\s*\d"))
    await expect(strip.locator(".path dd")).to_contain_text("（1）")
    # Nobody knows the number yet: a card to fill in.
    await expect(page.locator(".customer-pane .about")).to_be_visible()

    await anna.press("F2")
    await anna.shows("talking")
    await anna.is_in("talking")
    await anna.hears(CALLER_HERTZ)
    await caller_hears(call, SEAT_HERTZ)
    await anna.press("F9")
    await expect(page.locator(".break-menu")).to_be_visible()
    await anna.press("1")
    await bar(page, "已预约：小休")
    await anna.is_in("talking")
    assert await grave_findings(page) == []

    await anna.press("F3")
    await anna.is_in("wrap_up")
    left = page.locator(".bar-detail .count b")
    await expect(left).to_have_text(re.compile(r"\d"))
    shown = await left.inner_text()
    await expect(left).not_to_have_text(shown)

    assert await grave_findings(page) == []
    await anna.press("Alt+j")
    await page.keyboard.type("客户询问产品期限")
    await expect(page.locator(".notes .state")).to_have_text("未保存")
    await page.reload()
    await expect(page.locator(".notes textarea")).to_have_value("客户询问产品期限")
    await page.locator("[data-act=sign-out]").click()
    await expect(page.locator("[data-act=sign-out]")).to_have_text("有未保存的记录，仍要退出")
    await anna.press("Alt+j")
    await anna.press("Shift+Tab")
    await anna.press("Space")
    await anna.press("Control+Enter")
    await expect(page.locator(".notes .state")).to_have_text("已保存")
    kept = await anna.read(f"/api/calls/{calls(house)[-1]}/contact")
    assert kept["notes"] == "客户询问产品期限"
    assert kept["category"]

    await anna.press("F9")
    await anna.is_in("on_break")
    await expect(page.locator(".state-bar .word")).to_have_text("小休")
    await expect(page.locator(".call-strip")).to_have_count(0)
    await anna.press("F8")
    await anna.is_in("ready")
    call.hang_up()


async def test_rings_that_nobody_answers(house: SeatHouse, anna: SeatPage, caller: Phone) -> None:
    await anna.sit_by_page("1001")
    call = await ring_the_seat(house, anna, caller)
    await anna.is_in("not_ready")
    await bar(anna.page, "未接")
    await anna.shows_no_call()
    await anna.press("F8")
    await anna.shows("ringing")
    await anna.press("F2")
    await anna.is_in("talking")
    await caller_hears(call, SEAT_HERTZ)
    call.hang_up()
    await anna.is_in("wrap_up")

    # A draft goes with the session of whoever wrote it.
    page, leaving = anna.page, anna.page.locator("[data-act=sign-out]")
    await anna.press("Alt+j")
    await page.keyboard.type("不留给下一位")
    await expect(page.locator(".notes .state")).to_have_text("未保存")
    await page.reload()
    await expect(page.locator(".notes textarea")).to_have_value("不留给下一位")
    await leaving.click()
    await expect(leaving).to_have_text("有未保存的记录，仍要退出")
    await leaving.click()
    await page.wait_for_url("**/sign-in*")
    kept = "Object.entries(localStorage).flat().filter((each) => each.includes('不留给下一位'))"
    assert await page.evaluate(kept) == []
    await anna.sign_in("anna")
    await expect(page.locator(".state-bar")).to_be_visible()
    assert await page.evaluate(kept) == []
    assert "不留给下一位" not in await page.evaluate(
        "[...document.querySelectorAll('textarea')].map((each) => each.value)"
    )


def audited(house: SeatHouse, tag: str) -> list[str]:
    """The acts under a tag, as any database client finds them."""
    with closing(
        sqlite3.connect(f"file:{house.folder / 'callcenter.sqlite3'}?mode=ro", uri=True)
    ) as database:
        rows = database.execute("SELECT detail FROM audit_row WHERE tag = ? ORDER BY number", [tag])
        return [json.loads(detail)["act"] for (detail,) in rows]


async def step_in(sue: SeatPage, anna: SeatPage, act: str, said: str) -> None:
    """From what the phone does already, too."""
    await sue.page.locator(f"[data-act={act}]").click()
    await sue.shows("talking", role="supervision")
    await bar(anna.page, said)


async def test_a_supervisor_steps_in_deeper_and_deeper_until_the_call_is_theirs(
    house: SeatHouse, browser: Browser, anna: SeatPage, caller: Phone
) -> None:
    await anna.sit_by_page("1001")
    sue = await new_window(house, browser, hertz=SUPERVISOR_HERTZ)
    await sue.sign_in("sue", "floor")
    seat = sue.page.locator(".seat-card[data-seat$='1001']")
    await expect(seat).to_have_attribute("data-state", "ready")
    await sue.page.locator(".own-phone .head button").click()
    await sue.registered()
    call = await talk(house, anna, caller)
    await expect(seat).to_have_attribute("data-state", "talking")
    await seat.click()

    await step_in(sue, anna, "listen", "班长 sue 正在监听")
    await sue.hears(CALLER_HERTZ)
    await sue.hears(SEAT_HERTZ)
    await anna.does_not_hear(SUPERVISOR_HERTZ)
    await caller_does_not_hear(call, SUPERVISOR_HERTZ)
    assert await grave_findings(sue.page) == []

    await step_in(sue, anna, "whisper", "班长 sue 正在耳语，客户听不到")
    await anna.hears(SUPERVISOR_HERTZ)
    await sue.hears(CALLER_HERTZ)
    await caller_does_not_hear(call, SUPERVISOR_HERTZ)
    await caller_hears(call, SEAT_HERTZ)

    await step_in(sue, anna, "barge", "班长 sue 已加入通话")
    await caller_hears(call, SEAT_HERTZ, SUPERVISOR_HERTZ)
    await anna.hears(SUPERVISOR_HERTZ)
    await anna.hears(CALLER_HERTZ)

    await sue.page.locator("[data-act=take_over]").click()
    await anna.shows_no_call()
    await anna.is_in("wrap_up")
    await sue.shows("talking", role="supervision")
    await caller_hears(call, SUPERVISOR_HERTZ)
    await caller_does_not_hear(call, SEAT_HERTZ)
    await sue.hears(CALLER_HERTZ)
    await sue.press("F3")
    await sue.shows_no_call()
    await until(lambda: "SURVEY_OFFERED" in words(house), "the call does not go on to its end")
    call.hang_up()

    acts = ["listen", "whisper", "barge", "take_over"]
    await until(lambda: audited(house, "supervisor:call:stepped_in") == acts, "not every act is audited")
    # One call with all of it, and one recording.
    await sue.page.goto(f"{house.address}/calls?call={calls(house)[-1]}")
    rows = sue.page.locator(".call-timeline tr[data-kind=supervised]")
    for row, word in zip(range(4), ("监听", "耳语", "强插", "强接"), strict=True):
        await expect(rows.nth(row)).to_contain_text(word)
    assert len(list(house.recordings.glob(f"*{calls(house)[-1]}*.raw"))) == 1
    await sue.context.close()


async def test_a_supervisor_forces_states(
    house: SeatHouse, browser: Browser, anna: SeatPage, caller: Phone
) -> None:
    await anna.sit_by_page("1001")
    sue = await new_window(house, browser)
    await sue.sign_in("sue", "floor")
    seat = sue.page.locator(".seat-card[data-seat$='1001']")
    call = await talk(house, anna, caller)
    await expect(seat).to_have_attribute("data-state", "talking")
    await seat.click()
    await sue.page.locator("[data-force=break]").click()
    await sue.page.locator(".break-menu button").first.click()
    await bar(anna.page, "已预约：小休")
    call.hang_up()
    await anna.is_in("wrap_up")
    await anna.press("F9")
    await anna.is_in("on_break")
    await expect(seat).to_have_attribute("data-state", "on_break")
    await sue.page.locator("[data-force=ready]").click()
    await anna.is_in("ready")
    await bar(anna.page, "班长 sue")
    await sue.context.close()


async def test_pages_can_be_read_by_everybody(house: SeatHouse, browser: Browser) -> None:
    sue = await new_window(house, browser)
    await sue.page.goto(f"{house.address}/sign-in")
    await expect(sue.page.locator("input[name=name]")).to_be_visible()
    assert await grave_findings(sue.page) == []
    await sue.sign_in("sue", "floor")
    for path in ("calls", "customers"):
        await sue.page.goto(f"{house.address}/{path}")
        await expect(sue.page.locator("#page-head h1, #page-head b").first).to_be_visible()
        await sue.page.wait_for_load_state("networkidle")
        assert await grave_findings(sue.page) == [], path
    await sue.context.close()


async def test_a_browser_killed_in_mid_call(house: SeatHouse, browser: Browser, caller: Phone) -> None:
    bert = await new_window(house, browser, hertz=BERT_HERTZ)
    await bert.sign_in("bert")
    async with chromium() as doomed:
        anna = await new_window(house, doomed)
        await anna.sign_in("anna")
        await anna.sit_by_page("1001")
        call = await talk(house, anna, caller)
        await bert.sit_by_page("1002")
        await kill(doomed)
    await until(lambda: "SEAT_LOST" in words(house), "Asterisk does not notice that the seat is gone")
    await bert.shows("ringing")
    await bert.press("F2")
    await caller_hears(call, BERT_HERTZ)
    again = [row for row in house.cel() if row["eventtype"] == "QUEUE_JOINED"][-1]
    assert "position=1" in again["eventextra"]
    call.hang_up()
    await bert.is_in("wrap_up")

    sue = await new_window(house, browser)
    await sue.sign_in("sue", "floor")

    async def recorded() -> bool:
        answer = await sue.page.request.get(f"{house.address}/api/calls/{calls(house)[-1]}")
        return answer.ok and (await answer.json())["seat_lost"]

    await until_found(recorded, "the record does not say that the seat was lost")
    # The sitting is as it was; the agent comes back to it.
    anna = await new_window(house, browser)
    await anna.sign_in("anna")
    await anna.registered()
    await expect(anna.page.locator("[aria-keyshortcuts=F8]")).to_have_attribute("aria-disabled", "false")
    await anna.press("F8")
    await anna.is_in("ready")
    for one in (anna, bert):
        await one.leave()
    await sue.context.close()
