"""Rows of which each carries the hash of everything before it: a change anywhere shows from there on."""

import json
from collections.abc import Iterable, Mapping
from typing import Final

from cryptography.hazmat.primitives import hashes

from callcenter.kit.encryption import Suite, hash_of

START: Final = bytes(32)
"""What the first row links to."""


def canonical(row: Mapping[str, object]) -> bytes:
    """The one spelling of a row: JSON, keys sorted, no spaces, UTF-8.

    Raises TypeError for a float: two programs may print the same one differently.
    """
    _refuse_floats(row)
    return json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def link(previous: bytes, row: Mapping[str, object], *, suite: Suite = "sm") -> bytes:
    digest = hashes.Hash(hash_of(suite))
    digest.update(previous)
    digest.update(canonical(row))
    return digest.finalize()


def first_break(
    rows: Iterable[tuple[Mapping[str, object], bytes]], *, start: bytes = START, suite: Suite = "sm"
) -> int | None:
    """The index of the first row whose stored hash is not what its content and forerunner give."""
    previous = start
    for index, (row, stored) in enumerate(rows):
        if link(previous, row, suite=suite) != stored:
            return index
        previous = stored
    return None


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("a float has no canonical spelling; store an integer or text")
    if isinstance(value, Mapping):
        for inner in value.values():  # pyright: ignore[reportUnknownVariableType]
            _refuse_floats(inner)  # pyright: ignore[reportUnknownArgumentType]
    elif isinstance(value, list | tuple):
        for inner in value:  # pyright: ignore[reportUnknownVariableType]
            _refuse_floats(inner)  # pyright: ignore[reportUnknownArgumentType]
