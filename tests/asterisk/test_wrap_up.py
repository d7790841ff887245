"""Wrap-up without the platform: the pause at connect, its limit, and what the platform can take over."""

from __future__ import annotations

import asyncio
import time

import pytest
from ami_probe import AmiProbe
from conftest import Floor
from talking import SEAT, hears

pytestmark = pytest.mark.asterisk


async def test_calls_follow_each_other_on_one_seat_without_the_platform(floor: Floor) -> None:
    before = len(floor.server.cel())
    seat = await floor.seat("1014", "A00014")
    calls = [await floor.dial_queue(floor.number())]
    first = await seat.rung()
    first.answer()
    await hears(calls[0], SEAT)
    calls.append(await floor.dial_queue(floor.number()))
    first.hang_up()
    second = await seat.rung()

    def moments(event: str) -> list[float]:
        legs = (row for row in floor.server.cel()[before:] if "PJSIP/demo01-1014-" in row["channame"])
        return [float(row["eventtime"]) for row in legs if row["eventtype"] == event]

    await floor.server.until(lambda: len(moments("CHAN_START")) == 2)
    # limit 2 s + at most one retry second, by Asterisk's own clock; an Asterisk that is short of time is late
    assert 1.9 < moments("CHAN_START")[1] - moments("HANGUP")[0] < 15
    second.answer()
    await hears(calls[1], SEAT)
    second.hang_up()
    reasons = [fields[4:6] for fields in floor.server.queue_log() if fields[3] == "A00014"]
    assert ["PAUSEALL", "wrap_up"] in reasons
    assert ["UNPAUSEALL", "wrap_up_limit"] in reasons
    for call in calls:
        call.hang_up()


async def test_a_pause_that_the_platform_took_over_is_not_ended_by_the_limit(floor: Floor) -> None:
    seat = await floor.seat("1015", "A00015")
    call = await floor.dial_queue(floor.number())
    ring = await seat.rung()
    ring.answer()
    await hears(call, SEAT)
    port = floor.server.house.network.ami_port
    configuration = await AmiProbe.login(port, "cc-config", "config")
    actions = await AmiProbe.login(port, "cc-actions", "actions")
    ring.hang_up()
    answer = await configuration.action("DBDel", Family="wrap_up", Key="demo01-1015-desk")
    assert answer[0] == "Response: Success", answer
    await configuration.close()
    await actions.action("QueuePause", Interface="PJSIP/demo01-1015-desk", Paused="true", Reason="on_break")
    await asyncio.sleep(3)
    assert "paused:on_break" in floor.server.cli("queue show demo01-consult")
    call.hang_up()
    await actions.close()


async def test_announcements_never_reach_the_first_caller(floor: Floor) -> None:
    """Whoever may be connected next hears music only; whoever waits behind hears the position."""
    seat = await floor.seat("1016", "A00016", "complaint")
    floor.pause("1016", "complaint")
    first_number, second_number = floor.number(), floor.number()
    first = await floor.dial_queue(first_number, "3")
    second = await floor.dial_queue(second_number, "3")

    def announced(number: str) -> int:
        rows = floor.server.rows(number)
        return sum(row["eventtype"] == "STREAM_BEGIN" and '"queue-' in row["eventextra"] for row in rows)

    await floor.server.until(lambda: announced(second_number) >= 2)
    assert announced(first_number) == 0
    floor.server.cli("queue unpause member PJSIP/demo01-1016-desk queue demo01-complaint")
    freed = time.time()
    ring = await seat.rung()

    def offered() -> list[float]:
        rows = (row for row in floor.server.rows(first_number) if row["eventtype"] == "CHAN_START")
        return [float(row["eventtime"]) for row in rows if "PJSIP/demo01-1016-" in row["channame"]]

    await floor.server.until(offered)
    # At once, or when the queue looks again after a second; a busy machine is late by the rest.
    assert offered()[0] - freed < 5
    ring.answer()
    second.hang_up()
    first.hang_up()


async def test_an_extension_moves_the_limit_and_a_booked_break_follows_it_without_the_platform(
    floor: Floor,
) -> None:
    seat = await floor.seat("1017", "A00017")
    call = await floor.dial_queue(floor.number())
    ring = await seat.rung()
    ring.answer()
    await hears(call, SEAT)
    configuration = await AmiProbe.login(floor.server.house.network.ami_port, "cc-config", "config")
    # The limit of this house is 2 s; the agent gets until 4 s after now, and wants a break then.
    until = int(time.time()) + 4
    for family, value in (("wrap_up_until", str(until)), ("after_wrap_up", "meal")):
        answer = await configuration.action("DBPut", Family=family, Key="demo01-1017-desk", Val=value)
        assert answer[0] == "Response: Success", answer
    ring.hang_up()

    def pauses() -> list[str]:
        rows = [fields for fields in floor.server.queue_log() if fields[3] == "A00017"]
        return [fields[5] for fields in rows if fields[4] == "PAUSEALL"]

    await floor.server.until(lambda: "meal" in pauses())
    assert time.time() >= until
    assert pauses() == ["wrap_up", "meal"]
    assert "paused:meal" in floor.server.cli("queue show demo01-consult")
    for family in ("wrap_up", "after_wrap_up"):
        await floor.server.until(
            lambda family=family: "1017-desk" not in floor.server.cli(f"database show {family}")
        )
    await configuration.close()
    call.hang_up()
