"""A time server of a test: answers over UDP with a clock that is off by what the test says."""

from __future__ import annotations

import asyncio
import struct
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

_SINCE_1900 = 2_208_988_800


class TimeServer(asyncio.DatagramProtocol):
    def __init__(self, ahead_us: int) -> None:
        self.ahead_us = ahead_us
        self.stratum = 2
        self.silent = False
        self.forged = False
        self.asked = 0
        self.port = 0

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:  # type: ignore[override]
        self._transport = transport
        self.port = transport.get_extra_info("sockname")[1]

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.asked += 1
        if self.silent:
            return
        now_us = time.time_ns() // 1000 + self.ahead_us
        seconds, rest = divmod(now_us, 1_000_000)
        now = struct.pack(">II", (seconds + _SINCE_1900) & 0xFFFFFFFF, (rest << 32) // 1_000_000)
        cookie = bytes(8) if self.forged else data[40:48]
        head = bytes([0x24, self.stratum, 0, 0]) + bytes(12) + bytes(8)
        self._transport.sendto(head + cookie + now + now, addr)


@asynccontextmanager
async def time_server(*, ahead_us: int = 0) -> AsyncGenerator[TimeServer]:
    loop = asyncio.get_running_loop()
    transport, server = await loop.create_datagram_endpoint(
        lambda: TimeServer(ahead_us), local_addr=("127.0.0.1", 0)
    )
    try:
        yield server
    finally:
        transport.close()
