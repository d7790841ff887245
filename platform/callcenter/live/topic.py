"""A topic: a map of keys to JSON values that browsers hold a copy of (ADR 0033)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

JsonValue = object
"""Anything orjson writes; pydantic models are dumped by whoever sets them."""


def only(person_id: str) -> str:
    """The word of an audience that is one person; the application gives it to that person's connections."""
    return f"person/{person_id}"


@dataclass(frozen=True, slots=True)
class Encoded:
    """A value that many topics show: encoded once for all of them."""

    json: bytes

    @classmethod
    def of(cls, value: JsonValue) -> "Encoded":
        """Raises TypeError for a value that is no JSON."""
        return cls(orjson.dumps(value))


class Topic:
    """The present value of every key, and which keys changed since the last tick.

    A value is encoded when it is set: once for all clients and all snapshots, and what cannot be encoded
    is the setter's error rather than the hub's. Setting what already stands there changes nothing.

    A change that is `patient` may be told up to `hub.PATIENT_SECONDS` late, or with the next one that is not.
    """

    def __init__(self, name: str, audience: frozenset[str]) -> None:
        self.name = name
        self.audience = audience
        self.seq = 0
        self._entries: dict[str, bytes] = {}
        self._changed: set[str] = set()
        self._urgent = False
        self._on_change: Callable[[], None] | None = None
        self._on_patient_change: Callable[[], None] | None = None

    @property
    def entries(self) -> dict[str, Any]:
        """What a client that asks now would get."""
        return {key: orjson.loads(encoded) for key, encoded in self._entries.items()}

    @property
    def has_changes(self) -> bool:
        return bool(self._changed)

    @property
    def is_urgent(self) -> bool:
        """Something changed that does not wait."""
        return self._urgent

    def set(self, key: str, value: JsonValue, *, patient: bool = False) -> None:
        """`value` may be `Encoded` already. Raises TypeError for one that is no JSON."""
        encoded = value.json if isinstance(value, Encoded) else orjson.dumps(value)
        if self._entries.get(key) != encoded:
            self._entries[key] = encoded
            self._note(key, patient=patient)

    def drop(self, key: str, *, patient: bool = False) -> None:
        if key in self._entries:
            del self._entries[key]
            self._note(key, patient=patient)

    def replace(self, entries: Mapping[str, JsonValue]) -> None:
        """The map becomes exactly `entries`; only what differs is told."""
        for key in [key for key in self._entries if key not in entries]:
            self.drop(key)
        for key, value in entries.items():
            self.set(key, value)

    def listen(self, on_change: Callable[[], None], on_patient_change: Callable[[], None]) -> None:
        """The one listener hears of the first change of each sort after each `take_delta`; the hub is it."""
        self._on_change = on_change
        self._on_patient_change = on_patient_change

    def pass_over(self) -> None:
        """Nobody listens: what changed is in the next snapshot."""
        if self._changed:
            self.seq += 1
        self._changed.clear()
        self._urgent = False

    def take_delta(self, at_us: int) -> str | None:
        """What changed since the last delta, encoded once for everybody; None when nothing did."""
        if not self._changed:
            return None
        present = {
            key: orjson.Fragment(self._entries[key]) for key in sorted(self._changed) if key in self._entries
        }
        gone = sorted(key for key in self._changed if key not in self._entries)
        self.pass_over()
        return orjson.dumps(
            {"op": "delta", "topic": self.name, "seq": self.seq, "at_us": at_us, "set": present, "drop": gone}
        ).decode()

    def snapshot(self, at_us: int) -> str:
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
        ).decode()

    def _note(self, key: str, *, patient: bool) -> None:
        first = not self._changed
        self._changed.add(key)
        if patient:
            if first and self._on_patient_change is not None:
                self._on_patient_change()
        elif not self._urgent:
            self._urgent = True
            if self._on_change is not None:
                self._on_change()
