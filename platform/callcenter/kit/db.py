"""Tables, engines and the one way to a transaction: a request or a batch is one transaction (ADR 0030).

Nothing but `Database.write` commits. Reads take a `ReadSession`, writes a `WriteSession`, so a signature
tells which of the two it needs.
"""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Any, Final, cast

from asyncpg import DataError as ValueRefused
from asyncpg import PostgresError
from sqlalchemy import BigInteger, Connection, MetaData, event
from sqlalchemy.engine import ExceptionContext, make_url
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.util import await_only

from callcenter.kit.sqlite_driver import OneTurnConnection, OneTurnSQLite

Microseconds: Final = BigInteger
"""Column type of every time in the record: integer microseconds since the epoch, UTC."""

NAMING: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
_WRITES: Final = "callcenter_writes"
_DETAIL: Final = "\nDETAIL:"
_WAL_TRIES: Final = 100
_WAL_AGAIN_SECONDS: Final = 0.05

_SHORT_QUESTIONS: Final = {
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "random_page_cost": "1.1",
}
"""Of PostgreSQL. Pages and reports take milliseconds: making machine code for one takes 70, starting workers
30; and a page of fifty rows follows its index, whatever a disk that turns would rather do."""


class Base(DeclarativeBase):
    """The one metadata of all packages; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(naming_convention=NAMING)


class ReadSession(AsyncSession):
    """A consistent view of the database; whatever it holds is thrown away at the end."""


class WriteSession(ReadSession):
    """The open transaction of one request or batch. Only `Database.write` commits it."""


def make_engine(url: str) -> AsyncEngine:
    """An engine whose errors and logs never show the values of a statement.

    SQLite gets WAL, foreign keys, five seconds of patience with other processes, and synchronous=FULL: in
    WAL mode NORMAL may lose the last commits when the power fails, and an audit row or a sign-out that
    was confirmed must not come undone. The price is one fsync per commit, and commits are batches.
    """
    if is_sqlite(url):
        engine = create_async_engine(url, hide_parameters=True, module=OneTurnSQLite())
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
    else:
        settings = {"server_settings": _SHORT_QUESTIONS}
        engine = create_async_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args=settings)
        event.listen(engine.sync_engine, "handle_error", _drop_values)
    return engine


def is_sqlite(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own BEGIN comes late and always DEFERRED; _begin_sqlite says it instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    # Of the default's 2 MB a batch of the journal spills half, and writes its pages twice.
    for pragma in ("busy_timeout=5000", "foreign_keys=ON", "synchronous=FULL", "cache_size=-16000"):
        cursor.execute(f"PRAGMA {pragma}")
    _switch_to_wal(cursor)
    cursor.close()


def _switch_to_wal(cursor: Any) -> None:
    """Of several first openers of a new file one switches. SQLite refuses the others at once, whatever their
    busy_timeout, for two that upgrade a lock could wait for ever; asked again, the file is WAL already."""
    for left in reversed(range(_WAL_TRIES)):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if not left or "locked" not in str(error):
                raise
            await_only(asyncio.sleep(_WAL_AGAIN_SECONDS))
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that begins as a reader and then writes can fail with SQLITE_BUSY whatever its
    # patience, because its view is already old; a writer takes the write lock at once.
    writes = connection.get_execution_options().get(_WRITES, False)
    driver = cast("OneTurnConnection", connection.connection.dbapi_connection)
    # A reader may sort more than there is memory for, and does it in a file. A writer sorts little.
    driver.begin_with("BEGIN IMMEDIATE" if writes else "BEGIN", in_memory=bool(writes))


def _drop_values(context: ExceptionContext) -> None:
    """PostgreSQL quotes the key or the whole row that it refuses, whatever `hide_parameters` says."""
    original = context.original_exception
    for error in (context.sqlalchemy_exception, original, original.__cause__):
        if error is not None and any(_DETAIL in part for part in error.args if isinstance(part, str)):
            error.args = tuple(part.partition(_DETAIL)[0] for part in map(str, error.args))
        if isinstance(error, PostgresError):
            vars(error).pop("detail", None)


def is_refusal(error: DBAPIError) -> bool:
    """The values are what the database does not take, and never will; trying again helps with all else.

    The driver of PostgreSQL has no error of its own for a value that does not fit its column.
    """
    if isinstance(error, IntegrityError | DataError):
        return True
    state: str = getattr(error.orig, "sqlstate", None) or ""
    cause = None if error.orig is None else error.orig.__cause__
    return state.startswith(("22", "23")) or isinstance(cause, ValueRefused)


class Database:
    """Hands out transactions on one engine."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self._read_engine = engine
        if engine.dialect.name == "postgresql":
            # There, each statement of a transaction otherwise has a view of its own.
            self._read_engine = engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        self._write_engine = engine.execution_options(**{_WRITES: True})
        # SQLite has one writer. Waiting here is first come, first served; waiting in SQLite is a busy loop.
        self._turn = asyncio.Lock() if engine.dialect.name == "sqlite" else None
        self._writers: set[asyncio.Task[Any] | None] = set()

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[ReadSession]:
        async with ReadSession(self._read_engine, expire_on_commit=False, autoflush=False) as session:
            event.listen(session.sync_session, "before_flush", _refuse_flush)
            yield session

    @asynccontextmanager
    async def write(self) -> AsyncGenerator[WriteSession]:
        """One transaction: committed when the block ends, rolled back when it raises.

        Raises RuntimeError when the task that asks already writes: it would wait for itself.
        """
        task = asyncio.current_task()
        if task is not None and task in self._writers:
            raise RuntimeError("this task already writes; pass its session on")
        turn: AbstractAsyncContextManager[None] = self._turn if self._turn is not None else nullcontext()
        async with turn:
            self._writers.add(task)
            try:
                async with WriteSession(self._write_engine, expire_on_commit=False) as session:
                    yield session
                    await session.commit()
            finally:
                self._writers.discard(task)

    async def close(self) -> None:
        await self.engine.dispose()


def _refuse_flush(session: Session, _context: object, _instances: object) -> None:
    raise RuntimeError(f"a read session writes nothing, yet holds {len(session.new)} new rows")
