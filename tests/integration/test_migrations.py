"""Migrations: from nothing to what the models say, guards included, on both databases."""

import asyncio

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import JSON, MetaData, Table, text

from callcenter.app.migrating import DatabaseTooNew, configuration, migrate
from callcenter.app.models import METADATA
from callcenter.kit.db import Database, make_engine

pytestmark = pytest.mark.integration


GUARDS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, pg_get_triggerdef(oid) || pg_get_functiondef(tgfoid) FROM pg_trigger "
    "WHERE NOT tgisinternal",
}


ONLY_ON_SQLITE = {"fk_raw_row_client_company_id"}


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

    def has(_made, name, _kind, _is_reflected, _other):
        return name not in ONLY_ON_SQLITE or database.engine.dialect.name == "sqlite"

    def differences(connection):
        options = {"compare_type": True, "compare_server_default": True, "include_object": has}
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


def to(revision):
    return lambda connection: command.upgrade(configuration(connection), revision)


def add(table, **given):
    """A row with nothing in it but what is given."""

    def insert(connection):
        made = Table(table, MetaData(), autoload_with=connection, resolve_fks=False)
        row = {
            column.name: [] if isinstance(column.type, JSON) else column.type.python_type()
            for column in made.columns
            if not column.nullable
        }
        connection.execute(made.insert().values(row | given))

    return insert


@pytest.mark.parametrize(("queued_us", "version"), [(5, 0), (None, 1)])
async def test_calls_from_before_their_parts_are_to_be_built_anew(database, queued_us, version):
    company = {"id": "demo01", "name": "演示"}
    call = {"call_id": "zz1-1.1", "client_company_id": "demo01", "queued_us": queued_us}
    async with database.engine.begin() as connection:
        for step in (to("0006"), add("client_company", **company), add("call", **call)):
            await connection.run_sync(step)
    await migrate(database)
    async with database.read() as session:
        assert await session.scalar(text("SELECT version FROM record_version")) == version


async def test_of_what_was_measured_of_a_call_the_last_stays(database):
    measured = {"call_id": "zz1-1.1", "endpoint": "demo01-1001-web", "agent_id": "A00001"}
    async with database.engine.begin() as connection:
        for step in (to("0010"), add("client_company", id="demo01", name="演示")):
            await connection.run_sync(step)
        for number in (1, 2, 3):
            row = {"id": f"{number:026d}", "client_company_id": "demo01", "mos": number, **measured}
            await connection.run_sync(add("call_quality", **row))
    await migrate(database)
    async with database.read() as session:
        assert (await session.scalars(text("SELECT mos FROM call_quality"))).all() == [3]


async def test_calls_from_before_their_paths_say_which_keys_were_pressed(database):
    """Until a person was asked for, and none that were pressed in a queue. Sums stay as they are."""
    pressed = [
        {"menu": "main", "key": "1", "at_us": 1},
        {"menu": "sales", "key": "2", "at_us": 2},
        {"menu": "queue", "key": "7", "at_us": 3},
        {"menu": "main", "key": "9", "at_us": 11},
    ]
    calls = {
        "zz1-1.1": {"keys": pressed, "human_requested_us": 10},
        "zz1-1.2": {"keys": pressed, "human_requested_us": None},
        "zz1-1.3": {"keys": [], "human_requested_us": 10},
    }
    async with database.engine.begin() as connection:
        for step in (to("0022"), add("client_company", id="demo01", name="演示")):
            await connection.run_sync(step)
        for call_id, given in calls.items():
            row = {"call_id": call_id, "client_company_id": "demo01", **given}
            await connection.run_sync(add("call", **row))
        for agent, offered in (("b", 4), ("a", 3)):
            row = {"client_company_id": "demo01", "subject": "agent", "agent": agent, "offered": offered}
            await connection.run_sync(add("rollup_day", **row))
    await migrate(database)
    async with database.read() as session:
        paths = await session.execute(text("SELECT call_id, ivr_path FROM call ORDER BY call_id"))
        assert list(map(tuple, paths)) == [("zz1-1.1", "1>2"), ("zz1-1.2", "1>2>9"), ("zz1-1.3", "")]
        kept = await session.execute(text("SELECT agent, offered FROM rollup_day ORDER BY agent"))
        assert list(map(tuple, kept)) == [("a", 3), ("b", 4)]
