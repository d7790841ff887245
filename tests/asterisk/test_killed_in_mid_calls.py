"""Killed with SIGKILL in the middle of twenty calls and started again: the platform, then Asterisk."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from callcenter.kit.clock import SystemClock
from callcenter.kit.db import Database, make_engine
from callcenter.kit.periods import day_of
from callcenter.reporting import service
from callcenter.reporting.export.raw_rows import export_rows
from callcenter.reporting.figures import Completeness, Period
from callcenter.reporting.rollups.repository import Chosen
from callcenter.simulator.callers import Caller
from callcenter.simulator.plans import CallPlan, HangUp, Key, Stage
from callcenter.simulator.seat_scripts import SeatScript
from callcenter.tenancy import Scope
from fakes.installation import MENU_AFTER, Installation, installation
from fakes.patience import PATIENCE, eventually

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="module")]

CALLS = 20
SEATS = 6
LONGEST = 30.0


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def whole(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Installation]:
    script = SeatScript(answer_after=0.3, talk=3.0)
    folder = tmp_path_factory.mktemp("whole")
    async with installation(folder, seats=SEATS, first_port=26200, script=script) as made:
        yield made


def plan(number: int, first: int, hotline: str) -> CallPlan:
    """Three in four want an agent; of these some wait in vain. The others listen to the menu and go."""
    caller = f"1390000{first + number:04d}"
    after = HangUp(at=1.0, since=Stage.RELEASED)
    if number % 4 == 3:
        steps: tuple[Key | HangUp, ...] = (HangUp(at=16.0),)
    elif number % 4 == 2:
        steps = (Key("1", at=MENU_AFTER), HangUp(at=17.0, unless_connected=True), after)
    else:
        steps = (Key("1", at=MENU_AFTER), after)
    return CallPlan(hotline, caller, steps, longest=LONGEST)


async def dial_all(whole: Installation, first: int) -> list[Caller]:
    """All have arrived, and some of them are up: on a busy machine the first may have ended by then."""
    before = set(whole.arrived()) if whole.house.folders.cel.exists() else set[str]()
    callers = [
        await whole.scene.dial(plan(number, first, whole.settings.hotlines[0])) for number in range(CALLS)
    ]

    async def all_arrived() -> bool:
        return len(set(whole.arrived()) - before) == CALLS

    await eventually(all_arrived)
    assert whole.up() - before
    return callers


async def test_the_platform(whole: Installation) -> None:
    callers = await dial_all(whole, first=1000)
    await whole.kill_platform()
    connected_before = sum(caller.result.connected for caller in callers)
    await asyncio.sleep(3)
    await whole.platform.start()
    results = await asyncio.gather(*map(whole.scene.finish, callers))

    async def all_told() -> bool:
        rows = whole.asked("select call_id from call where ended_us is not null")
        counted = whole.asked("select count(*) from raw_row where source = 'cel'")
        return len(rows) == CALLS and counted[0][0] == len(whole.cel())

    await eventually(all_told, seconds=2 * PATIENCE)
    assert all(result.accepted for result in results), "a call needs no platform to be answered"
    calls = whole.asked("select call_id, outcome, complete, end_reason from call")
    assert Counter(call[0] for call in calls) == Counter(whole.arrived())
    assert all(call[2] for call in calls)
    outcomes = Counter(call[1] for call in calls)
    assert outcomes["answered"] == sum(result.connected for result in results) > connected_before
    assert outcomes.total() == CALLS
    assert whole.asked("select count(*) from journal_gap") == [(0,)]

    async def each_row_once() -> bool:
        """Of Asterisk's rows, and none is left over. Channels end after the calls they belonged to."""
        keys = [key for (key,) in whole.asked("select row_key from raw_row where source = 'cel'")]
        return len(set(keys)) == len(keys) == len(whole.cel())

    await eventually(each_row_once)


async def test_asterisk(whole: Installation) -> None:
    callers = await dial_all(whole, first=2000)
    await until_someone_talks(callers)
    await whole.kill_asterisk()
    arrived, cut_off = set(whole.arrived()), whole.up()
    await whole.start_asterisk()
    await asyncio.gather(*(caller.stop() for caller in callers))

    async def all_closed() -> bool:
        return not whole.asked("select 1 from call where ended_us is null") and await whole.ready()

    await eventually(all_closed, seconds=2 * PATIENCE)
    calls = whole.asked("select call_id, end_reason, ended_by, complete from call")
    assert Counter(call[0] for call in calls) == Counter(arrived)
    closed = [call for call in calls if call[0] in cut_off]
    assert {call[1] for call in closed} == {"asterisk_restart"}
    assert not any(call[3] for call in closed)
    assert [reason for (reason,) in whole.asked("select reason from journal_gap")] == ["asterisk_restart"]


async def until_someone_talks(callers: list[Caller]) -> None:
    async def talks() -> bool:
        return any(caller.result.connected for caller in callers)

    await eventually(talks)


async def test_the_second_opinion_agrees(whole: Installation, tmp_path: Path) -> None:
    """After both were killed: what is published, and what plain Python counts from Asterisk's rows."""
    before = set(whole.arrived()) if whole.house.folders.cel.exists() else set[str]()
    plans = [plan(number, 3000, whole.settings.hotlines[0]) for number in range(4)]
    callers = [await whole.scene.dial(each) for each in plans]
    await asyncio.gather(*map(whole.scene.finish, callers))

    async def all_told() -> bool:
        counted = whole.asked("select count(*) from raw_row where source = 'cel'")
        # Calls that were cut off have no end in the file.
        return not whole.up() - before and counted[0][0] == len(whole.cel())

    await eventually(all_told, seconds=2 * PATIENCE)
    now_us = SystemClock().now_us()
    today, tomorrow = day_of(now_us)
    period = Period(from_us=today - (tomorrow - today), to_us=tomorrow)
    scope = Scope.of(whole.settings.company_id)
    database = Database(make_engine(whole.settings.resolved_database_url))
    async with database.read() as session:
        figures = await service.figures(session, scope, Chosen(), period, at_us=now_us, also_counted=True)
        await export_rows(session, scope, period, tmp_path, as_of_us=now_us)
    await database.close()

    recount = Path(__file__).parents[2] / "tools" / "recount.py"
    done = await asyncio.create_subprocess_exec(
        sys.executable, recount, tmp_path, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await done.communicate()

    published = {
        figure.definition.id: {"numerator": figure.numerator, "denominator": figure.denominator}
        for figure in figures
    }
    assert json.loads(told) == published
    assert published["arrived"]["numerator"] == len(whole.arrived()) >= 4
    assert published["answered"]["numerator"] != 0
    # Asterisk died today, and yesterday nobody watched.
    assert {figure.completeness for figure in figures} == {Completeness.unknown}
