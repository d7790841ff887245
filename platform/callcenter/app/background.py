"""The tasks that run as long as the platform does: named, started again when they fail, ended in reverse."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import structlog

_log = structlog.get_logger(__name__)

AGAIN_AFTER_SECONDS: Final = 1.0


class Background:
    """A task that fails is a bug: it is logged with its traceback, shown by /readyz, and started again."""

    def __init__(self, *, again_after_seconds: float = AGAIN_AFTER_SECONDS) -> None:
        self._again_after = again_after_seconds
        self._tasks: list[asyncio.Task[None]] = []
        self.failing: set[str] = set()

    def start(self, name: str, run: Callable[[], Awaitable[None]]) -> None:
        """`run` runs until it is cancelled; returning by itself ends the task without a complaint."""
        self._tasks.append(asyncio.create_task(self._keep_running(name, run), name=name))

    async def close(self) -> None:
        """What was started last ends first."""
        while self._tasks:
            task = self._tasks.pop()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _keep_running(self, name: str, run: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await run()
                return
            except Exception:  # noqa: BLE001 - one part that fails must not take the others along
                self.failing.add(name)
                _log.exception("background task failed", task=name)
            await asyncio.sleep(self._again_after)
            self.failing.discard(name)


async def every(seconds: float, act: Callable[[], Awaitable[None]]) -> None:
    """`act` again and again with that pause between, until cancelled."""
    while True:
        await asyncio.sleep(seconds)
        await act()
