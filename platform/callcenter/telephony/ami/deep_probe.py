"""Asks Asterisk what it could not answer with a dead-lock inside, of which pings know nothing.

A failed probe is an alarm and never the end of a connection: calls may go on while a queue is stuck, and
connecting again would not loosen it. It runs on a connection where an unanswered action keeps neither events
nor agents' actions waiting.
"""

import asyncio
from contextlib import suppress
from enum import StrEnum
from typing import Final

import structlog

from callcenter.kit.clock import Clock
from callcenter.telephony.ami.errors import ActionRefused, AnswerLate, LinkLost, TooManyInFlight
from callcenter.telephony.ami.facts import LinkState
from callcenter.telephony.ami.link import AmiLink
from callcenter.telephony.ami.metrics import LinkMetrics

_log = structlog.get_logger(__name__)

EVERY_SECONDS: Final = 30.0
NOBODY: Final = "callcenter/nobody"


class ProbeFailure(StrEnum):
    CORE_SILENT = "core_silent"
    CHANNELS_SILENT = "channels_silent"
    QUEUE_SILENT = "queue_silent"
    REFUSED = "refused"
    QUEUE_MISSING = "queue_missing"


class DeepProbe:
    """`run` until cancelled. Without a link nothing is known: the last finding stays as it was."""

    def __init__(
        self,
        link: AmiLink,
        queue: str,
        *,
        clock: Clock,
        metrics: LinkMetrics,
        every_seconds: float = EVERY_SECONDS,
    ) -> None:
        self._link = link
        self._queue = queue
        self._clock = clock
        self._metrics = metrics
        self._every_seconds = every_seconds
        self.failure: ProbeFailure | None = None
        self.since_us: int | None = None
        """Since when probes fail without one that succeeded between."""

    async def run(self) -> None:
        while True:
            await self._link.until(LinkState.LIVE)
            await self.probe()
            await asyncio.sleep(self._every_seconds)

    async def probe(self) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            failure = await self._ask()
        except (LinkLost, TooManyInFlight):
            return
        self._found(failure)
        self._metrics.probed(self._link.name, loop.time() - began, failure)

    async def _ask(self) -> ProbeFailure | None:
        silent = ProbeFailure.CORE_SILENT
        try:
            await self._link.act("CoreStatus")
            silent = ProbeFailure.CHANNELS_SILENT
            await self._look_for_nobody()
            silent = ProbeFailure.QUEUE_SILENT
            summary = await self._link.act("QueueSummary", {"Queue": self._queue})
        except AnswerLate:
            return silent
        except ActionRefused:
            return ProbeFailure.REFUSED
        known = any(item.get("queue") == self._queue for item in summary.items)
        return None if known else ProbeFailure.QUEUE_MISSING

    async def _look_for_nobody(self) -> None:
        """A name that no channel has takes the lock of the list and of every channel in it: a dead-lock among
        channels, after which no call can begin or end, stops it (Asterisk's issues 307 and 1946)."""
        with suppress(ActionRefused):
            await self._link.act("Status", {"Channel": NOBODY})

    def _found(self, failure: ProbeFailure | None) -> None:
        if failure is not None and failure is not self.failure:
            _log.error("asterisk failed a deep probe", link=self._link.name, failure=failure.value)
        elif failure is None and self.failure is not None:
            _log.info("asterisk passes deep probes again", link=self._link.name)
        if failure is None:
            self.since_us = None
        elif self.failure is None:
            self.since_us = self._clock.now_us()
        self.failure = failure
