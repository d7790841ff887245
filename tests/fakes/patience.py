"""How long tests wait for what other programs do, and the waiting."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

PATIENCE: Final = 30.0
"""Seconds: it comes at once on an idle machine, later on a busy one, and a test fails when it never comes."""


async def eventually(met: Callable[[], Awaitable[object]], *, seconds: float = PATIENCE) -> None:
    """Another program's state, asked again and again: there is nothing to await."""
    async with asyncio.timeout(seconds):
        while True:
            if await met():
                return
            await asyncio.sleep(0.1)
