"""Every test that asks for a database runs on both: SQLite and a PostgreSQL that the run starts itself."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from integration.migrated_databases import migrated_sqlite
from integration.postgres_server import PostgresServer, running_postgres

BOTH = ["sqlite", "postgresql"]


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with running_postgres() as server:
        yield server


@pytest.fixture(params=BOTH)
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """A database as a started platform finds it: migrated, and nothing in it."""
    if request.param == "sqlite":
        yield await migrated_sqlite(tmp_path / "record.sqlite3")
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    url = await server.migrated_database()
    yield url
    await server.drop(url)


@pytest.fixture(params=BOTH)
async def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """A database without a table."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/empty.sqlite3"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    url = await server.new_database()
    yield url
    await server.drop(url)
