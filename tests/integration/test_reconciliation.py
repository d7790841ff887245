"""The record held against files, queue_log, recordings and AMI's view; differences are listed and mended."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from callcenter.app.reconciliation_parts import reconciler_of
from callcenter.app.settings import Settings
from callcenter.kit.clock import SECOND
from callcenter.recordings.service import RecordingRegister
from callcenter.reporting.rollups.keeping import make_current
from callcenter.telephony.journal.sealed_file import seal
from callcenter.telephony.models import CallRecord, RawRow
from callcenter.telephony.ports import Recorded
from callcenter.telephony.reconcile import repository
from callcenter.telephony.reconcile.differences import Findings, Kind
from callcenter.telephony.reconcile.models import Reconciliation
from callcenter.telephony.reconcile.service import NothingSettled, Reconciler
from callcenter.telephony.seen_calls import SeenCalls
from callcenter.tenancy import Scope
from integration.record_bench import KEYRING, NOW_US, RecordBench, StandingClock

pytestmark = pytest.mark.integration

SAMPLES = Path(__file__).parent / "samples"
OURS = Scope.of("demo01")
CALL_ID = "zz1-1795302130.0"
ARRIVED = 1_795_302_130 * SECOND
FROM_US, TO_US = ARRIVED - 3600 * SECOND, ARRIVED + 3600 * SECOND


class House(RecordBench):
    """A record beside the folders that it is held against."""

    def __init__(self, folder: Path, database_url: str) -> None:
        super().__init__(folder, database_url)
        self.recordings = folder / "recordings"
        self.recordings.mkdir()
        settings = Settings.model_construct(data_dir=folder, asterisk_dir=folder)
        self.reconciler: Reconciler = reconciler_of(settings, self.database, KEYRING, StandingClock(), OURS)

    async def fill(self) -> None:
        for name in ("cel.json", "queue_log"):
            (self.logs / name).write_bytes((SAMPLES / f"answered.{name}").read_bytes())
        await self.task.catch_up()

    async def reconcile(self) -> Findings:
        begun = await self.reconciler.begin(from_us=FROM_US, to_us=TO_US, asked_by=None)
        found = await self.reconciler.finish(begun)
        assert found is not None
        return found

    async def last(self) -> Reconciliation:
        async with self.database.read() as session:
            [newest] = await repository.newest(session, OURS, from_us=FROM_US, to_us=TO_US, limit=1)
        async with self.database.read() as session:
            run = await repository.find(session, OURS, newest.id)
        assert run is not None
        return run


@pytest.fixture
async def house(tmp_path: Path, database_url: str) -> AsyncIterator[House]:
    house = House(tmp_path, database_url)
    await house.create()
    await make_current(house.database)
    await house.fill()
    yield house
    await house.database.close()


async def test_a_record_that_is_whole_has_no_differences(house: House):
    found = await house.reconcile()
    assert found.counts == {}
    assert found.compared["calls"] == 1
    assert found.compared["cel"] + found.compared["queue_log"] == await house.count(RawRow)
    run = await house.last()
    assert (run.state, run.counts, run.listed, run.to_us) == ("done", {}, [], TO_US)


@pytest.mark.parametrize("archived", [False, True])
async def test_rows_that_the_record_lacks_are_read_again(house: House, *, archived: bool):
    before, calls = await house.raw_rows(), await house.calls()
    async with house.database.write() as session:
        await session.execute(delete(RawRow).where(RawRow.event.in_(("HANGUP", "CONNECT"))))
        await session.execute(delete(CallRecord))
    if archived:
        (house.logs / "archive").mkdir()
        for name in ("cel.json", "queue_log"):
            target = house.logs / "archive" / f"{name}.20261122.01.gz.sealed"
            seal(house.logs / name, target, file_id="0" * 26, keyring=KEYRING)
            (house.logs / name).unlink()

    found = await house.reconcile()

    assert found.counts.keys() >= {Kind.ROW_NOT_IN_RECORD}
    assert {each.subject.partition(".2026")[0] for each in found.listed} >= {"cel.json", "queue_log"}
    assert (await house.raw_rows(), await house.calls()) == (before, calls)
    assert (await house.reconcile()).counts == {}


async def test_a_call_that_says_otherwise_than_its_rows_is_built_again(house: House):
    calls = await house.calls()
    async with house.database.write() as session:
        await session.execute(update(CallRecord).values(wait_us=1))
    found = await house.reconcile()
    assert found.counts == {Kind.CALL_DIFFERS: 1}
    assert [each.subject for each in found.listed] == [CALL_ID]
    assert await house.calls() == calls


async def test_what_nobody_wrote_is_marked_once_and_never_made_up(house: House):
    class Then:
        def now_us(self) -> int:
            return ARRIVED + 60 * SECOND

    seen = SeenCalls(house.database, Then(), "demo01")
    seen.on_shown(frozenset({f"calls/{CALL_ID}", "calls/zz1-1795302170.8", "calls/zz1-1795302171.8"}))
    await seen.flush()
    found = await house.reconcile()
    assert found.counts == {Kind.CALL_SEEN_NOT_RECORDED: 2}
    assert found.compared["seen"] == 3
    at_us = ARRIVED + 60 * SECOND
    assert await house.gaps() == [(at_us, at_us, "not_written")]
    assert (await house.reconcile()).counts == {Kind.CALL_SEEN_NOT_RECORDED: 2}
    assert len(await house.gaps()) == 1
    assert await house.count(CallRecord) == 1


async def test_rows_whose_file_is_gone_are_counted(house: House):
    rows = await house.count(RawRow)
    (house.logs / "cel.json").unlink()
    found = await house.reconcile()
    assert set(found.counts) == {Kind.ROW_NOT_IN_FILES}
    assert 0 < found.counts[Kind.ROW_NOT_IN_FILES] < rows


async def test_half_of_the_story_missing_is_marked(house: House):
    """queue_log says that a call joined of which CEL says nothing; and the other way round."""
    async with house.database.write() as session:
        await session.execute(delete(RawRow).where(RawRow.source == "queue_log"))
    line = f"{ARRIVED // SECOND + 9}|zz1-1795302139.7|demo01-consult|NONE|ENTERQUEUE||x|1\n"
    (house.logs / "queue_log").write_text(line)
    house.restart()
    await house.task.catch_up()
    found = await house.reconcile()
    assert found.counts[Kind.QUEUE_LOG_WITHOUT_CALL] == 1
    assert found.counts[Kind.CALL_WITHOUT_QUEUE_LOG] == 1
    assert {reason for _, _, reason in await house.gaps()} == {"not_written"}


async def test_recordings_are_held_against_the_folder_both_ways(house: House):
    call = next(call for call in await house.calls() if "recording_file" in call)
    file = house.recordings / str(call["recording_file"])
    file.write_bytes(bytes(64_000))
    stranger = house.recordings / "stranger.wav"
    stranger.write_bytes(bytes(100))
    later = house.recordings / "later.wav"
    later.write_bytes(bytes(100))
    for path in (file, stranger):
        os.utime(path, (ARRIVED / SECOND, ARRIVED / SECOND))
    os.utime(later, (NOW_US / SECOND, NOW_US / SECOND))
    register = RecordingRegister(house.recordings, house.database, StandingClock(), OURS)
    await register.look([CALL_ID])

    found = await house.reconcile()
    assert [(each.kind, each.subject) for each in found.listed] == [
        (Kind.RECORDING_WITHOUT_CALL, "stranger.wav")
    ]
    assert found.compared["recordings"] == 1

    file.unlink()
    found = await house.reconcile()
    assert found.counts == {Kind.RECORDING_WITHOUT_CALL: 1, Kind.RECORDING_GONE: 1}
    async with house.database.read() as session:
        recorded = await register.of(session, OURS, [CALL_ID])
    assert recorded[CALL_ID] is Recorded.MISSING
    assert stranger.exists()


async def test_what_is_too_young_is_left_alone(house: House):
    with pytest.raises(NothingSettled):
        await house.reconciler.begin(from_us=NOW_US - SECOND, to_us=NOW_US, asked_by=None)
