"""One dialogue of the telephone."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from sip_audio import Audio
from sip_message import Message

from fakes.patience import PATIENCE

if TYPE_CHECKING:
    from sip_phone import Phone


@dataclass
class Call:
    """One dialogue, ours or theirs."""

    phone: Phone
    call_id: str
    ours: str
    theirs: str
    target: str
    outgoing: bool
    audio: Audio
    invite: Message | None = None
    sequence: int = 1
    invite_sequence: int = 1
    branch: str = ""
    refusal: int = 0
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    transfer_taken: asyncio.Event = field(default_factory=asyncio.Event)
    answered_to_requests: asyncio.Queue[Message] = field(default_factory=asyncio.Queue)

    def _request(self, method: str, body: str = "", kind: str = "", extra: str = "") -> None:
        self.sequence += 1
        lines = [
            f"{method} {self.target} SIP/2.0",
            f"Via: {self.phone.via()}",
            f"From: {self.ours}",
            f"To: {self.theirs}",
            f"Call-ID: {self.call_id}",
            f"CSeq: {self.sequence} {method}",
            f"Contact: <sip:phone@{self.phone.where}>",
            "Max-Forwards: 70",
        ]
        if kind:
            lines.append(f"Content-Type: {kind}")
        if extra:
            lines.append(extra)
        lines += [f"Content-Length: {len(body)}", "", body]
        self.phone.send("\r\n".join(lines))

    def press(self, key: str) -> None:
        self._request("INFO", f"Signal={key}\r\nDuration=160\r\n", "application/dtmf-relay")

    def refer(self, to: str) -> None:
        self._request("REFER", extra=f"Refer-To: <{to}>\r\nReferred-By: <sip:{self.phone.where}>")

    async def transferred(self, to: str) -> None:
        """Blind transfer, and the telephone's own BYE once the far end has taken it."""
        host, port = self.phone.asterisk
        self.refer(f"sip:{to}@{host}:{port}")
        assert (await self.reply_to("REFER")).status == 202
        await self.told_of_success()
        self.hang_up()

    async def hand_over(self, consult: Call) -> None:
        """Attended transfer: this talk's far end gets the one of `consult`."""
        host, port = self.phone.asterisk
        tags = f"{consult.call_id};to-tag={_tag(consult.theirs)};from-tag={_tag(consult.ours)}"
        self.refer(f"sip:{consult.target.split('@')[0][4:]}@{host}:{port}?Replaces={quote(tags, safe='')}")
        assert (await self.reply_to("REFER")).status == 202
        await self.told_of_success()
        self.hang_up()

    async def reply_to(self, method: str) -> Message:
        while True:
            answer = await asyncio.wait_for(self.answered_to_requests.get(), PATIENCE)
            if answer.get("CSeq").endswith(method):
                return answer

    async def told_of_success(self) -> None:
        await asyncio.wait_for(self.transfer_taken.wait(), PATIENCE)

    async def until_answered(self) -> None:
        await asyncio.wait_for(self.answered.wait(), PATIENCE)

    async def until_ended(self) -> None:
        await asyncio.wait_for(self.ended.wait(), PATIENCE)

    def hold(self) -> None:
        self.phone.invite_again(self, "sendonly")

    def resume(self) -> None:
        self.phone.invite_again(self, "sendrecv")

    def hang_up(self) -> None:
        if not self.ended.is_set():
            self._request("BYE")
            self.finish()

    def cancel(self) -> None:
        """The caller gives up before the call is answered."""
        assert self.invite is not None
        self.phone.send(
            f"CANCEL {self.invite.first.split()[1]} SIP/2.0\r\nVia: {self.invite.get('Via')}\r\n"
            f"From: {self.ours}\r\nTo: {self.invite.get('To')}\r\nCall-ID: {self.call_id}\r\n"
            "CSeq: 1 CANCEL\r\nContent-Length: 0\r\n\r\n"
        )

    def answer(self) -> None:
        assert self.invite is not None
        self.phone.reply(self.invite, "200 OK", tag=self.ours, sdp=self.phone.sdp(self.audio))
        self._send_audio(self.invite.body)
        self.answered.set()

    def reject(self, status: str = "486 Busy Here") -> None:
        assert self.invite is not None
        self.phone.reply(self.invite, status, tag=self.ours)

    def vanish(self) -> None:
        """The telephone loses its power: no more audio, no answer to anything."""
        self.audio.silent = True
        self.phone.dead = True

    def _send_audio(self, sdp: str) -> None:
        host = re.search(r"c=IN IP4 (\S+)", sdp)
        port = re.search(r"m=audio (\d+)", sdp)
        if host and port:
            self.audio.send_to(host[1], int(port[1]))

    def finish(self) -> None:
        self.ended.set()
        self.audio.close()


def _tag(party: str) -> str:
    found = re.search(r";tag=([^;>]+)", party)
    assert found is not None
    return found[1]
