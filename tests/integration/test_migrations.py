"""Migrations: from nothing to what the models say, guards included, on a file of its own."""

import asyncio

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from callcenter.app.migrating import DatabaseTooNew, migrate
from callcenter.app.models import METADATA
from callcenter.kit.db import Database, make_engine

pytestmark = pytest.mark.integration


@pytest.fixture
async def database(tmp_path):
    database = Database(make_engine(f"sqlite+aiosqlite:///{tmp_path / 'migrated.sqlite3'}"))
    yield database
    await database.close()


async def made_by_models(path):
    database = Database(make_engine(f"sqlite+aiosqlite:///{path}"))
    async with database.engine.begin() as connection:
        await connection.run_sync(METADATA.create_all)
    schema = await triggers(database)
    await database.close()
    return schema


async def triggers(database):
    async with database.read() as session:
        rows = await session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
        return {row.name: " ".join(row.sql.split()) for row in rows}


async def test_from_nothing_to_what_the_models_say(database):
    await migrate(database)

    def differences(connection):
        options = {"compare_type": True, "compare_server_default": True}
        return compare_metadata(MigrationContext.configure(connection, opts=options), METADATA)

    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_the_guards_of_the_models_are_the_guards_of_the_migrations(database, tmp_path):
    await migrate(database)
    assert await triggers(database) == await made_by_models(tmp_path / "models.sqlite3")
    assert len(await triggers(database)) == 3


async def test_a_second_time_changes_nothing(database):
    assert await migrate(database) == await migrate(database)


async def test_two_starts_at_once_take_turns(tmp_path):
    url = f"sqlite+aiosqlite:///{tmp_path / 'shared.sqlite3'}"
    databases = [Database(make_engine(url)) for _ in range(3)]
    revisions = await asyncio.gather(*(migrate(database) for database in databases))
    assert len(set(revisions)) == 1
    for database in databases:
        await database.close()


async def test_a_database_of_a_newer_version_is_refused_untouched(database):
    await migrate(database)
    async with database.write() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseTooNew, match="9999"):
        await migrate(database)
