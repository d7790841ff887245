"""Every row of the files stands in the record once, whatever happens to the files and to us."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import orjson
import pytest

from callcenter.telephony.journal import repository, task
from callcenter.telephony.journal.files import list_files, read_from
from callcenter.telephony.journal.lines import microseconds
from callcenter.telephony.models import BadLineRow, CallRecord, JournalGap, RawRow
from integration.record_bench import RecordBench

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


@pytest.fixture
async def whole(tmp_path: Path) -> AsyncIterator[list[list[object]]]:
    """What the record holds on SQLite when everything was read in one piece: on both it is the same."""
    folder = tmp_path / "whole"
    folder.mkdir()
    bench = RecordBench(folder)
    await bench.create()
    (bench.logs / "cel.json").write_bytes(CEL)
    (bench.logs / "queue_log").write_bytes(QUEUE_LOG)
    await bench.task.catch_up()
    yield [list(await bench.raw_rows()), list(await bench.calls())]
    await bench.database.close()


async def told(bench: RecordBench) -> list[list[object]]:
    return [list(await bench.raw_rows()), list(await bench.calls())]


def append(path: Path, data: bytes) -> None:
    with path.open("ab") as file:
        file.write(data)


class TestTheRecord:
    async def test_is_current_though_every_look_finds_a_new_row(self, bench: RecordBench):
        """A platform that starts on a busy day becomes ready while calls go on."""
        (bench.logs / "queue_log").write_bytes(QUEUE_LOG)
        for line in CEL.splitlines(keepends=True)[:2]:
            append(bench.logs / "cel.json", line)
            assert await bench.task.step()
            assert bench.task.state.caught_up

    async def test_is_not_current_while_a_part_of_what_is_there_is_unread(
        self, bench: RecordBench, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(task, "_ROWS_AT_ONCE", 3)
        (bench.logs / "cel.json").write_bytes(CEL)
        monkeypatch.setattr(task, "_CHUNK", 1_000)

        assert await bench.task.step()
        assert not bench.task.state.caught_up
        await bench.task.catch_up()
        assert bench.task.state.caught_up

    async def test_holds_every_row_and_the_call(self, bench: RecordBench):
        (bench.logs / "cel.json").write_bytes(CEL)
        (bench.logs / "queue_log").write_bytes(QUEUE_LOG)

        await bench.task.catch_up()

        assert await bench.count(RawRow) == CEL.count(b"\n") + QUEUE_LOG.count(b"\n")
        call, caller_leg, agent_leg = await bench.calls()
        assert call["outcome"] == "answered"
        assert call["wait_us"] == 1_509_323
        assert (caller_leg["is_caller"], agent_leg["agent"]) == (True, "A00001")
        assert bench.changed == [CALL_ID]

    @pytest.mark.parametrize(
        "odd",
        [
            b'{"eventtype":"CHAN_START","eventtime":"1.0","uniqueid":"a","linkedid":5}',
            b'{"eventtype":"CHAN_START","eventtime":1e300,"uniqueid":"a","linkedid":"a"}',
            b'{"eventtype":"CHAN_START","eventtime":"99999999999999999999","uniqueid":"a","linkedid":"a"}',
        ],
    )
    async def test_is_not_stopped_by_json_of_the_wrong_sort(self, bench: RecordBench, odd: bytes):
        """Such a line once failed each batch it stood in, and so every row after it, for ever."""
        (bench.logs / "cel.json").write_bytes(odd + b"\n" + CEL)
        (bench.logs / "queue_log").write_bytes(QUEUE_LOG)

        await bench.task.catch_up()

        assert (await bench.count(BadLineRow), await bench.count(CallRecord)) == (1, 1)

    async def test_holds_no_readable_number(self, bench: RecordBench):
        (bench.logs / "cel.json").write_bytes(CEL + b'{"half 13900001234\n')
        (bench.logs / "queue_log").write_bytes(QUEUE_LOG)

        await bench.task.catch_up()
        stored = await bench.stored()
        assert b"CHAN_START" in stored
        assert b"13900001234" not in stored

    @pytest.mark.parametrize("pieces", [40, 3])
    async def test_is_the_same_when_rows_come_in_pieces(
        self, bench: RecordBench, whole: list[list[object]], pieces: int
    ):
        step = len(CEL) // pieces
        (bench.logs / "queue_log").write_bytes(QUEUE_LOG)
        for start in range(0, len(CEL), step):
            append(bench.logs / "cel.json", CEL[start : start + step])
            await bench.task.catch_up()

        assert await told(bench) == whole

    async def test_writes_a_call_anew_only_when_a_row_says_something_of_it(
        self, bench: RecordBench, whole: list[list[object]]
    ):
        (bench.logs / "queue_log").write_bytes(QUEUE_LOG)
        lines = CEL.splitlines(keepends=True)
        for line in lines:
            append(bench.logs / "cel.json", line)
            await bench.task.catch_up()

        assert await told(bench) == whole
        assert 1 < bench.changed.count(CALL_ID) < len(lines) / 2

    async def test_is_the_same_when_the_platform_restarts_in_mid_call(
        self, bench: RecordBench, whole: list[list[object]]
    ):
        lines = CEL.splitlines(keepends=True)
        for number, line in enumerate(lines):
            append(bench.logs / "cel.json", line)
            if number % 7 == 0:
                await bench.task.catch_up()
                bench.restart()
        (bench.logs / "queue_log").write_bytes(QUEUE_LOG)
        await bench.task.catch_up()

        assert await told(bench) == whole

    async def test_follows_a_file_through_rotation(self, bench: RecordBench, whole: list[list[object]]):
        lines = CEL.splitlines(keepends=True)
        (bench.logs / "queue_log").write_bytes(QUEUE_LOG)
        (bench.logs / "cel.json").write_bytes(b"".join(lines[:10]))
        await bench.task.catch_up()
        append(bench.logs / "cel.json", b"".join(lines[10:20]))
        (bench.logs / "cel.json").rename(bench.logs / "cel.json.20261122")
        append(bench.logs / "cel.json.20261122", lines[20])
        (bench.logs / "cel.json").write_bytes(b"".join(lines[21:]))

        await bench.task.catch_up()

        assert await told(bench) == whole

    async def test_reads_nothing_from_a_file_that_took_the_name_meanwhile(self, bench: RecordBench):
        """Asterisk rotates queue_log by itself, at any moment between our look and our reading."""
        live = bench.logs / "queue_log"
        live.write_bytes(QUEUE_LOG)
        [disk] = list_files(bench.logs)
        live.rename(bench.logs / "queue_log.0")
        live.write_bytes(QUEUE_LOG * 2)

        assert read_from(disk, 0, 100) == b""

    async def test_follows_two_rotations_while_it_was_away(
        self, bench: RecordBench, whole: list[list[object]]
    ):
        lines = CEL.splitlines(keepends=True)
        (bench.logs / "queue_log").write_bytes(QUEUE_LOG)
        (bench.logs / "cel.json.1").write_bytes(b"".join(lines[:10]))
        (bench.logs / "cel.json.2").write_bytes(b"".join(lines[10:20]))
        (bench.logs / "cel.json").write_bytes(b"".join(lines[20:]))

        await bench.task.catch_up()

        assert await told(bench) == whole

    async def test_reads_a_truncated_file_from_its_start(self, bench: RecordBench, whole: list[list[object]]):
        lines = CEL.splitlines(keepends=True)
        (bench.logs / "queue_log").write_bytes(QUEUE_LOG)
        (bench.logs / "cel.json").write_bytes(b"".join(lines[:30]))
        await bench.task.catch_up()
        with (bench.logs / "cel.json").open("r+b") as file:
            file.truncate(0)
            file.write(b"".join(lines[30:]))

        await bench.task.catch_up()

        assert await told(bench) == whole

    async def test_counts_the_same_file_once_however_often_it_is_read(
        self, bench: RecordBench, whole: list[list[object]]
    ):
        (bench.logs / "cel.json").write_bytes(CEL)
        (bench.logs / "queue_log").write_bytes(QUEUE_LOG)
        await bench.task.catch_up()
        bench.copy("cel.json", "cel.json.copy")
        bench.copy("queue_log", "queue_log.0")
        (bench.logs / "cel.json.twice").write_bytes(CEL + CEL)

        await bench.task.catch_up()
        bench.restart()
        await bench.task.catch_up()

        assert await told(bench) == whole
        assert await bench.gaps() == []

    async def test_keeps_equal_lines_of_one_second_apart(self, bench: RecordBench):
        line = b"1795302140|NONE|demo01-consult|A00001|PAUSE|lunch\n"
        (bench.logs / "queue_log").write_bytes(line)
        await bench.task.catch_up()
        bench.restart()
        append(bench.logs / "queue_log", line)
        await bench.task.catch_up()
        (bench.logs / "queue_log").rename(bench.logs / "queue_log.0")
        (bench.logs / "queue_log").write_bytes(line)
        await bench.task.catch_up()
        bench.copy("queue_log.0", "queue_log.restored")
        await bench.task.catch_up()

        assert await bench.count(RawRow) == 3

    async def test_keeps_bad_lines_aside_and_goes_on(self, bench: RecordBench, whole: list[list[object]]):
        lines = CEL.splitlines(keepends=True)
        glued = lines[5][:60] + lines[6]
        bad = [b"not json\n", b"\xff\xfe\n", b'{"eventtype":"X"}\n']
        (bench.logs / "cel.json").write_bytes(b"".join([*lines[:6], glued, *bad, *lines[7:]]))
        (bench.logs / "queue_log").write_bytes(QUEUE_LOG + b"1795302150|x\n")

        await bench.task.catch_up()
        bench.copy("cel.json", "cel.json.copy")
        await bench.task.catch_up()

        assert await told(bench) == whole
        assert await bench.count(BadLineRow) == 5
        assert bench.task.state.bad_lines == 5

    @pytest.mark.parametrize("restart", [False, True])
    async def test_marks_the_interval_in_which_the_disk_was_full(self, bench: RecordBench, *, restart: bool):
        lines = CEL.splitlines(keepends=True)
        before, after = orjson.loads(lines[9]), orjson.loads(lines[14])
        queue_log = QUEUE_LOG.splitlines(keepends=True)
        (bench.logs / "cel.json").write_bytes(b"".join(lines[:10]) + lines[10][:50])
        (bench.logs / "queue_log").write_bytes(queue_log[0] + queue_log[1][:9])
        if restart:
            await bench.task.catch_up()
            bench.restart()
        append(bench.logs / "cel.json", b"".join(lines[14:]))
        append(bench.logs / "queue_log", b"".join(queue_log[2:]))

        await bench.task.catch_up()
        bench.copy("cel.json", "cel.json.copy")
        await bench.task.catch_up()

        first, second = (int(queue_log[number][:10]) * 1_000_000 for number in (0, 2))
        assert set(await bench.gaps()) == {
            (microseconds(before["eventtime"]), microseconds(after["eventtime"]), "half_written_rows"),
            (first, second, "half_written_rows"),
        }
        assert len(await bench.gaps()) == 2
        assert await bench.count(RawRow) == len(lines) - 4 + len(queue_log) - 1
        assert bench.task.state.bad_lines == 2

    async def test_takes_a_whole_row_without_newline_from_a_settled_file(
        self, bench: RecordBench, whole: list[list[object]]
    ):
        lines = CEL.splitlines(keepends=True)
        (bench.logs / "queue_log").write_bytes(QUEUE_LOG)
        (bench.logs / "cel.json.1").write_bytes(b"".join(lines[:10]).removesuffix(b"\n"))
        os.utime(bench.logs / "cel.json.1", (1, 1))
        (bench.logs / "cel.json").write_bytes(b"".join(lines[10:]))

        await bench.task.catch_up()

        assert await told(bench) == whole

    async def test_loses_and_doubles_nothing_when_a_batch_fails(
        self, bench: RecordBench, whole: list[list[object]], monkeypatch: pytest.MonkeyPatch
    ):
        """The process may end between any two statements of a batch; the transaction is all or nothing."""
        (bench.logs / "cel.json").write_bytes(CEL[: len(CEL) // 2])
        await bench.task.catch_up()
        (bench.logs / "cel.json").write_bytes(CEL)
        (bench.logs / "queue_log").write_bytes(QUEUE_LOG)

        async def fail(*_: object, **__: object) -> None:
            raise OSError("disk full")

        for statement in ("add_raw_rows", "replace_calls", "add_phones", "save_files"):
            with monkeypatch.context() as broken:
                broken.setattr(repository, statement, fail)
                with pytest.raises(OSError, match="disk full"):
                    await bench.task.step()
        await bench.task.catch_up()

        assert await told(bench) == whole

    async def test_closes_a_call_that_asterisk_left_open(self, bench: RecordBench):
        talk = b"".join(CEL.splitlines(keepends=True)[:26])
        (bench.logs / "cel.json").write_bytes(talk)
        (bench.logs / "queue_log").write_bytes(QUEUE_LOG.split(b"1795302139|")[0])
        await bench.task.catch_up()
        bench.restart()
        append(bench.logs / "queue_log", b"1795302200|NONE|NONE|NONE|QUEUESTART|\n")

        await bench.task.catch_up()

        call = (await bench.calls())[0]
        assert (call["outcome"], call["ended_by"], call["complete"]) == ("answered", "unknown", False)
        assert call["end_reason"] == "asterisk_restart"
        assert await bench.count(JournalGap) == 1
        assert await bench.count(CallRecord) == 1

    async def test_rows_of_a_consult_join_the_call_when_the_bridges_merge(self, bench: RecordBench):
        """The seat's own channel had a group of its own in an earlier batch, before a restart of ours."""
        lines = CEL.splitlines(keepends=True)
        consult = lines[0].replace(b"from-trunk", b"from-seat").replace(b"1795302130.0", b"1795302131.7")
        mine = b'"uniqueid":"zz1-1795302130.0"'
        leaving = next(line for line in lines if b'"BRIDGE_EXIT"' in line and mine in line)
        merged = leaving.replace(mine, b'"uniqueid":"zz1-1795302131.7"')
        (bench.logs / "cel.json").write_bytes(b"".join(lines[:26]) + consult)
        await bench.task.catch_up()
        bench.restart()
        (bench.logs / "cel.json").write_bytes(b"".join(lines[:26]) + consult + merged)

        await bench.task.catch_up()

        assert {call_id for _, data, call_id in await bench.raw_rows() if "1795302131.7" in data} == {CALL_ID}
        assert "zz1-1795302131.7" in {str(leg.get("uniqueid")) for leg in await bench.calls()}
