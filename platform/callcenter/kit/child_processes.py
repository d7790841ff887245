"""Programs that we start: none outlives us, and each ends in a bounded time."""

import asyncio
import contextlib
import os
import signal
from asyncio.subprocess import Process
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

# util-linux, on every Debian: the kernel ends the child when we die, even by SIGKILL.
ENDS_WITH_US = ("setpriv", "--pdeathsig", "TERM", "--")


async def start(
    command: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    output: IO[bytes] | int | None = None,
    cwd: Path | None = None,
    umask: int = 0o077,
) -> Process:
    """A process group of its own, so that Ctrl-C reaches us first and we end things in order."""
    return await asyncio.create_subprocess_exec(
        *ENDS_WITH_US,
        *command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        start_new_session=True,
        umask=umask,
    )


async def end(process: Process, *, within: float, ask: int = signal.SIGTERM) -> int:
    """Asked to end, then killed with everything it started; returns its exit status."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(ask)
        try:
            await asyncio.wait_for(process.wait(), within)
        except TimeoutError:
            kill_group(process)
    status = await process.wait()
    kill_group(process)
    return status


def kill_group(process: Process) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
