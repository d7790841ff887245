"""What the files cannot tell is marked: a clock set forward, a full disk, how many calls were seen then."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import insert, select

from callcenter.kit.clock import SHANGHAI, to_datetime
from callcenter.kit.periods import day_of, quarter_of
from callcenter.reporting import service
from callcenter.reporting.figures import Period
from callcenter.reporting.integrity.service import integrity
from callcenter.reporting.reports.days import Days
from callcenter.reporting.rollups.keeping import make_current
from callcenter.reporting.rollups.repository import Chosen
from callcenter.telephony.clock_offset import ClockOffsets
from callcenter.telephony.clock_watch import ClockWatch
from callcenter.telephony.journal.gaps import gap_values
from callcenter.telephony.journal.rebuild import rebuild
from callcenter.telephony.link_epochs import LinkEpoch
from callcenter.telephony.log_disk import CALM_US, LogDisk
from callcenter.telephony.models import JournalGap
from callcenter.telephony.ports import NobodyFollows
from callcenter.telephony.seen_calls import SeenCalls
from callcenter.telephony.service_epochs import ServiceEpoch
from callcenter.tenancy import Scope
from integration.record_bench import NOW_US, RecordBench

pytestmark = pytest.mark.integration

SAMPLES = Path(__file__).parent / "samples"
OURS = Scope.of("demo01")
S = 1_000_000
ARRIVED = 1_795_302_130 * S


class Machine:
    """Its clock and the time since it started; both are moved by hand."""

    def __init__(self, at_us: int) -> None:
        self.at_us = at_us
        self.up_us = 77 * S

    def now_us(self) -> int:
        return self.at_us

    def pass_by(self, seconds: int) -> None:
        self.at_us += seconds * S
        self.up_us += seconds * S

    def watch(self, bench: RecordBench, boot: str = "one") -> ClockWatch:
        return ClockWatch(
            bench.database, self, OURS.company_ids, since_start=lambda: self.up_us, boot=lambda: boot
        )


@pytest.fixture
async def bench(tmp_path: Path, database_url: str) -> AsyncIterator[RecordBench]:
    bench = RecordBench(tmp_path, database_url)
    await bench.create()
    await make_current(bench.database)
    yield bench
    await bench.database.close()


def write(bench: RecordBench, *, lines: slice) -> None:
    for name in ("cel.json", "queue_log"):
        rows = (SAMPLES / f"answered.{name}").read_bytes().splitlines(keepends=True)
        with (bench.logs / name).open("ab") as file:
            file.write(b"".join(rows[lines] if name == "cel.json" else rows))


async def test_each_day_says_what_is_not_known_of_it_and_what_was_seen_then(
    bench: RecordBench, monkeypatch: pytest.MonkeyPatch
):
    """The page's own reading: marks with the calls beside them, availability, and a clock nobody compares."""
    write(bench, lines=slice(40))
    await bench.task.catch_up()
    day, _ = day_of(ARRIVED)
    epoch = {"client_company_id": "demo01", "from_us": day, "to_us": NOW_US}
    async with bench.database.write() as session:
        await session.execute(insert(LinkEpoch), [epoch | {"id": "1" * 26, "live": True}])
        await session.execute(insert(ServiceEpoch), [epoch | {"id": "1" * 26, "up": True}])
        await session.execute(
            insert(JournalGap), [gap_values("demo01", ARRIVED - S, ARRIVED + S, "asterisk_restart", now_us=1)]
        )
    seen = SeenCalls(bench.database, Machine(ARRIVED), "demo01")
    seen.on_shown(frozenset({"calls/zz1-1795302130.0", "calls/zz1-1795302131.2"}))
    await seen.flush()
    offsets = ClockOffsets((), S, bench.database, Machine(NOW_US), OURS, CollectorRegistry())
    today = to_datetime(ARRIVED).astimezone(SHANGHAI).date()
    days = Days(today - timedelta(days=1), today)
    async with bench.database.read() as session:
        told = await integrity(session, OURS, days, offsets, at_us=NOW_US)
    assert [(each.completeness, each.reasons) for each in told.days] == [
        ("unknown", ["not_watched"]),
        ("unknown", ["asterisk_restart"]),
    ]
    [mark] = told.marks
    assert (mark.seen_calls, mark.recorded_calls, mark.link_held) == (2, 1, True)
    assert told.lengths.unknown_us == 2 * S
    assert told.lengths.before_us == 86_400 * S
    availability = next(each for each in told.service.figures if each.definition_id == "availability")
    assert availability.value == 1.0
    assert (told.clock.state, told.since_us) == ("not_set", day)

    monkeypatch.setattr("callcenter.reporting.integrity.service._LISTED", 0)
    async with bench.database.read() as session:
        told = await integrity(session, OURS, days, offsets, at_us=NOW_US)
    assert (told.marks, told.left_out) == ([], 1)
    [band] = told.days[1].bands
    assert (band.from_us, band.to_us, band.state, band.reasons) == (
        ARRIVED - S,
        ARRIVED + S,
        "unknown",
        ["asterisk_restart"],
    )


class TestAClockSetForward:
    async def test_is_marked_with_the_calls_that_were_open(self, bench: RecordBench):
        write(bench, lines=slice(20))
        await bench.task.catch_up()
        machine = Machine(ARRIVED + 8 * S)
        watch = machine.watch(bench)
        await watch.look()
        machine.pass_by(1)
        await watch.look()
        machine.at_us += 300 * S
        machine.pass_by(1)
        await watch.look()

        last = ARRIVED + 9 * S - 2 * S
        gaps = await bench.gaps()
        assert gaps[0] == (last, machine.at_us, "clock_set_forward")
        assert [reason for _, _, reason in gaps] == ["clock_set_forward", "open_when_clock_set_forward"]
        assert gaps[1][1] == last
        write(bench, lines=slice(20, None))
        await bench.task.catch_up()
        (call,) = [call for call in await bench.calls() if "outcome" in call]
        assert (call["outcome"], call["complete"]) == ("answered", False)
        await rebuild(
            bench.database, from_us=0, to_us=NOW_US, default_company_id="demo01", follower=NobodyFollows()
        )
        assert [call["complete"] for call in await bench.calls() if "outcome" in call] == [False]
        begin = quarter_of(ARRIVED)
        period = Period(from_us=begin, to_us=begin + 900 * S)
        async with bench.database.read() as session:
            (figure, *_) = await service.figures(session, OURS, Chosen(), period, at_us=begin + 1000 * S)
        assert figure.completeness.value == "unknown"

    async def test_is_marked_when_the_platform_was_away(self, bench: RecordBench):
        machine = Machine(ARRIVED)
        await machine.watch(bench).look()
        machine.pass_by(3600)
        machine.at_us += 300 * S
        await machine.watch(bench).look()
        assert await bench.gaps() == [(ARRIVED - 2 * S, machine.at_us, "clock_set_forward")]

    async def test_is_not_told_from_another_life_of_the_machine(self, bench: RecordBench):
        machine = Machine(ARRIVED)
        await machine.watch(bench).look()
        machine.pass_by(3600)
        machine.up_us = S
        await machine.watch(bench, "two").look()
        assert await bench.gaps() == []


class TestAFullLogDisk:
    async def test_is_marked_with_the_calls_that_were_seen(self, bench: RecordBench):
        machine = Machine(ARRIVED)
        free = [10**9]
        disk = LogDisk(bench.logs, bench.database, machine, OURS, free=lambda _folder: free[0])
        seen = SeenCalls(bench.database, machine, "demo01")
        seen.on_shown(frozenset({"calls/zz1-1.1", "seats/1001"}))
        await disk.look()
        free[0] = 0
        for number in (1, 1, 2):
            machine.pass_by(1)
            seen.on_shown(frozenset({f"calls/zz1-2.{number}"}))
            await seen.flush()
            await disk.look()
        free[0] = 10**9
        machine.pass_by(1)
        await disk.look()
        over = machine.at_us
        machine.pass_by(CALM_US // S)
        seen.on_shown(frozenset({"calls/zz1-3.1", "calls/zz1-2.2"}))
        await seen.flush()
        await disk.look()
        await disk.look()

        async with bench.database.read() as session:
            (gap,) = await session.scalars(select(JournalGap))
        assert (gap.from_us, gap.to_us, gap.reason) == (ARRIVED, over, "log_disk_full")
        # The one of before was seen at that very moment.
        assert gap.seen_calls == 3

    async def test_a_folder_that_is_away_says_nothing(self, bench: RecordBench, tmp_path: Path):
        await LogDisk(tmp_path / "none", bench.database, Machine(ARRIVED), OURS).look()
        assert await bench.gaps() == []
