"""One SIPp process: started with its own ports, read line by line, cued, and never left behind."""

import asyncio
import contextlib
import os
import shutil
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path

from callcenter.kit import child_processes
from callcenter.kit.errors import Unavailable

PORTS_PER_PROCESS = 8
_LINE_LIMIT = 1 << 20


class NoFreePort(Unavailable):
    """Every block of the simulator's ports is taken."""


class SippMissing(Unavailable):
    """The program that speaks SIP for callers and seats is not installed."""


class PortBlocks:
    """Hands out blocks of ports on one address: signalling, control, then media.

    A block that something else listens on is passed over; a block just used rests until the others were used,
    so that a late packet of an ended call finds nobody.
    """

    def __init__(self, first: int, last: int, *, size: int = PORTS_PER_PROCESS) -> None:
        self._size = size
        self._free = list(range(first, last - size + 2, size))

    def take(self, host: str) -> int:
        for _ in range(len(self._free)):
            block = self._free.pop(0)
            if _is_free(host, block) and _is_free(host, block + 2):
                return block
            self._free.append(block)
        raise NoFreePort(zh="模拟器的端口用完了", en="the simulator has no free port left")

    def give_back(self, block: int) -> None:
        self._free.append(block)


def _is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def may_send_raw() -> bool:
    """SIPp plays RFC 4733 keys through a raw socket, which needs root or CAP_NET_RAW."""
    try:
        socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_UDP).close()
    except PermissionError:
        return False
    return True


class SippProcess:
    """A running SIPp. `lines()` ends when the process does."""

    def __init__(
        self, process: asyncio.subprocess.Process, lines: asyncio.StreamReader, host: str, port: int
    ) -> None:
        self._process = process
        self._lines = lines
        self._address = (host, port)
        self._cues = 0

    @classmethod
    async def start(
        cls,
        program: str,
        remote: str,
        scenario: Path,
        *,
        host: str,
        block: int,
        port: int | None = None,
        options: Sequence[str] = (),
        keys: Mapping[str, str | bytes] | None = None,
        seconds: float | None = None,
    ) -> "SippProcess":
        """- `port`: for signalling, where it must not be the block's first.
        - `seconds`: SIPp's own upper limit of life, for the case that nobody is left to stop it.
        """
        if shutil.which(program) is None:
            raise SippMissing(
                zh="没有安装 SIPp：apt-get install sip-tester",
                en="SIPp is missing: apt-get install sip-tester",
            )
        read_end, write_end = os.pipe()
        arguments: list[str | bytes] = [
            *child_processes.ENDS_WITH_US, program, remote, "-sf", str(scenario),
            "-i", host, "-bind_local", "-p", str(port or block),
            "-ci", host, "-cp", str(block + 1), "-mi", host, "-mp", str(block + 2),
            "-nostdin", "-trace_logs", "-log_file", f"/dev/fd/{write_end}",
        ]  # fmt: skip
        for name, value in (keys or {}).items():
            arguments += ["-key", name, value]
        if seconds is not None:
            arguments += ["-timeout", f"{int(seconds) + 1}s"]
        try:
            process = await asyncio.create_subprocess_exec(
                *arguments,
                *options,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
                pass_fds=(write_end,),
                start_new_session=True,
                cwd=scenario.parent,
            )
        except BaseException:
            os.close(read_end)
            raise
        finally:
            os.close(write_end)
        reader = asyncio.StreamReader(limit=_LINE_LIMIT)
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(read_end, "rb", buffering=0)
        )
        return cls(process, reader, host, port or block)

    async def lines(self) -> AsyncIterator[str]:
        while line := await self._lines.readline():
            if text := line.decode("utf-8", errors="replace").strip():
                yield text

    def cue(self, name: str, call_id: str) -> None:
        """Tell the puppet of one call what to do next; goes to SIPp's own port, never to Asterisk."""
        self._cues += 1
        message = (
            f"{name} sip:puppet@{self._address[0]} SIP/2.0\r\n"
            f"Via: SIP/2.0/UDP {self._address[0]}:9;branch=z9hG4bK-cue-{self._cues}\r\n"
            f"From: <sip:director@localhost>;tag=cue{self._cues}\r\nTo: <sip:puppet@localhost>\r\n"
            f"Call-ID: {call_id}\r\nCSeq: {10_000 + self._cues} {name}\r\nContent-Length: 0\r\n\r\n"
        )
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender, contextlib.suppress(OSError):
            sender.sendto(message.encode(), self._address)

    @property
    def running(self) -> bool:
        return self._process.returncode is None

    async def wait(self) -> int:
        return await self._process.wait()

    async def stop(self) -> None:
        """End it now, whatever it is doing."""
        await child_processes.end(self._process, within=2.0)
