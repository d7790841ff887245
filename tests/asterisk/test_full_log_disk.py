"""The disk of Asterisk's log folder runs full in the middle of a call, and is freed again."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import subprocess
from collections.abc import Generator
from pathlib import Path

import pytest
from asterisk_server import Server
from conftest import Floor, make_server

from callcenter.kit.clock import SECOND, SystemClock
from callcenter.reporting import service
from callcenter.reporting.schemas import Completeness
from callcenter.telephony.journal.lines import Line, read_lines
from callcenter.telephony.journal.rows import Source
from callcenter.telephony.models import RawRow
from callcenter.tenancy import Scope
from integration.record_bench import RecordBench

pytestmark = pytest.mark.asterisk


@contextlib.contextmanager
def small_disk(folder: Path, *, kilobytes: int) -> Generator[Path]:
    folder.mkdir(parents=True)
    mount, umount = shutil.which("mount"), shutil.which("umount")
    assert mount, "mount is missing"
    assert umount, "umount is missing"
    subprocess.run([mount, "-t", "tmpfs", "-o", f"size={kilobytes}k,mode=0700", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run([umount, "--lazy", folder], check=True)


def fill(folder: Path) -> Path:
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        for size in (4096, 1):
            with contextlib.suppress(OSError):
                while file.write(bytes(size)):
                    pass
    assert os.statvfs(folder).f_bavail == 0
    return ballast


def good_rows(server: Server) -> list[Line]:
    pieces = server.house.folders.cel.read_bytes().split(b"\n")
    return [line for line in read_lines(Source.CEL, pieces) if isinstance(line, Line)]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a small disk")
async def test_calls_go_on_and_what_may_be_missing_is_marked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SystemClock()
    with small_disk(Server.folders(tmp_path / "asterisk").log, kilobytes=256) as log:
        server = make_server(tmp_path / "asterisk")
        monkeypatch.setattr(server, "cel", lambda: [line.data for line in good_rows(server)])
        floor = Floor(server, itertools.count(60_000), [], [])
        try:
            cut_off, after = floor.number(), floor.number()
            seat = await floor.seat("1001", "A00001")
            # QUEUESTART knows whole seconds: a call of the same second could be one from before the start.
            started_s = clock.now_us() // SECOND
            await server.until(lambda: clock.now_us() // SECOND > started_s)
            call = await floor.dial_queue(cut_off)
            (await seat.rung()).answer()
            await server.until(lambda: "BRIDGE_ENTER" in [r["eventtype"] for r in server.rows(cut_off)])

            ballast = fill(log)
            full_us = clock.now_us()
            call.hang_up()
            await floor.quiet()
            ballast.unlink()
            freed_us = clock.now_us()

            call = await floor.dial_queue(after)
            (await seat.rung()).answer()
            await server.until(lambda: "BRIDGE_ENTER" in [r["eventtype"] for r in server.rows(after)])
            call.hang_up()
            await floor.over(after)

            folder = tmp_path / "record"
            folder.mkdir()
            record = RecordBench(folder)
            await record.create()
            record.logs = log
            record.restart()
            await record.task.catch_up()
            first, second, *_ = await record.calls()
            told = [await record.raw_rows(), await record.calls(), await record.gaps()]
            async with record.database.read() as session:
                today = await service.today(session, Scope.of("demo01"), at_us=clock.now_us())
            shutil.copyfile(log / "cel.json", log / "cel.json.copy")
            await record.task.catch_up()

            assert [await record.raw_rows(), await record.calls(), await record.gaps()] == told
            assert await record.count(RawRow) == len(good_rows(server)) + len(server.queue_log())
            assert record.task.state.bad_lines == 1
            assert (second["outcome"], second["ended_by"], second["complete"]) == ("answered", "caller", True)
            # Nobody makes an end up: there is one only if a row of it came after the disk was freed.
            ends = {(row.data["uniqueid"], row.data["eventtype"]) for row in good_rows(server)}
            said = {(first["call_id"], event) for event in ("HANGUP", "CHAN_END", "LINKEDID_END")} & ends
            assert (first["ended_us"] is not None) == bool(said)
            assert not first["complete"]
            ((from_us, to_us, reason),) = await record.gaps()
            assert reason == "half_written_rows"
            assert from_us - full_us < SECOND
            assert to_us > freed_us
            assert {figure.completeness for figure in today.figures} == {Completeness.unknown}
            await record.database.close()
        finally:
            for phone in floor.phones:
                phone.close()
            server.stop()
