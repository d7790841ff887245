"""Who stood in the file already: the tokens of its rows, on the disk and not in memory, for a file may have
millions. They are keyed and name nobody; the file goes with the run."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from callcenter.crm.customers.tokens import Token


@dataclass(frozen=True, slots=True)
class Seen:
    """In which row, and which customer of before the import that was; None for somebody new."""

    row: int
    customer_id: str | None


class SeenRows:
    def __init__(self) -> None:
        # The empty name is SQLite's own for a file that is never seen and gone when it is closed.
        self._tokens = sqlite3.connect("", isolation_level=None)
        self._tokens.execute("PRAGMA journal_mode=OFF")
        self._tokens.execute("PRAGMA synchronous=OFF")
        self._tokens.execute(
            "CREATE TABLE seen (kind INTEGER, token INTEGER, row INTEGER, customer TEXT,"
            " PRIMARY KEY (kind, token)) WITHOUT ROWID"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._tokens.close()

    def of(self, tokens: Iterable[Token]) -> Mapping[Token, Seen]:
        found: dict[Token, Seen] = {}
        for token in tokens:
            read = self._tokens.execute(
                "SELECT row, customer FROM seen WHERE kind = ? AND token = ?", (int(token.kind), token.value)
            ).fetchone()
            if read is not None:
                found[token] = Seen(*read)
        return found

    def note(self, tokens: Iterable[Token], seen: Seen) -> None:
        """Who was there first stays."""
        self._tokens.executemany(
            "INSERT OR IGNORE INTO seen VALUES (?, ?, ?, ?)",
            [(int(token.kind), token.value, seen.row, seen.customer_id) for token in tokens],
        )
