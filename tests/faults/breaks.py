"""What can happen to a running installation. Each break begins, lasts, and is put right when it returns."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from callcenter.app.platform_process import READY_WITHIN
from fakes.installation import Installation
from fakes.private_network import reset, vanishing
from integration.postgres_server import PostgresServer


@dataclass(frozen=True)
class Place:
    """Where a break strikes."""

    made: Installation
    postgres: PostgresServer | None
    small_disk: Path | None
    clock_file: Path | None


Break = Callable[[Place, float], Awaitable[None]]


async def nothing(place: Place, seconds: float) -> None:
    del place
    await asyncio.sleep(seconds)


async def platform_killed(place: Place, seconds: float) -> None:
    del seconds
    await place.made.kill_platform()
    await place.made.platform.start()


async def platform_away(place: Place, seconds: float) -> None:
    await place.made.platform.stop()
    await asyncio.sleep(seconds)
    await place.made.platform.start()


async def link_reset(place: Place, seconds: float) -> None:
    with reset(place.made.settings.ami_port):
        await asyncio.sleep(seconds)
    await ready_again(place.made)


async def link_silent(place: Place, seconds: float) -> None:
    with vanishing(place.made.settings.ami_port):
        await asyncio.sleep(seconds)
    await ready_again(place.made)


async def postgres_restarted(place: Place, seconds: float) -> None:
    assert place.postgres is not None
    await asyncio.to_thread(place.postgres.stop)
    await asyncio.sleep(seconds)
    await asyncio.to_thread(place.postgres.start)


async def sqlite_locked(place: Place, seconds: float) -> None:
    file = place.made.settings.data_dir / "callcenter.sqlite3"
    with closing(sqlite3.connect(file, isolation_level=None, timeout=30, check_same_thread=False)) as other:
        await asyncio.to_thread(other.execute, "BEGIN EXCLUSIVE")
        await asyncio.sleep(seconds)
        other.execute("ROLLBACK")


async def disk_full(place: Place, seconds: float) -> None:
    """The one that is small: of the platform's data, or of Asterisk's logs."""
    assert place.small_disk is not None
    ballast = place.small_disk / "ballast"
    # What the others free meanwhile is taken, too.
    ends = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < ends:
        await asyncio.to_thread(_fill, ballast)
        await asyncio.sleep(0.5)
    ballast.unlink()


def _fill(ballast: Path) -> None:
    with ballast.open("ab", buffering=0) as file, contextlib.suppress(OSError):
        for size in (1 << 20, 4096, 1):
            with contextlib.suppress(OSError):
                while file.write(bytes(size)):
                    pass
    assert os.statvfs(ballast.parent).f_bavail == 0


async def logs_rotated(place: Place, seconds: float) -> None:
    """As an administrator's logrotate would: renamed under Asterisk's hands, twice."""
    for _ in range(2):
        await place.made.rotate_logs()
        await asyncio.sleep(seconds / 2)


async def asterisk_killed(place: Place, seconds: float) -> None:
    await place.made.kill_asterisk()
    await asyncio.sleep(seconds)
    await place.made.start_asterisk()
    await ready_again(place.made)


async def clock_stepped(place: Place, seconds: float) -> None:
    """Asterisk and the platform see it five minutes later, then right again."""
    assert place.clock_file is not None
    place.clock_file.write_text("+300\n")
    await asyncio.sleep(seconds)
    place.clock_file.write_text("+0\n")


async def ready_again(made: Installation) -> None:
    async with asyncio.timeout(READY_WITHIN):
        while True:
            if await made.ready():
                return
            await asyncio.sleep(0.2)
