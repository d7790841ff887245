"""A supervisor steps in with a grant: who hears whom, and what is recorded."""

from __future__ import annotations

import asyncio

import pytest
from conftest import COMPANY, HOTLINE, Floor
from sip_phone import Phone
from talking import CALLER, SEAT, SUPERVISOR, Talk, hears, supervise
from test_transfers import pauses

from fakes.patience import PATIENCE

pytestmark = pytest.mark.asterisk


async def test_listen_then_whisper(floor: Floor) -> None:
    """Both on one talk: the customer never hears the supervisor, and the recording neither."""
    talk = await Talk.begin(floor, "1001", measured=False)
    supervisor = await supervise(floor, "listen", "1001")
    await asyncio.gather(hears(supervisor, CALLER, SEAT), hears(talk.caller, SEAT), hears(talk.ring, CALLER))
    supervisor.hang_up()
    supervisor = await supervise(floor, "whisper", "1001")
    await asyncio.gather(
        hears(supervisor, CALLER, SEAT), hears(talk.caller, SEAT), hears(talk.ring, CALLER, SUPERVISOR)
    )
    talk.ring.hang_up()
    await supervisor.until_ended()
    await talk.said("SURVEY_OFFERED")
    talk.caller.hang_up()
    assert SUPERVISOR not in await talk.recorded(SEAT)
    call = floor.server.call_id(talk.number)
    acts = [
        r["eventextra"]
        for r in floor.server.cel()
        if r["eventtype"] == "SUPERVISED" and call in r["eventextra"]
    ]
    assert acts == [
        f'{{"extra":"act={act};by={COMPANY}-S01-desk;seat={COMPANY}-1001-desk;call={call}"}}'
        for act in ("listen", "whisper")
    ]


async def test_barge(floor: Floor) -> None:
    talk = await Talk.begin(floor, "1002", measured=False)
    supervisor = await supervise(floor, "barge", "1002")
    await asyncio.gather(
        hears(supervisor, CALLER, SEAT),
        hears(talk.caller, SEAT, SUPERVISOR, times=2),
        hears(talk.ring, CALLER, SUPERVISOR),
    )
    supervisor.hang_up()
    await asyncio.gather(hears(talk.caller, SEAT), hears(talk.ring, CALLER))
    talk.ring.hang_up()
    await talk.said("SURVEY_OFFERED")
    talk.caller.hang_up()
    await talk.recorded(SEAT, SUPERVISOR)


async def test_take_over(floor: Floor) -> None:
    talk = await Talk.begin(floor, "1003", measured=False)
    supervisor = await supervise(floor, "take_over", "1003")
    await talk.ring.until_ended()
    await asyncio.gather(hears(supervisor, CALLER), hears(talk.caller, SUPERVISOR, times=3))
    supervisor.hang_up()
    await talk.said("SURVEY_OFFERED")
    talk.caller.hang_up()
    await talk.recorded(SUPERVISOR)
    await floor.server.until(lambda: pauses(floor, "1003") == ["wrap_up", "wrap_up_limit"])


async def test_a_grant_is_for_one_use_one_telephone_and_one_talk(floor: Floor) -> None:
    server = floor.server
    talk = await Talk.begin(floor, "1004", measured=False)
    phones = {}
    for name in ("S01", "S02"):
        phones[name] = await Phone.open("127.0.0.1", server.address)
        floor.phones.append(phones[name])
        assert await phones[name].register(f"{COMPANY}-{name}-desk", f"pw-{COMPANY}-{name}-desk") == 200

    async def refused(name: str, number: str) -> bool:
        call = await phones[name].call(number, user=f"{COMPANY}-{name}-desk")
        done, _ = await asyncio.wait(
            [asyncio.ensure_future(e.wait()) for e in (call.answered, call.ended)],
            timeout=PATIENCE,
            return_when=asyncio.FIRST_COMPLETED,
        )
        assert done
        if not call.answered.is_set():
            return call.refusal >= 400
        call.hang_up()
        return False

    def grant(token: str, value: str) -> None:
        server.cli(f"database put grant {token} {value}")

    mine = f"{COMPANY}-S01-desk:listen:{COMPANY}-1004-desk"
    grant("once", mine)
    assert not await refused("S01", "act-once")
    assert await refused("S01", "act-once")
    grant("mine", mine)
    assert await refused("S02", "act-mine")
    assert await refused("S01", "act-mine"), "shown to another telephone, it is used up"
    grant("idle", f"{COMPANY}-S01-desk:listen:{COMPANY}-1005-desk")
    assert await refused("S01", "act-idle")
    grant("odd", f"{COMPANY}-S01-desk:dance:{COMPANY}-1004-desk")
    assert await refused("S01", "act-odd")
    for number in ("act-never", "act-", "1004", HOTLINE, "survey", "three-way", "13900001234"):
        assert await refused("S01", number), number
    await hears(talk.caller, SEAT)
    talk.caller.hang_up()
