"""Calls that nobody answers in the end, or not at once; the tables of these are cut from here."""

from __future__ import annotations

import pytest
from conftest import COMPANY, Floor
from talking import SEAT, hears

pytestmark = pytest.mark.asterisk


async def test_two_overflow_one_into_nothing_one_gives_up(floor: Floor) -> None:
    server = floor.server
    await floor.seat("1014", "A00014", "brief")
    floor.pause("1014", "brief")
    into_nothing, gives_up = floor.number(), floor.number()

    first = await floor.dial_queue(into_nothing, "4")
    await server.said(into_nothing, "VOICE_MESSAGE_OFFERED")
    first.hang_up()
    await floor.seat("1015", "A00015", "operator")
    floor.pause("1015", "operator")
    second = await floor.dial_queue(gives_up, "4")
    await server.said(gives_up, f"QUEUE_JOINED queue={COMPANY}-operator")
    second.hang_up()

    await floor.over(into_nothing)
    await floor.over(gives_up)
    overflowed = f"OVERFLOWED from={COMPANY}-brief;to={COMPANY}-operator"
    assert overflowed in server.words(into_nothing)
    assert f"QUEUE_LEFT queue={COMPANY}-operator;status=JOINEMPTY" in server.words(into_nothing)
    assert server.words(gives_up)[-2:] == [
        overflowed,
        f"QUEUE_JOINED queue={COMPANY}-operator;position=1",
    ]


async def test_one_is_declined_and_offered_again_one_is_cut_off(floor: Floor) -> None:
    server = floor.server
    seat = await floor.seat("1016", "A00016")
    await floor.seat("1017", "A00017", "aftersales")
    floor.pause("1017", "aftersales")
    declined, cut_off = floor.number(), floor.number()

    call = await floor.dial_queue(declined)
    (await seat.rung()).reject("603 Decline")
    waiting = await floor.dial_queue(cut_off, "2")
    again = await seat.rung()
    again.answer()
    await hears(call, SEAT)
    channel = next(row["channame"] for row in server.rows(cut_off))
    server.cli(f"channel request hangup {channel}")
    await waiting.until_ended()
    call.hang_up()

    await floor.over(declined)
    await floor.over(cut_off)
    of_call = [line for line in server.queue_log() if line[1] == server.call_id(declined)]
    assert "RINGNOANSWER" in [line[4] for line in of_call]
    (hangup,) = [row for row in server.rows(cut_off) if row["eventtype"] == "HANGUP"]
    assert '"hangupsource":""' in hangup["eventextra"]
