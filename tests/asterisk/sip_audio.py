"""Audio of the telephone: sends a tone, keeps what it hears."""

from __future__ import annotations

import asyncio
import itertools
import math
import secrets
from array import array

_PACKET_SAMPLES = 160
_RATE = 8000


def alaw(sample: int) -> int:
    sign = 0x80 if sample >= 0 else 0
    magnitude = min(abs(sample), 32635)
    exponent = max(magnitude.bit_length() - 8, 0) if magnitude >= 256 else 0
    mantissa = (magnitude >> 4) & 0x0F if exponent == 0 else (magnitude >> (exponent + 3)) & 0x0F
    return (sign | exponent << 4 | mantissa) ^ 0x55


def _linear(code: int) -> int:
    code ^= 0x55
    exponent, mantissa = code >> 4 & 7, code & 0x0F
    magnitude = mantissa << 4 | 8 if exponent == 0 else (mantissa << 4 | 0x108) << exponent - 1
    return magnitude if code & 0x80 else -magnitude


_LINEAR = tuple(_linear(code) for code in range(256))


def tone(hertz: int) -> list[bytes]:
    """One second of A-law in packets of 20 ms."""
    samples = bytes(
        alaw(int(9000 * math.sin(2 * math.pi * hertz * n / _RATE))) if hertz else 0xD5 for n in range(_RATE)
    )
    return [samples[at : at + _PACKET_SAMPLES] for at in range(0, _RATE, _PACKET_SAMPLES)]


class Audio(asyncio.DatagramProtocol):
    """Sends a tone as RTP and keeps what it hears."""

    def __init__(self, hertz: int) -> None:
        self.packets = tone(hertz)
        self.heard: list[bytes] = []
        self.silent = False
        self._sending: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.DatagramTransport = transport  # type: ignore[assignment]

    def datagram_received(self, data: bytes, addr: object) -> None:
        if len(data) > 12 and data[1] & 0x7F == 8:
            self.heard.append(data[12:])

    def send_to(self, host: str, port: int) -> None:
        if self._sending is None:
            self._sending = asyncio.create_task(self._send(host, port))

    async def _send(self, host: str, port: int) -> None:
        loop = asyncio.get_running_loop()
        source = secrets.token_bytes(4)
        due = loop.time()
        for number in itertools.count():
            if not self.silent:
                header = bytes([0x80, 8]) + (number & 0xFFFF).to_bytes(2, "big")
                header += (number * _PACKET_SAMPLES & 0xFFFFFFFF).to_bytes(4, "big") + source
                self.transport.sendto(header + self.packets[number % len(self.packets)], (host, port))
            due += 0.02
            await asyncio.sleep(max(0.0, due - loop.time()))

    def clear(self) -> None:
        """What comes from now on is what was heard."""
        self.heard.clear()

    def samples(self) -> array[int]:
        return array("h", (_LINEAR[code] for packet in self.heard for code in packet))

    def close(self) -> None:
        if self._sending:
            self._sending.cancel()
        self.transport.close()
