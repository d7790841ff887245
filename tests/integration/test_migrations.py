"""Migrations: from nothing to what the models say, guards included, on both databases."""

import asyncio

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from callcenter.app.migrating import DatabaseTooNew, migrate
from callcenter.app.models import METADATA
from callcenter.kit.db import Database, make_engine

pytestmark = pytest.mark.integration


GUARDS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, pg_get_triggerdef(oid) || pg_get_functiondef(tgfoid) FROM pg_trigger "
    "WHERE NOT tgisinternal",
}


@pytest.fixture
async def database(empty_database_url):
    database = Database(make_engine(empty_database_url))
    yield database
    await database.close()


async def guards(database):
    async with database.read() as session:
        rows = await session.execute(text(GUARDS[database.engine.dialect.name]))
        return {name: " ".join(said.split()) for name, said in rows}


async def clear(database):
    async with database.engine.begin() as connection:
        await connection.run_sync(METADATA.drop_all)
        if database.engine.dialect.name == "postgresql":
            await connection.execute(text("DROP FUNCTION audit_row_refuse"))


async def test_from_nothing_to_what_the_models_say(database):
    await migrate(database)

    def differences(connection):
        options = {"compare_type": True, "compare_server_default": True}
        return compare_metadata(MigrationContext.configure(connection, opts=options), METADATA)

    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_the_guards_of_the_models_are_the_guards_of_the_migrations(database):
    async with database.engine.begin() as connection:
        await connection.run_sync(METADATA.create_all)
    of_the_models = await guards(database)
    await clear(database)
    await migrate(database)
    assert await guards(database) == of_the_models
    assert len(of_the_models) == {"sqlite": 3, "postgresql": 2}[database.engine.dialect.name]


async def test_a_second_time_changes_nothing(database):
    assert await migrate(database) == await migrate(database)


async def test_two_starts_at_once_take_turns(empty_database_url):
    databases = [Database(make_engine(empty_database_url)) for _ in range(3)]
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
