"""A small SIP telephone of our own: it calls, registers, rings, answers, keys and hears, as a test says."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import itertools
import re
import secrets
from typing import ClassVar

from sip_audio import Audio
from sip_call import Call
from sip_message import Message

from fakes.patience import PATIENCE


class Phone(asyncio.DatagramProtocol):
    opened: ClassVar[set[Phone]] = set()
    """Those that nobody has closed yet: a test that fails closes nothing itself."""

    def __init__(self, host: str, port: int, asterisk: tuple[str, int], hertz: int = 0) -> None:
        self.host, self.port, self.asterisk, self.hertz = host, port, asterisk, hertz
        self.calls: dict[str, Call] = {}
        self.rings: asyncio.Queue[Call] = asyncio.Queue()
        self.registered: asyncio.Queue[Message] = asyncio.Queue()
        self.invites = 0
        self.requests: list[Message] = []
        self.heard: list[str] = []
        """Whatever it was sent, as it came."""
        self.dead = False
        self.account: tuple[str, str] | None = None
        self._descriptions = itertools.count(1)
        self._audios: list[Audio] = []
        self._ringing: set[asyncio.Task[None]] = set()
        self._offered: set[str] = set()
        """Calls that rang or are about to."""

    @classmethod
    async def open(cls, host: str, asterisk: tuple[str, int], *, port: int = 0, hertz: int = 0) -> Phone:
        phone = cls(host, port, asterisk, hertz)
        await asyncio.get_running_loop().create_datagram_endpoint(lambda: phone, local_addr=(host, port))
        phone.port = phone.transport.get_extra_info("sockname")[1]
        cls.opened.add(phone)
        return phone

    @property
    def where(self) -> str:
        return f"{self.host}:{self.port}"

    def via(self) -> str:
        return f"SIP/2.0/UDP {self.where};rport;branch=z9hG4bK{secrets.token_hex(6)}"

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.DatagramTransport = transport  # type: ignore[assignment]

    def send(self, text: str | bytes) -> None:
        self.transport.sendto(text.encode() if isinstance(text, str) else text, self.asterisk)

    def sdp(self, audio: Audio, direction: str = "sendrecv") -> str:
        port = audio.transport.get_extra_info("sockname")[1]
        return (
            f"v=0\r\no=- 1 {next(self._descriptions)} IN IP4 {self.host}\r\ns=-\r\n"
            f"c=IN IP4 {self.host}\r\nt=0 0\r\n"
            f"m=audio {port} RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\na={direction}\r\n"
        )

    def reply(self, request: Message, status: str, *, tag: str = "", sdp: str = "") -> None:
        lines = [f"SIP/2.0 {status}"]
        lines += [
            f"{name}: {value}" for name, value in request.headers if name.lower() in ("via", "record-route")
        ]
        to = request.get("To")
        to = tag if tag and "tag=" not in to else to
        lines += [f"From: {request.get('From')}", f"To: {to}", f"Call-ID: {request.get('Call-ID')}"]
        lines += [f"CSeq: {request.get('CSeq')}", f"Contact: <sip:phone@{self.where}>"]
        if sdp:
            lines.append("Content-Type: application/sdp")
        lines += [f"Content-Length: {len(sdp)}", "", sdp]
        self.send("\r\n".join(lines))

    async def _audio(self) -> Audio:
        audio = Audio(self.hertz)
        loop = asyncio.get_running_loop()
        await loop.create_datagram_endpoint(lambda: audio, local_addr=(self.host, 0))
        self._audios.append(audio)
        return audio

    async def call(
        self, number: str, *, user: str = "13900001234", name: str = "", raw_from: bytes = b""
    ) -> Call:
        call_id = secrets.token_hex(8)
        audio = await self._audio()
        ours = f"{name} <sip:{user}@{self.host}>;tag={secrets.token_hex(4)}".strip()
        target = f"sip:{number}@{self.asterisk[0]}:{self.asterisk[1]}"
        call = Call(self, call_id, ours, f"<{target}>", target, outgoing=True, audio=audio)
        self.calls[call_id] = call
        self._invite(call, raw_from=raw_from)
        return call

    def _invite(self, call: Call, *, raw_from: bytes = b"", proof: str = "") -> None:
        body = self.sdp(call.audio)
        head = (
            f"INVITE {call.target} SIP/2.0\r\nVia: {self.via()}\r\n"
            f"From: {call.ours}\r\nTo: <{call.target}>\r\nCall-ID: {call.call_id}\r\n"
            f"CSeq: {call.invite_sequence} INVITE\r\n{proof}"
            f"Contact: <sip:phone@{self.where}>\r\nMax-Forwards: 70\r\nContent-Type: application/sdp\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        )
        call.invite = Message.parse(head.encode())
        data = head.encode()
        if raw_from:
            data = data.replace(f"From: {call.ours}".encode(), b"From: " + raw_from)
            call.ours = raw_from.decode("utf-8", "replace")
        self.send(data)

    def invite_again(self, call: Call, direction: str) -> None:
        """A second INVITE inside the call: hold it or go on."""
        call.sequence += 1
        call.invite_sequence = call.sequence
        body = self.sdp(call.audio, direction)
        self.send(
            f"INVITE {call.target} SIP/2.0\r\nVia: {self.via()}\r\n"
            f"From: {call.ours}\r\nTo: {call.theirs}\r\nCall-ID: {call.call_id}\r\n"
            f"CSeq: {call.invite_sequence} INVITE\r\nContact: <sip:phone@{self.where}>\r\n"
            f"Max-Forwards: 70\r\nContent-Type: application/sdp\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        )

    async def register(self, name: str, password: str, *, seconds: int = 300) -> int:
        """The final status of the registration."""
        self.account = (name, password)
        uri = f"sip:{self.asterisk[0]}:{self.asterisk[1]}"
        proof = ""
        for sequence in (1, 2):
            self.send(
                f"REGISTER {uri} SIP/2.0\r\n"
                f"Via: {self.via()}\r\n"
                f"From: <sip:{name}@{self.asterisk[0]}>;tag=r{sequence}\r\n"
                f"To: <sip:{name}@{self.asterisk[0]}>\r\n"
                f"Call-ID: register-{self.port}-{name}\r\nCSeq: {sequence} REGISTER\r\n"
                f"Contact: <sip:{name}@{self.where}>;expires={seconds}\r\nMax-Forwards: 70\r\n{proof}"
                "Content-Length: 0\r\n\r\n"
            )
            answer = await asyncio.wait_for(self.registered.get(), PATIENCE)
            if answer.status != 401:
                return answer.status
            proof = self._proof(answer, "REGISTER", uri)
        return 401

    def _proof(self, refusal: Message, method: str, uri: str) -> str:
        challenge = re.search(r'nonce="([^"]+)"', refusal.get("WWW-Authenticate"))
        assert challenge is not None
        assert self.account is not None
        name, password = self.account
        nonce = challenge[1]
        ha1 = _md5(f"{name}:asterisk:{password}")
        response = _md5(f"{ha1}:{nonce}:00000001:c0ffee:auth:{_md5(f'{method}:{uri}')}")
        return (
            f'Authorization: Digest username="{name}",realm="asterisk",nonce="{nonce}",uri="{uri}",'
            f'response="{response}",algorithm=MD5,qop=auth,nc=00000001,cnonce="c0ffee"\r\n'
        )

    async def rung(self, seconds: float = PATIENCE) -> Call:
        return await asyncio.wait_for(self.rings.get(), seconds)

    def datagram_received(self, data: bytes, addr: object) -> None:
        self.heard.append(data.decode("utf-8", "replace"))
        message = Message.parse(data)
        if self.dead or not message.first:
            return
        if message.status:
            self._answered(message)
        else:
            self._asked(message)

    def _answered(self, message: Message) -> None:
        number, method = message.get("CSeq").split()
        if method == "REGISTER" and message.status >= 200:
            self.registered.put_nowait(message)
        call = self.calls.get(message.get("Call-ID"))
        if call is None or message.status < 200:
            return
        if method != "INVITE":
            call.answered_to_requests.put_nowait(message)
            return
        if int(number) < call.invite_sequence:
            return  # once more, to a question that is answered
        call.theirs = message.get("To")
        contact = re.search(r"<([^>]+)>", message.get("Contact"))
        if message.status == 200 and contact:
            call.target = contact[1]
        assert call.invite is not None
        via = self.via() if message.status == 200 else call.invite.get("Via")
        self.send(
            f"ACK {call.target} SIP/2.0\r\nVia: {via}\r\n"
            f"From: {call.ours}\r\nTo: {call.theirs}\r\nCall-ID: {call.call_id}\r\n"
            f"CSeq: {call.invite_sequence} ACK\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
        )
        if message.status == 200:
            call._send_audio(message.body)
            call.answered.set()
        elif message.status == 401 and self.account and call.invite_sequence == 1:
            call.invite_sequence, call.sequence = 2, 2
            call.theirs = f"<{call.target}>"
            self._invite(call, proof=self._proof(message, "INVITE", call.target))
        elif not call.ended.is_set():
            call.refusal = message.status
            call.finish()

    def _asked(self, message: Message) -> None:
        call = self.calls.get(message.get("Call-ID"))
        self.requests.append(message)
        match message.method:
            case "INVITE" if "tag=" in message.get("To"):
                if call is not None:
                    self.reply(message, "200 OK", sdp=self.sdp(call.audio))
            case "INVITE" if message.get("Call-ID") not in self._offered:
                self.invites += 1
                self._offered.add(message.get("Call-ID"))
                task = asyncio.create_task(self._ring(message))
                self._ringing.add(task)
                task.add_done_callback(self._rang)
            case "ACK" | "INVITE":
                pass  # an INVITE once more: this machine was too busy to answer the first at once
            case "BYE" | "CANCEL":
                self.reply(message, "200 OK")
                if call is not None and not call.ended.is_set():
                    if message.method == "CANCEL":
                        call.reject("487 Request Terminated")
                    call.finish()
            case _:
                self.reply(message, "200 OK")
                if call is not None and message.body.startswith("SIP/2.0 200"):
                    call.transfer_taken.set()

    async def _ring(self, invite: Message) -> None:
        tag = f"{invite.get('To')};tag={secrets.token_hex(4)}"
        contact = re.search(r"<([^>]+)>", invite.get("Contact"))
        call = Call(
            self,
            invite.get("Call-ID"),
            tag,
            invite.get("From"),
            contact[1] if contact else "",
            outgoing=False,
            audio=await self._audio(),
            invite=invite,
        )
        self.calls[call.call_id] = call
        self.reply(invite, "180 Ringing", tag=tag)
        self.rings.put_nowait(call)

    def _rang(self, task: asyncio.Task[None]) -> None:
        self._ringing.discard(task)
        if not task.cancelled():
            # A ring that comes as the telephone is closed is nobody's business.
            task.exception()

    def close(self) -> None:
        """The sockets themselves are closed by the next turn of the loop."""
        self.opened.discard(self)
        for task in self._ringing:
            task.cancel()
        for call in self.calls.values():
            with contextlib.suppress(Exception):
                call.hang_up() if call.answered.is_set() else call.finish()
        for audio in self._audios:
            audio.close()
        self.transport.close()


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
