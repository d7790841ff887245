"""What the floor has to know about the house beforehand, and how channel names are read."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from callcenter.telephony.agent_state import AgentState
from callcenter.telephony.ami.framing import Fields, shown
from callcenter.telephony.floor.events import PathKey

ARRIVALS: Final = "from-trunk"
FROM_SEAT: Final = "from-seat"
_CHANNEL: Final = re.compile(r"PJSIP/(?P<endpoint>[A-Za-z0-9_-]{1,79})-[0-9a-f]{8}")
_INTERFACE: Final = re.compile(r"PJSIP/(?P<endpoint>[A-Za-z0-9_-]{1,79})")
_CHOICE: Final = re.compile(r"(?P<menu>[a-z0-9_-]{1,40})=(?P<key>[0-9*#]|star|hash)")
_LONGEST_PATH: Final = 200
_CHANNEL_ID: Final = re.compile(r"[A-Za-z0-9_-]{0,64}?-?(?P<seconds>[0-9]{9,11})\.[0-9]{1,10}")


Hear = Callable[[Fields, int], None]
"""What is done about one sort of event, at its time."""


@dataclass(frozen=True, slots=True)
class AgentCard:
    """What a page shows of an agent."""

    work_number: str
    name: str


class Roster(Protocol):
    """Who an agent id is; seats/ answers it, from memory."""

    def card(self, agent_id: str) -> AgentCard | None: ...


class AgentMemory(Protocol):
    """What outlives a restart of Asterisk or of the platform; seats/ answers it, from memory."""

    def since(self, agent_id: str, state: AgentState, pause: str | None) -> int | None:
        """Since when the agent is in that state; None when another one was written down last."""
        ...

    def beside(self, agent_id: str) -> Mapping[str, object]:
        """Shown with the agent's seat."""
        ...


@dataclass(frozen=True, slots=True)
class FloorPlan:
    company: str
    seats: tuple[str, ...]
    queues: Mapping[str, str]
    """Full queue name → its Chinese name."""
    trunks: tuple[str, ...]
    phones: frozenset[str] = frozenset()
    """Endpoints that belong to no seat: the supervisors' phones."""

    def is_phone(self, endpoint: str | None) -> bool:
        return endpoint in self.phones or self.seat_of(endpoint) is not None

    def seat_of(self, endpoint: str | None) -> str | None:
        """`demo01-1001-desk` → `1001`, when that seat is of this house."""
        if endpoint is None:
            return None
        company, _, rest = endpoint.partition("-")
        code, _, phone = rest.rpartition("-")
        return code if company == self.company and phone in ("desk", "web") and code in self.seats else None

    def trunk_of(self, endpoint: str | None) -> str | None:
        return endpoint if endpoint in self.trunks else None


def endpoint_of_channel(channel: str) -> str | None:
    """None for Local channels and for anything that does not look like a channel."""
    found = _CHANNEL.fullmatch(channel)
    return found["endpoint"] if found else None


def endpoint_of_interface(interface: str) -> str | None:
    found = _INTERFACE.fullmatch(interface)
    return found["endpoint"] if found else None


def channel_id(fields: Fields, key: str = "uniqueid") -> str | None:
    """A Uniqueid, or None: what does not look like one may have been forged by a caller."""
    value = fields.get(key, "")
    return value if _CHANNEL_ID.fullmatch(value) else None


def started_us(uniqueid: str) -> int | None:
    """The second in which the channel was made: its Uniqueid says it."""
    found = _CHANNEL_ID.fullmatch(uniqueid)
    return int(found["seconds"]) * 1_000_000 if found else None


def word(fields: Fields, key: str, limit: int = 40) -> str:
    """A short printable value, empty when it is anything else."""
    value = shown(fields.get(key, ""))
    return value if len(value) <= limit and value.isprintable() else ""


def path_of(written: str) -> tuple[PathKey, ...]:
    """`main=1/sub=2` as the dial plan writes it; what does not look like a choice is left out."""
    found = (_CHOICE.fullmatch(part) for part in written[:_LONGEST_PATH].split("/"))
    return tuple(PathKey(choice["menu"], choice["key"]) for choice in found if choice)


def number(fields: Fields, key: str) -> int | None:
    value = fields.get(key, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 12 else None


def is_yes(fields: Fields, key: str) -> bool:
    return fields.get(key, "").lower() in ("1", "yes", "true")
