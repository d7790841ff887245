"""Asterisk was stopped with agents signed in: nobody is booked for it, by us and by the recount alike."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from callcenter.kit.clock import SECOND
from callcenter.kit.ids import new_id
from callcenter.kit.periods import quarter_of
from callcenter.reporting.agents_cut_off import AgentsCutOff, away
from callcenter.reporting.export.raw_rows import export_rows
from callcenter.reporting.figures import Period
from callcenter.reporting.rollups.repository import Chosen
from callcenter.telephony.ami.facts import Answer
from callcenter.telephony.ami.framing import Fields
from callcenter.telephony.journal.rows import Row, Source
from callcenter.telephony.link_epochs import LinkEpoch, known_until_us
from callcenter.telephony.ports import AgentSaid
from callcenter.tenancy import Scope
from fakes.asterisk_files import write_files
from fakes.random_rows import agent_row
from integration.record_bench import NOW_US, RecordBench, StandingClock
from integration.test_recount_of_export import published, recounted

pytestmark = pytest.mark.integration

OURS = Scope.of("demo01")
MINUTE = 60 * SECOND
BEGIN = NOW_US - 6 * 60 * MINUTE
STOPPED, STARTED = BEGIN + 40 * MINUTE, BEGIN + 100 * MINUTE
START_SECOND = STARTED // SECOND * SECOND


class QueueLog:
    """Asterisk's own, as far as QueueLog writes into it."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    async def act(self, name: str, fields: Fields) -> Answer:
        assert name == "QueueLog"
        told = dict(fields)
        at_us, *data = told["Message"].split("|")
        self.rows.append(agent_row(int(at_us), told["Interface"], told["Event"], *data))
        return Answer({})


@pytest.fixture
async def bench(tmp_path: Path, database_url: str) -> AsyncGenerator[RecordBench]:
    bench = RecordBench(tmp_path, database_url)
    await bench.create()
    async with bench.database.write() as session:
        session.add(
            LinkEpoch(id=new_id(BEGIN), client_company_id="demo01", from_us=BEGIN, to_us=STOPPED, live=True)
        )
    yield bench
    await bench.database.close()


def of_the_day() -> list[Row]:
    return [
        agent_row(BEGIN, "A00001", "SIGNED_IN", "1001", "web"),
        agent_row(BEGIN + 30 * MINUTE, "A00001", "AGENT_STATE", "wrap_up", "-", "asterisk", "-"),
        agent_row(BEGIN, "A00002", "SIGNED_IN", "1002", "web"),
        agent_row(BEGIN + 10 * MINUTE, "A00002", "SIGNED_OUT", "1002", "web"),
        Row(Source.QUEUE_LOG, START_SECOND, "QUEUESTART", "NONE", {"queue": "NONE", "agent": "NONE"}),
        agent_row(STARTED + 2 * SECOND, "A00001", "AGENT_STATE", "ready", "-", "asterisk", "-"),
        agent_row(STARTED + 5 * MINUTE, "A00001", "SIGNED_OUT", "1001", "web"),
    ]


async def test_nobody_was_there_while_asterisk_was_not(bench: RecordBench, tmp_path: Path) -> None:
    rows, queue_log = of_the_day(), QueueLog()
    write_files(bench.logs, rows)
    await bench.task.catch_up()
    cut_off = AgentsCutOff(bench.database, StandingClock(), OURS, queue_log)
    await cut_off.look(current=False)
    await cut_off.look(current=True)
    assert queue_log.rows == []  # what agents' pages said meanwhile may not be read yet
    await cut_off.look(current=True)
    assert len(queue_log.rows) == 2
    await cut_off.look(current=True)

    with (bench.logs / "queue_log").open("a") as file:
        write_files(tmp_path, queue_log.rows)
        file.write((tmp_path / "queue_log").read_text())
    await bench.task.catch_up()
    again = AgentsCutOff(bench.database, StandingClock(), OURS, queue_log)
    await again.look(current=True)
    await again.look(current=True)
    assert len(queue_log.rows) == 2

    period = Period(from_us=quarter_of(BEGIN), to_us=quarter_of(NOW_US))
    figures = await published(bench, period, Chosen(), at_us=NOW_US)
    rest = STARTED - START_SECOND
    assert figures["signed_in_us"]["numerator"] == 40 * MINUTE + 1 + rest + 5 * MINUTE + 10 * MINUTE
    assert figures["wrap_up_us"]["numerator"] == 10 * MINUTE + 1 + rest + 2 * SECOND
    out = tmp_path / "out"
    out.mkdir()
    async with bench.database.read() as session:
        await export_rows(session, OURS, period, out, as_of_us=NOW_US)
    assert recounted(out) == figures


async def test_beyond_what_anybody_watched_nothing_is_known(bench: RecordBench) -> None:
    async with bench.database.read() as session:
        assert await known_until_us(session, OURS, STOPPED + 10 * SECOND) == STOPPED + 10 * SECOND
        assert await known_until_us(session, OURS, NOW_US) == STOPPED


def test_who_spoke_later_is_away_from_then() -> None:
    pressed_break = AgentSaid("demo01", "A00001", 50, "on_break", "meal")
    gone = AgentSaid("demo01", "A00002", 20, "signed_out")
    (found,) = away([pressed_break, gone], alive_us=40, start_us=60)
    assert (found.fact, found.from_us, found.to_us) == (pressed_break, 51, 60)
    assert away([pressed_break], alive_us=59, start_us=60) == []
