"""How fast reports and drill-downs answer over years of calls: p50 and p95 in the server, without HTTP.

`p50` and `p95` are milliseconds of a clock on the wall; `cpu_` those of this process and PostgreSQL's, to be
compared on a machine that is shared. Every question is asked as the page asks it: the report whole, or the
first 50 calls with masked numbers.

python benchmarks/reports.py --calls 5000000 --folder /var/tmp/years
PYTHONPATH=platform:tests python benchmarks/reports.py --database postgresql --folder /var/tmp/years
"""

import argparse
import asyncio
import gc
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import structlog
import years
from report_questions import LATER_US, Act, Questions
from years_sql import COMPANY

from callcenter.app.migrating import migrate
from callcenter.kit.clock import SystemClock
from callcenter.kit.db import Database, make_engine
from callcenter.kit.encryption import Keyring
from callcenter.recordings.service import RecordingRegister
from callcenter.reporting.rollups.folding import MonthFolder
from callcenter.reporting.rollups.presence import RollupPresence
from callcenter.telephony.service import CallReader
from callcenter.tenancy import Scope

ServerCpu = Callable[[], float]
REPORT_MS, PAGE_MS = 50, 20
KEYRING = Keyring.from_secret(b"b" * 32, "sm")


class Later:
    def now_us(self) -> int:
        return LATER_US


@contextmanager
def database_in(folder: Path, kind: str) -> Generator[tuple[str, ServerCpu]]:
    """The URL, and how many milliseconds of CPU the server has used so far."""
    if kind == "sqlite":
        yield f"sqlite+aiosqlite:///{folder}/years.sqlite3", lambda: 0.0
        return
    from integration.postgres_server import running_postgres

    with running_postgres(folder / "postgresql") as server:
        pid = server.pid
        yield asyncio.run(server.kept_database("years")), lambda: cpu_of_children(pid)


def cpu_of_children(pid: int) -> float:
    nanoseconds = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
            if int(parent) == pid:
                nanoseconds += int((folder / "schedstat").read_text().split()[0])
    return nanoseconds / 1e6


async def filled(database: Database, folder: Path, kind: str, calls: int) -> dict[str, Any]:
    """What the folder holds already, or what it is filled with now."""
    said = folder / f"{kind}.json"
    await migrate(database)
    if said.exists():
        return json.loads(said.read_text())
    began = time.monotonic()
    rows = await years.fill(database, KEYRING, calls)
    fill_s = time.monotonic() - began
    began = time.monotonic()
    months = await MonthFolder(database, Later()).fold_due()
    told: dict[str, Any] = {
        "calls": calls,
        "rows": rows,
        "fill_seconds": round(fill_s, 1),
        "months": months,
        "fold_seconds_a_month": round((time.monotonic() - began) / max(1, months), 2),
    }
    said.write_text(json.dumps(told))
    return told


async def asked(
    questions: Iterable[tuple[str, Act]], times: int, server_cpu: ServerCpu
) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for name, act in questions:
        await act()
        walls: list[float] = []
        cpus: list[float] = []
        for _ in range(times):
            server, cpu, began = server_cpu(), time.process_time(), time.perf_counter()
            await act()
            walls.append(1000 * (time.perf_counter() - began))
            cpus.append(1000 * (time.process_time() - cpu) + server_cpu() - server)
        found[name] = {
            "p50": round(statistics.median(walls), 1),
            "p95": round(statistics.quantiles(walls, n=20)[18], 1),
            "cpu_p50": round(statistics.median(cpus), 1),
            "cpu_p95": round(statistics.quantiles(cpus, n=20)[18], 1),
        }
    return found


def summary(found: dict[str, dict[str, float]], limit: float) -> dict[str, Any]:
    over = {name: times for name, times in found.items() if times["cpu_p95"] > limit}
    return {
        "limit_ms": limit,
        "questions": len(found),
        "within_limit": sum(times["p95"] <= limit for times in found.values()),
        "within_limit_by_cpu": len(found) - len(over),
        **{
            f"{name}_of_all": round(statistics.median(times[name] for times in found.values()), 1)
            for name in ("p50", "p95", "cpu_p50", "cpu_p95")
        },
        "worst_p95": max(times["p95"] for times in found.values()),
        "over_limit_by_cpu": dict(sorted(over.items(), key=lambda each: -each[1]["cpu_p95"])),
    }


async def measure(url: str, server_cpu: ServerCpu, folder: Path, given: argparse.Namespace) -> dict[str, Any]:
    database = Database(make_engine(url))
    told = await filled(database, folder, given.database, given.calls)
    register = RecordingRegister(folder, database, SystemClock(), Scope.of(COMPANY))
    questions = Questions(
        database, CallReader(KEYRING, register, RollupPresence()), LATER_US, random.Random(7)
    )
    load = [round(each, 2) for each in os.getloadavg()]
    # As the platform does once it has started.
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
    reports = await asked((q for q in questions.reports() if given.only in q[0]), given.times, server_cpu)
    pages = await asked((q for q in questions.pages() if given.only in q[0]), given.times, server_cpu)
    await database.close()
    return {
        "database": given.database,
        **told,
        "asked_each": given.times,
        "reports": summary(reports, REPORT_MS) if reports else None,
        "pages": summary(pages, PAGE_MS) if pages else None,
        **({"each": reports | pages} if given.each else {}),
        "cores": os.cpu_count(),
        "load_average": {"before": load, "after": [round(each, 2) for each in os.getloadavg()]},
    }


def main() -> None:
    # What the platform logs while it migrates and folds is no JSON.
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--calls", type=int, default=500_000, help="over five years; the target is 5,000,000")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--folder", type=Path, help="where the filled database stays, and is taken from")
    parser.add_argument("--times", type=int, default=20, help="how often each question is asked")
    parser.add_argument("--only", default="", help="questions whose name contains this")
    parser.add_argument("--each", action="store_true", help="print every question")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder: Path = given.folder or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        with database_in(folder, given.database) as (url, server_cpu):
            found = asyncio.run(measure(url, server_cpu, folder, given))
        print(json.dumps(found, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
