"""Asterisk killed in the middle of a talk, a caller waiting, and what its files then hold."""

from __future__ import annotations

import asyncio
import itertools
from pathlib import Path

import pytest
from conftest import Floor, keep_sample, make_server

pytestmark = pytest.mark.asterisk


async def test_killed_in_the_middle_of_a_talk(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    server = make_server(tmp_path)
    floor = Floor(server, itertools.count(90_000), [], [])
    try:
        seat = await floor.seat("1001", "A00001")
        number = floor.number()
        await floor.dial_queue(number)
        (await seat.rung()).answer()
        waiting = floor.number()
        await floor.dial_queue(waiting)
        call_id = server.call_id(number)
        recording = server.house.folders.recordings / f"{call_id}.raw"
        await server.until(lambda: recording.exists() and recording.stat().st_size > 40_000)
        # Asterisk writes its database once in a second.
        await asyncio.sleep(1.5)
        server.kill()
        for phone in floor.phones:
            phone.close()
        floor.phones.clear()
        for caller in (number, waiting):
            assert "CHAN_END" not in [row["eventtype"] for row in server.rows(caller)]
        server.start()
        # the members come back with the database, so the next caller rings a seat
        assert "A00001" in server.cli("queue show demo01-consult")
        # nobody but Asterisk itself ends the wrap-up that the crash left behind
        await server.until(lambda: "paused" not in server.cli("queue show demo01-consult"))
        number = floor.number()
        call = await floor.dial(number)
        call.hang_up()
        await floor.over(number)
        assert [fields[4] for fields in server.queue_log()].count("QUEUESTART") == 2
    finally:
        server.stop()
        for phone in floor.phones:
            phone.close()
    keep_sample(server, request.node.name, [0, 0])
