"""How fast the record takes rows: N real calls in cel.json and queue_log → SQLite, one JSON line out.

python benchmarks/journal.py --calls 5000
"""

import argparse
import asyncio
import json
import resource
import tempfile
import time
from pathlib import Path

from prometheus_client import CollectorRegistry
from sqlalchemy import func, select

from callcenter.kit.clock import SystemClock
from callcenter.kit.db import Base, Database, make_engine
from callcenter.kit.encryption import Keyring
from callcenter.reporting.rollups.keeping import RollupKeeper
from callcenter.telephony.journal.task import JournalTask
from callcenter.telephony.models import CallRecord, RawRow
from callcenter.tenancy.service import ensure_company

SAMPLES = Path(__file__).parents[1] / "tests" / "integration" / "samples"
FIRST = 1795302130
SPAN = 15


def write_logs(folder: Path, calls: int) -> int:
    """The sample call again and again, each a second later, with a number of its own; returns rows."""
    rows = 0
    for name in ("cel.json", "queue_log"):
        sample = (SAMPLES / f"answered.{name}").read_text()
        lines = [line for line in sample.splitlines(keepends=True) if "QUEUESTART" not in line]
        template = "".join(lines)
        for second in range(FIRST, FIRST + SPAN):
            template = template.replace(str(second), f"@{second - FIRST}@")
        with (folder / name).open("w") as file:
            for number in range(calls):
                call = template.replace("13900001234", f"139{number % 100_000_000:08d}")
                for second in range(SPAN):
                    call = call.replace(f"@{second}@", str(FIRST + number * SPAN + second))
                file.write(call)
        rows += calls * len(lines)
    return rows


async def measure(calls: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "log").mkdir()
        written = write_logs(folder / "log", calls)
        database = Database(make_engine(f"sqlite+aiosqlite:///{folder}/record.sqlite3"))
        async with database.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        async with database.write() as session:
            await ensure_company(session, company_id="demo01", name="bench", at_us=0)
        task = JournalTask(
            folder=folder / "log",
            database=database,
            keyring=Keyring.from_secret(b"b" * 32, "sm"),
            clock=SystemClock(),
            registry=CollectorRegistry(),
            company_ids=frozenset({"demo01"}),
            default_company_id="demo01",
            hotlines=frozenset({"4000000001"}),
            follower=RollupKeeper(),
        )
        began, cpu = time.perf_counter(), time.process_time()
        await task.catch_up()
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
        async with database.read() as session:
            rows = await session.scalar(select(func.count()).select_from(RawRow)) or 0
            found = await session.scalar(select(func.count()).select_from(CallRecord)) or 0
        await database.close()
    return {
        "rows_written": written,
        "rows": rows,
        "calls": found,
        "seconds": round(seconds, 3),
        "rows_per_second": round(rows / seconds),
        "calls_per_second": round(found / seconds),
        "cpu_seconds": round(cpu, 3),
        "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=5_000)
    print(json.dumps(asyncio.run(measure(parser.parse_args().calls))))


if __name__ == "__main__":
    main()
