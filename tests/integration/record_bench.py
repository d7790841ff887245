"""A journal on a database and a folder of its own, for tests of the record."""

import shutil
from pathlib import Path

from prometheus_client import CollectorRegistry
from sqlalchemy import func, select

from callcenter.app.models import METADATA
from callcenter.kit.db import Database, make_engine
from callcenter.kit.encryption import Keyring
from callcenter.reporting.following import RecordFollowers
from callcenter.telephony.journal.task import JournalTask
from callcenter.telephony.models import BadLineRow, CallRecord, JournalGap, LegRecord, RawRow
from callcenter.tenancy.service import ensure_company
from integration.migrated_databases import migrated_sqlite

KEYRING = Keyring.from_secret(b"t" * 32, "sm")
NOW_US = 1_795_400_000_000_000


class StandingClock:
    def now_us(self) -> int:
        return NOW_US


class RecordBench:
    def __init__(self, folder: Path, database_url: str = "") -> None:
        """Without a migrated database of the caller's, one of its own: a SQLite file in that folder."""
        self.logs = folder / "log"
        self.logs.mkdir()
        self._file = None if database_url else folder / "record.sqlite3"
        self.database = Database(make_engine(database_url or f"sqlite+aiosqlite:///{self._file}"))
        self.changed: list[str] = []
        self.task = self.new_task()

    async def create(self) -> None:
        if self._file is not None:
            await migrated_sqlite(self._file)
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
            follower=RecordFollowers(),
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
            calls = sorted(await session.scalars(select(CallRecord)), key=lambda call: call.call_id)
            legs = sorted(await session.scalars(select(LegRecord)), key=lambda leg: leg.uniqueid)
            return [_values(row) for row in (*calls, *legs)]

    async def gaps(self) -> list[tuple[int, int, str]]:
        async with self.database.read() as session:
            found = await session.execute(select(JournalGap.from_us, JournalGap.to_us, JournalGap.reason))
            return [(from_us, to_us, reason) for from_us, to_us, reason in found]

    async def count(self, model: type[BadLineRow | JournalGap | RawRow | CallRecord]) -> int:
        async with self.database.read() as session:
            return await session.scalar(select(func.count()).select_from(model)) or 0

    async def stored(self) -> bytes:
        """All that lies there: SQLite's files, freed pages and all; on PostgreSQL every row."""
        url = self.database.engine.url
        if url.get_backend_name() == "sqlite":
            await self.database.close()
            file = Path(url.database or "")
            return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
        async with self.database.read() as session:
            rows = [row for table in METADATA.sorted_tables for row in await session.execute(select(table))]
        return repr(rows).encode()

    def copy(self, name: str, to: str) -> None:
        shutil.copyfile(self.logs / name, self.logs / to)


def _values(row: object) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}
