"""Rows by the thousand straight to the driver, inside the session's own transaction.

SQLAlchemy's executemany makes a dict and a parameter set of each row, which costs more than SQLite's own
work; on PostgreSQL only COPY is fast.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Protocol, cast

from asyncpg import IntegrityConstraintViolationError
from sqlalchemy import Dialect, Table, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.compiler import SQLCompiler

from callcenter.kit.db import WriteSession

Record = tuple[Any, ...]


class _Copies(Protocol):
    async def copy_records_to_table(
        self, table_name: str, *, records: Sequence[Record], columns: Sequence[str]
    ) -> object: ...


async def copy_rows(
    session: WriteSession, table: Table, columns: Sequence[str], rows: Sequence[Record]
) -> None:
    """Values are given as the driver takes them: no type of a column converts anything.

    Raises IntegrityError when a row breaks a constraint, whichever way it went in.
    """
    if not rows:
        return
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        await _copy(connection, table.name, columns, rows)
        return
    await connection.exec_driver_sql(_inserting(table, tuple(columns), connection.dialect), list(rows))


@lru_cache(maxsize=32)
def _inserting(table: Table, columns: tuple[str, ...], dialect: Dialect) -> str:
    statement = insert(table).compile(dialect=dialect, column_keys=columns)
    # Columns stand in the order of the table, and so must the values.
    assert isinstance(statement, SQLCompiler)
    assert statement.positiontup == list(columns)
    return statement.string


async def _copy(
    connection: AsyncConnection, table: str, columns: Sequence[str], rows: Sequence[Record]
) -> None:
    # The driver's adapter says BEGIN with the first statement that it sees itself.
    await connection.exec_driver_sql("SELECT 1")
    driver = cast("_Copies", (await connection.get_raw_connection()).driver_connection)
    try:
        await driver.copy_records_to_table(table, records=rows, columns=columns)
    except IntegrityConstraintViolationError as error:
        # PostgreSQL quotes the row that it refuses: what it said must not travel on.
        raise IntegrityError(f"COPY {table}", None, Exception(type(error).__name__)) from None
