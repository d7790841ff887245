"""A raw AMI session: what Asterisk really sends, unparsed by any client library."""

from __future__ import annotations

import asyncio
import itertools
from typing import ClassVar

from fakes.patience import PATIENCE


class AmiProbe:
    opened: ClassVar[set[AmiProbe]] = set()
    """Those that nobody has closed yet: a test that fails closes nothing itself."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.messages: list[list[str]] = []
        self._numbers = itertools.count(1)
        self._arrived = asyncio.Condition()
        self._reading = asyncio.create_task(self._read())
        self.opened.add(self)

    @classmethod
    async def login(cls, port: int, user: str, secret: str) -> AmiProbe:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        await reader.readline()
        probe = cls(reader, writer)
        answer = await probe.action("Login", Username=user, Secret=secret)
        assert answer[0] == "Response: Success", answer
        return probe

    async def _read(self) -> None:
        message: list[str] = []
        while line := await self.reader.readline():
            text = line.decode("utf-8", "replace").rstrip("\r\n")
            if text:
                message.append(text)
            elif message:
                async with self._arrived:
                    self.messages.append(message)
                    self._arrived.notify_all()
                message = []

    async def action(self, name: str, **headers: str) -> list[str]:
        number = f"p{next(self._numbers)}"
        lines = [
            f"Action: {name}",
            f"ActionID: {number}",
            *(f"{key}: {value}" for key, value in headers.items()),
        ]
        self.writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        mine = f"ActionID: {number}"

        def answers() -> list[list[str]]:
            return [
                m for m in self.messages if mine in m and any(line.startswith("Response: ") for line in m)
            ]

        async with asyncio.timeout(PATIENCE), self._arrived:
            await self._arrived.wait_for(answers)
        return next(iter(answers()))

    async def close(self) -> None:
        self.opened.discard(self)
        self._reading.cancel()
        self.writer.close()
        await self.writer.wait_closed()
