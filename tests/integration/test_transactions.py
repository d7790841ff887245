"""What `Database` promises, it keeps on both databases."""

import asyncio
import traceback
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from callcenter.kit.db import Database, make_engine
from callcenter.tenancy.models import ClientCompany

pytestmark = pytest.mark.integration


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(make_engine(database_url))
    yield database
    await database.close()


async def add(database: Database, company_id: str) -> None:
    async with database.write() as session:
        session.add(ClientCompany(id=company_id, name="演示", created_us=1))


async def test_a_reader_sees_one_moment_however_often_it_asks(database: Database):
    count = select(func.count()).select_from(ClientCompany)
    async with database.read() as session:
        before = await session.scalar(count)
        await add(database, "demo01")
        assert await session.scalar(count) == before == 0
    async with database.read() as session:
        assert await session.scalar(count) == 1


async def test_writers_at_once_all_get_their_turn(database: Database):
    await asyncio.gather(*(add(database, f"c{number:03}") for number in range(40)))
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(ClientCompany)) == 40


async def test_a_task_that_already_writes_is_told_so(database: Database):
    async with database.write():
        with pytest.raises(RuntimeError, match="already writes"):
            await add(database, "demo01")
    await add(database, "demo01")


@pytest.mark.parametrize("name", ["演示", None])
async def test_a_refusal_names_no_value(database: Database, name: str | None):
    """A key that is there already; a column without a value."""
    await add(database, "13900001234")
    with pytest.raises(IntegrityError) as refused:
        async with database.write() as session:
            session.add(ClientCompany(id="13900001234", name=name, created_us=1))
    assert "13900001234" not in "".join(traceback.format_exception(refused.value))
