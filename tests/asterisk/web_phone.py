"""The signalling of a browser phone: SIP over a WebSocket, registering as a page does."""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
from types import TracebackType
from typing import Self

from sip_message import Message
from websockets.asyncio.client import ClientConnection, connect

from fakes.patience import PATIENCE


class WebPhone:
    """Registers and un-registers; it has no media."""

    def __init__(self, socket: ClientConnection, endpoint: str) -> None:
        self._socket = socket
        self._endpoint = endpoint
        self._host = f"{secrets.token_hex(6)}.invalid"
        self._call_id = secrets.token_hex(8)
        self._sequence = 0
        self._answers: asyncio.Queue[Message] = asyncio.Queue()
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def open(cls, port: int, endpoint: str) -> Self:
        return cls(await connect(f"ws://127.0.0.1:{port}/ws", subprotocols=["sip"]), endpoint)  # type: ignore[list-item]

    async def register(self, password: str, *, seconds: int = 300) -> int:
        """The final status; 0 seconds takes the registration back."""
        proof = ""
        for _ in range(2):
            answer = await self._ask(proof, seconds)
            if answer.status != 401 or proof:
                return answer.status
            proof = self._proof(answer, password)
        raise AssertionError

    async def close(self) -> None:
        """As a browser that is gone: the connection ends, nothing is said."""
        self._reading.cancel()
        await self._socket.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def _read(self) -> None:
        async for said in self._socket:
            if not said.strip():
                continue  # a sign of life (RFC 7118)
            message = Message.parse(said if isinstance(said, bytes) else said.encode())
            if message.status >= 200:
                self._answers.put_nowait(message)
            elif message.method:
                await self._reply(message)

    async def _reply(self, request: Message) -> None:
        """OPTIONS, by which Asterisk sees that the page is still there."""
        copied = [
            (name, value)
            for name in ("Via", "From", "To", "Call-ID", "CSeq")
            for name, value in request.all(name)
        ]
        lines = [
            "SIP/2.0 200 OK",
            *(f"{name}: {value}" for name, value in copied),
            "Content-Length: 0",
            "",
            "",
        ]
        await self._socket.send("\r\n".join(lines))

    async def _ask(self, proof: str, seconds: int) -> Message:
        self._sequence += 1
        contact = f"<sip:{self._endpoint}@{self._host};transport=ws>;expires={seconds}"
        await self._socket.send(
            f"REGISTER sip:127.0.0.1 SIP/2.0\r\n"
            f"Via: SIP/2.0/WS {self._host};branch=z9hG4bK{secrets.token_hex(6)}\r\n"
            f"From: <sip:{self._endpoint}@127.0.0.1>;tag={self._call_id}\r\n"
            f"To: <sip:{self._endpoint}@127.0.0.1>\r\n"
            f"Call-ID: {self._call_id}\r\nCSeq: {self._sequence} REGISTER\r\nContact: {contact}\r\n"
            f"Max-Forwards: 70\r\n{proof}Content-Length: 0\r\n\r\n"
        )
        return await asyncio.wait_for(self._answers.get(), PATIENCE)

    def _proof(self, refusal: Message, password: str) -> str:
        challenge = re.search(r'nonce="([^"]+)"', refusal.get("WWW-Authenticate"))
        assert challenge is not None
        uri, nonce = "sip:127.0.0.1", challenge[1]
        ha1 = _md5(f"{self._endpoint}:asterisk:{password}")
        response = _md5(f"{ha1}:{nonce}:00000001:c0ffee:auth:{_md5(f'REGISTER:{uri}')}")
        return (
            f'Authorization: Digest username="{self._endpoint}",realm="asterisk",nonce="{nonce}",uri="{uri}",'
            f'response="{response}",algorithm=MD5,qop=auth,nc=00000001,cnonce="c0ffee"\r\n'
        )


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
