"""Channels of one call, from CEL: when they came, rang, were bridged with whom, and how they ended."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from callcenter.telephony.journal.rows import Row

SEAT_CHANNEL: Final = re.compile(
    r"PJSIP/(?P<endpoint>(?P<company>[a-z0-9]{2,12})-(?P<seat>\w+)-(?:desk|web))-[0-9a-f]+"
)
_ENDPOINT: Final = re.compile(r"[a-z0-9]{2,12}-(?P<seat>\w+)-(?:desk|web)")
_DIGITS: Final = 9
_PLACED: Final = "s"
"""Extension of a channel that Asterisk made to reach a phone; one that a phone made has what was dialled."""
_OFFERED_BY: Final = frozenset({"AppQueue", "AppDial"})
_TELLS_OF_CHANNELS: Final = frozenset(
    {
        *("ANSWER", "HANGUP", "CHAN_END", "BRIDGE_ENTER", "BRIDGE_EXIT", "BLINDTRANSFER", "ATTENDEDTRANSFER"),
        *("SEAT_NUMBER_ANNOUNCED", "SEAT_CONNECTED", "SUPERVISED"),
    }
)
"""Most rows are about applications and streams."""


@dataclass(slots=True)
class Stay:
    """One channel's time in one bridge."""

    bridge: str
    from_us: int
    to_us: int | None = None


@dataclass(slots=True)
class Channel:
    uniqueid: str
    name: str
    exten: str
    context: str
    company_id: str | None
    born_into: str
    """The linkedid it came with: its own when a phone dialled."""
    started_us: int
    answered_us: int | None = None
    ended_us: int | None = None
    cause: int | None = None
    source: str = ""
    agent: str | None = None
    offered_by: str = ""
    transferred: bool = False
    """It left the talk by handing the caller on."""
    supervises: bool = False
    stays: list[Stay] = field(default_factory=list[Stay])

    @property
    def hung_up_itself(self) -> bool:
        return bool(self.source) and self.source == self.name

    @property
    def seat(self) -> str | None:
        found = SEAT_CHANNEL.fullmatch(self.name)
        return found["seat"] if found else None

    @property
    def dialled(self) -> bool:
        """Whether the phone of a seat made it."""
        return self.born_into == self.uniqueid and self.exten != _PLACED


def seat_of_endpoint(endpoint: str) -> str | None:
    found = _ENDPOINT.fullmatch(endpoint)
    return found["seat"] if found else None


def channels_of(cel: Sequence[Row]) -> dict[str, Channel]:
    channels: dict[str, Channel] = {}
    for row in cel:
        channel = channels.get(row.uniqueid)
        if channel is None:
            if row.event == "LINKEDID_END":
                continue
            channel = Channel(
                uniqueid=row.uniqueid,
                name=row.channel,
                exten=row.text("exten"),
                context=row.text("context"),
                company_id=row.text("tenantid") or None,
                born_into=row.linkedid,
                started_us=row.at_us,
            )
            channels[row.uniqueid] = channel
        app = row.data.get("appname")
        if app.__class__ is str and app in _OFFERED_BY:
            channel.offered_by = app
        if row.event in _TELLS_OF_CHANNELS:
            _tell(channel, row)
    return channels


def _tell(channel: Channel, row: Row) -> None:
    match row.event:
        case "ANSWER":
            channel.answered_us = channel.answered_us or row.at_us
        case "HANGUP":
            extra = row.extra()
            channel.cause = number(extra.get("hangupcause"))
            channel.source = str(extra.get("hangupsource", ""))
            channel.ended_us = row.at_us
            _leave(channel, row.at_us)
        case "CHAN_END":
            channel.ended_us = channel.ended_us or row.at_us
            _leave(channel, row.at_us)
        case "BRIDGE_ENTER":
            channel.stays.append(Stay(str(row.extra().get("bridge_id", "")), row.at_us))
        case "BRIDGE_EXIT":
            _leave(channel, row.at_us)
        case "BLINDTRANSFER" | "ATTENDEDTRANSFER":
            channel.transferred = True
        case "SEAT_NUMBER_ANNOUNCED" | "SEAT_CONNECTED":
            channel.agent = row.extra().get("agent") or channel.agent
        case "SUPERVISED":
            channel.supervises = True
        case _:
            return


def _leave(channel: Channel, at_us: int) -> None:
    if channel.stays and channel.stays[-1].to_us is None:
        channel.stays[-1].to_us = at_us


def number(value: Any) -> int | None:
    """A number of few digits; what Asterisk never writes must not be more than a column can hold."""
    written = str(value)
    return int(written) if written.isdecimal() and len(written) <= _DIGITS else None
