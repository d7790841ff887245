"""Rotated files leave in clear only when every row of theirs is in the record."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from callcenter.kit.clock import SECOND, to_datetime
from callcenter.kit.encryption import Keyring, Unreadable
from callcenter.telephony.ami.errors import LinkLost
from callcenter.telephony.journal.rotation import Rotation, next_midnight_us
from callcenter.telephony.journal.sealed_file import seal, unseal
from callcenter.telephony.models import RawRow
from fakes.patience import PATIENCE
from integration.record_bench import KEYRING, NOW_US, RecordBench, StandingClock

pytestmark = pytest.mark.integration

SAMPLES = Path(__file__).parent / "samples"
CEL = (SAMPLES / "answered.cel.json").read_bytes()
QUEUE_LOG = (SAMPLES / "answered.queue_log").read_bytes()


class LaterClock:
    """The files of a test are new; a minute later they have settled."""

    def now_us(self) -> int:
        return max(NOW_US, (1 << 53) // 2)


class MidnightClock:
    """Asked the first time it is a second before midnight, after that two seconds past it."""

    def __init__(self) -> None:
        self._before = True

    def now_us(self) -> int:
        midnight = next_midnight_us(NOW_US)
        before, self._before = self._before, False
        return midnight - SECOND if before else midnight + 2 * SECOND


@pytest.fixture
async def bench(tmp_path: Path, database_url: str) -> AsyncIterator[RecordBench]:
    bench = RecordBench(tmp_path, database_url)
    await bench.create()
    yield bench
    await bench.database.close()


@pytest.fixture
def rotation(bench: RecordBench) -> Rotation:
    async def rotate_queue_log() -> None:
        """As Asterisk does it."""
        (bench.logs / "queue_log").rename(bench.logs / "queue_log.0")
        (bench.logs / "queue_log").write_bytes(b"1795302150|NONE|NONE|NONE|CONFIGRELOAD|\n")

    return Rotation(
        folder=bench.logs,
        database=bench.database,
        keyring=KEYRING,
        clock=LaterClock(),
        registry=CollectorRegistry(),
        rotate_queue_log=rotate_queue_log,
        on_archived=lambda file_id: bench.task.forget(file_id),
    )


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


class TestRotation:
    async def test_packs_what_is_in_the_record_and_removes_it_in_clear(
        self, bench: RecordBench, rotation: Rotation
    ):
        (bench.logs / "cel.json").write_bytes(CEL)
        (bench.logs / "queue_log").write_bytes(QUEUE_LOG)
        await bench.task.catch_up()
        await rotation.rotate()
        await bench.task.catch_up()

        sealed = await rotation.seal_complete()

        assert names(bench.logs) == ["queue_log"]
        whole = [b"".join(unseal(bench.logs / "archive" / name, keyring=KEYRING)) for name in sealed]
        assert sorted(whole) == sorted([CEL, QUEUE_LOG])
        assert all(path.stat().st_mode & 0o777 == 0o600 for path in (bench.logs / "archive").iterdir())

    async def test_drops_messages_of_asterisk_after_a_day(self, bench: RecordBench, rotation: Rotation):
        (bench.logs / "queue_log").write_bytes(QUEUE_LOG)
        for name in ("messages.log", "messages.log.0", "messages.log.1"):
            (bench.logs / name).write_bytes(b"a line")
        now_s = LaterClock().now_us() / SECOND
        for name, age_s in (("messages.log", 90_000), ("messages.log.0", 90_000), ("messages.log.1", 80_000)):
            os.utime(bench.logs / name, (now_s - age_s, now_s - age_s))

        await rotation.rotate()

        assert [name for name in names(bench.logs) if "messages" in name] == [
            "messages.log",
            "messages.log.1",
        ]

    async def test_keeps_a_file_with_rows_that_are_not_in_the_record(
        self, bench: RecordBench, rotation: Rotation
    ):
        (bench.logs / "cel.json").write_bytes(CEL[:2_000])
        await bench.task.catch_up()
        (bench.logs / "cel.json").rename(bench.logs / "cel.json.1")
        (bench.logs / "cel.json.1").write_bytes(CEL)

        assert await rotation.seal_complete() == []
        assert names(bench.logs) == ["cel.json.1"]

    async def test_never_touches_a_live_file(self, bench: RecordBench, rotation: Rotation):
        (bench.logs / "cel.json").write_bytes(CEL)
        await bench.task.catch_up()

        assert await rotation.seal_complete() == []

    async def test_an_archived_file_put_back_counts_nothing_twice(
        self, bench: RecordBench, rotation: Rotation
    ):
        (bench.logs / "cel.json.1").write_bytes(CEL)
        await bench.task.catch_up()
        rows = await bench.count(RawRow)
        [name] = await rotation.seal_complete()
        restored = b"".join(unseal(bench.logs / "archive" / name, keyring=KEYRING))
        (bench.logs / "cel.json.restored").write_bytes(restored)

        await bench.task.catch_up()

        assert await bench.count(RawRow) == rows


class TestMidnight:
    async def test_is_tried_again_until_the_link_is_back(self, bench: RecordBench):
        """queue_log must not wait for the next midnight, and cel.json is not rotated for it once more."""
        (bench.logs / "cel.json").write_bytes(CEL)
        (bench.logs / "queue_log").write_bytes(QUEUE_LOG)
        clock, tried, done = MidnightClock(), [0], asyncio.Event()

        async def rotate_queue_log() -> None:
            tried[0] += 1
            if tried[0] < 4:
                raise LinkLost
            done.set()

        rotation = Rotation(
            folder=bench.logs,
            database=bench.database,
            keyring=KEYRING,
            clock=clock,
            registry=CollectorRegistry(),
            rotate_queue_log=rotate_queue_log,
            on_archived=lambda file_id: bench.task.forget(file_id),
            retry_after_s=0.02,
        )
        running = asyncio.create_task(rotation.run())
        try:
            async with asyncio.timeout(PATIENCE):
                await done.wait()
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

        assert tried == [4]
        assert [name.partition(".json.")[0] for name in names(bench.logs)] == ["cel", "queue_log"]


class TestWhenItIsDue:
    async def test_a_midnight_missed_is_made_good(self, bench: RecordBench, rotation: Rotation):
        """The platform was away at midnight: yesterday's rows must not lie in clear for another day."""
        (bench.logs / "cel.json").write_bytes(b"half a row\n" + CEL)

        assert rotation.due_us() == next_midnight_us(1_795_302_130 * SECOND)

    @pytest.mark.parametrize("written", [None, b"", b"no row at all\n"])
    async def test_without_rows_it_is_the_coming_midnight(
        self, bench: RecordBench, rotation: Rotation, written: bytes | None
    ):
        if written is not None:
            (bench.logs / "cel.json").write_bytes(written)

        assert rotation.due_us() == next_midnight_us(LaterClock().now_us())


class TestASealedFile:
    @pytest.fixture
    def sealed(self, tmp_path: Path) -> Path:
        plain = tmp_path / "plain"
        plain.write_bytes(CEL * 40)
        seal(plain, tmp_path / "x.sealed", file_id="0" * 26, keyring=KEYRING)
        return tmp_path / "x.sealed"

    def test_is_smaller_and_hides_its_text(self, sealed: Path):
        assert sealed.stat().st_size < len(CEL) * 40 / 10
        assert b"13900001234" not in sealed.read_bytes()

    @pytest.mark.parametrize("cut", [0, 3, 31, 40, -1])
    def test_says_so_when_it_was_cut(self, sealed: Path, cut: int):
        sealed.write_bytes(sealed.read_bytes()[:cut])

        with pytest.raises(Unreadable):
            list(unseal(sealed, keyring=KEYRING))

    @pytest.mark.parametrize("at", [0, 5, 31, 200])
    def test_says_so_when_it_was_changed(self, sealed: Path, at: int):
        data = bytearray(sealed.read_bytes())
        data[at] ^= 1
        sealed.write_bytes(data)

        with pytest.raises(Unreadable):
            list(unseal(sealed, keyring=KEYRING))

    def test_opens_with_its_own_secret_only(self, sealed: Path):
        with pytest.raises(Unreadable):
            list(unseal(sealed, keyring=Keyring.from_secret(b"other" * 8, "sm")))


def test_the_day_ends_at_midnight_in_shanghai():
    now_us = StandingClock().now_us()

    midnight = next_midnight_us(now_us)

    assert (to_datetime(midnight).hour, to_datetime(midnight).minute) == (16, 0)
    assert 0 < midnight - now_us <= 24 * 3600 * SECOND
    assert next_midnight_us(midnight) == midnight + 24 * 3600 * SECOND
