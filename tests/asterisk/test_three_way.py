"""Three in a talk, and a supervisor who steps in: what each hears and what is recorded."""

from __future__ import annotations

import asyncio

import pytest
from conftest import Floor
from talking import CALLER, COLLEAGUE, SEAT, SUPERVISOR, Talk, hears, supervise

pytestmark = pytest.mark.asterisk


async def test_three_way(floor: Floor) -> None:
    talk = await Talk.begin(floor, "1003", "A00103")
    colleague = await floor.seat("1004", "A00104", "aftersales", hertz=COLLEAGUE)
    consult, second = await talk.consult(colleague, "1004")
    await consult.transferred("three-way")
    talk.ring.resume()
    await asyncio.gather(
        hears(talk.caller, SEAT, COLLEAGUE), hears(second, CALLER, SEAT), hears(talk.ring, CALLER, COLLEAGUE)
    )
    second.hang_up()
    await asyncio.gather(hears(talk.caller, SEAT), hears(talk.ring, CALLER))
    talk.caller.hang_up()
    await talk.recorded(SEAT, COLLEAGUE)


@pytest.mark.parametrize("act", ["listen", "whisper", "barge", "take_over"])
async def test_act(floor: Floor, act: str) -> None:
    talk = await Talk.begin(floor, "1005", "A00105")
    supervisor = await supervise(floor, act, "1005")
    if act == "take_over":
        await asyncio.gather(hears(supervisor, CALLER), hears(talk.caller, SUPERVISOR, times=3))
        await asyncio.wait_for(talk.ring.ended.wait(), 2)
    else:
        barged, whispered = act == "barge", act in ("barge", "whisper")
        await asyncio.gather(
            hears(supervisor, CALLER, SEAT),
            hears(talk.caller, SEAT, *[SUPERVISOR] * barged),
            hears(talk.ring, CALLER, *[SUPERVISOR] * whispered),
        )
    supervisor.hang_up()
    if act != "take_over":
        await asyncio.gather(hears(talk.caller, SEAT), hears(talk.ring, CALLER))
        talk.ring.hang_up()
    await talk.said("SURVEY_OFFERED")
    talk.caller.hang_up()
    if act in ("barge", "take_over"):
        await talk.recorded(SEAT, SUPERVISOR)
    else:
        assert SUPERVISOR not in await talk.recorded(SEAT)
