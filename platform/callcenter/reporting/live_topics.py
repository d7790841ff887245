"""The figures of today as a live topic, refreshed when the record changed and somebody looks."""

import asyncio
from collections.abc import Mapping
from typing import Final

import structlog

from callcenter.identity.roles import watchers
from callcenter.kit.clock import SECOND, Clock
from callcenter.kit.db import Database
from callcenter.live.hub import Hub
from callcenter.live.topic import JsonValue, Topic
from callcenter.reporting import service
from callcenter.reporting.schemas import TodayOut
from callcenter.tenancy import Scope

_log = structlog.get_logger(__name__)

TODAY: Final = "today"
IDLE_REFRESH_SECONDS: Final = 15.0
"""Without a change: midnight, a new quarter of an hour and the as-of time still have to move on."""

GATHER_SECONDS: Final = 1.0
"""Calls that change within this time are counted in one query."""

OPEN_SECONDS: Final = 1.0
"""How long who comes waits for figures of this moment: a connection that waits answers no ping."""


class TodayTopic:
    """Keeps topic `today` equal to what `GET /api/figures/today` answers.

    A family of one: the first listener gets figures of this moment, from a slow database the last ones.
    """

    def __init__(self, *, database: Database, clock: Clock, scope: Scope, hub: Hub) -> None:
        self.topic = Topic(TODAY, frozenset(role.value for role in watchers()))
        self._database = database
        self._clock = clock
        self._scope = scope
        self._hub = hub
        self._changed = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()
        self._for_openers: asyncio.Task[None] | None = None
        self._opening = 0
        self._broken_since_us: int | None = None

    def on_calls_recorded(self) -> None:
        """The reaction to a committed batch of the journal."""
        self._changed.set()

    @property
    def prefix(self) -> str:
        return TODAY

    def audience(self, name: str) -> frozenset[str]:
        return self.topic.audience if name == self.topic.name else frozenset()

    async def open(self, name: str) -> Topic:
        assert name == self.topic.name
        if self._opening or not self._hub.subscribers(TODAY):
            self._opening += 1
            try:
                # Many may come at once, after a restart all of them: one query is for all.
                if self._for_openers is None or self._for_openers.done():
                    self._for_openers = asyncio.create_task(self.refresh())
                await asyncio.wait([self._for_openers], timeout=OPEN_SECONDS)
            finally:
                self._opening -= 1
        return self.topic

    def left(self, name: str) -> None:
        """Whether somebody listens is asked of the hub: one may leave while another is coming."""

    async def run(self) -> None:
        """Until cancelled. A database that does not answer leaves the last figures with their as-of time."""
        while True:
            self._changed.clear()
            if self._opening or self._hub.subscribers(TODAY):
                await self.refresh()
            try:
                async with asyncio.timeout(IDLE_REFRESH_SECONDS):
                    await self._changed.wait()
            except TimeoutError:
                continue
            await asyncio.sleep(GATHER_SECONDS)

    async def refresh(self) -> None:
        """One after the other: what was read later is newer, and stays."""
        async with self._one_at_a_time:
            at_us = self._clock.now_us()
            try:
                async with self._database.read() as session:
                    today = await service.today(session, self._scope, at_us=at_us)
            except Exception as error:  # noqa: BLE001 - whatever the driver raises, the wall must outlive it
                if self._broken_since_us is None:
                    self._broken_since_us = at_us
                    _log.error("figures of today could not be read", error=type(error).__name__)
                return
            if self._broken_since_us is not None:
                _log.info("figures of today are read again", after_s=(at_us - self._broken_since_us) / SECOND)
                self._broken_since_us = None
            self.topic.replace(entries(today))


def entries(today: TodayOut) -> Mapping[str, JsonValue]:
    figures: dict[str, JsonValue] = {
        f"figures/{figure.definition_id}": figure.model_dump(mode="json") for figure in today.figures
    }
    queues: dict[str, JsonValue] = {
        f"queues/{each.queue}": each.model_dump(mode="json")["figures"] for each in today.queues
    }
    return {**figures, **queues, "curve": [point.model_dump(mode="json") for point in today.curve]}
