"""What the floor knows of phones now: registered or not, and their channels."""

from typing import Protocol

from callcenter.telephony.floor.watch import FloorWatch


class Phones(Protocol):
    @property
    def known(self) -> bool:
        """False while nobody knows, because the link is down or Asterisk's lists have not come yet."""
        ...

    def is_registered(self, endpoint: str) -> bool: ...

    def channels_of(self, endpoint: str) -> list[str]: ...

    async def until_unregistered(self, endpoint: str) -> None: ...


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
