"""A pretend AMI server: by default it does what a real Asterisk 22 does; a test bends one thing."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Self

from fakes.patience import PATIENCE

Action = dict[str, str]
Reply = Callable[["FakeSession", Action], Awaitable[None]]

BOOTED = {"Event": "FullyBooted", "Privilege": "system,all", "Status": "Fully Booted"}


def message(**headers: str) -> bytes:
    return encoded(headers)


def encoded(headers: dict[str, str]) -> bytes:
    return "".join(f"{key}: {value}\r\n" for key, value in headers.items()).encode() + b"\r\n"


class FakeSession:
    def __init__(self, server: "FakeAmi", writer: asyncio.StreamWriter) -> None:
        self.server = server
        self._writer = writer

    def send(self, headers: dict[str, str]) -> None:
        self.send_bytes(encoded(headers))

    def send_bytes(self, data: bytes) -> None:
        self._writer.write(data)

    async def flush(self) -> None:
        await self._writer.drain()

    def reply(self, action: Action, response: str = "Success", **headers: str) -> None:
        self.send({"Response": response, "ActionID": action["actionid"], **headers})

    def reply_list(self, action: Action, items: list[dict[str, str]]) -> None:
        action_id = action["actionid"]
        self.reply(action, EventList="start", Message="A list will follow")
        for item in items:
            self.send({**item, "ActionID": action_id})
        name = f"{action['action']}Complete"
        self.send(
            {"Event": name, "ActionID": action_id, "EventList": "Complete", "ListItems": str(len(items))}
        )

    def end(self) -> None:
        """What was written still arrives."""
        self._writer.close()

    def drop(self) -> None:
        self._writer.transport.abort()


class FakeAmi:
    """`actions` is every action that reached the server, over all connections, in order."""

    def __init__(self) -> None:
        self.actions: list[Action] = []
        self.sessions: list[FakeSession] = []
        self.connections = 0
        self.refuses_login = False
        self.boots = True
        self.mute = False
        self.banner = b"Asterisk Call Manager/11.0.0\r\n"
        self.replies: dict[str, Reply] = {}
        self.port = 0
        self._server: asyncio.Server | None = None
        self._something = asyncio.Event()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Like Asterisk ending: nobody listens, and those connected are cut off."""
        if self._server is not None:
            self._server.close()
        for session in list(self.sessions):
            session.drop()
        if self._server is not None:
            await self._server.wait_closed()
        self._server = None

    @property
    def session(self) -> FakeSession:
        return self.sessions[-1]

    def named(self, name: str) -> list[Action]:
        return [action for action in self.actions if action["action"] == name]

    async def until(self, met: Callable[[], bool], within: float = PATIENCE) -> None:
        async with asyncio.timeout(within):
            while not met():
                self._something.clear()
                await self._something.wait()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        session = FakeSession(self, writer)
        self.connections += 1
        self.sessions.append(session)
        self._something.set()
        session.send_bytes(self.banner)
        try:
            while True:
                raw = await reader.readuntil(b"\r\n\r\n")
                action = _read(raw)
                self.actions.append(action)
                if not self.mute:
                    await self._answer(session, action)
                self._something.set()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.sessions.remove(session)
            writer.close()
            self._something.set()

    async def _answer(self, session: FakeSession, action: Action) -> None:
        name = action["action"]
        if name in self.replies:
            await self.replies[name](session, action)
        elif name == "Login" and self.refuses_login:
            session.reply(action, "Error", Message="Authentication failed")
            session.end()
        elif name == "Login":
            session.reply(action, Message="Authentication accepted")
            if self.boots:
                session.send(BOOTED)
        elif name == "Ping":
            session.reply(action, Ping="Pong", Timestamp="1763764000.000001")
        else:
            session.reply(action, Message="Done")


def _read(raw: bytes) -> Action:
    fields: Action = {}
    for line in raw.decode().split("\r\n"):
        key, colon, value = line.partition(": ")
        if colon:
            fields.setdefault(key.lower(), value)
    return fields
