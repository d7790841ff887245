"""What the commands about the record do, beside a platform that may be running."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from callcenter.app.migrating import migrate
from callcenter.app.reconciliation_parts import reconciler_of
from callcenter.app.settings import Settings
from callcenter.kit.clock import Clock, SystemClock
from callcenter.kit.db import Database, is_sqlite, make_engine
from callcenter.kit.encryption import Keyring, load_or_create_secret
from callcenter.kit.errors import CallcenterError
from callcenter.reporting import service
from callcenter.reporting.export.raw_rows import export_rows
from callcenter.reporting.figures import Period
from callcenter.reporting.following import RecordFollowers
from callcenter.reporting.known_scopes import chosen_by
from callcenter.reporting.reports.days import checked
from callcenter.reporting.rollups.keeping import check_current
from callcenter.reporting.rollups.repository import Chosen
from callcenter.reporting.schemas import FigureOut
from callcenter.telephony.journal.rebuild import Rebuilt
from callcenter.telephony.journal.rebuild import rebuild as rebuild_calls
from callcenter.telephony.link_epochs import known_until_us
from callcenter.telephony.reconcile import repository as reconciliations
from callcenter.telephony.reconcile.models import BY_COMMAND, Reconciliation
from callcenter.tenancy import Scope


class NoRecord(CallcenterError):
    """No platform has made a database where the settings say that it is."""


class FolderUnusable(CallcenterError):
    """Rows cannot be written there."""


def days(first: datetime, last: datetime) -> Period:
    """Shanghai days from `first` to `last`, both inclusive. Raises DaysWrong, ReportTooLong."""
    return checked(first.date(), last.date()).period


async def figures_of(
    settings: Settings,
    clock: Clock,
    first: datetime,
    last: datetime,
    *,
    queue: str | None = None,
    hotline: str | None = None,
    agent: str | None = None,
) -> list[FigureOut]:
    period, scope = days(first, last), Scope.of(settings.company_id)
    written = Chosen(queue=queue, hotline=hotline, agent=agent)
    async with _record(settings) as database, database.read() as session:
        found = await service.figures(
            session,
            scope,
            await chosen_by(session, scope, written, hotlines=settings.hotlines),
            period,
            at_us=await known_until_us(session, scope, clock.now_us()),
            also_counted=True,
        )
    return [FigureOut.of(figure) for figure in found]


async def rebuild_day(settings: Settings, day: datetime) -> Rebuilt:
    period = days(day, day)
    async with _record(settings) as database:
        return await rebuild_calls(
            database,
            from_us=period.from_us,
            to_us=period.to_us,
            default_company_id=settings.company_id,
            follower=RecordFollowers(),
        )


async def export_raw(settings: Settings, first: datetime, last: datetime, folder: Path) -> int:
    """Raises FolderUnusable."""
    period, scope = days(first, last), Scope.of(settings.company_id)
    async with _record(settings) as database, database.read() as session:
        try:
            await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True, mode=0o700)
            as_of_us = await known_until_us(session, scope, SystemClock().now_us())
            return await export_rows(session, scope, period, folder, as_of_us=as_of_us)
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise FolderUnusable(
                zh=f"无法写入文件夹 {folder}({why})。请用 --out 指定一个可写的文件夹,并确认磁盘有空间。",
                en=f"Cannot write to {folder} ({why}): name a folder with --out that can be written to, "
                "on a disk with room.",
            ) from error


async def reconcile_days(settings: Settings, first: datetime, last: datetime) -> Reconciliation | None:
    """Beside a platform that may be running; None when it is not written down."""
    period = days(first, last)
    keyring = Keyring.from_secret(load_or_create_secret(settings.key_file), settings.suite)
    scope = Scope.of(settings.company_id)
    async with _record(settings) as database:
        reconciler = reconciler_of(settings, database, keyring, SystemClock(), scope)
        begun = await reconciler.begin(from_us=period.from_us, to_us=period.to_us, asked_by=BY_COMMAND)
        await reconciler.finish(begun)
        async with database.read() as session:
            return await reconciliations.find(session, scope, begun)


@asynccontextmanager
async def _record(settings: Settings) -> AsyncGenerator[Database]:
    """Refused until the platform has made roll-ups of this version, before its journal went on."""
    file = make_url(settings.resolved_database_url).database
    sqlite = is_sqlite(settings.resolved_database_url)
    if sqlite and not (file and await asyncio.to_thread(Path(file).exists)):
        raise NoRecord(
            zh=f"没有找到记录数据库:{file}。请确认 CALLCENTER_DATA_DIR。",
            en=f"There is no record at {file}; see CALLCENTER_DATA_DIR.",
        )
    database = Database(make_engine(settings.resolved_database_url))
    try:
        await migrate(database)
        async with database.read() as session:
            await check_current(session)
        yield database
    finally:
        await database.close()
