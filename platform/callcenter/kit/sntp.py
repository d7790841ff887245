"""One question to a time server (SNTP, RFC 4330): how far the machine's clock is from it."""

import asyncio
import secrets
import struct
from dataclasses import dataclass
from typing import Final

from callcenter.kit.clock import SECOND, Clock

PORT: Final = 123
_PACKET: Final = struct.Struct(">BBbb11I")
_QUESTION: Final = 0x23
"""Leap 0, version 4, mode 3 (client)."""
_SERVER: Final = 4
_NOT_SET: Final = 3
"""The leap indicator of a server whose own clock is not set."""
_SINCE_1900: Final = 2_208_988_800
_ERA: Final = 1 << 32


class NoTime(Exception):
    """What came is no answer to the question, or of a server that does not know the time itself."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A positive offset: the machine's clock is behind the server's. It is true within half the delay."""

    offset_us: int
    delay_us: int


def question(cookie: int) -> bytes:
    """`cookie` stands where our own time would: the server gives it back, and learns nothing from it."""
    return _PACKET.pack(_QUESTION, 0, 0, 0, *(0,) * 9, cookie >> 32, cookie & 0xFFFFFFFF)


def answered(answer: bytes, cookie: int, *, sent_us: int, came_us: int) -> Asked:
    if len(answer) < _PACKET.size:
        raise NoTime("too short")
    first, stratum, _, _, *words = _PACKET.unpack_from(answer)
    if first & 0x07 != _SERVER:
        raise NoTime("not from a server")
    if first >> 6 == _NOT_SET or not 1 <= stratum <= 15:
        raise NoTime("the server does not know the time")
    if words[5] << 32 | words[6] != cookie:
        raise NoTime("an answer to another question")
    received_us, told_us = (_moment(words[at], words[at + 1], near_us=came_us) for at in (7, 9))
    offset_us = (received_us - sent_us + told_us - came_us) // 2
    return Asked(offset_us, came_us - sent_us - (told_us - received_us))


def _moment(seconds: int, fraction: int, *, near_us: int) -> int:
    """The seconds begin anew every 136 years: the moment of that name that lies next to our own clock."""
    if not seconds and not fraction:
        raise NoTime("no time in it")
    at_us = (seconds - _SINCE_1900) * SECOND + (fraction * SECOND >> 32)
    eras = round((near_us - at_us) / (_ERA * SECOND))
    return at_us + eras * _ERA * SECOND


async def ask(server: str, clock: Clock, *, within_s: float) -> Asked:
    """`server` is `host` or `host:port`. Raises NoTime, OSError, TimeoutError."""
    host, _, port = server.partition(":")
    loop = asyncio.get_running_loop()
    cookie = secrets.randbits(64)
    async with asyncio.timeout(within_s):
        asking = _Asking(clock)
        transport, _ = await loop.create_datagram_endpoint(
            lambda: asking, remote_addr=(host, int(port or PORT))
        )
        try:
            sent_us = clock.now_us()
            transport.sendto(question(cookie))
            answer, came_us = await asking.answer
        finally:
            transport.close()
    return answered(answer, cookie, sent_us=sent_us, came_us=came_us)


class _Asking(asyncio.DatagramProtocol):
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.answer: asyncio.Future[tuple[bytes, int]] = asyncio.get_running_loop().create_future()

    def datagram_received(self, data: bytes, addr: object) -> None:  # noqa: ARG002  asyncio's signature
        came_us = self._clock.now_us()
        if not self.answer.done():
            self.answer.set_result((data, came_us))

    def error_received(self, exc: Exception) -> None:
        if not self.answer.done():
            self.answer.set_exception(exc)
