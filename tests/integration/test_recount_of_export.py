"""Files → journal → figures, and files → journal → export → recount: the same to the last digit."""

import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from callcenter.reporting import service
from callcenter.reporting.contacts.keeping import ContactDays
from callcenter.reporting.export.raw_rows import export_rows
from callcenter.reporting.figures import Period
from callcenter.reporting.rollups.keeping import make_anew
from callcenter.reporting.rollups.repository import Chosen
from callcenter.telephony.journal.rows import Row
from callcenter.tenancy import Scope
from fakes.asterisk_files import write_files
from fakes.random_calls import BEGIN
from fakes.random_rows import QUEUES, RandomCalls, agent_row
from integration.record_bench import RecordBench

pytestmark = pytest.mark.integration

OURS = Scope.of("demo01")
HOUR_US = 3_600_000_000
LATER = BEGIN + 10 * 24 * HOUR_US
"""When even the longest window of a first contact has passed."""
RECOUNT = Path(__file__).parents[2] / "tools" / "recount.py"


@pytest.fixture
async def bench(tmp_path: Path, database_url: str) -> AsyncIterator[RecordBench]:
    bench = RecordBench(tmp_path, database_url)
    await bench.create()
    yield bench
    await bench.database.close()


class Later:
    def now_us(self) -> int:
        return LATER


def recounted(folder: Path, *chosen: str) -> dict[str, Any]:
    """As somebody does it who has nothing of ours: another process, without our packages."""
    done = subprocess.run(
        [sys.executable, "-S", RECOUNT, folder, *chosen],
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        check=True,
    )
    return json.loads(done.stdout)


async def published(
    bench: RecordBench, period: Period, chosen: Chosen, *, at_us: int = LATER
) -> dict[str, Any]:
    async with bench.database.read() as session:
        figures = await service.figures(session, OURS, chosen, period, at_us=at_us, also_counted=True)
    return {
        figure.definition.id: {"numerator": figure.numerator, "denominator": figure.denominator}
        for figure in figures
    }


async def test_equals_what_is_published(bench: RecordBench, tmp_path: Path) -> None:
    rows = list(RandomCalls(11, BEGIN).rows(150, within_us=30 * HOUR_US))
    rows += RandomCalls(13, BEGIN).agent_rows(12, within_us=30 * HOUR_US)
    rows.sort(key=lambda row: row.at_us)
    write_files(bench.logs, rows)
    await bench.task.catch_up()
    period = Period(from_us=BEGIN + 2 * HOUR_US, to_us=BEGIN + 26 * HOUR_US)
    out = tmp_path / "out"
    out.mkdir()
    async with bench.database.read() as session:
        assert await export_rows(session, OURS, period, out, as_of_us=LATER) == len(rows)

    whole = await published(bench, period, Chosen())
    assert json.loads((out / "export.json").read_text())["demo"] is True
    assert 0 < whole["arrived"]["numerator"] < 150
    assert recounted(out) == whole
    for window in ("24h", "72h", "7d"):
        assert 0 < whole[f"fcr_{window}"]["numerator"] < whole[f"fcr_{window}"]["denominator"]
    assert 0 < whole["signed_in_us"]["numerator"] > whole["ready_us"]["numerator"] > 0
    for queue in QUEUES:
        assert recounted(out, "--queue", queue) == await published(bench, period, Chosen(queue=queue))

    await make_anew(bench.database)
    assert await published(bench, period, Chosen()) == whole
    assert await ContactDays(bench.database, Later(), OURS).keep_all() > 0
    assert await published(bench, period, Chosen()) == whole


async def test_counts_who_signed_in_long_before(bench: RecordBench, tmp_path: Path) -> None:
    weeks_ago = BEGIN - 30 * 24 * HOUR_US
    early = RandomCalls(17, weeks_ago).agent_rows(12, within_us=30 * HOUR_US)
    write_files(bench.logs, sorted(early, key=lambda row: row.at_us))
    await bench.task.catch_up()
    period = Period(from_us=BEGIN, to_us=BEGIN + HOUR_US)
    out = tmp_path / "out"
    out.mkdir()
    (out / "cel.json").touch(mode=0o644)
    async with bench.database.read() as session:
        assert await export_rows(session, OURS, period, out, as_of_us=LATER) == 12

    whole = await published(bench, period, Chosen())
    assert whole["signed_in_us"]["numerator"] > 0
    assert recounted(out) == whole
    assert {file.stat().st_mode & 0o777 for file in out.iterdir()} == {0o600}
    assert json.loads((out / "export.json").read_text())["demo"] is False


@pytest.mark.parametrize("stepped", [-5, 0, 5])
async def test_agents_whose_clock_was_stepped(bench: RecordBench, tmp_path: Path, stepped: int) -> None:
    """Said by a clock that was five minutes ahead and set right again: some of it lies in the future."""
    quarter_us, minute_us = HOUR_US // 4, HOUR_US // 60
    said: list[Row] = []
    for number in range(1, 8):
        rows = [
            agent_row(BEGIN + minute, f"A{number:05d}", *words)
            for minute, words in (
                (number * minute_us, ("SIGNED_IN", "1001", "web")),
                ((number + 1) * minute_us, ("AGENT_STATE", "ready", "-", "self", "-")),
                ((10 + stepped) * minute_us, ("AGENT_STATE", "wrap_up", "-", "self", "-")),
                ((14 + stepped) * minute_us + number, ("AGENT_STATE", "ready", "-", "self", "-")),
                (15 * minute_us, ("AGENT_STATE", "on_break", "lunch", "self", "-")),
                (16 * minute_us, ("SIGNED_OUT", "1001", "web")),
            )
        ]
        said += rows[: number - 1] if number < 7 else rows
    write_files(bench.logs, said)
    await bench.task.catch_up()
    for at_us in (BEGIN + 13 * minute_us + 7, BEGIN + 16 * minute_us + 1, BEGIN + HOUR_US):
        for period in (
            Period(from_us=BEGIN, to_us=BEGIN + HOUR_US),
            Period(from_us=BEGIN + quarter_us, to_us=BEGIN + 2 * quarter_us),
        ):
            out = tmp_path / f"{at_us}-{period.from_us}"
            out.mkdir()
            async with bench.database.read() as session:
                await export_rows(session, OURS, period, out, as_of_us=at_us)
            assert recounted(out) == await published(bench, period, Chosen(), at_us=at_us)


async def test_an_export_of_another_company_is_empty(bench: RecordBench, tmp_path: Path) -> None:
    write_files(bench.logs, list(RandomCalls(12, BEGIN).rows(3, within_us=HOUR_US)))
    await bench.task.catch_up()
    period = Period(from_us=BEGIN, to_us=BEGIN + HOUR_US)
    async with bench.database.read() as session:
        assert await export_rows(session, Scope.of("other1"), period, tmp_path, as_of_us=LATER) == 0
