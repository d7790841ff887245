"""When a connection is read: not while its consumer is behind, and not for a breath after each read.

Asterisk sends each event by itself. Waking up for each costs more than what it says; after a breath all that
came meanwhile is one read, and what comes after a silence is read at once.
"""

import asyncio


class Reading:
    def __init__(self, transport: asyncio.ReadTransport, *, breath: float) -> None:
        self._transport = transport
        self._breath = breath
        self._breathing: asyncio.TimerHandle | None = None
        self._held = False

    def breathe(self) -> None:
        if self._breath > 0 and self._breathing is None:
            self._breathing = asyncio.get_running_loop().call_later(self._breath, self._breathed)
            self._transport.pause_reading()

    def hold(self) -> None:
        self._held = True
        self._transport.pause_reading()

    def go_on(self) -> None:
        self._held = False
        if self._breathing is None:
            self._transport.resume_reading()

    def close(self) -> None:
        if self._breathing is not None:
            self._breathing.cancel()
            self._breathing = None

    def _breathed(self) -> None:
        self._breathing = None
        if not self._held:
            self._transport.resume_reading()
