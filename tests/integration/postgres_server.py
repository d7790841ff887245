"""A PostgreSQL of the test run's own: a socket in a temporary folder, no TCP, gone with the run."""

import os
import shutil
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import asyncpg

ACCOUNT = "postgres"
"""PostgreSQL refuses to run as root; Debian's package made this account."""


class PostgresServer:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0

    async def new_database(self) -> str:
        """The URL of an empty database."""
        self._made += 1
        name = f"record{self._made}"
        connection = await asyncpg.connect(host=str(self._folder), user=ACCOUNT, database="postgres")
        try:
            await connection.execute(f"CREATE DATABASE {name}")
        finally:
            await connection.close()
        return f"postgresql+asyncpg://{ACCOUNT}@/{name}?host={self._folder}"


@contextmanager
def running_postgres(folder: Path) -> Generator[PostgresServer]:
    """Fails, never skips, when the server is not installed: `make test` installs it."""
    data = folder / "data"
    folder.chmod(0o755)
    for parent in list(folder.parents)[:2]:
        if parent.stat().st_uid == os.geteuid() and parent.name.startswith("pytest-"):
            parent.chmod(0o755)
    data.mkdir()
    if os.geteuid() == 0:
        shutil.chown(folder, ACCOUNT)
        shutil.chown(data, ACCOUNT)
    _run("initdb", "--auth=trust", "-U", ACCOUNT, "--no-sync", "-E", "UTF8", "-D", str(data))
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c max_connections=40"
    _run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield PostgresServer(folder)
    finally:
        _run("pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")


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
