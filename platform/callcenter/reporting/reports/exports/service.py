"""Exporting a report: asked, made in the background with the rights of who asked, fetched by that person."""

import asyncio
import io
from collections.abc import Callable, Iterator
from time import monotonic
from typing import BinaryIO, Final

from callcenter.files import repository as file_jobs
from callcenter.files.jobs import content_of
from callcenter.files.sealed import SealedFiles
from callcenter.files.transfer import TransferState
from callcenter.identity.audit import AuditTag, AuditTrail
from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.kit.clock import SHANGHAI, Clock, to_datetime
from callcenter.kit.db import Database, ReadSession, WriteSession
from callcenter.kit.ids import new_id
from callcenter.reporting.reports import service as tables
from callcenter.reporting.reports.contacts import contacts
from callcenter.reporting.reports.days import Days
from callcenter.reporting.reports.exports import repository
from callcenter.reporting.reports.exports.errors import NoSuchReportExport, PdfTooLong, QueryIncomplete
from callcenter.reporting.reports.exports.font import paper_font
from callcenter.reporting.reports.exports.models import ReportExport
from callcenter.reporting.reports.exports.pdf import Head, Letterhead, draw
from callcenter.reporting.reports.exports.schemas import (
    FileFormat,
    ReportExportAsked,
    ReportExportShown,
    ReportExportsShown,
    ReportPage,
    ReportQuery,
)
from callcenter.reporting.reports.exports.sheet import Report, Sheets
from callcenter.reporting.reports.exports.writers import csv_file, xlsx
from callcenter.reporting.reports.heat import heat
from callcenter.reporting.reports.narrowing import Filters
from callcenter.reporting.reports.schemas import HeatOut
from callcenter.reporting.reports.timesheet import timesheet

MOST_LISTED: Final = 20
MOST_PDF_ROWS: Final = 5_000
NOTED_EACH_SECONDS: Final = 0.5
_PAGES: Final = {
    ReportPage.TABLE: "汇总表",
    ReportPage.HEAT: "热力图",
    ReportPage.TIMESHEET: "工时表",
    ReportPage.CONTACTS: "一次解决率",
}


class ReportExportTag(AuditTag):
    EXPORT_ASKED = "report:export:asked"
    EXPORT_FETCHED = "report:export:fetched"
    EXPORT_REMOVED = "report:export:removed"


class ReportExports:
    def __init__(
        self,
        database: Database,
        clock: Clock,
        audit: AuditTrail,
        files: SealedFiles,
        letterhead: Letterhead,
        wake: Callable[[], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._audit = audit
        self._files = files
        self._letterhead = letterhead
        self.wake = wake

    async def ask(
        self, session: WriteSession, person: CurrentPerson, asked: ReportExportAsked
    ) -> ReportExportShown:
        """The report itself is asked once now: what it refuses is refused here, by name, as are PdfTooLong
        and FontMissing."""
        now_us = self._clock.now_us()
        report = await self.report(session, person, asked.what, asked.query, at_us=now_us)
        if asked.format is FileFormat.PDF:
            _fits_paper(report)
        job = ReportExport(
            id=new_id(now_us),
            client_company_id=person.company_id,
            person_id=person.id,
            state=TransferState.QUEUED.value,
            what=asked.what.value,
            format=asked.format.value,
            language=asked.language,
            query=asked.query.model_dump(mode="json", exclude_none=True),
            created_us=now_us,
            ended_us=None,
            rows_done=0,
            rows_total=_rows_of(report),
            demo=report.demo,
            size=None,
            failure_zh=None,
            failure_en=None,
        )
        session.add(job)
        await session.flush()
        detail = {"what": job.what, "format": job.format, "first": str(asked.query.first)}
        await self._audit.record(
            session,
            ReportExportTag.EXPORT_ASKED,
            by=person.actor,
            subject=job.id,
            detail={**detail, "last": str(asked.query.last)},
        )
        return _shown(job, person, person.display_name)

    async def newest(self, session: ReadSession, person: CurrentPerson) -> ReportExportsShown:
        found = await file_jobs.newest(session, scope_of(person), ReportExport, limit=MOST_LISTED)
        return ReportExportsShown(items=[_shown(job, person, name) for job, name in found])

    async def one(self, session: ReadSession, person: CurrentPerson, export_id: str) -> ReportExportShown:
        """Raises NoSuchReportExport."""
        job = await self._find(session, person, export_id)
        return _shown(job, person, await file_jobs.name_of(session, scope_of(person), job.person_id))

    async def remove(self, session: WriteSession, person: CurrentPerson, export_id: str) -> None:
        """By who asked. One that runs is given up when it is done. Raises NoSuchReportExport."""
        job = await self._find(session, person, export_id)
        if job.person_id != person.id:
            raise NoSuchReportExport
        job.state = TransferState.REMOVED.value
        self._files.remove(export_id)
        await self._audit.record(session, ReportExportTag.EXPORT_REMOVED, by=person.actor, subject=export_id)

    async def fetch(self, person: CurrentPerson, export_id: str) -> tuple[str, bytes]:
        """Name and content, for who asked for it only. Raises NoSuchReportExport, FileGone."""
        async with self._database.read() as session:
            job = await self._find(session, person, export_id)
        content = await content_of(self._files, job, person, NoSuchReportExport)
        async with self._database.write() as session:
            await self._audit.record(
                session,
                ReportExportTag.EXPORT_FETCHED,
                by=person.actor,
                subject=export_id,
                detail={"rows": job.rows_done},
            )
        return file_name(job), content

    async def run(self, job: ReportExport) -> None:
        """Precondition: nobody else runs it. Begins anew when it was interrupted."""
        async with self._database.read() as session:
            scope = tables.Scope.of(job.client_company_id)
            person = await repository.person_of(session, scope, job.person_id)
            if person is None:
                raise NoSuchReportExport
            query = ReportQuery.model_validate(job.query)
            report = await self.report(session, person, ReportPage(job.what), query, at_us=job.created_us)
        file = io.BytesIO()
        writing = self._writing(job, report, file)
        await self._note(job.id, 0, _rows_of(report))
        while (done := await asyncio.to_thread(_go_on, writing)) is not None:
            if not await self._note(job.id, int(done * _rows_of(report)), _rows_of(report)):
                return
        size = file.tell()
        await asyncio.to_thread(self._files.write, job.id, file)
        await self._note(job.id, _rows_of(report), _rows_of(report), size=size)

    def _writing(self, job: ReportExport, report: Report, file: BinaryIO) -> Iterator[float]:
        words = Sheets(english=job.language == "en")
        sheets = words.of(report)
        match FileFormat(job.format):
            case FileFormat.XLSX:
                return xlsx(file, sheets, demo=report.demo)
            case FileFormat.CSV:
                return csv_file(file, sheets, demo=report.demo)
            case FileFormat.PDF:
                english = job.language == "en"
                name, told = words.name(report), words.told(report)
                return draw(file, sheets, Head(self._letterhead, name, told, english, report.demo))

    async def report(
        self, session: ReadSession, person: CurrentPerson, what: ReportPage, query: ReportQuery, *, at_us: int
    ) -> Report:
        """Raises QueryIncomplete, and what the report itself refuses."""
        days = Days(query.first, query.last)
        filters = Filters(queue=query.queue, agent=query.agent, team=query.team, number=query.number)
        match what:
            case ReportPage.TABLE:
                if query.rows is None:
                    raise QueryIncomplete("rows")
                asked = tables.TableAsked(
                    kind=query.rows,
                    days=days,
                    figures=query.figures.split(",") if query.figures else (),
                    filters=filters,
                    compare=query.compare is not None,
                )
                return await tables.table(session, person, asked, at_us=at_us)
            case ReportPage.HEAT:
                if query.figure is None:
                    raise QueryIncomplete("figure")
                return await heat(session, person, days, query.figure, filters, at_us=at_us)
            case ReportPage.TIMESHEET:
                return await timesheet(session, person, days, filters, at_us=at_us)
            case ReportPage.CONTACTS:
                return await contacts(session, person, days, filters, at_us=at_us)

    async def _note(self, export_id: str, done: int, total: int, *, size: int | None = None) -> bool:
        """False when it was removed meanwhile."""
        async with self._database.write() as session:
            stored = await session.get(ReportExport, export_id)
            assert stored is not None
            stored.rows_done, stored.rows_total, stored.size = done, total, size
            return stored.state == TransferState.RUNNING.value

    async def _find(self, session: ReadSession, person: CurrentPerson, export_id: str) -> ReportExport:
        job = await file_jobs.find(session, scope_of(person), ReportExport, export_id)
        if job is None:
            raise NoSuchReportExport
        return job


def file_name(job: ReportExport) -> str:
    at = to_datetime(job.created_us).astimezone(SHANGHAI).strftime("%Y%m%d-%H%M%S")
    days = f"{job.query['first']}_{job.query['last']}"
    demo = "演示-" if job.demo else ""
    return f"{demo}{_PAGES[ReportPage(job.what)]}-{days}-{at}.{job.format}"


def _go_on(writing: Iterator[float]) -> float | None:
    """Writes for a while; None when the file is whole."""
    until = monotonic() + NOTED_EACH_SECONDS
    done: float | None = None
    for done in writing:
        if monotonic() > until:
            return done
    return None


def _fits_paper(report: Report) -> None:
    """Raises PdfTooLong, FontMissing."""
    if _rows_of(report) > MOST_PDF_ROWS:
        raise PdfTooLong(_rows_of(report), MOST_PDF_ROWS)
    paper_font()


def _rows_of(report: Report) -> int:
    return 24 if isinstance(report, HeatOut) else len(report.rows)


def _shown(job: ReportExport, person: CurrentPerson, name: str) -> ReportExportShown:
    return ReportExportShown(
        id=job.id,
        what=ReportPage(job.what),
        format=FileFormat(job.format),
        state=TransferState(job.state),
        done=job.rows_done,
        total=job.rows_total,
        file=file_name(job) if job.state == TransferState.DONE.value else None,
        bytes=job.size,
        demo=job.demo,
        created_us=job.created_us,
        ended_us=job.ended_us,
        by=name,
        mine=job.person_id == person.id,
        failure_zh=job.failure_zh,
        failure_en=job.failure_en,
    )
