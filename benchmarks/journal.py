"""How fast the record takes rows: N real calls in cel.json and queue_log → the database, one JSON line out.

`rows_per_cpu_second` is what one core would take: rows by the CPU time of this process and, with PostgreSQL,
of its server. It is the figure to compare on a machine that is shared.

python benchmarks/journal.py --calls 5000
PYTHONPATH=platform:tests python benchmarks/journal.py --calls 5000 --database postgresql
"""

import argparse
import asyncio
import json
import os
import resource
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from prometheus_client import CollectorRegistry
from sqlalchemy import func, select

from callcenter.app.models import METADATA
from callcenter.app.running import freeze_what_stays
from callcenter.kit.clock import SystemClock
from callcenter.kit.db import Database, make_engine
from callcenter.kit.encryption import Keyring
from callcenter.reporting.following import RecordFollowers
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


@contextmanager
def sqlite_in(folder: Path) -> Generator[tuple[str, Callable[[], float]]]:
    """The URL, and the CPU time of the server so far."""
    yield f"sqlite+aiosqlite:///{folder}/record.sqlite3", lambda: 0.0


@contextmanager
def postgresql_in(_folder: Path) -> Generator[tuple[str, Callable[[], float]]]:
    from integration.postgres_server import running_postgres

    with running_postgres() as server:
        yield asyncio.run(server.new_database()), lambda: cpu_of_children(server.pid)


def cpu_of_children(pid: int) -> float:
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:13])) if int(fields[1]) == pid else 0
    return ticks / os.sysconf("SC_CLK_TCK")


async def measure(calls: int, url: str, server_cpu: Callable[[], float]) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "log").mkdir()
        written = write_logs(folder / "log", calls)
        database = Database(make_engine(url))
        async with database.engine.begin() as connection:
            await connection.run_sync(METADATA.create_all)
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
            follower=RecordFollowers(),
        )
        began, cpu, server = time.perf_counter(), time.process_time(), server_cpu()
        await task.catch_up()
        seconds, cpu, server = time.perf_counter() - began, time.process_time() - cpu, server_cpu() - server
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
        "server_cpu_seconds": round(server, 3),
        "rows_per_cpu_second": round(rows / (cpu + server)),
        "database": url.partition("+")[0],
        "cores": os.cpu_count(),
        "load_average": [round(load, 2) for load in os.getloadavg()],
        "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=5_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    given = parser.parse_args()
    freeze_what_stays()
    made = sqlite_in if given.database == "sqlite" else postgresql_in
    with tempfile.TemporaryDirectory() as folder, made(Path(folder)) as (url, server_cpu):
        print(json.dumps(asyncio.run(measure(given.calls, url, server_cpu))), flush=True)


if __name__ == "__main__":
    main()
