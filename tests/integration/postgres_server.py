"""A PostgreSQL of the test run's own: a socket in a temporary folder, no TCP, gone with the run."""

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import asyncpg
from sqlalchemy import text
from sqlalchemy.engine import make_url

from callcenter.kit.db import Database
from integration.migrated_databases import bring_up_to_date

WAITS_SECONDS = 30
ACCOUNT = "postgres"
"""PostgreSQL refuses to run as root; Debian's package made this account."""


class PostgresServer:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._data = folder / "data"
        self._made = 0
        self._template = ""

    @property
    def pid(self) -> int:
        return int((self._data / "postmaster.pid").read_text().splitlines()[0])

    async def migrated_database(self) -> str:
        """The URL of a database with every table and no row."""
        if not self._template:
            url = await self.new_database()
            await bring_up_to_date(url)
            self._template = database_name(url)
        return await self.new_database(self._template)

    async def new_database(self, template: str = "template1") -> str:
        self._made += 1
        name = f"record{self._made}"
        await self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return f"postgresql+asyncpg://{ACCOUNT}@/{name}?host={self._folder}"

    async def kept_database(self, name: str) -> str:
        """The URL of one that outlives the run, in a folder that does; made empty the first time."""
        with suppress(asyncpg.DuplicateDatabaseError):
            await self.execute(f"CREATE DATABASE {name}")
        return f"postgresql+asyncpg://{ACCOUNT}@/{name}?host={self._folder}"

    async def drop(self, url: str) -> None:
        await self.execute(f"DROP DATABASE {database_name(url)} WITH (FORCE)")

    async def shut(self, url: str) -> None:
        name = database_name(url)
        await self.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        await self.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")

    async def open(self, url: str) -> None:
        await self.execute(f"ALTER DATABASE {database_name(url)} ALLOW_CONNECTIONS true")

    def start(self) -> None:
        options = (
            f"-c listen_addresses='' -c unix_socket_directories={self._folder} -c fsync=off"
            " -c max_connections=40"
        )
        _run("pg_ctl", "-D", str(self._data), "-w", "-l", str(self._folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        """At once: clients are cut off in the middle of a word."""
        _run("pg_ctl", "-D", str(self._data), "-w", "-m", "immediate", "stop")

    async def execute(self, statement: str) -> None:
        """As the owner of the server, outside of every database of a test."""
        connection = await asyncpg.connect(host=str(self._folder), user=ACCOUNT, database="postgres")
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


async def somebody_waits(database: Database) -> None:
    """Until a transaction of this database waits for what another one holds."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    async with asyncio.timeout(WAITS_SECONDS):
        while True:
            async with database.read() as session:
                if await session.scalar(waiting):
                    return
            await asyncio.sleep(0.02)


def database_name(url: str) -> str:
    return make_url(url).database or ""


@contextmanager
def running_postgres(kept: Path | None = None) -> Generator[PostgresServer]:
    """In a folder of its own, or in one that is kept.

    Fails, never skips, when the server is not installed: `make test` installs it.

    Not below pytest's own folder: every pytest that starts closes that one to other accounts, and a server
    that cannot reach its files ends itself.
    """
    with (
        tempfile.TemporaryDirectory(prefix="callcenter-postgres-") as made,
        _server_in(kept or Path(made)) as server,
    ):
        yield server


@contextmanager
def _server_in(folder: Path) -> Generator[PostgresServer]:
    data = folder / "data"
    if not data.exists():
        _make_cluster(folder, data)
    server = PostgresServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _make_cluster(folder: Path, data: Path) -> None:
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    data.mkdir()
    if os.geteuid() == 0:
        shutil.chown(folder, ACCOUNT)
        shutil.chown(data, ACCOUNT)
    # Text in the order of a language, as on most servers: nothing may count on the order of bytes.
    order = ("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=zh-CN")
    _run("initdb", "--auth=trust", "-U", ACCOUNT, "--no-sync", "-E", "UTF8", *order, "-D", str(data))


def _run(program: str, *arguments: str) -> None:
    command = [str(_program(program)), *arguments]
    if os.geteuid() == 0:
        command = ["setpriv", f"--reuid={ACCOUNT}", f"--regid={ACCOUNT}", "--init-groups", *command]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, cwd="/")


def _program(name: str) -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    if not found:
        raise FileNotFoundError(f"{name} not found: run `make test`, which installs postgresql")
    return found[-1]
