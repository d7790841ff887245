"""Three in a talk: a bridge of Asterisk's, so that the recording has all and each may leave."""

from __future__ import annotations

import asyncio

import pytest
from conftest import COMPANY, Floor
from talking import CALLER, COLLEAGUE, HOLD, SEAT, Talk, colleague_at, hears
from test_transfers import pauses

pytestmark = pytest.mark.asterisk


async def test_whoever_leaves_the_others_go_on(floor: Floor) -> None:
    first, second, third = [
        await Talk.begin(floor, code, measured=False) for code in ("1001", "1003", "1005")
    ]
    phones = [await colleague_at(floor, code) for code in ("1002", "1004", "1006")]

    async def colleague_leaves() -> None:
        theirs = await first.three_way(phones[0], "1002")
        theirs.hang_up()
        await asyncio.gather(hears(first.caller, SEAT), hears(first.ring, CALLER))
        # a talk of two like any other: it can be held again
        first.ring.hold()
        await hears(first.caller, HOLD)
        first.caller.hang_up()

    async def agent_leaves() -> None:
        theirs = await second.three_way(phones[1], "1004")
        second.ring.hang_up()
        await asyncio.gather(hears(second.caller, COLLEAGUE), hears(theirs, CALLER))
        theirs.hang_up()
        await second.said("SURVEY_OFFERED")
        second.caller.hang_up()

    async def caller_leaves() -> None:
        theirs = await third.three_way(phones[2], "1006")
        third.caller.hang_up()
        await asyncio.gather(hears(third.ring, COLLEAGUE), hears(theirs, SEAT))
        third.ring.hang_up()
        await theirs.until_ended()

    await asyncio.gather(colleague_leaves(), agent_leaves(), caller_leaves())
    for talk, code in ((first, "1002"), (second, "1004"), (third, "1006")):
        await talk.recorded(COLLEAGUE)
        await floor.server.until(lambda code=code: pauses(floor, code) == ["wrap_up", "wrap_up_limit"])
    assert f"THREE_WAY_STARTED with={COMPANY}-1002-desk" in first.words()
    assert f"THREE_WAY_ENDED with={COMPANY}-1002-desk" in first.words()
    assert second.words()[-2:] == ["TALK_ENDED status=AGENT_HUNG_UP", "SURVEY_OFFERED"]


async def test_after_a_meeting_a_caller_can_be_transferred(floor: Floor) -> None:
    talk = await Talk.begin(floor, "1007", measured=False)
    colleague, other = [await colleague_at(floor, code) for code in ("1008", "1009")]
    theirs = await talk.three_way(colleague, "1008")
    theirs.hang_up()
    await hears(talk.caller, SEAT)
    last = await talk.to_another_seat(other, "1009")
    last.hang_up()
    await talk.said("SURVEY_OFFERED")
    talk.caller.hang_up()
