"""The clock's offset is measured and kept; so is when callers could reach us, which is published."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import func, select

from callcenter.kit.clock import SystemClock
from callcenter.reporting import service
from callcenter.reporting.figures import Period
from callcenter.reporting.rollups.keeping import make_current
from callcenter.reporting.rollups.repository import Chosen
from callcenter.telephony.clock_offset import ClockOffset, ClockOffsets, ClockState
from callcenter.telephony.floor.state import TrunkState
from callcenter.telephony.service_epochs import (
    ServiceEpochs,
    accepts_calls,
    epochs_between,
    nobody_listens,
)
from callcenter.tenancy import Scope
from fakes.random_calls import BEGIN
from fakes.time_server import time_server
from integration.record_bench import RecordBench

pytestmark = pytest.mark.integration

OURS = Scope.of("demo01")
MINUTE = 60_000_000
LIMIT_US = 1_000_000


@pytest.fixture
async def bench(tmp_path: Path, database_url: str) -> AsyncIterator[RecordBench]:
    bench = RecordBench(tmp_path, database_url)
    await bench.create()
    await make_current(bench.database)
    yield bench
    await bench.database.close()


def offsets(bench: RecordBench, *servers: str) -> ClockOffsets:
    return ClockOffsets(servers, LIMIT_US, bench.database, SystemClock(), OURS, CollectorRegistry())


async def test_an_offset_over_the_limit_marks_until_it_is_right_again(bench: RecordBench):
    async with time_server() as server, time_server() as silent:
        silent.stratum = 0
        watch = offsets(bench, f"127.0.0.1:{silent.port}", f"127.0.0.1:{server.port}")
        right = await watch.measure()
        server.ahead_us = 5_000_000
        off = await watch.measure()
        server.ahead_us = 0
        again = await watch.measure()
        await watch.measure()
    assert [each.state(LIMIT_US) for each in (right, off, again)] == [
        ClockState.OK,
        ClockState.OFF,
        ClockState.OK,
    ]
    assert off.server == f"127.0.0.1:{server.port}"
    assert await bench.gaps() == [(right.measured_us, again.measured_us, "clock_off")]


async def test_no_server_within_reach_is_said_and_marks_nothing(bench: RecordBench):
    async with time_server() as server:
        server.silent = True
        server.stratum = 0
        gone = f"127.0.0.1:{server.port}"
    measured = await offsets(bench, gone).measure()
    assert measured.state(LIMIT_US) is ClockState.UNREACHABLE
    async with bench.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(ClockOffset)) == 1
    assert await bench.gaps() == []


async def test_without_servers_nobody_is_asked(bench: RecordBench):
    await offsets(bench).run()
    async with bench.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(ClockOffset)) == 0


class House:
    def __init__(self) -> None:
        self.at_us = BEGIN
        self.up: bool | None = True

    def now_us(self) -> int:
        return self.at_us

    async def look(self) -> bool | None:
        return self.up


async def test_what_was_seen_of_the_service_is_its_availability(bench: RecordBench):
    house = House()
    epochs = ServiceEpochs(bench.database, house, "demo01", house.look)

    async def passes(minutes: int, *, up: bool | None) -> None:
        house.up = up
        for _ in range(minutes * 12):
            house.at_us += MINUTE // 12
            await epochs.look()

    # Before the very first call could come nothing was out.
    await passes(1, up=False)
    async with bench.database.read() as session:
        assert await epochs_between(session, OURS, 0, house.at_us) == []
    house.at_us = BEGIN
    await epochs.look()
    await passes(10, up=True)
    await passes(2, up=False)
    await passes(10, up=True)
    await passes(3, up=None)
    await passes(5, up=True)
    async with bench.database.read() as session:
        kept = await epochs_between(session, OURS, BEGIN, house.at_us)
        period = Period(from_us=BEGIN, to_us=BEGIN + 30 * MINUTE)
        figures = await service.figures(session, OURS, Chosen(), period, at_us=house.at_us, also_counted=True)
        assert await epochs_between(session, Scope.of("other1"), BEGIN, house.at_us) == []
    assert [up for _, _, up in kept] == [True, False, True, True]
    found = {figure.definition.id: figure for figure in figures}
    # From the last look at which it was there until the first at which it was there again.
    assert found["downtime_us"].numerator == 2 * MINUTE + MINUTE // 12
    assert found["outages"].numerator == 1
    assert found["availability"].value == 1 - found["downtime_us"].numerator / (
        found["availability"].denominator or 1
    )
    assert 3 * MINUTE <= found["unwatched_us"].numerator < 4 * MINUTE

    began_us, epochs = house.at_us, ServiceEpochs(bench.database, house, "demo01", house.look)
    await passes(1, up=False)
    async with bench.database.read() as session:
        kept = await epochs_between(session, OURS, began_us + 1, house.at_us)
    assert [up for _, _, up in kept] == [False]


@pytest.mark.parametrize(
    ("trunks", "answers", "accepts"),
    [
        ([TrunkState.REACHABLE, TrunkState.UNREACHABLE], True, True),
        ([TrunkState.UNREACHABLE, TrunkState.UNREACHABLE], True, False),
        ([TrunkState.UNREACHABLE, TrunkState.UNKNOWN], True, None),
        ([TrunkState.REACHABLE], False, False),
        ([], True, None),
    ],
)
def test_callers_reach_us_over_one_trunk_at_least(
    trunks: list[TrunkState], *, answers: bool, accepts: bool | None
):
    assert accepts_calls(trunks, answers=answers) is accepts


async def test_a_port_where_nobody_listens_is_an_asterisk_that_is_down():
    async with time_server() as only_udp:
        assert await nobody_listens("127.0.0.1", only_udp.port) is True
