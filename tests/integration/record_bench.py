"""A journal on a database and a folder of its own, for tests of the record."""

import shutil
from pathlib import Path

from prometheus_client import CollectorRegistry
from sqlalchemy import func, select

from callcenter.app.migrating import migrate
from callcenter.kit.db import Database, make_engine
from callcenter.kit.encryption import Keyring
from callcenter.telephony.journal.task import JournalTask
from callcenter.telephony.models import BadLineRow, CallRecord, JournalGap, LegRecord, RawRow
from callcenter.tenancy.service import ensure_company

KEYRING = Keyring.from_secret(b"t" * 32, "sm")
NOW_US = 1_795_400_000_000_000
_migrated: list[bytes] = []


class StandingClock:
    def now_us(self) -> int:
        return NOW_US


class RecordBench:
    def __init__(self, folder: Path) -> None:
        self.logs = folder / "log"
        self.logs.mkdir()
        self._file = folder / "record.sqlite3"
        self.database = Database(make_engine(f"sqlite+aiosqlite:///{self._file}"))
        self.changed: list[str] = []
        self.task = self.new_task()

    async def create(self) -> None:
        """Through the migrations, once; every other bench starts from a copy of that file."""
        if not _migrated:
            template = Database(make_engine(f"sqlite+aiosqlite:///{self._file}"))
            await migrate(template)
            await template.close()
            _migrated.append(self._file.read_bytes())
        self._file.write_bytes(_migrated[0])
        async with self.database.write() as session:
            await ensure_company(session, company_id="demo01", name="演示", at_us=NOW_US)

    def new_task(self) -> JournalTask:
        async def on_calls_changed(call_ids: object) -> None:
            self.changed.extend(call_ids)  # type: ignore[arg-type]

        return JournalTask(
            folder=self.logs,
            database=self.database,
            keyring=KEYRING,
            clock=StandingClock(),
            registry=CollectorRegistry(),
            company_ids=frozenset({"demo01"}),
            default_company_id="demo01",
            hotlines=frozenset({"4000000001"}),
            on_calls_changed=on_calls_changed,
        )

    def restart(self) -> None:
        self.task = self.new_task()

    async def raw_rows(self) -> list[tuple[str, str, str | None]]:
        """Order of arrival does not matter to the record."""
        async with self.database.read() as session:
            found = await session.execute(select(RawRow.source, RawRow.data, RawRow.call_id))
            return sorted((source, data, call_id) for source, data, call_id in found)

    async def calls(self) -> list[dict[str, object]]:
        async with self.database.read() as session:
            calls = [
                _values(call)
                for call in await session.scalars(select(CallRecord).order_by(CallRecord.call_id))
            ]
            legs = [
                _values(leg) for leg in await session.scalars(select(LegRecord).order_by(LegRecord.uniqueid))
            ]
            return [*calls, *legs]

    async def gaps(self) -> list[tuple[int, int, str]]:
        async with self.database.read() as session:
            found = await session.execute(select(JournalGap.from_us, JournalGap.to_us, JournalGap.reason))
            return [(from_us, to_us, reason) for from_us, to_us, reason in found]

    async def count(self, model: type[BadLineRow | JournalGap | RawRow | CallRecord]) -> int:
        async with self.database.read() as session:
            return await session.scalar(select(func.count()).select_from(model)) or 0

    def copy(self, name: str, to: str) -> None:
        shutil.copyfile(self.logs / name, self.logs / to)


def _values(row: object) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}
