"""No telephone of ours is ever told a caller's number; the caller's own rows still hold it."""

from __future__ import annotations

import asyncio
import re
from urllib.parse import unquote

import pytest
from conftest import COMPANY, Floor
from sip_message import Message
from sip_phone import Phone
from talking import CALLER, COLLEAGUE, HOLD, SEAT, SUPERVISOR, Talk, colleague_at, hears, supervise

pytestmark = pytest.mark.asterisk


def ours(floor: Floor) -> list[Phone]:
    return [phone for phone in floor.phones if phone.host == "127.0.0.1"]


def assert_hidden(floor: Floor, number: str) -> None:
    """Neither in what telephones were sent nor in what Asterisk would send them next."""
    heard = [text for phone in ours(floor) for text in phone.heard]
    assert any(text.startswith("INVITE") for text in heard)
    assert [text for text in heard if number[-8:] in re.sub(r"\D+", "", unquote(text))] == []
    channels = floor.server.cli("core show channels concise").split("\n")
    for channel in [line.split("!")[0] for line in channels if line.startswith(f"PJSIP/{COMPANY}-")]:
        known = re.findall(
            r"(?:Caller|Connected Line) ID.*", floor.server.cli(f"core show channel {channel}")
        )
        assert number not in " ".join(known), (channel, known)


def invite(phone: Phone) -> Message:
    return next(request for request in phone.requests if request.method == "INVITE")


def masked(number: str) -> str:
    return f"<sip:{number[:3]}****{number[-4:]}@"


async def test_from_the_ring_to_the_hand_over(floor: Floor) -> None:
    talk = await Talk.begin(floor, "1001")
    assert masked(talk.number) in invite(talk.seat).get("From")
    colleague = await colleague_at(floor, "1002")
    consult, theirs = await talk.consult(colleague, "1002")
    assert_hidden(floor, talk.number)
    await talk.ring.hand_over(consult)
    await asyncio.gather(hears(talk.caller, COLLEAGUE), hears(theirs, CALLER))
    theirs.hold()
    await hears(talk.caller, HOLD)
    theirs.resume()
    await hears(theirs, CALLER)
    assert_hidden(floor, talk.number)
    last = await colleague_at(floor, "1003")
    await theirs.transferred("1003")
    ring = await last.rung()
    ring.answer()
    await hears(ring, CALLER)
    assert masked(talk.number) in invite(last).get("From")
    assert_hidden(floor, talk.number)
    talk.caller.hang_up()
    arrived = [row for row in floor.server.rows(talk.number) if row["uniqueid"] == row["linkedid"]]
    assert {row["num"] for row in arrived[1:]} == {talk.number}
    entered = [
        line for line in floor.server.queue_log() if line[4] == "ENTERQUEUE" and line[6] == talk.number
    ]
    assert len(entered) == 1


async def test_three_in_a_talk_and_a_supervisor(floor: Floor) -> None:
    talk = await Talk.begin(floor, "1004", measured=False)
    listening = await supervise(floor, "listen", "1004")
    await hears(listening, CALLER, SEAT)
    assert_hidden(floor, talk.number)
    listening.hang_up()
    colleague = await colleague_at(floor, "1005")
    theirs = await talk.three_way(colleague, "1005")
    assert_hidden(floor, talk.number)
    theirs.hang_up()
    await hears(talk.ring, CALLER)
    barging = await supervise(floor, "barge", "1004", "S02")
    await hears(barging, CALLER, SEAT)
    assert_hidden(floor, talk.number)
    barging.hang_up()
    await hears(talk.ring, CALLER)
    taking = await supervise(floor, "take_over", "1004")
    await asyncio.gather(hears(taking, CALLER), hears(talk.caller, SUPERVISOR))
    assert_hidden(floor, talk.number)
    taking.hang_up()


async def test_short_and_withheld_numbers(floor: Floor) -> None:
    seat = await floor.seat("1006", floor.agent("1006"))
    for number, shown in (
        ("10086", "sip:****@"),
        ("02112345678", "sip:021****5678@"),
        ("66778899", "sip:66****99@"),
    ):
        seat.requests.clear()
        caller = await floor.dial_queue(number)
        (await seat.rung()).reject()
        assert shown in invite(seat).get("From")
        caller.hang_up()
