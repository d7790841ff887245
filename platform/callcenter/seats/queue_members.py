"""Who should stand in which queue, and making Asterisk agree. The database is the master."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final, Protocol

import structlog

from callcenter.kit.errors import CallcenterError
from callcenter.telephony.ami.errors import ActionRefused
from callcenter.telephony.ami.facts import Answer
from callcenter.telephony.ami.framing import Fields
from callcenter.telephony.straightening import SET_BACK

_log = structlog.get_logger(__name__)

# Asterisk's own sentences for "it already is as you want it".
_ALREADY_THERE = "Already there"
_NOT_THERE = "Not there"
_OWED_AT_MOST: Final = 10_000


class Actions(Protocol):
    """The link on which queue members are changed; an AmiLink is one."""

    async def act(self, name: str, fields: Fields) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Place:
    """One agent in one queue."""

    agent_id: str
    queue: str
    interface: str
    penalty: int = 0


@dataclass(frozen=True, slots=True)
class Differences:
    missing: tuple[Place, ...]
    strangers: tuple[Place, ...]


def differences(wanted: frozenset[Place], present: frozenset[Place]) -> Differences:
    """A place with another phone or penalty is both: the old one goes, the right one comes."""
    return Differences(
        missing=tuple(sorted(wanted - present, key=_by_name)),
        strangers=tuple(sorted(present - wanted, key=_by_name)),
    )


def _by_name(place: Place) -> tuple[str, str, str]:
    return (place.agent_id, place.queue, place.interface)


class Change(Protocol):
    async def __call__(self, place: Place) -> None: ...


class QueueMembers:
    def __init__(self, actions: Actions) -> None:
        self._actions = actions
        self._owed: deque[tuple[str, str, int, tuple[str, ...]]] = deque(maxlen=_OWED_AT_MOST)
        self._told_us: dict[str, int] = {}

    async def add(self, place: Place, *, paused: str | None = None) -> None:
        """`paused`: the reason of a pause that the place begins with, so that nothing rings before it."""
        fields = {
            "Queue": place.queue,
            "Interface": place.interface,
            "MemberName": place.agent_id,
            "StateInterface": place.interface,
            "Penalty": str(place.penalty),
        }
        if paused is not None:
            fields["Paused"] = "true"
        await self._unless("QueueAdd", fields, _ALREADY_THERE)
        if paused is not None:
            pause = {"Queue": place.queue, "Interface": place.interface, "Paused": "true", "Reason": paused}
            await self._actions.act("QueuePause", pause)

    async def remove(self, place: Place) -> None:
        await self._unless("QueueRemove", {"Queue": place.queue, "Interface": place.interface}, _NOT_THERE)

    async def note(self, agent_id: str, event: str, at_us: int, *data: str) -> None:
        """A fact only the platform knows, written to Asterisk's own file: the files stay the one source."""
        await self._write(agent_id, event, self._in_order(agent_id, at_us), *data)

    async def _write(self, agent_id: str, event: str, at_us: int, *data: str) -> None:
        fields = {
            "Queue": "NONE",
            "Event": event,
            "Interface": agent_id,
            "Message": "|".join((str(at_us), *data)),
        }
        await self._actions.act("QueueLog", fields)

    def owe(self, agent_id: str, event: str, at_us: int, *data: str) -> None:
        """As `note`, at the next epoch: without it an agent's last state would last until they come again."""
        self._owed.append((agent_id, event, self._in_order(agent_id, at_us), data))

    def _in_order(self, agent_id: str, at_us: int) -> int:
        """After the clock was set back, an agent's words follow upon the last one of before: else that one
        would come true once more when its time comes, and whoever left meanwhile would be there for ever."""
        told_us = self._told_us.get(agent_id, at_us)
        if told_us - at_us > SET_BACK:
            at_us = told_us + 1
        self._told_us[agent_id] = max(told_us, at_us)
        return at_us

    async def reconcile(
        self, wanted: frozenset[Place], present: frozenset[Place], paused: Mapping[str, str]
    ) -> Differences:
        """Strangers go first, so that a phone that moved can come back with its right place."""
        found = differences(wanted, present)
        for place in found.strangers:
            await self._mend(self.remove, place, "a queue member nobody asked for was removed")
        for place in found.missing:
            add = partial(self.add, paused=paused.get(place.agent_id))
            await self._mend(add, place, "a missing queue member was added again")
        await self._pay()
        return found

    async def _pay(self) -> None:
        """In the order in which it happened; each fact says when."""
        while self._owed:
            owed = self._owed.popleft()
            agent_id, event, at_us, data = owed
            try:
                await self._write(agent_id, event, at_us, *data)
            except ActionRefused:
                _log.warning("queue_log refused a fact", fact=event)
            except CallcenterError as error:
                self._owed.appendleft(owed)
                _log.warning("queue_log did not get a fact that is owed", error=type(error).__name__)
                return

    async def _mend(self, change: Change, place: Place, said: str) -> None:
        try:
            await change(place)
        except ActionRefused:
            _log.warning("a queue member could not be put right", queue=place.queue, agent=place.agent_id)
        else:
            _log.info(said, queue=place.queue, agent=place.agent_id)

    async def _unless(self, action: str, fields: dict[str, str], harmless: str) -> None:
        try:
            await self._actions.act(action, fields)
        except ActionRefused as refused:
            if harmless.lower() not in refused.reason.lower():
                raise
