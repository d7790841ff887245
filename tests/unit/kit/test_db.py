"""Transactions: one commit at the end, one writer at a time, reads that write nothing."""

import asyncio
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import event, insert, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from callcenter.kit.db import Base, Database, make_engine
from callcenter.tenancy.models import ClientCompany

pytestmark = pytest.mark.unit


@pytest.fixture
async def database(tmp_path):
    database = Database(make_engine(f"sqlite+aiosqlite:///{tmp_path / 'unit.sqlite3'}"))
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield database
    await database.close()


def company(company_id="demo01"):
    return ClientCompany(id=company_id, name="演示", created_us=1)


async def test_a_write_is_committed_once_its_block_ends(database):
    async with database.write() as session:
        session.add(company())
    async with database.read() as session:
        assert (await session.scalars(select(ClientCompany.id))).all() == ["demo01"]


async def test_a_write_that_raises_leaves_nothing(database):
    async def write_and_fail() -> None:
        async with database.write() as session:
            session.add(company())
            await session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await write_and_fail()
    async with database.read() as session:
        assert (await session.scalars(select(ClientCompany.id))).all() == []


async def test_a_read_session_refuses_to_write(database):
    async with database.read() as session:
        session.add(company())
        with pytest.raises(RuntimeError, match="writes nothing"):
            await session.flush()
        session.expunge_all()


async def test_writers_queue_instead_of_failing(database):
    async def add(number: int) -> None:
        async with database.write() as session:
            session.add(company(f"c{number:03}"))
            await session.flush()
            await asyncio.sleep(0)

    await asyncio.gather(*(add(number) for number in range(40)))
    async with database.read() as session:
        assert len((await session.scalars(select(ClientCompany.id))).all()) == 40


async def test_after_a_begin_that_failed_nothing_runs_outside_of_a_transaction(tmp_path, database):
    event.listen(database.engine.sync_engine, "connect", _never_waits)
    await database.engine.dispose()

    async def write_and_fail(locked: sqlite3.Connection) -> None:
        async with database.write() as session:
            with pytest.raises(OperationalError, match="locked"):
                await session.execute(insert(ClientCompany), [{"id": "one", "name": "x", "created_us": 1}])
            locked.rollback()
            await session.execute(insert(ClientCompany), [{"id": "two", "name": "x", "created_us": 1}])
            raise ZeroDivisionError

    with closing(sqlite3.connect(tmp_path / "unit.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ZeroDivisionError):
            await write_and_fail(other)
        assert other.execute("SELECT count(*) FROM client_company").fetchone() == (0,)


def _never_waits(connection, _record):
    connection.cursor().execute("PRAGMA busy_timeout=0")


async def test_a_statement_that_nobody_waits_for_any_more_leaves_nothing(database):
    many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
    begun = asyncio.Event()

    async def write() -> None:
        async with database.write() as session:
            await session.connection()
            begun.set()
            await session.execute(text(f"INSERT INTO client_company {many} SELECT 'c' || i, 'x', 1 FROM n"))

    writing = asyncio.create_task(write())
    await begun.wait()
    await asyncio.sleep(0)
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    async with database.write() as session:
        session.add(company())
    async with database.read() as session:
        assert (await session.scalars(select(ClientCompany.id))).all() == ["demo01"]


async def test_a_task_that_already_writes_is_told_so_instead_of_waiting_for_itself(database):
    async with database.write():
        with pytest.raises(RuntimeError, match="already writes"):
            async with database.write():
                pass


async def test_a_reader_is_not_kept_waiting_by_a_writer(database):
    async with database.write() as writing:
        writing.add(company())
        await writing.flush()
        async with database.read() as reading:
            assert (await reading.scalars(select(ClientCompany.id))).all() == []


async def test_sqlite_is_prepared_on_every_connection(database):
    async with database.read() as session:
        for pragma, value in (("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 2)):
            assert (await session.execute(text(f"PRAGMA {pragma}"))).scalar_one() == value
        assert (await session.execute(text("PRAGMA busy_timeout"))).scalar_one() == 5000


async def test_an_error_never_shows_the_values_of_a_statement(database):
    with pytest.raises(IntegrityError) as refused:
        async with database.write() as session:
            session.add(ClientCompany(id="x", name="13900001234", created_us=1))
    assert "13900001234" not in str(refused.value)


async def test_several_first_openers_of_a_new_file_all_get_in(tmp_path):
    """Without care one in thirty is told that the database is locked."""

    async def opens(url):
        engine = make_engine(url)
        async with engine.connect() as connection:
            mode = await connection.scalar(text("PRAGMA journal_mode"))
        await engine.dispose()
        return mode

    for number in range(40):
        url = f"sqlite+aiosqlite:///{tmp_path / f'{number}.sqlite3'}"
        assert set(await asyncio.gather(*(opens(url) for _ in range(6)))) == {"wal"}
