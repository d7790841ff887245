"""A topic: a map of keys to JSON values that browsers hold a copy of (ADR 0033)."""

from collections.abc import Callable, Mapping
from typing import Any

import orjson

JsonValue = object
"""Anything orjson writes; pydantic models are dumped by whoever sets them."""


def only(person_id: str) -> str:
    """The word of an audience that is one person; the application gives it to that person's connections."""
    return f"person/{person_id}"


class Topic:
    """The present value of every key, and which keys changed since the last tick.

    A value is encoded when it is set: once for all clients and all snapshots, and what cannot be encoded
    is the setter's error rather than the hub's. Setting what already stands there changes nothing.
    """

    def __init__(self, name: str, audience: frozenset[str]) -> None:
        self.name = name
        self.audience = audience
        self.seq = 0
        self._entries: dict[str, bytes] = {}
        self._changed: set[str] = set()
        self._on_change: Callable[[], None] | None = None

    @property
    def entries(self) -> dict[str, Any]:
        """What a client that asks now would get."""
        return {key: orjson.loads(encoded) for key, encoded in self._entries.items()}

    @property
    def has_changes(self) -> bool:
        return bool(self._changed)

    def set(self, key: str, value: JsonValue) -> None:
        """Raises TypeError for a value that is no JSON."""
        encoded = orjson.dumps(value)
        if self._entries.get(key) != encoded:
            self._entries[key] = encoded
            self._note(key)

    def drop(self, key: str) -> None:
        if key in self._entries:
            del self._entries[key]
            self._note(key)

    def replace(self, entries: Mapping[str, JsonValue]) -> None:
        """The map becomes exactly `entries`; only what differs is told."""
        for key in [key for key in self._entries if key not in entries]:
            self.drop(key)
        for key, value in entries.items():
            self.set(key, value)

    def listen(self, on_change: Callable[[], None]) -> None:
        """The one listener hears of the first change after each `take_delta`; the hub is it."""
        self._on_change = on_change

    def take_delta(self, at_us: int) -> bytes | None:
        """What changed since the last delta, encoded once for everybody; None when nothing did."""
        if not self._changed:
            return None
        self.seq += 1
        present = {
            key: orjson.Fragment(self._entries[key]) for key in sorted(self._changed) if key in self._entries
        }
        gone = sorted(key for key in self._changed if key not in self._entries)
        self._changed.clear()
        return orjson.dumps(
            {"op": "delta", "topic": self.name, "seq": self.seq, "at_us": at_us, "set": present, "drop": gone}
        )

    def snapshot(self, at_us: int) -> bytes:
        """Everything at the present sequence number.

        Precondition: no changes are pending, or the next delta would tell what the snapshot holds already.
        """
        return orjson.dumps(
            {
                "op": "snapshot",
                "topic": self.name,
                "seq": self.seq,
                "at_us": at_us,
                "entries": {key: orjson.Fragment(encoded) for key, encoded in self._entries.items()},
            }
        )

    def _note(self, key: str) -> None:
        first = not self._changed
        self._changed.add(key)
        if first and self._on_change is not None:
            self._on_change()
