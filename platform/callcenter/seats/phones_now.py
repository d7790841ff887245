"""What the floor knows of phones now: registered or not, and their channels."""

from collections.abc import Callable
from typing import Protocol

from callcenter.telephony.floor.floor import Floor
from callcenter.telephony.floor.watch import FloorWatch


class Registrations(Protocol):
    """Which phones are there, and their channels."""

    @property
    def known(self) -> bool:
        """False while nobody knows, because the link is down or Asterisk's lists have not come yet."""
        ...

    def is_registered(self, endpoint: str) -> bool: ...

    def channels_of(self, endpoint: str) -> list[str]: ...

    async def until_unregistered(self, endpoint: str) -> None: ...


class Phones(Registrations, Protocol):
    """And what whoever sits there is doing."""

    def state_at(self, seat: str) -> str | None:
        """The state of the agent there, as the floor shows it."""
        ...

    def call_at(self, seat: str) -> str | None: ...

    async def until_state(self, seat: str, holds: Callable[[str | None], bool]) -> None: ...

    async def until_free(self, endpoint: str) -> None:
        """It has no channel left."""
        ...


class PhonesOnFloor:
    def __init__(self, watch: FloorWatch) -> None:
        self._watch = watch

    @property
    def known(self) -> bool:
        return self._watch.live.is_set()

    def is_registered(self, endpoint: str) -> bool:
        return self._watch.floor.is_registered(endpoint)

    def channels_of(self, endpoint: str) -> list[str]:
        return self._watch.floor.channels_of(endpoint)

    async def until_unregistered(self, endpoint: str) -> None:
        await self._watch.until(lambda floor: not floor.is_registered(endpoint))

    def state_at(self, seat: str) -> str | None:
        return _word(self._watch.floor, seat, "state")

    def call_at(self, seat: str) -> str | None:
        return _word(self._watch.floor, seat, "call_id")

    async def until_state(self, seat: str, holds: Callable[[str | None], bool]) -> None:
        await self._watch.until(lambda floor: holds(_word(floor, seat, "state")))

    async def until_free(self, endpoint: str) -> None:
        await self._watch.until(lambda floor: not floor.channels_of(endpoint))


def _word(floor: Floor, seat: str, name: str) -> str | None:
    value = (floor.entry(f"seats/{seat}") or {}).get(name)
    return value if isinstance(value, str) else None
