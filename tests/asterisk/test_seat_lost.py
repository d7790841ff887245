"""A seat that dies in mid-call: the caller is told and served again, however the seat came to the call."""

from __future__ import annotations

import asyncio

import pytest
from conftest import COMPANY, Floor
from talking import CALLER, COLLEAGUE, SEAT, Talk, colleague_at, hears, supervise

pytestmark = pytest.mark.asterisk


async def test_after_a_transfer_a_consultation_a_meeting_and_a_take_over(floor: Floor) -> None:
    codes = ("1001", "1002", "1003", "1004", "1005")
    blind, attended, meeting, taken, cut = [await Talk.begin(floor, code, measured=False) for code in codes]
    phones = [await colleague_at(floor, code) for code in ("1006", "1007", "1008")]

    async def lost(talk: Talk, before: str) -> None:
        await talk.said("SEAT_LOST")
        at = talk.words().index(f"SEAT_LOST queue={COMPANY}-consult")

        def since() -> list[str]:
            """What a supervisor's own leg says of its end may come in between."""
            return [word for word in talk.words()[at + 1 :] if not word.startswith("SUPERVISION_")]

        await floor.server.until(since)
        assert talk.words()[at - 1] == before, talk.words()
        assert since()[0] == f"QUEUE_JOINED queue={COMPANY}-consult;position=1", talk.words()
        talk.caller.hang_up()

    async def transferred() -> None:
        (await blind.to_another_seat(phones[0], "1006")).vanish()
        await lost(blind, "TALK_ENDED status=SEAT_LOST")

    async def consulted() -> None:
        consult, theirs = await attended.consult(phones[1], "1007")
        await attended.ring.hand_over(consult)
        await hears(attended.caller, COLLEAGUE)
        theirs.vanish()
        await lost(attended, f"QUEUE_LEFT queue={COMPANY}-consult;status=SEAT_LOST")

    async def met() -> None:
        theirs = await meeting.three_way(phones[2], "1008")
        theirs.hang_up()
        await hears(meeting.caller, SEAT)
        meeting.ring.vanish()
        await lost(meeting, "TALK_ENDED status=SEAT_LOST")

    async def taken_over() -> None:
        supervisor = await supervise(floor, "take_over", "1004")
        await hears(supervisor, CALLER)
        supervisor.vanish()
        await lost(taken, "TALK_ENDED status=SEAT_LOST")

    async def short_cut() -> None:
        """Two seconds without sound are a bad line, not a dead seat. Its limit here is eight: a busy machine
        may be late by the rest."""
        cut.ring.audio.silent = True
        await asyncio.sleep(2)
        cut.ring.audio.silent = False
        await asyncio.gather(hears(cut.caller, SEAT), hears(cut.ring, CALLER))
        await asyncio.sleep(6)
        assert not cut.caller.ended.is_set()
        assert not [word for word in cut.words() if "SEAT_LOST" in word]
        cut.caller.hang_up()

    await asyncio.gather(transferred(), consulted(), met(), taken_over(), short_cut())
