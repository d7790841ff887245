"""Years of calls made by the database itself: calls with legs, visits, recordings, roll-ups, agents' states.

Calls from 8 to 20 h, over two hotlines, four queues and twenty agents in two teams, each agent eight hours a
day; a restart of the platform each night. What stands in a column follows from the number of its row, so two
fillings are the same. Raw rows and customers are left out: no report and no list of calls reads them.
"""

from typing import Final

import years_rollups
from sqlalchemy import Connection, Table, insert, text
from sqlalchemy.ext.asyncio import AsyncEngine
from years_sql import (
    AGENTS,
    CALLERS,
    COMPANY,
    DAYS,
    DIALECTS,
    FIRST_US,
    HOTLINES,
    OPEN_QUARTERS,
    OPENS,
    PATHS,
    QUEUES,
    TEAMS,
    Dialect,
    chance,
    filling,
    one_of,
    rarely,
)

from callcenter.kit import phones
from callcenter.kit.clock import SECOND
from callcenter.kit.db import Base, Database, WriteSession
from callcenter.kit.encryption import Keyring
from callcenter.kit.periods import DAY_US, QUARTER_US
from callcenter.reporting.rollups import repository as rollups
from callcenter.reporting.rollups.keeping import VERSION
from callcenter.reporting.rollups.parts import PARTS
from callcenter.telephony.journal import repository as journal
from callcenter.telephony.journal.tokens import cipher_context, token_of
from callcenter.tenancy.service import ensure_company

_IN_TIME: Final = ("rollup_quarter", "rollup_quarter_wait", "rollup_day", "rollup_day_wait")


async def fill(database: Database, keyring: Keyring, calls: int) -> dict[str, int]:
    """Everything, the roll-ups by month too apart; returns how many rows each table got."""
    async with database.write() as session:
        await ensure_company(session, company_id=COMPANY, name="bench", at_us=0)
        await rollups.set_version(session, VERSION)
        await _add_people(session)
    tokens = await _add_callers(database, keyring)
    engine, dialect = database.engine, DIALECTS[database.engine.dialect.name]
    wrote: dict[str, int] = {}
    async with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            await connection.exec_driver_sql("PRAGMA cache_size=-400000")
        else:
            await connection.exec_driver_sql("SET synchronous_commit = off")
            await connection.exec_driver_sql("SET maintenance_work_mem = '512MB'")
        await connection.commit()
        await connection.exec_driver_sql(
            "CREATE TEMPORARY TABLE bench_caller (number INTEGER PRIMARY KEY, token TEXT)"
        )
        await connection.execute(
            text("INSERT INTO bench_caller VALUES (:number, :token)"),
            [{"number": number, "token": token} for number, token in enumerate(tokens)],
        )
        for name, statements in _statements(dialect, calls).items():
            table = Base.metadata.tables[name]
            await connection.run_sync(_drop_indexes, table)
            for statement in statements:
                done = await connection.exec_driver_sql(statement)
                wrote[name] = wrote.get(name, 0) + done.rowcount
                # SQLite writes what is not committed twice.
                await connection.commit()
            await connection.run_sync(_create_indexes, table)
            if engine.dialect.name == "postgresql" and name in _IN_TIME:
                # Rows come in the order of time, whoever they are about; here one cell came after the other.
                await connection.exec_driver_sql(f"CLUSTER {name} USING pk_{name}")
            await connection.commit()
    await _analyze(engine)
    return wrote


async def _analyze(engine: AsyncEngine) -> None:
    vacuum = "ANALYZE" if engine.dialect.name == "sqlite" else "VACUUM ANALYZE"
    async with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.exec_driver_sql(vacuum)
        await connection.commit()


def _drop_indexes(connection: Connection, table: Table) -> None:
    for index in sorted(table.indexes, key=lambda index: index.name or ""):
        index.drop(connection)


def _create_indexes(connection: Connection, table: Table) -> None:
    """All at once over what stands there is a fraction of the work of row by row."""
    for index in sorted(table.indexes, key=lambda index: index.name or ""):
        index.create(connection)


async def _add_callers(database: Database, keyring: Keyring) -> list[str]:
    numbers = [phones.normalise(f"139{number:08d}") for number in range(CALLERS)]
    tokens = [token_of(keyring, number) for number in numbers]
    ciphers = {
        token: keyring.encrypt(number.encode(), context=cipher_context(token))
        for token, number in zip(tokens, numbers, strict=True)
    }
    async with database.write() as session:
        await journal.add_phones(session, COMPANY, ciphers)
    return tokens


def _statements(dialect: Dialect, calls: int) -> dict[str, list[str]]:
    return {
        "call": [_call(dialect, calls)],
        "leg": [_legs(dialect), _missed(dialect)],
        "queue_visit": [_visits(dialect), _overflowed(dialect)],
        "recording": [_recordings()],
        "rollup_quarter": [*years_rollups.quarters(dialect, calls), *years_rollups.rare()],
        "rollup_day": [
            years_rollups.days(
                "rollup_quarter", "rollup_day", ("subject", "hotline", "queue", "agent"), PARTS
            )
        ],
        "rollup_quarter_wait": list(years_rollups.waits(dialect, calls)),
        "rollup_day_wait": [
            years_rollups.days(
                "rollup_quarter_wait",
                "rollup_day_wait",
                ("subject", "hotline", "queue", "agent", "edge_ms"),
                ("calls",),
            )
        ],
        "rollup_path_day": [years_rollups.paths(dialect, calls)],
        "agent_fact": [years_rollups.facts(dialect)],
        "link_epoch": [years_rollups.epochs(dialect)],
    }


async def _add_people(session: WriteSession) -> None:
    tables = Base.metadata.tables
    of_company = {"client_company_id": COMPANY}
    for number, name in enumerate(TEAMS):
        await session.execute(insert(tables["team"]), [{"id": f"team{number}", "name": name, **of_company}])
    for number, agent in enumerate(AGENTS):
        nothing = {"password_hash": "", "active": True, "failed_sign_ins": 0, "created_us": 0}
        person = {"id": f"person{number}", "name": agent, "display_name": f"坐席{number}", **nothing}
        row = {"id": agent, "work_number": f"{1001 + number}", "person_id": person["id"], "created_us": 0}
        await session.execute(insert(tables["person"]), [person | of_company])
        await session.execute(insert(tables["agent"]), [row | of_company])
        in_team = {"agent_id": agent, "team_id": f"team{number % len(TEAMS)}", **of_company}
        await session.execute(insert(tables["team_agent"]), [in_team])


def _call(dialect: Dialect, calls: int) -> str:
    """Three of a hundred stay in the menu; of the others 93 of 100 are answered."""
    open_us = OPEN_QUARTERS * QUARTER_US
    day = f"i * {DAYS} / {calls}"
    within = f"{OPENS * QUARTER_US} + (i * {DAYS} % {calls}) * {open_us} / {calls}"
    arrived = f"{FIRST_US} + ({day}) * {DAY_US} + {within}"
    menu, answered = f"{chance(0)} % 100 < 3", f"{chance(1)} % 100 < 93"
    asked = f"NOT ({menu})"
    talk, wait = f"(20 + {chance(2)} % 580) * {SECOND}", f"({chance(3)} % 600) * ({chance(4)} % 100) * 1000"
    scored = f"{chance(5)} % 3 = 0"
    queue = one_of(QUEUES, chance(4))

    def when(condition: str, value: str) -> str:
        return f"CASE WHEN {condition} THEN {value} END"

    values = {
        "call_id": "'zz1-' || (at / 1000000) || '.' || i",
        "client_company_id": f"'{COMPANY}'",
        "hotline": one_of(HOTLINES, chance(4)),
        "trunk": "'main'",
        "demo": dialect.false,
        "caller_token": f"(SELECT token FROM bench_caller WHERE number = {chance(3)} % {CALLERS})",
        "arrived_us": "at",
        "first_answered_us": f"at + {SECOND}",
        "human_requested_us": when(asked, f"at + {8 * SECOND}"),
        "queued_us": when(asked, f"at + {8 * SECOND}"),
        "answered_us": when(f"{asked} AND {answered}", f"at + {8 * SECOND} + {wait}"),
        "ended_us": f"at + {9 * SECOND} + {wait} + {talk}",
        "ended_by": "'caller'",
        "outcome": f"CASE WHEN {menu} THEN 'ivr_ended' WHEN {answered} THEN 'answered' "
        f"WHEN {chance(2)} % 10 < 7 THEN 'abandoned' ELSE 'timed_out' END",
        "short_abandon": dialect.false,
        "complete": dialect.true,
        "queue": when(asked, queue),
        "agent": when(f"{asked} AND {answered}", one_of(AGENTS, chance(3))),
        "wait_us": when(asked, wait),
        "talk_us": when(f"{asked} AND {answered}", talk),
        "rings": "1",
        "seat_lost": dialect.false,
        "survey_offered": f"({answered})",
        "survey_score": when(f"{asked} AND {answered} AND {scored}", f"1 + {chance(1)} % 5"),
        "ivr_path": one_of(PATHS, chance(5)),
    }
    values |= dict.fromkeys(
        ("keys", "queues", "holds", "transfers", "three_ways", "supervisions"), dialect.json.format("'[]'")
    )
    numbers = dialect.numbers.format(count=calls)
    return filling("call", values, f"(SELECT i, {arrived} AS at FROM {numbers}) calls")


def _legs(dialect: Dialect) -> str:
    """Of the agent who took the call; the caller's own leg is left out."""
    values = {
        **{
            name: name
            for name in ("call_id", "client_company_id", "agent", "queue", "answered_us", "ended_us")
        },
        **{"number": "1", "uniqueid": "call_id", "channel": "'PJSIP/x'", "started_us": "human_requested_us"},
        **{"bridged_us": "answered_us", "unbridged_us": "ended_us", "talk_us": "talk_us", "role": "'agent'"},
        **{"result": "'answered'", "lost": dialect.false, "is_caller": dialect.false},
    }
    return filling("leg", values, "call WHERE agent IS NOT NULL")


def _visits(dialect: Dialect) -> str:
    names = ("call_id", "client_company_id", "queue", "answered_us", "agent")
    values = {name: name for name in names} | {
        "number": "0",
        "joined_us": "queued_us",
        "left_us": "answered_us",
    }
    return filling("queue_visit", values | {"transferred": dialect.false}, "call WHERE queue IS NOT NULL")


def _missed(dialect: Dialect) -> str:
    """One call and a half a day rings somebody in vain before: hardly anything that a list finds."""
    values = {
        **{name: name for name in ("call_id", "client_company_id", "queue")},
        **{"number": "2", "uniqueid": "call_id", "channel": "'PJSIP/y'", "started_us": "human_requested_us"},
        **{"agent": one_of(AGENTS, "arrived_us / 1000000"), "role": "'agent'", "result": "'no_answer'"},
        **{"lost": dialect.false, "is_caller": dialect.false},
    }
    return filling("leg", values, f"call WHERE agent IS NOT NULL AND {rarely(60)}")


def _overflowed(dialect: Dialect) -> str:
    """As few go on to another queue."""
    values = {
        **{name: name for name in ("call_id", "client_company_id")},
        **{"number": "1", "joined_us": f"queued_us + {30 * SECOND}", "transferred": dialect.false},
        "queue": one_of(QUEUES, "arrived_us / 1000000"),
    }
    return filling(
        "queue_visit", values, f"call WHERE queued_us IS NOT NULL AND agent IS NULL AND {rarely(900)}"
    )


def _recordings() -> str:
    state = "CASE WHEN arrived_us % 500 = 0 THEN 'missing' ELSE 'present' END"
    values = {"call_id": "call_id", "client_company_id": "client_company_id", "state": state}
    return filling("recording", values, "call WHERE answered_us IS NOT NULL")
