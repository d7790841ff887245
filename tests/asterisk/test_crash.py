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
        await asyncio.sleep(1)
        server.kill()
        for phone in floor.phones:
            phone.close()
        floor.phones.clear()
        call_id = server.call_id(number)
        for caller in (number, waiting):
            assert "CHAN_END" not in [row["eventtype"] for row in server.rows(caller)]
        assert (server.house.folders.recordings / f"{call_id}.raw").stat().st_size > 10_000
        server.start()
        # the members come back with the database, so the next caller rings a seat
        assert "A00001" in server.cli("queue show demo01-consult")
        # nobody but Asterisk itself ends the wrap-up that the crash left behind
        await server.until(lambda: "paused" not in server.cli("queue show demo01-consult"))
        number = floor.number()
        call = await floor.dial(number)
        call.hang_up()
        await server.until(lambda: server.rows(number)[-1]["eventtype"] == "LINKEDID_END")
        assert server.queue_log()[-1][4] == "QUEUESTART" or any(
            f[4] == "QUEUESTART" for f in server.queue_log()
        )
    finally:
        server.stop()
        for phone in floor.phones:
            phone.close()
    keep_sample(server, request.node.name, [0, 0])
