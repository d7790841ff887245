"""Which call a row belongs to (ADR 0021).

A group is named by the channel that began it; the group of a channel that arrived on the trunk is a call.
Channels follow the linkedid they were born with; a group that a seat began joins a call when their channels
meet in a bridge, or when the dial plan says that it is about that call. Two calls never become one.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from callcenter.telephony.call import Call
from callcenter.telephony.interpretation import ARRIVALS
from callcenter.telephony.journal.rows import Row, Source

LEFT_OUT: Final = "wrap-limit"
"""Context of the Local legs that end wrap-up; they are nobody's call."""
_LEFT_OUT_LEG: Final = f"@{LEFT_OUT}-"
_KEPT_AFTER_END: Final = 256
# Looked up once: a member of an enumeration costs more than a name.
_CEL: Final = Source.CEL
_QUEUE_LOG: Final = Source.QUEUE_LOG
_ABOUT_A_CALL: Final = frozenset({"SEAT_DIALLED", "SUPERVISED"})
"""Words by which the dial plan says to which call a seat's or supervisor's own channel belongs."""


@dataclass(slots=True)
class Group:
    """The rows of one call, or of one attempt of a seat, as far as they are in memory."""

    id: str
    rows: list[Row] = field(default_factory=list[Row])
    alive: set[str] = field(default_factory=set[str])
    channels: set[str] = field(default_factory=set[str])
    is_call: bool = False
    stored: bool = False
    written: Call | None = None
    """What this process wrote last of it."""

    @property
    def over(self) -> bool:
        return bool(self.channels) and not self.alive

    def add(self, row: Row) -> None:
        self.rows.append(row)
        if row.source is not _CEL:
            return
        event, uniqueid = row.event, row.uniqueid
        if event == "CHAN_END":
            self.alive.discard(uniqueid)
        elif event == "CHAN_START":
            self.alive.add(uniqueid)
            if uniqueid == self.id and row.text("context") in ARRIVALS:
                self.is_call = True
        if event != "LINKEDID_END":
            self.channels.add(uniqueid)


@dataclass(slots=True, frozen=True)
class Merge:
    """All rows of one group belong to another one from now on."""

    group: str
    into: str


class Groups:
    """Open groups in memory, and a few that ended, for rows that come late from the other file."""

    def __init__(self) -> None:
        self._groups: OrderedDict[str, Group] = OrderedDict()
        self._of_channel: dict[str, str] = {}
        self._arrived: set[str] = set()

    def assign(self, row: Row) -> tuple[str | None, Merge | None]:
        """The group of a row. Saying it twice for the same row changes nothing."""
        if row.source is _QUEUE_LOG:
            if "." not in row.uniqueid:
                return None, None  # NONE, MANAGER: a line about an agent or about Asterisk itself
            return self._of_channel.get(row.uniqueid, row.uniqueid), None
        if row.data.get("context") == LEFT_OUT or _LEFT_OUT_LEG in row.text("channame"):
            return None, None
        event, uniqueid, linkedid = row.event, row.uniqueid, row.text("linkedid")
        if event == "CHAN_START" and uniqueid == linkedid and row.text("context") in ARRIVALS:
            self._arrived.add(linkedid)
        linked = self._of_channel.get(linkedid, linkedid)
        group = self._of_channel.setdefault(uniqueid, linked)
        merge = self._meet(group, linked) if group != linked else None
        if merge is None and event in _ABOUT_A_CALL:
            about = str(row.extra().get("call", ""))
            merge = self._meet(group, self._of_channel.get(about, about)) if "." in about else None
        return (group, None) if merge is None else (self._of_channel[uniqueid], merge)

    def _meet(self, one: str, other: str) -> Merge | None:
        """Two groups whose channels were bridged are one, unless both are calls. A call gives its name,
        whichever is older: colleagues may have talked before the call came."""
        if one == other or (one in self._arrived and other in self._arrived):
            return None
        into, group = (one, other) if one in self._arrived or other not in self._arrived else (other, one)
        if one not in self._arrived and other not in self._arrived and _age(other) < _age(one):
            into, group = other, one
        return self._join(group, into)

    def _join(self, group: str, into: str) -> Merge:
        for channel, of in self._of_channel.items():
            if of == group:
                self._of_channel[channel] = into
        self._of_channel[group] = into
        return Merge(group, into)

    def get(self, group_id: str) -> Group | None:
        return self._groups.get(group_id)

    def put(self, group: Group) -> None:
        self._groups[group.id] = group
        self._groups.move_to_end(group.id)
        for channel in group.channels:
            self._of_channel.setdefault(channel, group.id)
        if group.is_call:
            self._arrived.add(group.id)

    def drop(self, group_id: str) -> None:
        group = self._groups.pop(group_id, None)
        if group is not None:
            for channel in group.channels:
                self._of_channel.pop(channel, None)
        self._arrived.discard(group_id)
        self._of_channel.pop(group_id, None)

    def open_calls(self) -> list[Group]:
        return [group for group in self._groups.values() if group.is_call and not group.over]

    def forget_ended(self) -> None:
        """Keeps the last groups that ended; an older one is read from the database again when needed."""
        ended = [group.id for group in self._groups.values() if group.over or not group.channels]
        for group_id in ended[:-_KEPT_AFTER_END]:
            self.drop(group_id)

    def clear(self) -> None:
        self._groups.clear()
        self._of_channel.clear()
        self._arrived.clear()

    def __len__(self) -> int:
        return len(self._groups)


def _age(group_id: str) -> tuple[int, int]:
    """When the channel that names the group was made: seconds, then its number."""
    seconds, _, number = group_id.rpartition("-")[2].partition(".")
    return int(seconds) if seconds.isdecimal() else 0, int(number) if number.isdecimal() else 0
