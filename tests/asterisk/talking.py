"""A talk of a caller with a seat, measured by tones: each party sends one of its own."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from conftest import COMPANY, Floor
from sip_call import Call
from sip_phone import Phone
from sip_recording import channels, tones

from fakes.patience import PATIENCE

CALLER, SEAT, COLLEAGUE, SUPERVISOR, HOLD = 440, 1000, 1300, 1700, 250


async def hears(call: Call, *wanted: int, times: int = 1) -> None:
    """Until what is heard is these tones and no other, so many times."""
    heard: set[int] = set()
    try:
        async with asyncio.timeout(PATIENCE):
            while times:
                call.audio.clear()
                await asyncio.sleep(0.6)
                heard = tones(call.audio.samples())
                times -= heard == set(wanted)
    except TimeoutError:
        raise AssertionError(f"heard {heard} and not {wanted}") from None


@dataclass
class Talk:
    floor: Floor
    number: str
    code: str
    seat: Phone
    caller: Call
    ring: Call

    @classmethod
    async def begin(cls, floor: Floor, code: str, agent: str = "", *, measured: bool = True) -> Talk:
        seat = await floor.seat(code, agent or floor.agent(code), hertz=SEAT)
        number = floor.number()
        caller = await floor.dial_queue(number, hertz=CALLER)
        ring = await seat.rung()
        ring.answer()
        await floor.server.until(
            lambda: any(r["eventtype"] == "BRIDGE_ENTER" for r in floor.server.rows(number))
        )
        talk = cls(floor, number, code, seat, caller, ring)
        if measured:
            await asyncio.gather(hears(caller, SEAT), hears(ring, CALLER))
        return talk

    async def consult(self, colleague: Phone, code: str) -> tuple[Call, Call]:
        """The seat's second call, and the colleague's end of it; the customer hears music."""
        self.ring.hold()
        await hears(self.caller, HOLD)
        ours = await self.seat.call(code, user=f"{COMPANY}-{self.code}-desk")
        theirs = await colleague.rung()
        theirs.answer()
        await asyncio.gather(hears(ours, COLLEAGUE), hears(theirs, SEAT))
        return ours, theirs

    def words(self) -> list[str]:
        return self.floor.server.words(self.number)

    async def to_another_seat(self, colleague: Phone, code: str) -> Call:
        """Blind transfer, answered; the colleague's end of it."""
        await self.ring.transferred(code)
        theirs = await colleague.rung()
        theirs.answer()
        await asyncio.gather(hears(self.caller, COLLEAGUE), hears(theirs, CALLER))
        return theirs

    async def three_way(self, colleague: Phone, code: str) -> Call:
        """Consult, then all three; the colleague's end of it."""
        consult, theirs = await self.consult(colleague, code)
        await consult.transferred("three-way")
        self.ring.resume()
        await asyncio.gather(
            hears(self.caller, SEAT, COLLEAGUE),
            hears(theirs, CALLER, SEAT),
            hears(self.ring, CALLER, COLLEAGUE),
        )
        return theirs

    async def said(self, word: str, seconds: float = PATIENCE) -> None:
        await self.floor.server.said(self.number, word, seconds)

    async def recorded(self, *wanted: int) -> set[int]:
        """Everything that the one recording holds of what the caller heard, once these tones are in it."""
        server = self.floor.server
        file = server.house.folders.recordings / f"{server.call_id(self.number)}.raw"
        await server.until(lambda: channels(file.read_bytes())[1].issuperset(wanted))
        left, right = channels(file.read_bytes())
        # Nobody else is on the caller's side; where packets come late, a tone near the caller's seems to be.
        assert CALLER in left
        assert not left & {SEAT, COLLEAGUE, SUPERVISOR}
        return right


async def colleague_at(floor: Floor, code: str) -> Phone:
    colleague = await floor.seat(code, floor.agent(code), "aftersales", hertz=COLLEAGUE)
    await floor.reachable(code)
    return colleague


async def supervise(floor: Floor, act: str, code: str, phone: str = "S01") -> Call:
    """A supervisor's telephone uses a grant as the platform writes it."""
    me = f"{COMPANY}-{phone}-desk"
    telephone = await Phone.open("127.0.0.1", floor.server.address, hertz=SUPERVISOR)
    floor.phones.append(telephone)
    assert await telephone.register(me, f"pw-{me}") == 200
    floor.server.cli(f"database put grant token-{code} {me}:{act}:{COMPANY}-{code}-desk")
    call = await telephone.call(f"act-token-{code}", user=me)
    await call.until_answered()
    return call
