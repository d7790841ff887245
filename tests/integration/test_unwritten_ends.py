"""Calls whose end a full disk swallowed: missed in Asterisk, told through queue_log, closed in the record."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from callcenter.telephony.ami.facts import LinkState
from callcenter.telephony.unwritten_ends import UnwrittenEnds
from fakes.ami_bench import new_link
from fakes.fake_ami import Action, FakeAmi, FakeSession
from integration.record_bench import RecordBench

pytestmark = pytest.mark.integration

CEL = Path(__file__).parent / "samples" / "answered.cel.json"
CALL_ID = "zz1-1795302130.0"
TALKING = b"".join(CEL.read_bytes().splitlines(keepends=True)[:26])
GONE = f"1795302200|{CALL_ID}|NONE|NONE|CALL_GONE|\n".encode()
LAST_SAID_US = 1_795_302_200_000_000


@pytest.fixture
async def bench(tmp_path: Path, database_url: str) -> AsyncGenerator[RecordBench]:
    bench = RecordBench(tmp_path, database_url)
    await bench.create()
    (bench.logs / "cel.json").write_bytes(TALKING)
    await bench.task.catch_up()
    yield bench
    await bench.database.close()


class Looks:
    """The part under test beside an Asterisk that lists what it is told to."""

    def __init__(self, server: FakeAmi, ends: UnwrittenEnds) -> None:
        self.ends = ends
        self._server = server
        self.listed: list[dict[str, str]] = []

    @property
    def told(self) -> list[Action]:
        return self._server.named("QueueLog")

    @property
    def asked(self) -> int:
        return len(self._server.named("Status"))


@asynccontextmanager
async def looking(bench: RecordBench, *, on_floor: bool = False) -> AsyncGenerator[Looks]:
    async with FakeAmi() as server:
        link = new_link(server)
        looks = Looks(server, UnwrittenEnds(bench.database, link, on_floor=lambda _: on_floor))

        async def status(session: FakeSession, action: Action) -> None:
            session.reply_list(action, looks.listed)

        server.replies["Status"] = status
        link.start()
        try:
            await link.until(LinkState.LIVE)
            yield looks
        finally:
            await link.close()


async def test_is_told_at_the_second_look(bench: RecordBench):
    async with looking(bench) as looks:
        await looks.ends.look(current=True)
        assert looks.told == []
        await looks.ends.look(current=True)

        (told,) = looks.told
        assert (told["event"], told["uniqueid"]) == ("CALL_GONE", CALL_ID)


async def test_whatever_asterisk_still_lists_goes_on(bench: RecordBench):
    async with looking(bench) as looks:
        looks.listed = [{"Event": "Status", "Uniqueid": "zz1-1795302131.7", "Linkedid": CALL_ID}]
        for _ in range(3):
            await looks.ends.look(current=True)

        assert looks.told == []


async def test_asterisk_is_not_asked_about_what_the_floor_shows(bench: RecordBench):
    async with looking(bench, on_floor=True) as looks:
        for _ in range(3):
            await looks.ends.look(current=True)

        assert (looks.told, looks.asked) == ([], 0)


async def test_a_record_that_is_behind_says_nothing_about_ends(bench: RecordBench):
    async with looking(bench) as looks:
        for current in (True, False, True):
            await looks.ends.look(current=current)

        assert looks.told == []


async def test_the_record_closes_it_and_says_from_when_on_it_knows_less(bench: RecordBench):
    (bench.logs / "queue_log").write_bytes(GONE)
    await bench.task.catch_up()

    call = (await bench.calls())[0]
    assert (call["end_reason"], call["ended_by"], call["complete"]) == ("end_not_written", "unknown", False)
    assert await bench.gaps() == [(call["ended_us"], LAST_SAID_US, "end_not_written")]
