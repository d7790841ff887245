"""Every test that asks for `database_url` runs on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from integration.postgres_server import PostgresServer, running_postgres


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    with running_postgres(tmp_path_factory.mktemp("postgres")) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/record.sqlite3"
    server: PostgresServer = request.getfixturevalue("postgres")
    return await server.new_database()
