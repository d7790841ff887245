"""Calls to the hotline, from the first INVITE to the last word in CEL."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path

import pytest
from conftest import CLOSED_HOTLINE, HOLIDAY_HOTLINE, HOTLINE, Floor
from sip_recording import strongest
from talking import SEAT, hears

pytestmark = pytest.mark.asterisk

# 8000 samples of two bytes after a header of 44
SECOND_OF_SOUND = 16_044
ARRIVED = [f"CALL_ARRIVED hotline={HOTLINE};trunk=main;demo=1", "FIRST_ANSWERED", "NOTICE_PLAYED"]


def queued(call_id: str, queue: str = "consult", key: str = "1", position: int = 1) -> list[str]:
    return [
        *ARRIVED,
        f"RECORDING_STARTED file={call_id}.raw",
        f"KEY_PRESSED menu=main;key={key}",
        f"HUMAN_REQUESTED queue=demo01-{queue};key={key}",
        f"QUEUE_JOINED queue=demo01-{queue};position={position}",
    ]


def verbs(floor: Floor, number: str) -> list[str]:
    """What queue_log says about this call."""
    call_id = floor.server.call_id(number)
    return [fields[4] for fields in floor.server.queue_log() if fields[1] == call_id]


def moment(floor: Floor, event: str, uniqueid: str) -> float:
    rows = (row for row in floor.server.cel() if (row["eventtype"], row["uniqueid"]) == (event, uniqueid))
    return float(next(rows)["eventtime"])


def message(floor: Floor, number: str) -> Path:
    return floor.server.house.folders.recordings / f"{floor.server.call_id(number)}-message.wav"


async def something_said(floor: Floor, number: str) -> None:
    """More than the second that makes a message of it."""
    await floor.server.said(number, "VOICE_MESSAGE_OFFERED")
    file = message(floor, number)
    await floor.server.until(lambda: file.exists() and file.stat().st_size > 1.5 * SECOND_OF_SOUND)


async def test_answered(floor: Floor) -> None:
    seat = await floor.seat("1001", "A00001")
    number = floor.number()
    call = await floor.dial_queue(number)
    ring = await seat.rung()
    ring.answer()
    await floor.server.said(number, "SEAT_NUMBER_ANNOUNCED")
    await hears(call, SEAT)
    ring.hang_up()
    await floor.server.said(number, "SURVEY_OFFERED")
    call.press("5")
    await call.until_ended()
    call_id = floor.server.call_id(number)
    await floor.over(number)
    assert floor.server.words(number) == [
        *queued(call_id),
        "SEAT_NUMBER_ANNOUNCED agent=A00001",
        "QUEUE_LEFT queue=demo01-consult;status=AGENT_HUNG_UP",
        "SURVEY_OFFERED",
        "SURVEY_SCORED score=5",
    ]
    assert all(row["num"] != "0" or row["eventtype"] == "CHAN_START" for row in floor.server.rows(number))
    pause = max(
        index
        for index, fields in enumerate(floor.server.queue_log())
        if fields[3:6] == ["A00001", "PAUSEALL", "wrap_up"]
    )
    connect = max(
        index
        for index, fields in enumerate(floor.server.queue_log())
        if fields[1] == call_id and fields[4] == "CONNECT"
    )
    assert pause < connect
    recording = floor.server.house.folders.recordings / f"{call_id}.raw"
    assert recording.stat().st_mode & 0o777 == 0o600
    left, right = strongest(recording.read_bytes())
    assert abs(left - 440) < 20
    assert 1000 in right or 700 in right


async def test_caller_hangs_up(floor: Floor) -> None:
    seat = await floor.seat("1002", "A00002")
    number = floor.number()
    call = await floor.dial_queue(number)
    ring = await seat.rung()
    ring.answer()
    await hears(call, SEAT)
    call.hang_up()
    await ring.until_ended()


async def test_agent_hangs_up_and_the_caller_rates_nothing(floor: Floor) -> None:
    seat = await floor.seat("1003", "A00003")
    number = floor.number()
    call = await floor.dial_queue(number)
    ring = await seat.rung()
    ring.answer()
    await hears(call, SEAT)
    ring.hang_up()
    await call.until_ended()
    await floor.over(number)
    assert floor.server.words(number)[-1] == "SURVEY_SCORED score=none"


async def test_abandoned_in_ivr(floor: Floor) -> None:
    number = floor.number()
    with floor.prompt("menu-main", seconds=20):
        call = await floor.dial(number)
        await floor.server.said(number, "RECORDING_STARTED")
        call.hang_up()
        await floor.over(number)
    assert floor.server.words(number)[-1].startswith("RECORDING_STARTED")


@pytest.mark.parametrize("seconds", [3, 40] if os.environ.get("CALLCENTER_SAMPLES") else [1])
async def test_abandoned_in_queue(floor: Floor, seconds: int) -> None:
    busy = await floor.seat("1004", "A00004")
    talking = floor.number()
    first = await floor.dial_queue(talking)
    (await busy.rung()).answer()
    number = floor.number()
    call = await floor.dial_queue(number)
    await asyncio.sleep(seconds)
    call.hang_up()
    await floor.over(number)
    assert floor.server.words(number) == queued(floor.server.call_id(number))
    first.hang_up()


async def test_abandoned_while_ringing(floor: Floor) -> None:
    seat = await floor.seat("1005", "A00005")
    number = floor.number()
    call = await floor.dial_queue(number)
    ring = await seat.rung()
    call.hang_up()
    await ring.until_ended()
    await floor.server.until(lambda: "RINGCANCELED" in verbs(floor, number))


async def test_ring_no_answer_then_the_second_agent(floor: Floor) -> None:
    seats = [await floor.seat("1006", "A00006"), await floor.seat("1007", "A00007")]
    number = floor.number()
    call = await floor.dial_queue(number)
    rings = [asyncio.create_task(seat.rung()) for seat in seats]
    await asyncio.wait(rings, return_when=asyncio.FIRST_COMPLETED)
    first = next(task for task in rings if task.done()).result()
    await first.until_ended()
    second = await rings[1 - seats.index(first.phone)]
    second.answer()
    await hears(call, SEAT)
    second.hang_up()
    await call.until_ended()
    await floor.over(number)
    assert "RINGNOANSWER" in verbs(floor, number)
    # By Asterisk's own clock; on a busy machine it is late itself, but never early.
    legs = {
        row["uniqueid"]: row["channame"]
        for row in floor.server.rows(number)
        if re.match(r"PJSIP/demo01-100[67]-", row["channame"])
    }
    began, missed = moment(floor, "CHAN_START", next(iter(legs))), moment(floor, "HANGUP", next(iter(legs)))
    offered_again = moment(floor, "CHAN_START", list(legs)[1])
    assert 7.5 < missed - began < 15
    assert 0 < offered_again - missed < 4.5


async def test_waited_too_long_and_overflowed(floor: Floor) -> None:
    seat = await floor.seat("1008", "A00008", "operator")
    unused = await floor.seat("1009", "A00009", "brief")
    floor.pause("1009", "brief")
    number = floor.number()
    call = await floor.dial_queue(number, "4")
    ring = await seat.rung()
    ring.answer()
    await hears(call, SEAT)
    ring.hang_up()
    await call.until_ended()
    assert unused.invites == 0


async def test_queue_timeout_and_voice_message(floor: Floor) -> None:
    await floor.seat("1010", "A00010", "lonely")
    floor.pause("1010", "lonely")
    number = floor.number()
    call = await floor.dial_queue(number, "5")
    await something_said(floor, number)
    call.press("#")
    await call.until_ended()
    await floor.over(number)
    call_id = floor.server.call_id(number)
    words = floor.server.words(number)
    assert words[-3:-1] == ["QUEUE_LEFT queue=demo01-lonely;status=TIMEOUT", "VOICE_MESSAGE_OFFERED"]
    assert words[-1].startswith(f"VOICE_MESSAGE_LEFT file={call_id}-message.wav;seconds=")
    assert (floor.server.house.folders.recordings / f"{call_id}-message.wav").stat().st_size > SECOND_OF_SOUND


async def test_no_agent(floor: Floor) -> None:
    number = floor.number()
    call = await floor.dial_queue(number, "5")
    await floor.server.said(number, "VOICE_MESSAGE_OFFERED")
    call.hang_up()
    assert floor.server.words(number)[-3:] == [
        "QUEUE_LEFT queue=demo01-lonely;status=JOINEMPTY",
        "NO_AGENT queue=demo01-lonely",
        "VOICE_MESSAGE_OFFERED",
    ]


async def test_queue_full(floor: Floor) -> None:
    first_number, number = floor.number(), floor.number()
    first = await floor.dial_queue(first_number, "6")
    call = await floor.dial_queue(number, "6")
    await floor.server.said(number, "VOICE_MESSAGE_OFFERED")
    assert "QUEUE_LEFT queue=demo01-narrow;status=FULL" in floor.server.words(number)
    first.hang_up()
    call.hang_up()


async def test_left_by_key(floor: Floor) -> None:
    number = floor.number()
    call = await floor.dial_queue(number, "6")
    call.press("9")
    await floor.server.said(number, "VOICE_MESSAGE_OFFERED")
    assert floor.server.words(number)[-3:-1] == [
        "KEY_PRESSED menu=queue;key=9",
        "QUEUE_LEFT queue=demo01-narrow;status=KEY",
    ]
    await something_said(floor, number)
    call.hang_up()
    await floor.server.said(number, "VOICE_MESSAGE_LEFT")


@pytest.mark.parametrize(
    ("hotline", "reason"), [(CLOSED_HOTLINE, "hours"), (HOLIDAY_HOTLINE, "holiday")], ids=["hours", "holiday"]
)
async def test_closed_and_message_left(floor: Floor, hotline: str, reason: str) -> None:
    number = floor.number()
    call = await floor.dial(number, hotline=hotline)
    await something_said(floor, number)
    call.hang_up()
    await floor.server.said(number, "VOICE_MESSAGE_LEFT")
    words = floor.server.words(number)
    assert words[2:4] == [f"OUT_OF_HOURS reason={reason}", "VOICE_MESSAGE_OFFERED"]


async def test_a_message_of_an_instant_is_none(floor: Floor) -> None:
    number = floor.number()
    call = await floor.dial(number, hotline=CLOSED_HOTLINE)
    # However late we hang up on a busy machine, there is no second of sound.
    call.audio.silent = True
    file = message(floor, number)
    await floor.server.until(file.exists)
    call.hang_up()
    await floor.over(number)
    assert file.stat().st_size < SECOND_OF_SOUND
    assert floor.server.words(number)[-1] == "VOICE_MESSAGE_OFFERED"


async def test_closed_and_no_message(floor: Floor) -> None:
    number = floor.number()
    with floor.prompt("closed", seconds=20):
        call = await floor.dial(number, hotline=CLOSED_HOTLINE)
        await floor.server.said(number, "OUT_OF_HOURS")
        call.hang_up()
        await floor.over(number)
    assert floor.server.words(number)[-1] == "OUT_OF_HOURS reason=hours"


async def test_wrong_keys_and_silence_lead_to_the_operator(floor: Floor) -> None:
    seat = await floor.seat("1011", "A00011", "operator")
    number = floor.number()
    call = await floor.dial(number)
    await floor.server.said(number, "RECORDING_STARTED")
    call.press("8")
    await floor.server.said(number, "KEY_PRESSED menu=main;key=wrong")
    await floor.server.said(number, "KEY_PRESSED menu=main;key=none")
    ring = await seat.rung()
    assert floor.server.words(number)[4:] == [
        "KEY_PRESSED menu=main;key=wrong",
        "KEY_PRESSED menu=main;key=none",
        "KEY_PRESSED menu=main;key=none",
        "HUMAN_REQUESTED queue=demo01-operator;key=none",
        "QUEUE_JOINED queue=demo01-operator;position=1",
    ]
    ring.reject()
    await floor.server.until(lambda: "RINGNOANSWER" in verbs(floor, number))
    call.hang_up()


async def test_seat_lost_and_requeued(floor: Floor) -> None:
    lost = await floor.seat("1012", "A00012")
    number = floor.number()
    call = await floor.dial_queue(number)
    ring = await lost.rung()
    other = await floor.seat("1013", "A00013")
    ring.answer()
    await hears(call, SEAT)
    ring.vanish()
    second = await other.rung()
    second.answer()
    await hears(call, SEAT)
    second.hang_up()
    await floor.server.said(number, "SURVEY_OFFERED")
    call.hang_up()
    words = floor.server.words(number)
    at = words.index("SEAT_LOST queue=demo01-consult")
    assert words[at - 1 : at + 2] == [
        "QUEUE_LEFT queue=demo01-consult;status=SEAT_LOST",
        "SEAT_LOST queue=demo01-consult",
        "QUEUE_JOINED queue=demo01-consult;position=1",
    ]
