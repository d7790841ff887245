"""Asterisk's clock is set back: what happened twice is marked, and so are the calls that were there."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import orjson
import pytest

from callcenter.telephony.journal.lines import microseconds
from callcenter.telephony.journal.rebuild import rebuild
from callcenter.telephony.ports import NobodyFollows
from integration.record_bench import NOW_US, RecordBench

pytestmark = pytest.mark.integration

SAMPLES = Path(__file__).parent / "samples"
CEL = (SAMPLES / "answered.cel.json").read_bytes()
QUEUE_LOG = (SAMPLES / "answered.queue_log").read_bytes()
CALL_ID = "zz1-1795302130.0"


@pytest.fixture
async def bench(tmp_path: Path, database_url: str) -> AsyncIterator[RecordBench]:
    bench = RecordBench(tmp_path, database_url)
    await bench.create()
    yield bench
    await bench.database.close()


def append(path: Path, data: bytes) -> None:
    with path.open("ab") as file:
        file.write(data)


def moved(rows: bytes, seconds: int, *, names: bool = True) -> bytes:
    """Rows of another time, and of other channels unless these keep their names."""
    before = rb"(?<![\d.-])" if not names else rb"(?<![\d.])"
    return re.sub(before + rb"(17953\d{5})(?=\.\d)", lambda found: b"%d" % (int(found[1]) + seconds), rows)


class TestAClockSetBack:
    @pytest.mark.parametrize("restart", [False, True])
    @pytest.mark.parametrize("rotated", [False, True])
    async def test_marks_the_minutes_that_happened_twice(
        self, bench: RecordBench, *, restart: bool, rotated: bool
    ):
        lines = CEL.splitlines(keepends=True)
        before, after = orjson.loads(lines[19])["eventtime"], orjson.loads(lines[20])["eventtime"]
        seconds, _, rest = after.partition(".")
        set_back = f"{int(seconds) - 300}.{rest}"
        for line in lines[20:]:
            second = orjson.loads(line)["eventtime"].partition(".")[0]
            moved = f'"{int(second) - 300}.'.encode()
            lines[lines.index(line)] = line.replace(f'"{second}.'.encode(), moved)
        (bench.logs / "cel.json").write_bytes(b"".join(lines[:20]))
        (bench.logs / "queue_log").write_bytes(QUEUE_LOG)
        await bench.task.catch_up()
        if restart:
            bench.restart()
        if rotated:
            (bench.logs / "cel.json").rename(bench.logs / "cel.json.1")
        append(bench.logs / "cel.json", b"".join(lines[20:]))

        await bench.task.catch_up()

        assert await bench.gaps() == [(microseconds(set_back), microseconds(before), "clock_set_back")]
        call = (await bench.calls())[0]
        assert (call["outcome"], call["complete"]) == ("answered", False)

    async def test_a_copy_in_the_place_of_a_rotated_file_sets_no_clock_back(self, bench: RecordBench):
        (bench.logs / "cel.json").write_bytes(CEL)
        await bench.task.catch_up()
        (bench.logs / "cel.json").rename(bench.logs / "cel.json.1")
        bench.copy("cel.json.1", "cel.json")

        await bench.task.catch_up()

        assert await bench.gaps() == []

    async def test_a_call_that_was_silent_while_the_clock_went_back_is_not_whole(self, bench: RecordBench):
        """Its own rows go on: 500 seconds of silence look like 200."""
        before = moved(CEL, -10_000)
        first, last = CEL.splitlines(keepends=True)[:20], CEL.splitlines(keepends=True)[20:]
        other = moved(first[0].replace(b"from-trunk", b"from-seat"), 500)
        (bench.logs / "cel.json").write_bytes(before + b"".join(first) + other)
        await bench.task.catch_up()
        append(bench.logs / "cel.json", b"".join(moved(line, 200, names=False) for line in last))

        await bench.task.catch_up()

        arrived, stood = (microseconds(orjson.loads(line)["eventtime"]) for line in (first[0], other))
        back = microseconds(orjson.loads(moved(last[0], 200, names=False))["eventtime"])
        assert set(await bench.gaps()) == {
            (back, stood, "clock_set_back"),
            (arrived, back, "open_when_clock_set_back"),
        }
        calls = await bench.calls()
        assert [call["complete"] for call in calls if "outcome" in call] == [True, False]
        await rebuild(
            bench.database, from_us=0, to_us=NOW_US, default_company_id="demo01", follower=NobodyFollows()
        )
        assert await bench.calls() == calls
