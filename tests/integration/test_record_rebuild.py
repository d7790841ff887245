"""Calls built again from their rows, beside a journal that goes on."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, select, text, update
from structlog.testing import capture_logs

from callcenter.reporting.rollups.keeping import RollupKeeper
from callcenter.telephony.interpretation import interpret
from callcenter.telephony.journal import repository
from callcenter.telephony.journal.rebuild import make_current, rebuild
from callcenter.telephony.journal.rows import Row
from callcenter.telephony.models import CallRecord, LegRecord, QueueVisitRecord, RecordVersion
from fakes.patience import PATIENCE
from integration.record_bench import NOW_US, RecordBench

pytestmark = pytest.mark.integration

SAMPLES = Path(__file__).parent / "samples"
CEL = (SAMPLES / "answered.cel.json").read_bytes()
QUEUE_LOG = (SAMPLES / "answered.queue_log").read_bytes()


@pytest.fixture
async def bench(tmp_path: Path, database_url: str) -> AsyncIterator[RecordBench]:
    bench = RecordBench(tmp_path, database_url)
    await bench.create()
    yield bench
    await bench.database.close()


class TestRebuilding:
    async def test_gives_the_same_calls(self, bench: RecordBench):
        (bench.logs / "cel.json").write_bytes(CEL)
        (bench.logs / "queue_log").write_bytes(QUEUE_LOG)
        await bench.task.catch_up()
        before = await bench.calls()
        async with bench.database.write() as session:
            await session.execute(delete(LegRecord))
            await session.execute(delete(CallRecord))

        rebuilt = await rebuild(
            bench.database, from_us=0, to_us=NOW_US, default_company_id="demo01", follower=RollupKeeper()
        )

        assert await bench.calls() == before
        assert rebuilt.calls == 1

    async def test_of_a_record_that_an_older_version_read_is_done_once_at_the_start(self, bench: RecordBench):
        (bench.logs / "cel.json").write_bytes(CEL)
        (bench.logs / "queue_log").write_bytes(QUEUE_LOG)
        await bench.task.catch_up()

        async def parts() -> tuple[object, object]:
            async with bench.database.read() as session:
                visits = select(QueueVisitRecord.queue, QueueVisitRecord.joined_us, QueueVisitRecord.agent)
                roles = select(LegRecord.number, LegRecord.role).order_by(LegRecord.number)
                return (await session.execute(visits)).all(), (await session.execute(roles)).all()

        before = await parts()
        assert all(before)
        async with bench.database.write() as session:
            await session.execute(delete(QueueVisitRecord))
            await session.execute(update(LegRecord).values(role="agent"))
            await session.execute(update(RecordVersion).values(version=0))

        async def start() -> None:
            await make_current(
                bench.database, to_us=NOW_US, default_company_id="demo01", follower=RollupKeeper()
            )

        await start()
        assert await parts() == before
        async with bench.database.write() as session:
            await session.execute(delete(QueueVisitRecord))
        await start()
        assert await parts() != before, "a second start has nothing to do"

    async def test_gives_the_same_calls_after_a_crash_of_asterisk(self, bench: RecordBench):
        (bench.logs / "cel.json").write_bytes(b"".join(CEL.splitlines(keepends=True)[:20]))
        await bench.task.catch_up()
        (bench.logs / "queue_log").write_bytes(b"1795302200|NONE|NONE|NONE|QUEUESTART|\n")
        await bench.task.catch_up()
        before = await bench.calls()

        await rebuild(
            bench.database, from_us=0, to_us=NOW_US, default_company_id="demo01", follower=RollupKeeper()
        )

        assert await bench.calls() == before
        assert before[0]["end_reason"] == "asterisk_restart"

    async def test_leaves_an_open_call_to_the_journal(self, bench: RecordBench):
        """The journal remembers what it told of it; the figures would count the difference twice."""
        (bench.logs / "cel.json").write_bytes(b"".join(CEL.splitlines(keepends=True)[:20]))
        await bench.task.catch_up()
        async with bench.database.write() as session:
            await session.execute(update(CallRecord).values(hotline="as the journal told it"))

        rebuilt = await rebuild(
            bench.database, from_us=0, to_us=NOW_US, default_company_id="demo01", follower=RollupKeeper()
        )

        assert rebuilt.calls == 0
        assert (await bench.calls())[0]["hotline"] == "as the journal told it"

    async def test_keeps_what_stood_of_a_call_that_it_cannot_tell(
        self, bench: RecordBench, monkeypatch: pytest.MonkeyPatch
    ):
        (bench.logs / "cel.json").write_bytes(CEL + CEL.replace(b"17953021", b"17953022"))
        await bench.task.catch_up()
        before = await bench.calls()

        def tell(call_id: str, rows: list[Row], **known: Any) -> object:
            if call_id.endswith("1795302230.0"):
                raise ValueError("13900001234")
            return interpret(call_id, rows, **known)

        monkeypatch.setattr("callcenter.telephony.journal.rebuild.interpret", tell)
        with capture_logs() as logs:
            rebuilt = await rebuild(
                bench.database, from_us=0, to_us=NOW_US, default_company_id="demo01", follower=RollupKeeper()
            )

        assert (rebuilt.calls, rebuilt.failed) == (1, 1)
        assert await bench.calls() == before
        assert [log["error"] for log in logs] == ["ValueError"]
        assert "13900001234" not in str(logs)

    async def test_and_the_journal_wait_for_each_other(self, bench: RecordBench):
        """On PostgreSQL both would see the call as it was, and take it off the figures twice."""
        if bench.database.engine.dialect.name == "sqlite":
            pytest.skip("SQLite has one writer")
        (bench.logs / "cel.json").write_bytes(CEL)
        await bench.task.catch_up()
        (bench.logs / "queue_log").write_bytes(QUEUE_LOG)
        waiting = select(func.count()).select_from(text("pg_locks")).where(text("not granted"))

        async with bench.database.write() as session, asyncio.TaskGroup() as both:
            await repository.alone(session)
            both.create_task(
                rebuild(
                    bench.database,
                    from_us=0,
                    to_us=NOW_US,
                    default_company_id="demo01",
                    follower=RollupKeeper(),
                )
            )
            both.create_task(bench.task.catch_up())
            async with asyncio.timeout(PATIENCE):
                while await session.scalar(waiting) != 2:
                    await session.execute(select(func.pg_sleep(0.02)))
            await session.commit()

        assert await bench.count(CallRecord) == 1
