"""How fast first contacts, recordings and lists per caller answer over five years of calls, without HTTP.

Calls, recordings and what was done about lost callers are made by the database itself; a fifth of the
calls are a caller's who called within the last days. Asked first while nothing is kept, then after the
platform's own task kept every day. Roll-ups are left out: what they cost is measured by reports.py. With
`--folder` the calls are those that reports.py made there: of few callers, each of whom calls every week.

`p50` and `p95` are milliseconds of a clock on the wall; `cpu_` those of this process and PostgreSQL's, to be
compared on a machine that is shared.

python benchmarks/contacts.py --calls 5000000 --database sqlite|postgresql [--folder /var/tmp/years]
"""

import argparse
import asyncio
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from reports import ServerCpu, asked, cpu_of_children, database_in, filled
from sqlalchemy import delete, select, text
from years_sql import (
    COMPANY,
    DAYS,
    DIALECTS,
    FIRST_US,
    HOTLINES,
    QUEUES,
    TODAY_US,
    Dialect,
    chance,
    filling,
    one_of,
)

from callcenter.app import models
from callcenter.crm.handling.models import Handling
from callcenter.crm.handling.page_repository import cursor_of
from callcenter.crm.lost_calls import repository as lost_calls
from callcenter.crm.lost_calls.lost_call import LostState
from callcenter.crm.lost_calls.lost_lines import LostFilter
from callcenter.identity.person import CurrentPerson
from callcenter.identity.roles import Role
from callcenter.kit.clock import SECOND, SHANGHAI, to_datetime
from callcenter.kit.db import Database, make_engine
from callcenter.kit.periods import DAY_US
from callcenter.reporting.contacts import lost_days_repository as lost_days
from callcenter.reporting.contacts import repository as contact_days
from callcenter.reporting.contacts.keeping import ContactDays
from callcenter.reporting.contacts.lost_days_repository import Caller
from callcenter.reporting.contacts.lost_lines import LostCallers
from callcenter.reporting.contacts.models import ContactCount, ContactDay, LostCallerDay
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

CALLERS = 400_000
LAST = to_datetime(TODAY_US - DAY_US).astimezone(SHANGHAI).date()
WHOLE = Period(from_us=FIRST_US, to_us=TODAY_US)
SCOPE = Scope.of(COMPANY)
LINES = LostCallers()
PERIODS = {1: "a day", 30: "a month", 92: "92 days", 365: "a year", DAYS: "five years"}
BOSS = CurrentPerson("p" * 26, "boss", "boss", frozenset({Role.INSPECTOR}), COMPANY, b"")


class Clock:
    def now_us(self) -> int:
        return TODAY_US


def calls_of(dialect: Dialect, calls: int) -> str:
    """Between 8 and 20 h; a fifth of them by somebody who called within the last days."""
    lately = f"i - 1 - {chance(5)} % {max(1, calls // DAYS * 3)}"
    number = f"CASE WHEN {chance(4)} % 5 = 0 THEN {lately} ELSE i END"
    caller = f"({chance(3, number)} * 65536 + {chance(2, number)}) % {CALLERS} * 2654435761 % 4294967296"
    within = f"{DAY_US // 3} + (i * {DAYS} % {calls}) * {DAY_US // 2} / {calls}"
    wait, talk = f"({chance(3)} % 600) * 100000", f"(20 + {chance(2)} % 580) * {SECOND}"
    answered = f"{chance(1)} % 100 < 93"
    values = {
        "call_id": "'zz1-' || (at / 1000000) || '.' || i",
        "client_company_id": f"'{COMPANY}'",
        "hotline": one_of(HOTLINES, chance(4)),
        "demo": dialect.false,
        "caller_token": f"CAST({caller} AS VARCHAR(12)) || '-aaaaaaaaaaaaaaaaaaaa'",
        "arrived_us": f"at - {8 * SECOND}",
        "human_requested_us": "at",
        "answered_us": f"CASE WHEN {answered} THEN at + {wait} END",
        "ended_us": f"at + {wait} + {talk}",
        "outcome": f"CASE WHEN {answered} THEN 'answered' ELSE 'abandoned' END",
        "queue": one_of(QUEUES, chance(0)),
        "wait_us": wait,
        "talk_us": f"CASE WHEN {answered} THEN {talk} END",
    }
    values |= dict.fromkeys(("short_abandon", "seat_lost", "survey_offered"), dialect.false)
    values["complete"] = dialect.true
    values |= dict.fromkeys(
        ("keys", "queues", "holds", "transfers", "three_ways", "supervisions"), dialect.json.format("'[]'")
    )
    at = f"{FIRST_US} + (i * {DAYS} / {calls}) * {DAY_US} + {within}"
    return filling("call", values, f"(SELECT i, {at} AS at FROM {dialect.numbers.format(count=calls)}) calls")


def recordings() -> str:
    state = "CASE WHEN arrived_us % 500 = 0 THEN 'missing' ELSE 'present' END"
    named = {name: name for name in ("call_id", "client_company_id")}
    return filling("recording", named | {"state": state}, "call WHERE answered_us IS NOT NULL")


def handlings(dialect: Dialect) -> str:
    """Somebody dealt with two lost callers in three."""
    values = {name: name for name in ("call_id", "client_company_id")} | {
        "caller_key": "caller_token",
        "up_to_us": "arrived_us",
        "version": "1",
        "handled": dialect.true,
    }
    return filling("handling", values, "call WHERE answered_us IS NULL AND arrived_us / 1000000 % 3 <> 0")


async def fill(database: Database, calls: int) -> None:
    """Indexes are made afterwards: millions of random tokens one after the other take minutes."""
    dialect = DIALECTS[database.engine.dialect.name]
    made = {"call": calls_of(dialect, calls), "recording": recordings(), "handling": handlings(dialect)}
    later = [index for name in made for index in models.METADATA.tables[name].indexes]
    async with database.engine.begin() as connection:
        await connection.run_sync(models.METADATA.create_all)
        for index in later:
            await connection.run_sync(index.drop)
    async with database.write() as session:
        await ensure_company(session, company_id=COMPANY, name="bench", at_us=0)
    async with database.engine.begin() as connection:
        for statement in made.values():
            await connection.exec_driver_sql(statement)
        for index in later:
            await connection.run_sync(index.create)
        await connection.exec_driver_sql("ANALYZE")


def questions(database: Database) -> dict[str, Callable[[], Awaitable[object]]]:
    chance = random.Random(7)

    def some(length: int) -> Days:
        last = LAST - timedelta(days=chance.randrange(0, DAYS - length))
        return Days(last - timedelta(days=length - 1), last)

    async def parts(**chosen: Any) -> None:
        async with database.read() as session:
            await contact_parts(session, SCOPE, Chosen(**chosen), WHOLE, at_us=TODAY_US)

    async def rows(kind: RowKind, length: int) -> None:
        figures = (*FIGURES, "recording_completeness")
        async with database.read() as session:
            await table(
                session, BOSS, TableAsked(kind=kind, days=some(length), figures=figures), at_us=TODAY_US
            )

    async def by_day() -> None:
        async with database.read() as session:
            await contacts(session, BOSS, some(365), Filters(), at_us=TODAY_US)

    async def lost(
        length: int, state: LostState | None, queue: str | None = None, *, deep: bool = False
    ) -> None:
        to_us = TODAY_US - chance.randrange(0, max(1, DAYS - length)) * DAY_US
        chosen = LostFilter(to_us - length * DAY_US, to_us, queue, state)
        begin = cursor_of((to_us - length * DAY_US * chance.randrange(60, 99) // 100, "")) if deep else None
        async with database.read() as session:
            found, _ = await LINES.page(session, SCOPE, chosen, cursor=begin, limit=50)
            await LINES.tries(session, SCOPE, chosen, found)
            await lost_calls.beside(session, SCOPE, [call.call_id for call in found])

    async def lost_counts(length: int, queue: str | None = None) -> None:
        to_us = TODAY_US - chance.randrange(0, max(1, DAYS - length)) * DAY_US
        async with database.read() as session:
            await LINES.counts(session, SCOPE, LostFilter(to_us - length * DAY_US, to_us, queue))

    found: dict[str, Callable[[], Awaitable[object]]] = {
        "figures of five years": parts,
        "figures of five years, one queue": lambda: parts(queue=QUEUES[1]),
        "five years by year": lambda: rows(RowKind.YEAR, DAYS - 1),
        "five years by month": lambda: rows(RowKind.MONTH, DAYS - 1),
        "five years by queue": lambda: rows(RowKind.QUEUE, DAYS - 1),
        "five years by number": lambda: rows(RowKind.NUMBER, DAYS - 1),
        "a year by day": by_day,
    }
    for length, name in PERIODS.items():
        said = f"lost callers of {name}"
        for state in (None, *LostState):
            of_state = f"{said}, {'all' if state is None else state.value}"
            found[of_state] = lambda length=length, state=state: lost(length, state)
        found[f"{said}, all, further on"] = lambda length=length: lost(length, None, deep=True)
        found[f"{said}, open, further on"] = lambda length=length: lost(length, LostState.OPEN, deep=True)
        found[f"{said}, open, one queue"] = lambda length=length: lost(length, LostState.OPEN, QUEUES[2])
        found[f"{said}, counted"] = lambda length=length: lost_counts(length)
        found[f"{said}, counted, one queue"] = lambda length=length: lost_counts(length, QUEUES[2])
    return found


async def ready(database: Database, folder: Path | None, kind: str, calls: int) -> int:
    """How many calls there are, with what was done about lost callers."""
    if folder is None:
        await fill(database, calls)
        return calls
    told = await filled(database, folder, kind, calls)
    dialect = DIALECTS[database.engine.dialect.name]
    async with database.write() as session:
        await session.execute(delete(Handling))
        await session.execute(delete(ContactDay))
        for kept in (ContactCount, LostCallerDay):
            await session.execute(delete(kept))
        await session.execute(text(handlings(dialect)))
    return told["calls"]


async def measure(url: str, server_cpu: ServerCpu, given: argparse.Namespace) -> dict[str, object]:
    database = Database(make_engine(url))
    began = time.perf_counter()
    calls = await ready(database, given.folder, given.database, given.calls)
    filled_s = time.perf_counter() - began
    questions_of = questions(database)
    unkept = {name: questions_of[name] for name in ("figures of five years", "five years by month")}
    counted = await asked(unkept.items(), 2, server_cpu)
    began, cpu, server = time.perf_counter(), time.process_time(), server_cpu()
    kept = await ContactDays(database, Clock(), SCOPE).keep_all()
    keeping = {"days": kept, "seconds": round(time.perf_counter() - began, 1)}
    keeping["cpu_seconds"] = round(time.process_time() - cpu + (server_cpu() - server) / 1000, 1)
    found = await asked(questions_of.items(), given.times, server_cpu)

    async def today() -> None:
        async with database.write() as session:
            await contact_days.forget(session, {(COMPANY, TODAY_US)})
            await lost_days.answers_changed(session, (), [Caller(COMPANY, token) for token in tokens])

    async with database.read() as session:
        tokens = list(await session.scalars(select(LostCallerDay.caller_key).distinct().limit(10)))
    forgetting = await asked(
        [("a batch of live calls, ten of them answered", today)], given.times, server_cpu
    )
    async with database.write() as session:
        await contact_days.forget(session, {(COMPANY, TODAY_US - 700 * DAY_US)})
    again = ("figures of five years", f"lost callers of {PERIODS[DAYS]}, counted")
    corrected = await asked([(name, questions_of[name]) for name in again], given.times, server_cpu)
    await database.close()
    return {
        "database": url.partition("+")[0],
        "calls": calls,
        "filled_in_seconds": round(filled_s),
        "ms_before_anything_is_kept": counted,
        "keeping_all": keeping,
        "ms": found,
        "ms_after_a_correction_two_years_ago": corrected,
        "ms_of_a_batch_of_live_calls": forgetting,
        "asked_each": given.times,
        "cores": os.cpu_count(),
        "load_average": [round(load, 2) for load in os.getloadavg()],
    }


@contextmanager
def made(kind: str) -> Generator[tuple[str, ServerCpu]]:
    """Of this run only."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite+aiosqlite:///{folder}/record.sqlite3", lambda: 0.0
        return
    from integration.postgres_server import running_postgres

    with running_postgres() as server:
        pid = server.pid
        yield asyncio.run(server.new_database()), lambda: cpu_of_children(pid)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--calls", type=int, default=5_000_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--times", type=int, default=20, help="how often each question is asked")
    parser.add_argument("--folder", type=Path, help="of reports.py; otherwise calls are made for this run")
    given = parser.parse_args()
    place = made(given.database) if given.folder is None else database_in(given.folder, given.database)
    with place as (url, server_cpu):
        print(json.dumps(asyncio.run(measure(url, server_cpu, given))), flush=True)


if __name__ == "__main__":
    main()
