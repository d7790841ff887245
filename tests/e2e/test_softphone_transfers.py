"""Two agents in two browsers and a caller: whoever is handed over is heard where they were handed to."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from browser_sound import BERT_HERTZ, CALLER_HERTZ, SEAT_HERTZ
from playwright.async_api import expect
from seat_calls import caller_does_not_hear, caller_hears, talk, words
from seat_house import SeatHouse
from seat_page import SeatPage, chromium, new_window, until
from sip_phone import Phone

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

HOUSE = {"agents": {"anna": "8001", "bert": "8002"}, "CALLCENTER_WRAP_UP_LIMIT_SECONDS": "1"}


@dataclass
class Two:
    anna: SeatPage
    bert: SeatPage

    async def anna_hands_to(self, target: str, key: str = "F6") -> None:
        """By keyboard: the list, the name, Enter."""
        await self.anna.press(key)
        option = self.anna.page.locator(f"[data-target='{target}']:not([aria-disabled=true])")
        await expect(option).to_be_visible()
        await self.anna.page.keyboard.type(target)
        await self.anna.press("Enter")


@pytest.fixture
async def two(house: SeatHouse) -> AsyncIterator[Two]:
    async with chromium() as browser:
        anna = await new_window(house, browser, hertz=SEAT_HERTZ)
        bert = await new_window(house, browser, hertz=BERT_HERTZ)
        try:
            # Anna sits down first and is the only one who is rung: Bert pauses until he is asked.
            await anna.sign_in("anna")
            await anna.sit("1001")
            await bert.sign_in("bert")
            yield Two(anna, bert)
        finally:
            await anna.leave()
            await bert.leave()


async def test_consult_swap_and_hand_over(house: SeatHouse, two: Two, caller: Phone) -> None:
    anna, bert = two.anna, two.bert
    call = await talk(house, anna, caller)
    await bert.sit("1002")

    await two.anna_hands_to("1002", "Shift+F6")
    await bert.shows("ringing")
    await anna.shows("holding")
    await bert.press("F2")
    await anna.shows("talking", role="consult")
    await anna.hears(BERT_HERTZ)
    await bert.hears(SEAT_HERTZ)
    await caller_does_not_hear(call, SEAT_HERTZ)

    await anna.press("F4")
    await anna.shows("talking", role="caller")
    await caller_hears(call, SEAT_HERTZ)
    await anna.press("F4")
    await anna.shows("talking", role="consult")

    await anna.press("F6")
    await anna.shows_no_call()
    await caller_hears(call, BERT_HERTZ)
    await bert.hears(CALLER_HERTZ)
    await bert.press("F3")
    await bert.shows_no_call()
    await until(lambda: call.ended.is_set() or "SURVEY_OFFERED" in words(house), "the talk does not end")


async def test_a_consultation_is_called_off_and_then_three_talk(
    house: SeatHouse, two: Two, caller: Phone
) -> None:
    anna, bert = two.anna, two.bert
    call = await talk(house, anna, caller)
    await bert.sit("1002")

    await two.anna_hands_to("1002", "Shift+F6")
    await bert.shows("ringing")
    await anna.press("F3")
    await bert.shows_no_call()
    await anna.shows("talking")
    await caller_hears(call, SEAT_HERTZ)

    await two.anna_hands_to("1002", "Shift+F6")
    await bert.shows("ringing")
    await bert.press("F2")
    await anna.shows("talking", role="consult")
    await anna.hears(BERT_HERTZ)
    await anna.press("Shift+F4")
    await expect(anna.page.locator("[data-three-way]")).to_be_visible()
    await anna.shows("talking", role="caller")
    await caller_hears(call, SEAT_HERTZ, BERT_HERTZ)
    for heard in (CALLER_HERTZ, BERT_HERTZ):
        await anna.hears(heard)
    for heard in (CALLER_HERTZ, SEAT_HERTZ):
        await bert.hears(heard)

    # Whoever leaves, the others go on; the last one is not left alone.
    call.hang_up()
    await bert.hears(SEAT_HERTZ)
    await anna.press("F3")
    await anna.shows_no_call()
    await bert.shows_no_call()


async def test_blind_transfer(house: SeatHouse, two: Two, caller: Phone) -> None:
    anna, bert = two.anna, two.bert
    call = await talk(house, anna, caller)
    await bert.sit("1002")
    await two.anna_hands_to("1002")
    await bert.shows("ringing")
    await bert.press("F2")
    await bert.hears(CALLER_HERTZ)
    await caller_hears(call, BERT_HERTZ)
    await anna.shows_no_call()
    call.hang_up()
    await bert.shows_no_call()
