"""SQLite with one change of threads for a statement (ADR 0035).

SQLAlchemy's own adapter asks the connection's thread for a cursor, then to execute, to fetch and to close:
each time two threads wake each other, which costs more than what SQLite does in between. Here a statement
and all its rows are one turn, and the BEGIN of a transaction goes along with its first statement.
"""

import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Final, cast

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
)
from sqlalchemy.util import EMPTY_DICT, await_only

_STATEMENTS_KEPT: Final = 512
"""Prepared statements of a connection: SQLite reads the text of each of them once."""

_ROWS_OF_A_CHUNK: Final = 64

# sqlite3 asks who adapts each value that is not exactly a number or a text. To be told that nobody does takes
# it longer than all else that it does with the value.
sqlite3.register_adapter(type(None), {None: None}.get)
sqlite3.register_adapter(bool, int)
sqlite3.register_adapter(bytes, bytes)

_Turn = Callable[[sqlite3.Connection], Any]


class ThreadOfConnection(aiosqlite.Connection):
    """The driver's connection, with its queue open to whatever is to be done in one go."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=_ROWS_OF_A_CHUNK)
        self._thread.daemon = True

    async def take_turn(self, turn: _Turn) -> Any:
        return await self._execute(lambda: turn(self._conn))  # pyright: ignore[reportUnknownMemberType] - the driver gives it no types


class OneTurnCursor(AsyncAdapt_aiosqlite_cursor):
    """What a statement brought: whole, so that nobody asks the connection's thread again."""

    __slots__ = ("_arraysize", "_description", "_lastrowid", "_rowcount")

    def __init__(self, adapt_connection: "OneTurnConnection") -> None:
        self._adapt_connection = adapt_connection
        self._soft_closed_memoized = EMPTY_DICT
        self._rows = deque[Any]()
        self._description: Any = None
        self._rowcount = self._lastrowid = -1
        self._arraysize = 1

    @property
    def description(self) -> Any:
        return self._description

    @property
    def rowcount(self) -> int:
        return self._rowcount

    @property
    def lastrowid(self) -> int:
        return self._lastrowid

    @property
    def arraysize(self) -> int:
        return self._arraysize

    @arraysize.setter
    def arraysize(self, value: int) -> None:
        self._arraysize = value

    def execute(self, operation: Any, parameters: Any = None) -> None:
        self._run(lambda cursor: cursor.execute(operation, parameters or ()))

    def executemany(self, operation: Any, seq_of_parameters: Any) -> None:
        self._run(lambda cursor: cursor.executemany(operation, seq_of_parameters))

    def _run(self, statement: Callable[[sqlite3.Cursor], object]) -> None:
        def turn(driver: sqlite3.Connection) -> Sequence[Any]:
            cursor = driver.cursor()
            try:
                statement(cursor)
                rows = cursor.fetchall() if cursor.description else []
                return rows, cursor.description, cursor.rowcount, cursor.lastrowid
            finally:
                cursor.close()

        connection = cast("OneTurnConnection", self._adapt_connection)
        rows, self._description, self._rowcount, self._lastrowid = connection.take_turn(turn)
        self._rows = deque(rows)

    async def _async_soft_close(self) -> None:
        """Nothing is open any more."""

    def close(self) -> None:
        self._rows.clear()


class OneTurnConnection(AsyncAdapt_aiosqlite_connection):
    """Remembers how its transaction is to begin until there is something to do in it."""

    __slots__ = ("_begin", "_begun", "_in_memory", "_wants_memory")

    _cursor_cls = OneTurnCursor

    def __init__(self, dbapi: Any, connection: ThreadOfConnection) -> None:
        super().__init__(dbapi, cast("Any", connection))
        self._begin: str | None = None
        self._begun = False
        self._in_memory = self._wants_memory = False

    def begin_with(self, words: str, *, in_memory: bool = False) -> None:
        """`in_memory`: what SQLite notes down to undo a statement of many rows goes to no file."""
        self._begin, self._begun, self._wants_memory = words, False, in_memory

    def take_turn(self, turn: _Turn) -> Any:
        """In the thread of the connection. What raises there raises here."""
        begin, self._begun, in_memory = self._begin, True, self._wants_memory

        def begun(driver: sqlite3.Connection) -> Any:
            if begin is not None and self._begin is begin:
                if in_memory is not self._in_memory:
                    # No statement to be kept prepared: such a one changes nothing when it is said again.
                    driver.executescript(f"PRAGMA temp_store={'MEMORY' if in_memory else 'DEFAULT'}")
                    self._in_memory = in_memory
                driver.execute(begin)
                # Not before: after a BEGIN that failed, no statement may run outside of a transaction.
                self._begin = None
            return turn(driver)

        return self._in_thread(begun)

    def cursor(self, server_side: bool = False) -> Any:  # noqa: FBT001, FBT002 - the adapter's signature
        if server_side and self._begin is not None:
            self.take_turn(lambda _driver: None)
        return super().cursor(server_side)

    def commit(self) -> None:
        self._end(sqlite3.Connection.commit)

    def rollback(self) -> None:
        self._end(sqlite3.Connection.rollback)

    def _end(self, how: _Turn) -> None:
        if not self._begun:
            self._begin = None
            return

        def end(driver: sqlite3.Connection) -> None:
            # Here, behind a statement that nobody waits for any more: it may only now have begun.
            self._begin = None
            how(driver)

        self._in_thread(end)
        self._begun = False

    def _in_thread(self, turn: _Turn) -> Any:
        try:
            return await_only(cast("ThreadOfConnection", self._connection).take_turn(turn))
        except Exception as error:  # noqa: BLE001 - the adapter tells which of them mean a lost connection
            self._handle_exception(error)


class OneTurnSQLite(AsyncAdapt_aiosqlite_dbapi):
    """To be given to `create_engine` as the module of the driver."""

    def __init__(self) -> None:
        super().__init__(aiosqlite, sqlite3)

    def connect(self, *arg: Any, **kw: Any) -> OneTurnConnection:
        made = ThreadOfConnection(lambda: sqlite3.connect(*arg, cached_statements=_STATEMENTS_KEPT, **kw))
        return OneTurnConnection(self, cast("ThreadOfConnection", await_only(made)))
