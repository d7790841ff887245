"""One row of Asterisk's files, after numbers have become tokens."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, cast

import orjson

USER_DEFINED: Final = "USER_DEFINED"


class Source(StrEnum):
    CEL = "cel"
    QUEUE_LOG = "queue_log"


@dataclass(slots=True, eq=False)
class Row:
    """A fact of the journal. `data` holds the row's own fields as they are kept in the record.

    `event` of a CEL row is Asterisk's own name, or the dial plan's word; the two cannot be mixed up, since
    only `eventenum` says which it is and a dial plan's word that copies a name of Asterisk gets a mark.
    """

    source: Source
    at_us: int
    event: str
    uniqueid: str
    data: dict[str, Any]

    @property
    def channel(self) -> str:
        return self.text("channame")

    @property
    def linkedid(self) -> str:
        return self.text("linkedid")

    def text(self, name: str) -> str:
        """A field as text; empty when it is missing or not text."""
        value = self.data.get(name)
        return value if isinstance(value, str) else ""

    def extra(self) -> Mapping[str, Any]:
        """What Asterisk adds to the event (hangupcause, bridge_id …), or the dial plan's `k=v;k=v`."""
        found = self.data.get("eventextra")
        if isinstance(found, str):
            found = _loads(found)
        if not isinstance(found, dict):
            return {}
        extra = cast("dict[str, Any]", found)
        said = extra.get("extra")
        return pairs(said) if isinstance(said, str) else extra


def _loads(text: str) -> object:
    if text.startswith("{"):
        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError:
            return None
    return {"extra": text} if "=" in text else None


def pairs(text: str) -> dict[str, str]:
    """`k=v;k=v` as the dial plan writes it; a part without `=` says nothing and is left out."""
    found: dict[str, str] = {}
    for part in text.split(";"):
        name, equals, value = part.partition("=")
        if equals:
            found[name.strip()] = value.strip()
    return found


ASTERISK_EVENTS: Final = frozenset(
    {
        "CHAN_START",
        "CHAN_END",
        "ANSWER",
        "HANGUP",
        "APP_START",
        "APP_END",
        "BRIDGE_ENTER",
        "BRIDGE_EXIT",
        "BLINDTRANSFER",
        "ATTENDEDTRANSFER",
        "PICKUP",
        "FORWARD",
        "PARK_START",
        "PARK_END",
        "LINKEDID_END",
        "LOCAL_OPTIMIZE",
        "LOCAL_OPTIMIZE_BEGIN",
        "STREAM_BEGIN",
        "STREAM_END",
        "DTMF",
    }
)


def cel_event(data: Mapping[str, Any]) -> str:
    word = str(data["eventtype"])
    if data.get("eventenum") != USER_DEFINED:
        return word
    return f"USER_{word}" if word in ASTERISK_EVENTS else word
