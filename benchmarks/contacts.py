"""How fast first contacts, recordings and lists per caller answer over five years of calls, without HTTP.

Calls, recordings and what was done about lost callers are written straight into the tables; a fifth of the
calls are a caller's who called within the last days. Asked first while nothing is kept, then after the
platform's own task kept every day. Roll-ups are left out: what they cost is measured by reports.py.

python benchmarks/contacts.py --calls 5000000 --database sqlite|postgresql
"""

import argparse
import asyncio
import json
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import deque
from collections.abc import Awaitable, Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import JSON, Boolean, String, text
from sqlalchemy.engine import make_url

from callcenter.app import models
from callcenter.crm.lost_calls import repository as lost_calls
from callcenter.crm.lost_calls.lost_call import LostState
from callcenter.crm.lost_calls.repository import LostFilter
from callcenter.identity.person import CurrentPerson
from callcenter.identity.roles import Role
from callcenter.kit.clock import SECOND
from callcenter.kit.db import Database, make_engine
from callcenter.kit.periods import DAY_US, midnight_of
from callcenter.reporting.contacts import repository as contact_days
from callcenter.reporting.contacts.keeping import ContactDays
from callcenter.reporting.contacts.reading import contact_parts
from callcenter.reporting.figures import Period
from callcenter.reporting.reports.contacts import FIGURES, contacts
from callcenter.reporting.reports.days import Days
from callcenter.reporting.reports.kinds import RowKind
from callcenter.reporting.reports.narrowing import Filters
from callcenter.reporting.reports.service import TableAsked, table
from callcenter.reporting.rollups.repository import Chosen
from callcenter.tenancy import Scope
from callcenter.tenancy.service import ensure_company

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

COMPANY, HOTLINES = "demo01", ("4000000001", "4000000002")
QUEUES = tuple(f"demo01-{name}" for name in ("consult", "aftersales", "complaint", "operator"))
CALLERS, DAYS, LAST = 400_000, 1826, date(2026, 10, 30)
UNTIL_US = midnight_of(1_793_419_200 * SECOND)
"""The midnight after the last day."""
FIRST_US = UNTIL_US - DAYS * DAY_US
OPEN_US = DAY_US // 2
WHOLE = Period(from_us=FIRST_US, to_us=UNTIL_US)
SCOPE = Scope.of(COMPANY)
BOSS = CurrentPerson("p" * 26, "boss", "boss", frozenset({Role.INSPECTOR}), COMPANY, b"")


class Clock:
    def now_us(self) -> int:
        return UNTIL_US


def rows_of(name: str, given: Iterator[dict[str, Any]]) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    """Columns, and rows with a value for whatever must not be NULL."""
    blank: dict[str, Any] = {}
    for column in models.METADATA.tables[name].c:
        if isinstance(column.type, JSON):
            blank[column.name] = "[]"
        elif column.nullable:
            blank[column.name] = None
        elif isinstance(column.type, Boolean):
            blank[column.name] = False
        else:
            blank[column.name] = "" if isinstance(column.type, String) else 0
    return [*blank], (tuple((blank | row).values()) for row in given)


def calls_of(number_of: int) -> Iterator[dict[str, Any]]:
    chance, recent = random.Random(5), deque[int](maxlen=max(1, number_of // DAYS * 3))
    for number in range(number_of):
        day, within = divmod(number / number_of * DAYS, 1)
        requested_us = FIRST_US + int(day) * DAY_US + OPEN_US // 2 + int(within * OPEN_US) + number % 1000
        repeated = recent and chance.random() < 0.2
        caller = chance.choice(recent) if repeated else chance.randrange(CALLERS)
        recent.append(caller)
        wait_us, talk_us = chance.randrange(60 * SECOND), chance.randrange(20, 600) * SECOND
        answered = chance.random() < 0.93
        yield {
            "call_id": f"zz1-{requested_us // SECOND}.{number}",
            "client_company_id": COMPANY,
            "hotline": HOTLINES[number % 2],
            "trunk": "main",
            "caller_token": f"{caller * 7919 % 2**32:08x}{caller:024x}",
            "arrived_us": requested_us - 8 * SECOND,
            "human_requested_us": requested_us,
            "answered_us": requested_us + wait_us if answered else None,
            "ended_us": requested_us + wait_us + talk_us,
            "outcome": "answered" if answered else "abandoned",
            "complete": True,
            "queue": QUEUES[chance.randrange(len(QUEUES))],
            "wait_us": wait_us,
            "talk_us": talk_us if answered else None,
        }


def recordings_of(calls: int) -> Iterator[dict[str, Any]]:
    for number, call in enumerate(calls_of(calls)):
        if call["answered_us"] is not None:
            state = "missing" if number % 500 == 0 else "present"
            yield {"call_id": call["call_id"], "client_company_id": COMPANY, "state": state}


def handlings_of(calls: int) -> Iterator[dict[str, Any]]:
    """Of two lost callers in three somebody dealt with."""
    for number, call in enumerate(calls_of(calls)):
        if call["answered_us"] is None and number % 3:
            known = {name: call[name] for name in ("call_id", "client_company_id")}
            yield {
                **known,
                "caller_key": call["caller_token"],
                "up_to_us": call["arrived_us"],
                "version": 1,
                "handled": True,
            }


FILLED: dict[str, Callable[[int], Iterator[dict[str, Any]]]] = {
    "call": calls_of,
    "recording": recordings_of,
    "handling": handlings_of,
}


async def fill(database: Database, url: str, calls: int) -> None:
    """Indexes are made afterwards: millions of random tokens one after the other take minutes."""
    later = [index for name in FILLED for index in models.METADATA.tables[name].indexes]
    async with database.engine.begin() as connection:
        await connection.run_sync(models.METADATA.create_all)
        for index in later:
            await connection.run_sync(index.drop)
    async with database.write() as session:
        await ensure_company(session, company_id=COMPANY, name="bench", at_us=0)
    for name, made in FILLED.items():
        columns, rows = rows_of(name, made(calls))
        if url.startswith("sqlite"):
            await asyncio.to_thread(_insert, make_url(url).database or "", name, columns, rows)
        else:
            await _copy(url, name, columns, rows)
    async with database.engine.begin() as connection:
        for index in later:
            await connection.run_sync(index.create)
        await connection.execute(text("ANALYZE"))


def _insert(path: str, name: str, columns: list[str], rows: Iterator[tuple[Any, ...]]) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous=OFF")
    quoted, marks = ",".join(f'"{column}"' for column in columns), ",".join("?" * len(columns))
    connection.executemany(f"INSERT INTO {name} ({quoted}) VALUES ({marks})", rows)
    connection.commit()
    connection.close()


async def _copy(url: str, name: str, columns: list[str], rows: Iterator[tuple[Any, ...]]) -> None:
    place = make_url(url)
    connection = await asyncpg.connect(
        host=str(place.query["host"]), user=place.username, database=place.database
    )
    await connection.copy_records_to_table(name, records=rows, columns=columns)
    await connection.close()


async def timed(act: Callable[[], Awaitable[object]], times: int) -> dict[str, float]:
    """In milliseconds; the first one is left out when there are others."""
    found: list[float] = []
    for _ in range(times + (times > 1)):
        began = time.perf_counter()
        await act()
        found.append((time.perf_counter() - began) * 1000)
    told = found[1:] or found
    p95 = statistics.quantiles(told, n=20)[18] if len(told) > 1 else told[0]
    return {"p50": round(statistics.median(told), 1), "p95": round(p95, 1)}


def questions(database: Database) -> dict[str, Callable[[], Awaitable[object]]]:
    chance = random.Random(7)

    def some(length: int) -> Days:
        last = LAST - timedelta(days=chance.randrange(0, DAYS - length))
        return Days(last - timedelta(days=length - 1), last)

    async def parts(**chosen: Any) -> None:
        async with database.read() as session:
            await contact_parts(session, SCOPE, Chosen(**chosen), WHOLE, at_us=UNTIL_US)

    async def rows(kind: RowKind, length: int) -> None:
        figures = (*FIGURES, "recording_completeness")
        async with database.read() as session:
            await table(
                session, BOSS, TableAsked(kind=kind, days=some(length), figures=figures), at_us=UNTIL_US
            )

    async def by_day() -> None:
        async with database.read() as session:
            await contacts(session, BOSS, some(365), Filters(), at_us=UNTIL_US)

    async def lost(length: int, state: LostState | None, queue: str | None = None) -> None:
        to_us = UNTIL_US - chance.randrange(0, max(1, DAYS - length)) * DAY_US
        chosen = LostFilter(to_us - length * DAY_US, to_us, queue, state)
        async with database.read() as session:
            found, _ = await lost_calls.page(session, SCOPE, chosen, cursor=None, limit=50)
            await lost_calls.tries(session, SCOPE, chosen, [call.call_id for call in found])

    async def lost_counts(length: int) -> None:
        async with database.read() as session:
            await lost_calls.counts(session, SCOPE, LostFilter(UNTIL_US - length * DAY_US, UNTIL_US))

    asked: dict[str, Callable[[], Awaitable[object]]] = {
        "figures of five years": parts,
        "figures of five years, one queue": lambda: parts(queue=QUEUES[1]),
        "five years by year": lambda: rows(RowKind.YEAR, DAYS - 1),
        "five years by month": lambda: rows(RowKind.MONTH, DAYS - 1),
        "five years by queue": lambda: rows(RowKind.QUEUE, DAYS - 1),
        "five years by number": lambda: rows(RowKind.NUMBER, DAYS - 1),
        "a year by day": by_day,
    }
    for length, name in ((92, "92 days"), (DAYS, "five years")):
        for state in (None, *LostState):
            said = f"lost callers of {name}, {'all' if state is None else state.value}"
            asked[said] = lambda length=length, state=state: lost(length, state)
        asked[f"lost callers of {name}, open, one queue"] = lambda length=length: lost(
            length, LostState.OPEN, QUEUES[2]
        )
        asked[f"lost callers of {name}, counted"] = lambda length=length: lost_counts(length)
    return asked


async def measure(url: str, calls: int, times: int) -> dict[str, object]:
    database = Database(make_engine(url))
    began = time.perf_counter()
    await fill(database, url, calls)
    filled = time.perf_counter() - began
    asked = questions(database)
    counted = {name: await timed(asked[name], 1) for name in ("figures of five years", "five years by month")}
    began, cpu = time.perf_counter(), time.process_time()
    kept = await ContactDays(database, Clock(), SCOPE).keep_all()
    keeping = {"days": kept, "seconds": round(time.perf_counter() - began, 1)}
    keeping["cpu_seconds"] = round(time.process_time() - cpu, 1)
    found = {name: await timed(act, times) for name, act in asked.items()}

    async def today() -> None:
        async with database.write() as session:
            await contact_days.forget(session, {(COMPANY, UNTIL_US)})

    forgetting = await timed(today, times)
    async with database.write() as session:
        await contact_days.forget(session, {(COMPANY, UNTIL_US - 700 * DAY_US)})
    corrected = await timed(asked["figures of five years"], times)
    await database.close()
    return {
        "database": url.partition("+")[0],
        "calls": calls,
        "filled_in_seconds": round(filled),
        "ms_before_anything_is_kept": counted,
        "keeping_all": keeping,
        "ms": found,
        "ms_after_a_correction_two_years_ago": corrected,
        "ms_of_a_batch_of_live_calls": forgetting,
        "asked_each": times,
        "cores": os.cpu_count(),
        "load_average": [round(load, 2) for load in os.getloadavg()],
    }


@contextmanager
def database_in(kind: str, folder: str) -> Generator[str]:
    if kind == "sqlite":
        yield f"sqlite+aiosqlite:///{folder}/record.sqlite3"
        return
    from integration.postgres_server import running_postgres

    with running_postgres() as server:
        yield asyncio.run(server.new_database())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--calls", type=int, default=5_000_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--times", type=int, default=20, help="how often each question is asked")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, database_in(given.database, folder) as url:
        print(json.dumps(asyncio.run(measure(url, given.calls, given.times))), flush=True)


if __name__ == "__main__":
    main()
