"""The journal while the database takes nothing: it waits, says so once, and catches up to the last row.

How a database refuses is its own: the lock of another process and the full disk are SQLite's, the lost
connection is PostgreSQL's."""

import asyncio
import sys
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import event
from structlog.testing import capture_logs

from callcenter.telephony.journal import task as journal_task
from callcenter.telephony.models import RawRow
from fakes.patience import PATIENCE
from integration.postgres_server import PostgresServer
from integration.record_bench import RecordBench

pytestmark = pytest.mark.integration

SAMPLES = Path(__file__).parent / "samples"
CEL = (SAMPLES / "answered.cel.json").read_bytes()
QUEUE_LOG = (SAMPLES / "answered.queue_log").read_bytes()
LINES = CEL.splitlines(keepends=True)
_LOCK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.readline()
connection.execute("ROLLBACK")
"""


@pytest.fixture
async def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[RecordBench]:
    monkeypatch.setattr(journal_task, "RETRY_AFTER_S", 0.02)
    bench = RecordBench(tmp_path)
    await bench.create()
    (bench.logs / "queue_log").write_bytes(QUEUE_LOG)
    (bench.logs / "cel.json").write_bytes(b"".join(LINES[:20]))
    yield bench
    await bench.database.close()


@asynccontextmanager
async def running(bench: RecordBench) -> AsyncGenerator[None]:
    running = asyncio.create_task(bench.task.run())
    try:
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "what the test waits for did not happen"
        await asyncio.sleep(0.01)


async def read_whole(bench: RecordBench) -> bool:
    return await bench.count(RawRow) == len(LINES) + QUEUE_LOG.count(b"\n")


def write_the_rest(bench: RecordBench) -> None:
    with (bench.logs / "cel.json").open("ab") as file:
        file.write(b"".join(LINES[20:]))


def of_the_journal(entries: Sequence[Mapping[str, object]]) -> list[object]:
    return [entry["event"] for entry in entries if "into the record" in str(entry["event"])]


SAID = ["Could not take rows into the record.", "Takes rows into the record again."]


async def test_another_process_holds_the_database(bench: RecordBench, tmp_path: Path):
    # five seconds of patience are the product's; here each attempt gives up after 50 ms
    event.listen(
        bench.database.engine.sync_engine,
        "connect",
        lambda connection, _: connection.execute("PRAGMA busy_timeout=50"),
    )
    await bench.database.engine.dispose()
    await bench.task.catch_up()
    other = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        _LOCK,
        tmp_path / "record.sqlite3",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert other.stdout is not None
    assert other.stdin is not None
    assert await other.stdout.readline() == b"locked\n"
    with capture_logs() as entries:
        write_the_rest(bench)
        async with running(bench):
            await until(lambda: bench.task.state.failing_since_us is not None)
            await asyncio.sleep(0.3)  # several attempts
            assert not bench.task.state.caught_up
            other.stdin.close()
            assert await asyncio.wait_for(other.wait(), PATIENCE) == 0
            await until(lambda: bench.task.state.caught_up)

    assert await read_whole(bench)
    assert of_the_journal(entries) == SAID
    assert bench.task.state.failing_since_us is None


async def test_the_data_disk_is_full(bench: RecordBench):
    """SQLite says the same, at the same places, when its file may not grow as when the disk has no room."""
    limit = {"pages": 0}

    def keep_small(connection: object) -> None:
        if limit["pages"]:
            connection.exec_driver_sql(f"PRAGMA max_page_count={limit['pages']}")  # type: ignore[attr-defined]

    await bench.task.catch_up()
    event.listen(bench.database.engine.sync_engine, "begin", keep_small)
    limit["pages"] = 1
    with capture_logs() as entries:
        write_the_rest(bench)
        async with running(bench):
            await until(lambda: bench.task.state.failing_since_us is not None)
            assert "full" in str(next(e["exc_info"] for e in entries if e["event"] == SAID[0]))
            await asyncio.sleep(0.3)  # several attempts
            assert await bench.count(RawRow) == 20 + QUEUE_LOG.count(b"\n")
            limit["pages"] = 1_000_000
            await until(lambda: bench.task.state.caught_up)

    assert await read_whole(bench)
    assert of_the_journal(entries) == SAID


async def test_the_server_of_the_database_goes_away(
    postgres: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Ends every connection and lets nobody in, as a server does that stops."""
    monkeypatch.setattr(journal_task, "RETRY_AFTER_S", 0.02)
    url = await postgres.migrated_database()
    bench = RecordBench(tmp_path, url)
    await bench.create()
    (bench.logs / "queue_log").write_bytes(QUEUE_LOG)
    (bench.logs / "cel.json").write_bytes(b"".join(LINES[:20]))
    await bench.task.catch_up()
    with capture_logs() as entries:
        async with running(bench):
            await postgres.shut(url)
            write_the_rest(bench)
            await until(lambda: bench.task.state.failing_since_us is not None)
            await asyncio.sleep(0.3)  # several attempts
            assert not bench.task.state.caught_up
            await postgres.open(url)
            await until(lambda: bench.task.state.caught_up and bench.task.state.failing_since_us is None)

    assert await read_whole(bench)
    assert of_the_journal(entries) == SAID
    await bench.database.close()
    await postgres.drop(url)
