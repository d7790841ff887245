"""A caller of the test's own who comes to a seat in the browser."""

from typing import Final

from browser_sound import LOUD, heard_by_telephone
from seat_house import SeatHouse
from seat_page import SeatPage, until
from sip_call import Call
from sip_phone import Phone

HOTLINE: Final = "4000000001"
CONSULT_KEY: Final = "1"
CALLER: Final = "13900001234"


def calls(house: SeatHouse) -> list[str]:
    return [row["linkedid"] for row in house.cel() if row["eventtype"] == "CALL_ARRIVED"]


def words(house: SeatHouse) -> list[str]:
    """What the dial plan wrote about the last call, in order."""
    last = calls(house)[-1:]
    rows = [row for row in house.cel() if row["eventenum"] == "USER_DEFINED"]
    return [row["eventtype"] for row in rows if [row["linkedid"]] == last]


async def ring_the_seat(house: SeatHouse, seat: SeatPage, caller: Phone) -> Call:
    before = len(calls(house))
    call = await caller.call(HOTLINE, user=CALLER)
    await until(
        lambda: len(calls(house)) > before and "RECORDING_STARTED" in words(house),
        "the caller does not come to the menu",
    )
    call.press(CONSULT_KEY)
    await seat.shows("ringing")
    return call


async def talk(house: SeatHouse, seat: SeatPage, caller: Phone) -> Call:
    call = await ring_the_seat(house, seat, caller)
    await seat.press("F2")
    await seat.shows("talking")
    await caller_hears(call, seat.hertz)
    return call


async def caller_hears(call: Call, *tones: int) -> None:
    """All of them at once."""
    call.audio.heard.clear()
    await until(
        lambda: all(heard_by_telephone(call.audio, hertz) > LOUD for hertz in tones),
        f"the caller does not hear {tones} Hz",
    )


async def caller_does_not_hear(call: Call, hertz: int) -> None:
    call.audio.heard.clear()
    await until(
        lambda: len(call.audio.heard) > 25 and heard_by_telephone(call.audio, hertz) < LOUD / 20,
        f"the caller hears {hertz} Hz",
    )
