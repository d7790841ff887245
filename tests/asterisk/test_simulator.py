"""The simulated callers and seats on a real Asterisk: everything they do arrives over SIP and RTP."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from asterisk_server import Server
from conftest import COMPANY, HOTLINE, Floor

from callcenter.kit.phones import mask
from callcenter.simulator.callers import CallResult, Ended
from callcenter.simulator.desks import NotRegistered, in_turn
from callcenter.simulator.hostile import FROM_HEADERS
from callcenter.simulator.plans import CallPlan, HangUp, Key, Stage
from callcenter.simulator.scene import Scene
from callcenter.simulator.seat_scripts import Answer, SeatScript
from callcenter.simulator.simulation import Simulation
from callcenter.simulator.target import SeatAccount, Target
from fakes.patience import PATIENCE

pytestmark = pytest.mark.asterisk

SEATS = [str(code) for code in range(1013, 1025)]


def target(server: Server, folder: Path, seats: list[str]) -> Target:
    accounts = [SeatAccount(seat, f"{COMPANY}-{seat}-desk", f"pw-{COMPANY}-{seat}-desk") for seat in seats]
    host, port = server.address
    return Target(
        host,
        port,
        hotlines=(HOTLINE,),
        seats=tuple(accounts),
        work_dir=folder,
        first_port=23100,
        last_port=23999,
        trunk_port=server.house.trunks[0].port,
        menu_after_seconds=0.8,
    )


def scripts(**by_seat: SeatScript) -> dict[str, Iterator[SeatScript]]:
    return {seat.removeprefix("seat_"): in_turn(script) for seat, script in by_seat.items()}


def csv_files(folder: Path) -> list[Path]:
    return list(folder.glob("*.csv"))


def sipp_processes(folder: Path) -> list[str]:
    """Ours: they play what lies in this folder. Another demo may run on the machine."""
    found: list[str] = []
    for commandline in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = commandline.read_bytes().split(b"\0")
        except OSError:
            continue  # it ended while we looked
        if words[0].endswith(b"sipp") and str(folder).encode() in b" ".join(words):
            found.append(commandline.parent.name)
    return found


@pytest.mark.parametrize("by_info", [False, True], ids=["rfc4733", "info"])
async def test_a_caller_keys_talks_and_rates(floor: Floor, tmp_path: Path, by_info: bool) -> None:
    server, number = floor.server, floor.number()
    floor.sign_in("1013", "A00013", "consult")
    plan = CallPlan(
        HOTLINE,
        number,
        (Key("7", at=1.5), Key("1", at=3.5), Key("4", at=1.0, since=Stage.RELEASED)),
        trunk="backup",
    )
    seats = scripts(seat_1013=SeatScript(answer_after=0.5, talk=1.5))
    async with Scene(target(server, tmp_path, ["1013"]), seats.__getitem__, keys_by_info=by_info) as scene:
        result = await scene.run(plan)
        assert [event.kind for event in scene.events] == ["invited", "answered", "hung_up"]
        assert scene.events[0].caller == mask(number)
    assert result.accepted
    assert result.ended is Ended.FAR_END
    assert result.keys_pressed == 3
    assert list(result.reached) == [Stage.ANSWERED, Stage.CONNECTED, Stage.RELEASED]
    words = server.words(number)
    assert f"CALL_ARRIVED hotline={HOTLINE};trunk=backup;demo=1" in words
    assert "KEY_PRESSED menu=main;key=wrong" in words
    assert "KEY_PRESSED menu=main;key=1" in words
    await server.said(number, "SURVEY_SCORED score=4")
    recording = server.house.folders.recordings / f"{server.call_id(number)}.raw"
    samples = recording.read_bytes()
    assert any(samples[0::4]), "nothing was heard from the caller"
    assert any(samples[2::4]), "nothing was heard by the caller"


async def test_a_busy_seat_and_a_caller_who_gives_up_while_the_next_one_rings(
    floor: Floor, tmp_path: Path
) -> None:
    number = floor.number()
    floor.sign_in("1014", "A00014", "aftersales")
    plan = CallPlan(HOTLINE, number, (Key("2", at=1.5), HangUp(at=8.0, unless_connected=True)))
    ring_after_ring = {
        "1014": in_turn(SeatScript(answer=Answer.BUSY, answer_after=0.2), SeatScript(answer=Answer.NEVER))
    }
    async with Scene(target(floor.server, tmp_path, ["1014"]), ring_after_ring.__getitem__) as scene:
        result = await scene.run(plan)
        await floor.server.until(lambda: any(event.kind == "cancelled" for event in scene.events))
        assert [event.kind for event in scene.events].count("answered") == 0
    assert (result.ended, result.connected) == (Ended.CALLER, False)
    await floor.over(number)
    verbs = [fields[4] for fields in floor.server.queue_log() if fields[1] == floor.server.call_id(number)]
    assert verbs[0] == "ENTERQUEUE"
    assert verbs[-1] == "ABANDON"


async def test_a_seat_that_dies_in_the_talk_is_lost_to_asterisk(floor: Floor, tmp_path: Path) -> None:
    number = floor.number()
    floor.sign_in("1015", "A00015", "complaint")
    plan = CallPlan(HOTLINE, number, (Key("3", at=1.5),))
    seats = scripts(seat_1015=SeatScript(answer_after=0.2, lost_after=1.0))
    async with Scene(target(floor.server, tmp_path, ["1015"]), seats.__getitem__) as scene:
        caller = await scene.dial(plan)
        await floor.server.said(number, "SEAT_LOST")
        caller.hang_up()
        result = await scene.finish(caller)
    assert result.ended is Ended.CALLER


async def test_the_number_that_nobody_has_is_refused(floor: Floor, tmp_path: Path) -> None:
    async with Scene(target(floor.server, tmp_path, []), scripts().__getitem__) as scene:
        result = await scene.run(CallPlan("4009999999", floor.number()))
    assert (result.accepted, result.ended) == (False, Ended.REFUSED)


async def test_a_wrong_password_is_named_with_its_seat(floor: Floor, tmp_path: Path) -> None:
    aim = target(floor.server, tmp_path, ["1016"])
    wrong = SeatAccount("1016", f"{COMPANY}-1016-desk", "not the password")
    seats = scripts(seat_1016=SeatScript())
    with pytest.raises(NotRegistered, match="1016"):
        await Scene(aim, seats.__getitem__, accounts=[wrong]).start()


async def test_the_carriers_ends_are_there_and_get_no_call(floor: Floor, tmp_path: Path) -> None:
    async with Scene(target(floor.server, tmp_path, []), scripts().__getitem__) as scene:
        for trunk in floor.server.house.trunks:
            floor.server.cli(f"pjsip qualify {trunk.endpoint}")

        def reachable() -> bool:
            contacts = floor.server.cli("pjsip show contacts").splitlines()
            return sum("trunk-" in contact and " Avail " in contact for contact in contacts) == 2

        await floor.server.until(reachable)
        assert scene.carrier is not None
        assert scene.carrier.invited == {"main": 0, "backup": 0}


async def test_hostile_callers_forge_nothing(floor: Floor, tmp_path: Path) -> None:
    server = floor.server
    before = len(server.cel())
    async with Scene(target(server, tmp_path, []), scripts().__getitem__) as scene:
        plans = [
            CallPlan(HOTLINE, f"hostile-{index}", (Key("1", at=1.0), HangUp(at=2.0)), from_header=header)
            for index, header in enumerate(FROM_HEADERS.values())
        ]
        results: list[CallResult] = await asyncio.gather(*(scene.run(plan) for plan in plans))
    assert all(result.ended is not Ended.UNKNOWN for result in results)
    assert sum(result.accepted for result in results) >= len(plans) - 2
    assert [row for row in server.cel()[before:] if not re.fullmatch(r"\+?[0-9+]*", row["num"])] == []
    forged = [line for line in server.queue_log() if line[0] == "1700000000" or "1700000000.1" in line]
    assert not forged
    assert "fully booted" in server.cli("core waitfullybooted")


async def test_a_day_in_small_is_counted_and_leaves_nothing_behind(floor: Floor, tmp_path: Path) -> None:
    server = floor.server
    # What other tests left talking or waiting would be rung at these seats, too.
    server.cli("channel request hangup all")
    await floor.quiet()
    for seat in SEATS:
        for queue in ("consult", "aftersales", "complaint", "operator"):
            floor.sign_in(seat, f"A{seat}", queue)
    before = len(server.cel())
    results: list[CallResult] = []
    day = Simulation(target(server, tmp_path, SEATS), calls_per_minute=18, on_result=results.append)
    await day.start()
    try:
        await asyncio.wait_for(day.first_answer.wait(), 2 * PATIENCE)
        await server.until(lambda: day.calls_now + len(results) > 4)
    finally:
        await asyncio.wait_for(day.stop(drain=3), 2 * PATIENCE)
    assert day.calls_now == 0
    assert day.refused == 0
    assert not [result for result in results if result.ended is Ended.UNKNOWN]
    await floor.quiet()
    arrived = sum(row["eventtype"] == "CALL_ARRIVED" for row in server.cel()[before:])
    assert day.placed == arrived > 3
    assert day.answered_by_seats > 0
    assert not sipp_processes(tmp_path)
    assert not csv_files(tmp_path), "the seats' passwords stay on disk"
