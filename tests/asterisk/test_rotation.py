"""The journal's files rotated under a running Asterisk: every row is in the record, once."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from conftest import Floor, make_server
from prometheus_client import CollectorRegistry

from callcenter.kit.clock import SystemClock
from callcenter.telephony.ami.connections import AmiLinks, users
from callcenter.telephony.ami.facts import LinkState
from callcenter.telephony.ami.metrics import LinkMetrics
from callcenter.telephony.ami.settings import AmiPlace
from callcenter.telephony.journal.rotation import Rotation
from callcenter.telephony.models import BadLineRow, CallRecord, RawRow
from integration.record_bench import KEYRING, RecordBench

pytestmark = pytest.mark.asterisk


def lines(folder: Path) -> int:
    files = (*folder.glob("cel.json*"), *folder.glob("queue_log*"))
    return sum(file.read_bytes().count(b"\n") for file in files)


async def test_rows_of_before_and_after_are_all_in_the_record_once(tmp_path: Path) -> None:
    (tmp_path / "asterisk").mkdir()
    server = make_server(tmp_path / "asterisk")
    bench = RecordBench(tmp_path)
    bench.logs = logs = server.house.folders.log
    bench.restart()
    floor = Floor(server, itertools.count(80_000), [], [])
    links = AmiLinks(
        place=AmiPlace(server.house.network.ami_host, server.house.network.ami_port),
        users=users(events="events", actions="actions", config="config"),
        clock=SystemClock(),
        metrics=LinkMetrics(CollectorRegistry()),
    )

    async def rotate_queue_log() -> None:
        await links.config.act("LoggerRotate")

    rotation = Rotation(
        folder=logs,
        database=bench.database,
        keyring=KEYRING,
        clock=SystemClock(),
        registry=CollectorRegistry(),
        rotate_queue_log=rotate_queue_log,
        on_archived=lambda file_id: bench.task.forget(file_id),
    )

    async def short_call() -> None:
        """Somebody waits a moment and gives up; it ends in both files."""
        ended = server.house.folders.queue_log.read_text().count("|ABANDON|")
        call = await floor.dial_queue(floor.number())
        call.hang_up()
        await floor.quiet()
        assert server.house.folders.queue_log.read_text().count("|ABANDON|") == ended + 1

    try:
        await bench.create()
        links.start()
        await links.config.until(LinkState.LIVE)
        await floor.seat("1001", "A00001")
        floor.pause("1001", "consult")
        await short_call()
        await bench.task.catch_up()
        waits = await floor.dial_queue(floor.number())

        assert await rotation.rotate()

        waits.hang_up()
        await floor.quiet()
        await short_call()
        await bench.task.catch_up()
        rotated = [*logs.glob("cel.json.*"), *logs.glob("queue_log.*")]
        assert len(rotated) == 2
        assert {file.stat().st_mode & 0o777 for file in (*rotated, server.house.folders.queue_log)} == {0o600}
        assert await bench.count(CallRecord) == 3
        assert await bench.count(RawRow) == lines(logs)
        assert await bench.count(BadLineRow) == 0
        bench.restart()
        await bench.task.catch_up()
        assert await bench.count(RawRow) == lines(logs)
    finally:
        await links.close()
        server.stop()
        for phone in floor.phones:
            phone.close()
        await bench.database.close()
