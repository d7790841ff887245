"""Brings a database to the tables this program knows, before anything else touches it."""

from pathlib import Path
from typing import Final

import structlog
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text

from callcenter.kit.db import Database
from callcenter.kit.errors import CallcenterError

_log = structlog.get_logger(__name__)

FOLDER: Final = Path(__file__).parent / "migrations"
# Any constant; platforms that start at once on one PostgreSQL wait for each other here.
_LOCK: Final = 0x5A5A_0002


class DatabaseTooNew(CallcenterError):
    """A newer version of the program has used this database."""


def configuration(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config


async def migrate(database: Database) -> str:
    """Applies what is missing in one transaction that also is the lock; returns the revision.

    On SQLite the write lock of the transaction keeps a second start waiting, on PostgreSQL an advisory lock.
    """
    async with database.write() as session:
        connection = await session.connection()
        if connection.dialect.name == "postgresql":
            await session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        before, after = await connection.run_sync(_upgrade)
    if before != after:
        _log.info("database migrated", before=before, after=after)
    return after


def _upgrade(connection: Connection) -> tuple[str | None, str]:
    config = configuration(connection)
    before = MigrationContext.configure(connection).get_current_revision()
    head = ScriptDirectory.from_config(config).get_current_head()
    assert head is not None
    if before != head:
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise DatabaseTooNew(
                zh=f"数据库版本 {before} 不被本程序识别,可能由更新的版本写入。请使用相同或更新的版本启动。",
                en=f"The database is at revision {before}, which this program does not know; "
                "start the same version that wrote it, or a newer one.",
            ) from error
    return before, head
