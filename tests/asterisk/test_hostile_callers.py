"""Callers who write line breaks, separators and broken bytes into their number and name forge nothing."""

from __future__ import annotations

import asyncio
import json
import re

import pytest
from ami_probe import AmiProbe
from conftest import HOTLINE, Floor
from talking import SEAT, hears

pytestmark = pytest.mark.asterisk

FORGED_EVENT = "139%0d%0a%0d%0aEvent%3a%20Shutdown%0d%0aShutdown%3a%20x%0d%0a%0d%0a"
FORGED_HEADER = "139%0d%0aEvent%3a%20Hangup"
FORGED_LINE = "139%0a1700000000%7c1700000000.1%7csales%7cA00001%7cCONNECT%7c1%7c2%7c3"
HOSTILE = {
    "forged AMI event": f"<sip:{FORGED_EVENT}@127.0.1.1>".encode(),
    "forged AMI header": f"<sip:{FORGED_HEADER}@127.0.1.1>".encode(),
    "forged queue_log line": f"<sip:{FORGED_LINE}@127.0.1.1>".encode(),
    "queue_log fields": b"<sip:139%7cx%7cy@127.0.1.1>",
    "JSON in the number": b"<sip:139%22%2c%22uniqueid%22%3a%22x%22%5c@127.0.1.1>",
    "bytes that are not UTF-8": b"<sip:139%ff%fe%0001@127.0.1.1>",
    "200 digits": b"<sip:" + b"1" * 200 + b"@127.0.1.1>",
    "a comma": b"<sip:139,user;x=1@127.0.1.1>",
    "dial plan": b"<sip:139%24%7bSHELL%28id%29%7d@127.0.1.1>",
    "no user": b"<sip:127.0.1.1>",
    "withheld": b'"Anonymous" <sip:anonymous@anonymous.invalid>',
    "empty name": b'"" <sip:13911110001@127.0.1.1>',
    "name of quotes": b'"O\'Brien \\"x\\" \\\\" <sip:13911110002@127.0.1.1>',
    "UTF-8 name": '"张三，客户" <sip:13911110003@127.0.1.1>'.encode(),
    "Latin-1 name": b'"M\xfcller" <sip:13911110004@127.0.1.1>',
    "name of 200 characters": b'"' + b"x" * 200 + b'" <sip:13911110005@127.0.1.1>',
    "line break in the name": b'"x\\\r\\\nEvent: Shutdown" <sip:13911110006@127.0.1.1>',
}


async def test_hostile_callers_forge_nothing(floor: Floor) -> None:
    server = floor.server
    await floor.seat("1020", "A00020", "aftersales")
    floor.pause("1020", "aftersales")
    cel_before, log_before = len(server.cel()), len(server.queue_log())
    probe = await AmiProbe.login(server.house.network.ami_port, "cc-events", "events")
    line = await floor.caller()
    calls = [
        await line.call(HOTLINE, raw_from=written + f";tag=t{number}".encode())
        for number, written in enumerate(HOSTILE.values())
    ]
    await asyncio.sleep(0.5)

    def words(name: str) -> int:
        return sum(row["eventtype"] == name for row in server.cel()[cel_before:])

    taken = [call for call in calls if not call.ended.is_set()]
    await server.until(lambda: words("RECORDING_STARTED") >= len(HOSTILE) - 1)
    for call in taken:
        if call.answered.is_set():
            call.press("2")
    await server.until(lambda: words("QUEUE_JOINED") >= len(HOSTILE) - 1)
    await asyncio.sleep(0.5)
    for call in taken:
        call.hang_up()
    await floor.quiet()

    cel = server.house.folders.cel.read_bytes().split(b"\n")[cel_before:-1]
    for text in cel:
        row = json.loads(text)
        assert re.fullmatch(r"\+?[0-9+]{0,20}", row["num"]), text
        assert not re.search(rb"Shutdown|Brien|SHELL|sales\|", text)
    assert words("CALL_ARRIVED") >= len(HOSTILE) - 1
    entered = [fields for fields in server.queue_log()[log_before:] if fields[4] == "ENTERQUEUE"]
    assert len(entered) >= len(HOSTILE) - 1
    assert all(len(fields) == 8 and re.fullmatch(r"[0-9+]{0,20}", fields[6]) for fields in entered)
    known = {queue.name for queue in server.house.queues} | {"NONE"}
    assert {fields[2] for fields in server.queue_log()[log_before:]} <= known
    events = [message for message in probe.messages if message[0].startswith("Event: ")]
    assert len(events) > len(HOSTILE)
    assert all(sum(text.startswith("Event: ") for text in message) == 1 for message in events)
    assert all(not message[0].startswith("Event: Shutdown") for message in events)
    assert [message[0] for message in probe.messages if ":" not in message[0]] == []
    await probe.close()


async def test_keyed_digits_reach_no_file(floor: Floor) -> None:
    seat = await floor.seat("1021", "A00021")
    number = floor.number()
    call = await floor.dial_queue(number)
    ring = await seat.rung()
    ring.answer()
    await hears(call, SEAT)
    for digit in "6222981234567":
        call.press(digit)
        await asyncio.sleep(0.05)
    await asyncio.sleep(1)
    call.hang_up()
    await ring.until_ended()
    await floor.over(number)
    assert not [row for row in floor.server.rows(number) if "DTMF" in row["eventtype"]]
    assert "DTMF" not in floor.server.log()
