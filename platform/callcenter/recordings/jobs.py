"""Looks for recordings when calls changed, and from time to time for those that were not there."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import structlog

from callcenter.kit.clock import SECOND
from callcenter.recordings.recording import SETTLES_WITHIN_US
from callcenter.recordings.service import RecordingRegister

_log = structlog.get_logger(__name__)

LOOK_AGAIN_S: Final = SETTLES_WITHIN_US / SECOND / 2
GATHER_S: Final = 2.0
"""Calls that end within this time are looked up together."""


class RecordingJob:
    """`on_calls_changed` fits the journal's callback of that name."""

    def __init__(self, register: RecordingRegister) -> None:
        self._register = register
        self._changed = asyncio.Event()
        self._call_ids: set[str] = set()
        self._failing = False

    async def on_calls_changed(self, call_ids: Sequence[str]) -> None:
        self._call_ids.update(call_ids)
        self._changed.set()

    async def run(self) -> None:
        """Until cancelled."""
        clock = asyncio.get_running_loop().time
        again_at = clock()
        while True:
            if clock() >= again_at:
                await self._try(self._look_again)
                again_at = clock() + LOOK_AGAIN_S
            if self._call_ids:
                await self._try(self._look_for_changed)
            self._changed.clear()
            try:
                async with asyncio.timeout_at(again_at):
                    await self._changed.wait()
            except TimeoutError:
                continue
            await asyncio.sleep(GATHER_S)

    async def _look_again(self) -> None:
        await self._register.look_again()

    async def _look_for_changed(self) -> None:
        call_ids, self._call_ids = self._call_ids, set()
        try:
            await self._register.look(sorted(call_ids))
        except Exception:
            self._call_ids |= call_ids
            raise

    async def _try(self, look: Callable[[], Awaitable[None]]) -> None:
        try:
            await look()
        except Exception as error:  # noqa: BLE001 - looked for again; said once when it breaks and once when it is over
            if not self._failing:
                _log.error("Could not look for recordings.", error=type(error).__name__)
            self._failing = True
            return
        if self._failing:
            _log.info("Looks for recordings again.")
            self._failing = False
