"""Rows by the thousand straight to the driver, inside the session's own transaction.

SQLAlchemy's executemany makes a dict and a parameter set of each row, which costs more than SQLite's own
work; on PostgreSQL only COPY is fast.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, Final, Protocol, cast

from asyncpg import IntegrityConstraintViolationError
from sqlalchemy import Dialect, Table, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.compiler import SQLCompiler

from callcenter.kit.db import WriteSession

Record = tuple[Any, ...]
_ROWS_OF_A_STATEMENT: Final = 64
"""Of SQLite, which opens the table and each of its indexes for every statement. A row of the widest table has
38 values, a statement at most 32,766."""


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
    one, many = _inserting(table, tuple(columns), connection.dialect)
    whole = len(rows) - len(rows) % _ROWS_OF_A_STATEMENT
    if whole:
        starts = range(0, whole, _ROWS_OF_A_STATEMENT)
        values = [tuple(chain.from_iterable(rows[at : at + _ROWS_OF_A_STATEMENT])) for at in starts]
        await connection.exec_driver_sql(many, values)
    if whole < len(rows):
        await connection.exec_driver_sql(one, list(rows[whole:]))


@lru_cache(maxsize=32)
def _inserting(table: Table, columns: tuple[str, ...], dialect: Dialect) -> tuple[str, str]:
    """For one row, and for as many as a statement takes."""
    statement = insert(table).compile(dialect=dialect, column_keys=columns)
    # Columns stand in the order of the table, and so must the values.
    assert isinstance(statement, SQLCompiler)
    assert statement.positiontup == list(columns)
    one = statement.string
    row = f"({', '.join('?' * len(columns))})"
    assert one.endswith(row)
    return one, ", ".join([one, *[row] * (_ROWS_OF_A_STATEMENT - 1)])


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
