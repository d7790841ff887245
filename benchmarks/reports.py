"""How fast reports and drill-downs answer over years of calls: p95 in the server, without HTTP.

The calls and the roll-ups of five years are written straight into the tables: calls from 8 to 20 h in four
queues and with twenty agents; roll-ups by quarter and by day for the whole, each queue and each agent; waits
by day, and by quarter for the last 60 days (reports of whole days read no other). There are as many rows as
that many calls make, but legs, raw rows and customers are left out. SQLite only.

python benchmarks/reports.py --calls 5000000
"""

import argparse
import asyncio
import json
import os
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Boolean, String, Table

from callcenter.identity.person import CurrentPerson
from callcenter.identity.roles import Role
from callcenter.kit.clock import SECOND, SystemClock
from callcenter.kit.db import Base, Database, make_engine
from callcenter.kit.encryption import Keyring
from callcenter.kit.periods import QUARTER_US, day_of
from callcenter.recordings.service import RecordingRegister
from callcenter.reporting.reports import service as reports
from callcenter.reporting.reports.days import Days
from callcenter.reporting.reports.kinds import RowKind
from callcenter.reporting.rollups.parts import PARTS
from callcenter.telephony.repository import CallFilter, CallSort
from callcenter.telephony.service import CallReader
from callcenter.tenancy import Scope
from callcenter.tenancy.service import ensure_company

COMPANY, HOTLINE = "demo01", "4000000001"
QUEUES = tuple(f"demo01-{name}" for name in ("consult", "aftersales", "complaint", "operator"))
AGENTS = tuple(f"A{number:05d}" for number in range(1, 21))
DAYS = 1826
LAST = date(2026, 10, 31)
OPEN = range(32, 80)
"""Quarters of the day with calls."""
WAITS_BY_QUARTER = 60
REPORT, PAGE = "report", "page"


def empty(table: Table) -> dict[str, Any]:
    """A value for every column that must not be NULL."""
    found: dict[str, Any] = {}
    for column in table.c:
        if isinstance(column.type, JSON):
            found[column.name] = "[]"
        elif isinstance(column.type, Boolean) or not isinstance(column.type, String):
            found[column.name] = None if column.nullable else 0
        else:
            found[column.name] = None if column.nullable else ""
    return found


def put(connection: sqlite3.Connection, name: str, rows: Iterator[dict[str, Any]]) -> int:
    table = Base.metadata.tables[name]
    columns = [column.name for column in table.c]
    blank = [*empty(table).items()]
    marks = ",".join("?" * len(columns))
    quoted = ",".join(f'"{column}"' for column in columns)
    before = connection.total_changes
    connection.executemany(
        f"INSERT INTO {name} ({quoted}) VALUES ({marks})",
        ([row.get(name, value) for name, value in blank] for row in rows),
    )
    connection.commit()
    return connection.total_changes - before


def days_of(count: int = DAYS) -> list[int]:
    """Midnights, oldest first."""
    last_us = day_of(1_793_000_000 * SECOND)[0]
    return [last_us - (count - 1 - number) * 96 * QUARTER_US for number in range(count)]


def cells() -> Iterator[dict[str, str]]:
    yield {"subject": "call", "queue": "", "agent": ""}
    for queue in QUEUES:
        yield {"subject": "queue", "queue": queue, "agent": ""}
    for number, agent in enumerate(AGENTS):
        yield {"subject": "agent", "queue": QUEUES[number % len(QUEUES)], "agent": agent}


def parts(chance: random.Random, calls: float) -> dict[str, int]:
    offered = max(1, round(calls))
    answered = round(offered * 0.93)
    some = {name: chance.randrange(1, 4) for name in PARTS if not name.endswith("_us")}
    times = {name: offered * chance.randrange(5, 300) * SECOND for name in PARTS if name.endswith("_us")}
    return {**some, **times, "demo": 0, "offered": offered, "answered": answered, "in_time": answered}


def of_cell(cell: dict[str, str], from_us: int) -> dict[str, Any]:
    return {"client_company_id": COMPANY, "from_us": from_us, "hotline": HOTLINE, **cell}


def share(cell: dict[str, str]) -> int:
    return {"call": 1, "queue": len(QUEUES), "agent": len(AGENTS)}[cell["subject"]]


def fill(path: Path, calls: int) -> dict[str, int]:
    chance, midnights = random.Random(5), days_of()
    a_day = calls / DAYS
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA cache_size=-400000")

    def rolled(starts: Callable[[int], list[int]], calls_of: float) -> Iterator[dict[str, Any]]:
        for cell in cells():
            some = [parts(chance, calls_of / share(cell)) for _ in range(20)]
            for number, midnight in enumerate(midnights):
                for from_us in starts(midnight):
                    yield {**of_cell(cell, from_us), **some[number % 20]}

    def waited(days: list[int], starts: Callable[[int], list[int]], bins: int) -> Iterator[dict[str, Any]]:
        for cell in cells():
            if cell["subject"] == "agent":
                continue
            for midnight in days:
                for from_us in starts(midnight):
                    for edge in range(1, bins + 1):
                        yield {
                            **of_cell(cell, from_us),
                            "edge_ms": edge * 300,
                            "calls": chance.randrange(1, 9),
                        }

    def each_call() -> Iterator[dict[str, Any]]:
        for number in range(calls):
            midnight = midnights[int(number / a_day)]
            within = OPEN.start + (number % a_day) / a_day * len(OPEN)
            arrived_us = midnight + int(within * QUARTER_US) + number % 1000
            requested_us = arrived_us + 8 * SECOND
            wait_us, talk_us = chance.randrange(60 * SECOND), chance.randrange(20 * SECOND, 600 * SECOND)
            answered = chance.random() < 0.93
            queue = chance.randrange(len(QUEUES))
            yield {
                "call_id": f"zz1-{arrived_us // SECOND}.{number}",
                "client_company_id": COMPANY,
                "hotline": HOTLINE,
                "trunk": "main",
                "caller_token": f"{chance.randrange(400_000):032x}",
                "arrived_us": arrived_us,
                "first_answered_us": arrived_us,
                "human_requested_us": requested_us,
                "queued_us": requested_us,
                "answered_us": requested_us + wait_us if answered else None,
                "ended_us": requested_us + wait_us + talk_us,
                "ended_by": "caller",
                "outcome": "answered" if answered else "abandoned",
                "complete": True,
                "queue": QUEUES[queue],
                "agent": chance.choice(AGENTS) if answered else None,
                "wait_us": wait_us,
                "talk_us": talk_us if answered else None,
                "rings": 1,
            }

    def open_quarters(midnight: int) -> list[int]:
        return [midnight + number * QUARTER_US for number in OPEN]

    def whole(midnight: int) -> list[int]:
        return [midnight]

    wrote = {
        "rollup_day": put(connection, "rollup_day", rolled(whole, a_day)),
        "rollup_quarter": put(connection, "rollup_quarter", rolled(open_quarters, a_day / len(OPEN))),
        "rollup_day_wait": put(connection, "rollup_day_wait", waited(midnights, whole, 60)),
        "rollup_quarter_wait": put(
            connection, "rollup_quarter_wait", waited(midnights[-WAITS_BY_QUARTER:], open_quarters, 20)
        ),
        "call": put(connection, "call", each_call()),
    }
    connection.execute("ANALYZE")
    connection.close()
    return wrote


async def timed(act: Callable[[], Awaitable[object]], times: int) -> list[float]:
    await act()
    found: list[float] = []
    for _ in range(times):
        began = time.perf_counter()
        await act()
        found.append(time.perf_counter() - began)
    return found


async def ask(database: Database, folder: Path, times: int) -> dict[str, dict[str, float]]:
    clock, scope = SystemClock(), Scope.of(COMPANY)
    keyring = Keyring.from_secret(b"b" * 32, "sm")
    reader = CallReader(keyring, RecordingRegister(folder, database, clock, scope))
    boss = CurrentPerson("p" * 26, "boss", "boss", frozenset({Role.INSPECTOR}), COMPANY, b"")
    chance = random.Random(7)
    midnights = days_of()

    def some_days(length: int) -> Days:
        first = LAST - timedelta(days=chance.randrange(length, max(length + 1, DAYS - 2)))
        return Days(first, first + timedelta(days=length - 1))

    async def table(kind: RowKind, length: int, *, compare: bool = False) -> None:
        asked = reports.TableAsked(kind=kind, days=some_days(length), compare=compare)
        async with database.read() as session:
            await reports.table(session, boss, asked, at_us=clock.now_us())

    async def page(sort: CallSort, chosen: CallFilter) -> None:
        async with database.read() as session:
            await reader.page(session, scope, chosen, sort=sort, cursor=None, limit=50)

    def of_a_day() -> tuple[int, int]:
        midnight = chance.choice(midnights)
        return midnight, midnight + 96 * QUARTER_US

    async def day_page(**chosen: Any) -> None:
        from_us, to_us = of_a_day()
        await page(CallSort.ARRIVED_DESC, CallFilter(from_us=from_us, to_us=to_us, **chosen))

    questions: dict[str, tuple[str, Callable[[], Awaitable[None]]]] = {
        "a day by queue": (REPORT, lambda: table(RowKind.QUEUE, 1)),
        "a month by agent": (REPORT, lambda: table(RowKind.AGENT, 30)),
        "a month by day, with the one before": (REPORT, lambda: table(RowKind.DAY, 30, compare=True)),
        "a month by hour": (REPORT, lambda: table(RowKind.HOUR, 30)),
        "a year by month": (REPORT, lambda: table(RowKind.MONTH, 365)),
        "a year by queue": (REPORT, lambda: table(RowKind.QUEUE, 365)),
        "a year by agent": (REPORT, lambda: table(RowKind.AGENT, 365)),
        "five years by year": (REPORT, lambda: table(RowKind.YEAR, DAYS - 4)),
        "calls of a day": (PAGE, day_page),
        "abandoned calls of a day": (PAGE, lambda: day_page(outcome="abandoned")),
        "calls of a day and queue": (PAGE, lambda: day_page(queue=QUEUES[1])),
        "calls of a day and agent": (PAGE, lambda: day_page(agents=(AGENTS[3],))),
        "longest waits of all": (PAGE, lambda: page(CallSort.WAIT_DESC, CallFilter())),
        "newest calls of a queue": (PAGE, lambda: page(CallSort.ARRIVED_DESC, CallFilter(queue=QUEUES[2]))),
    }
    found: dict[str, dict[str, float]] = {REPORT: {}, PAGE: {}}
    for name, (sort, act) in questions.items():
        seconds = await timed(act, times)
        found[sort][name] = round(statistics.quantiles(seconds, n=20)[18] * 1000, 1)
    return found


async def measure(calls: int, times: int, folder: Path) -> dict[str, object]:
    path = folder / "record.sqlite3"
    database = Database(make_engine(f"sqlite+aiosqlite:///{path}"))
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with database.write() as session:
        await ensure_company(session, company_id=COMPANY, name="bench", at_us=0)
    began = time.process_time()
    wrote = await asyncio.to_thread(fill, path, calls)
    filled = time.process_time() - began
    p95 = await ask(database, folder, times)
    await database.close()
    return {
        "calls": calls,
        "rows": wrote,
        "file_mb": round(path.stat().st_size / 1e6),
        "filled_in_cpu_seconds": round(filled, 1),
        "p95_ms": p95,
        "asked_each": times,
        "cores": os.cpu_count(),
        "load_average": [round(load, 2) for load in os.getloadavg()],
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--calls", type=int, default=5_000_000)
    parser.add_argument("--times", type=int, default=40, help="how often each question is asked")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(asyncio.run(measure(given.calls, given.times, Path(folder)))), flush=True)


if __name__ == "__main__":
    main()
