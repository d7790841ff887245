"""The one proof for every topic: an old copy plus the deltas equals a fresh copy."""

from collections.abc import Callable
from typing import Any, cast

import orjson

from callcenter.live.topic import Topic

Entries = dict[str, Any]


def apply(entries: Entries, seq: int, message: bytes | str) -> tuple[Entries, int]:
    """What a browser does with a snapshot or a delta. Raises ValueError for a delta out of order."""
    told = cast("dict[str, Any]", orjson.loads(message))
    if told["op"] == "snapshot":
        return dict(told["entries"]), told["seq"]
    if told["seq"] != seq + 1:
        raise ValueError(f"delta {told['seq']} after {seq}")
    changed = {key: value for key, value in entries.items() if key not in told["drop"]} | told["set"]
    return changed, told["seq"]


def verify_live(topic: Topic, action: Callable[[], object], *, changes: bool = True) -> Entries:
    """Runs `action` and returns the topic's entries as a browser has them then.

    Raises AssertionError when the browser's copy differs from a fresh one, and when nothing changed
    unless `changes` is False.
    """
    topic.take_delta(0)
    entries, seq = apply({}, 0, topic.snapshot(0))
    action()
    delta = topic.take_delta(0)
    if (delta is not None) != changes:
        raise AssertionError("the action changed nothing" if changes else f"the action changed: {delta!r}")
    if delta is not None:
        entries, seq = apply(entries, seq, delta)
    fresh, fresh_seq = apply({}, 0, topic.snapshot(0))
    if (entries, seq) != (fresh, fresh_seq):
        raise AssertionError(f"the copy {entries} at {seq} is not {fresh} at {fresh_seq}")
    return fresh
