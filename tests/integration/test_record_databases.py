"""The record is the same on both databases."""

import os
from pathlib import Path

import pytest

from callcenter.app.migrating import migrate
from callcenter.kit.db import Database, make_engine
from callcenter.recordings.service import RecordingRegister
from callcenter.telephony.journal.rebuild import rebuild
from callcenter.telephony.models import BadLineRow, JournalGap, RawRow
from callcenter.telephony.ports import Recorded
from callcenter.telephony.repository import CallFilter, CallSort
from callcenter.telephony.service import CallReader
from callcenter.tenancy import Scope
from callcenter.tenancy.service import ensure_company
from integration.record_bench import KEYRING, NOW_US, RecordBench

pytestmark = pytest.mark.integration

SAMPLES = Path(__file__).parent / "samples"
CEL = (SAMPLES / "answered.cel.json").read_bytes()
QUEUE_LOG = (SAMPLES / "answered.queue_log").read_bytes()
CALL_ID = "zz1-1795302130.0"
SCOPE = Scope.of("demo01")


async def test_the_record_of_a_troubled_day(database_url: str, tmp_path: Path):
    """Bad lines, a copy of a file, a call cut off by a crash, a restart of the platform, a rebuild."""
    bench = RecordBench(tmp_path)
    await bench.database.close()
    bench.database = Database(make_engine(database_url))
    await migrate(bench.database)
    async with bench.database.write() as session:
        await ensure_company(session, company_id="demo01", name="演示", at_us=NOW_US)
    bench.restart()
    (bench.logs / "cel.json").write_bytes(CEL[:5_000])
    await bench.task.catch_up()
    bench.restart()
    (bench.logs / "cel.json").write_bytes(
        CEL + b"not json\n" + CEL.replace(b"1795302130.0", b"1795302130.9")[:9_000]
    )
    (bench.logs / "queue_log").write_bytes(QUEUE_LOG)
    bench.copy("cel.json", "cel.json.copy")
    os.utime(bench.logs / "cel.json.copy", (1, 1))
    await bench.task.catch_up()
    with (bench.logs / "queue_log").open("ab") as file:
        file.write(b"1795302200|NONE|NONE|NONE|QUEUESTART|\n")
    await bench.task.catch_up()

    told = await bench.calls()
    await rebuild(bench.database, from_us=0, to_us=NOW_US, default_company_id="demo01")

    assert await bench.calls() == told
    assert [call["end_reason"] for call in told if "outcome" in call] == [None, "asterisk_restart"]
    assert await bench.count(BadLineRow) == 2
    assert await bench.count(JournalGap) == 1
    assert await bench.count(RawRow) > CEL.count(b"\n")

    register = RecordingRegister(tmp_path, bench.database, bench.task._clock, SCOPE)
    (tmp_path / f"{CALL_ID}.raw").write_bytes(b"\0" * 64_000)
    await register.look([CALL_ID])
    reader = CallReader(KEYRING, register)
    async with bench.database.read() as session:
        recorded = CallFilter(recorded=register.condition(Recorded.PRESENT))
        page = await reader.page(session, SCOPE, recorded, sort=CallSort.WAIT_DESC, cursor=None, limit=1)
        call = await reader.one(session, SCOPE, CALL_ID)
    assert [item.call_id for item in page.items] == [CALL_ID]
    assert call.caller_masked == "139****1234"
    await bench.database.close()
