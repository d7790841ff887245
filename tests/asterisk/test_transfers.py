"""From seat to seat, with what each party hears and what is recorded."""

from __future__ import annotations

import asyncio

import pytest
from conftest import Floor
from talking import CALLER, COLLEAGUE, HOLD, SEAT, Talk, hears

pytestmark = pytest.mark.asterisk


async def test_blind(floor: Floor) -> None:
    talk = await Talk.begin(floor, "1001", "A00101")
    colleague = await floor.seat("1002", "A00102", "aftersales", hertz=COLLEAGUE)
    await talk.ring.transferred("1002")
    second = await colleague.rung()
    second.answer()
    await asyncio.gather(hears(talk.caller, COLLEAGUE, times=3), hears(second, CALLER))
    second.hang_up()
    await talk.said("SURVEY_OFFERED")
    talk.caller.hang_up()
    await talk.recorded(SEAT, COLLEAGUE)


async def test_attended(floor: Floor) -> None:
    talk = await Talk.begin(floor, "1003", "A00103")
    colleague = await floor.seat("1004", "A00104", "aftersales", hertz=COLLEAGUE)
    consult, second = await talk.consult(colleague, "1004")
    await talk.ring.hand_over(consult)
    await asyncio.gather(hears(talk.caller, COLLEAGUE), hears(second, CALLER))
    second.hang_up()
    await talk.said("SURVEY_OFFERED")
    talk.caller.hang_up()
    await talk.recorded(SEAT, HOLD, COLLEAGUE)


async def test_hold(floor: Floor) -> None:
    talk = await Talk.begin(floor, "1005", "A00105")
    talk.ring.hold()
    await hears(talk.caller, HOLD)
    talk.ring.resume()
    await hears(talk.caller, SEAT)
    talk.caller.hang_up()
    music = [row for row in floor.server.rows(talk.number) if '"class":"hold"' in row["eventextra"]]
    assert [row["eventtype"] for row in music] == ["STREAM_BEGIN"]
