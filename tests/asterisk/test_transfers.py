"""From seat to seat, with what each party hears and what is recorded."""

from __future__ import annotations

import asyncio

import pytest
from conftest import COMPANY, Floor
from talking import CALLER, COLLEAGUE, HOLD, SEAT, Talk, colleague_at, hears

pytestmark = pytest.mark.asterisk


def pauses(floor: Floor, code: str) -> list[str]:
    """What became of this agent in all queues, in order."""
    lines = [line for line in floor.server.queue_log() if line[3] == floor.agent(code)]
    return [line[5] for line in lines if line[4] in ("PAUSEALL", "UNPAUSEALL")]


async def test_blind(floor: Floor) -> None:
    talk = await Talk.begin(floor, "1001")
    colleague = await colleague_at(floor, "1002")
    theirs = await talk.to_another_seat(colleague, "1002")
    await hears(talk.caller, COLLEAGUE, times=2)
    theirs.hang_up()
    await talk.said("SURVEY_OFFERED")
    talk.caller.hang_up()
    await floor.server.until(lambda: pauses(floor, "1002") == ["wrap_up", "wrap_up_limit"])
    await talk.recorded(SEAT, COLLEAGUE)
    assert talk.words()[-3:] == [
        f"TRANSFERRED to=1002;by={COMPANY}-1001-desk",
        "TALK_ENDED status=AGENT_HUNG_UP",
        "SURVEY_OFFERED",
    ]


async def test_attended(floor: Floor) -> None:
    talk = await Talk.begin(floor, "1003")
    colleague = await colleague_at(floor, "1004")
    consult, theirs = await talk.consult(colleague, "1004")
    await talk.ring.hand_over(consult)
    await asyncio.gather(hears(talk.caller, COLLEAGUE, times=3), hears(theirs, CALLER))
    await consult.until_ended()
    theirs.hang_up()
    await talk.said("SURVEY_OFFERED")
    talk.caller.hang_up()
    await floor.server.until(lambda: pauses(floor, "1004") == ["wrap_up", "wrap_up_limit"])
    await talk.recorded(SEAT, HOLD, COLLEAGUE)
    assert talk.words()[-2:] == [
        f"QUEUE_LEFT queue={COMPANY}-consult;status=AGENT_HUNG_UP",
        "SURVEY_OFFERED",
    ]
    dialled = f"to=1004;call={floor.server.call_id(talk.number)};from={COMPANY}-1003-desk"
    assert [r for r in floor.server.cel() if r["eventtype"] == "SEAT_DIALLED" and dialled in r["eventextra"]]


async def test_consult_and_back(floor: Floor) -> None:
    talk = await Talk.begin(floor, "1005")
    colleague = await colleague_at(floor, "1006")
    consult, theirs = await talk.consult(colleague, "1006")
    consult.hang_up()
    await theirs.until_ended()
    talk.ring.resume()
    await asyncio.gather(hears(talk.caller, SEAT), hears(talk.ring, CALLER))
    await floor.server.until(lambda: pauses(floor, "1006") == ["wrap_up", "consult_ended"])
    talk.caller.hang_up()
    rows = floor.server.rows(talk.number)
    music = [row["eventtype"] for row in rows if '"class":"hold"' in row["eventextra"]]
    assert music == ["STREAM_BEGIN"]


async def test_to_a_queue_a_menu_and_the_survey(floor: Floor) -> None:
    to_queue, to_menu, to_survey = [await Talk.begin(floor, code) for code in ("1007", "1008", "1009")]
    other = await colleague_at(floor, "1010")

    async def queue() -> None:
        await to_queue.ring.transferred(f"queue-{COMPANY}-aftersales")
        theirs = await other.rung()
        theirs.answer()
        await asyncio.gather(hears(to_queue.caller, COLLEAGUE), hears(theirs, CALLER))
        to_queue.caller.hang_up()

    async def menu() -> None:
        await to_menu.ring.transferred("ivr-main")
        await to_menu.said("TRANSFERRED")
        to_menu.caller.press("5")
        await to_menu.said("NO_AGENT")
        to_menu.caller.hang_up()

    async def survey() -> None:
        await to_survey.ring.transferred("survey")
        await to_survey.said("SURVEY_OFFERED")
        to_survey.caller.press("4")
        await to_survey.caller.until_ended()

    await asyncio.gather(queue(), menu(), survey())
    await to_survey.said("SURVEY_SCORED")
    assert to_queue.words()[-2:] == [
        f"TRANSFERRED to=queue-{COMPANY}-aftersales;by={COMPANY}-1007-desk",
        f"QUEUE_JOINED queue={COMPANY}-aftersales;position=1",
    ]
    assert "KEY_PRESSED menu=main;key=5" in to_menu.words()
    assert to_survey.words()[-3:] == [
        f"TRANSFERRED to=survey;by={COMPANY}-1009-desk",
        "SURVEY_OFFERED",
        "SURVEY_SCORED score=4",
    ]


async def test_whoever_is_not_reached_is_not_lost(floor: Floor) -> None:
    """The caller goes back to the queue as the next to be served, whatever was wrong with the colleague."""
    talks = [await Talk.begin(floor, code, measured=False) for code in ("1011", "1012", "1013", "1014")]
    floor.sign_out()
    silent, declining, on_break = [await colleague_at(floor, code) for code in ("1015", "1016", "1017")]
    floor.pause("1017", "aftersales")
    other = await floor.seat("1020", floor.agent("1020"), hertz=COLLEAGUE)
    floor.pause("1020", "consult")

    await floor.reachable("1015", "1016", "1017")
    await floor.no_phone_at("1024")

    async def decline() -> None:
        (await declining.rung()).reject()

    async def back_in_queue(talk: Talk, code: str, status: str) -> None:
        await talk.ring.transferred(code)
        await talk.said("TRANSFER_FAILED")
        await floor.server.until(lambda: "QUEUE_JOINED" in talk.words()[-1])
        assert talk.words()[-2:] == [
            f"TRANSFER_FAILED to={code};status={status}",
            f"QUEUE_JOINED queue={COMPANY}-consult;position=1",
        ]

    await asyncio.gather(
        decline(),
        back_in_queue(talks[0], "1015", "noanswer"),
        back_in_queue(talks[1], "1016", "busy"),
        back_in_queue(talks[2], "1017", "away"),
        back_in_queue(talks[3], "1024", "offline"),
    )
    assert (silent.invites, on_break.invites) == (1, 0)
    for talk in talks[1:]:
        talk.caller.hang_up()
    floor.server.cli(f"queue unpause member PJSIP/{COMPANY}-1020-desk queue {COMPANY}-consult")
    (await other.rung()).answer()
    await hears(talks[0].caller, COLLEAGUE)


async def test_the_echo_hears_itself(floor: Floor) -> None:
    seat = await floor.seat("1021", floor.agent("1021"), "complaint", hertz=SEAT)
    call = await seat.call("echo", user=f"{COMPANY}-1021-desk")
    await hears(call, SEAT)
    call.hang_up()


async def test_queues_menus_and_trunks_cannot_be_dialled(floor: Floor) -> None:
    seat = await floor.seat("1022", floor.agent("1022"), "complaint")
    for number in (f"queue-{COMPANY}-consult", "ivr-main", "survey", "three-way", "S01", "act-1"):
        call = await seat.call(number, user=f"{COMPANY}-1022-desk")
        await call.until_ended()
        assert call.refusal == 404, number
