"""A seat's own call to a colleague is part of the call it was about, whatever of ours stops in between."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from callcenter.telephony import repository
from callcenter.telephony.models import QueueVisitRecord
from callcenter.tenancy import Scope
from integration.record_bench import NOW_US, RecordBench

pytestmark = pytest.mark.integration

SAMPLES = Path(__file__).parent / "samples"
CEL = (SAMPLES / "three_way.cel.json").read_bytes().splitlines(keepends=True)
QUEUE_LOG = (SAMPLES / "three_way.queue_log").read_bytes()


@pytest.fixture
async def bench(tmp_path: Path, database_url: str) -> AsyncIterator[RecordBench]:
    bench = RecordBench(tmp_path, database_url)
    await bench.create()
    (bench.logs / "queue_log").write_bytes(QUEUE_LOG)
    yield bench
    await bench.database.close()


async def test_a_three_way_talk_is_one_call_though_the_platform_restarts_in_its_midst(bench: RecordBench):
    for start in range(0, len(CEL), 9):
        with (bench.logs / "cel.json").open("ab") as file:
            file.write(b"".join(CEL[start : start + 9]))
        await bench.task.catch_up()
        bench.restart()

    [call, *legs] = await bench.calls()
    assert (call["outcome"], call["talk_us"], call["hold_us"]) == ("answered", 3_092_254, 1_249_190)
    assert call["three_ways"] == [
        {
            "from_us": call["arrived_us"] + 2_632_653,  # type: ignore[operator]
            "to_us": call["arrived_us"] + 4_092_424,  # type: ignore[operator]
            "seats": ["1011", "1012"],
            "agents": ["A00111", "A00112"],
        }
    ]
    assert [leg["role"] for leg in legs] == ["caller", "agent", "consult", "third_party"]
    groups = {
        group
        for source, data, group in await bench.raw_rows()
        if source == "cel" and "wrap-limit" not in data
    }
    assert groups == {call["call_id"]}
    async with bench.database.read() as session:
        [visit] = list(await session.scalars(select(QueueVisitRecord)))
        assert (visit.queue, visit.left_as, visit.agent) == ("demo01-consult", "answered", "A00111")
        facts = await repository.agent_facts(session, Scope.of("demo01"), from_us=0, to_us=NOW_US)
        pauses = [(row.text("agent"), row.event) for row in facts if row.text("data1") == "wrap_up"]
        assert ("A00111", "PAUSEALL") in pauses
