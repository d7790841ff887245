"""Exports of reports over HTTP."""

from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from callcenter.files.sealed import FileGone
from callcenter.identity.person import CurrentPerson
from callcenter.identity.requests import ForeignRequest, NotSignedIn, require
from callcenter.identity.roles import watchers
from callcenter.kit.db import Database
from callcenter.kit.errors import NotAllowed
from callcenter.kit.problems import responses
from callcenter.kit.transactions import Reading
from callcenter.reporting.known_scopes import ScopeUnknown
from callcenter.reporting.reports.columns import FigureNotOfRows, FigureUnknown, TooManyColumns
from callcenter.reporting.reports.days import DaysWrong, ReportTooLong
from callcenter.reporting.reports.exports.errors import NoSuchReportExport, PdfTooLong, QueryIncomplete
from callcenter.reporting.reports.exports.font import FontMissing
from callcenter.reporting.reports.exports.schemas import (
    ReportExportAsked,
    ReportExportShown,
    ReportExportsShown,
)
from callcenter.reporting.reports.exports.service import ReportExports
from callcenter.reporting.reports.narrowing import FilterNotOfRows, NoSuchTeam
from callcenter.seats.errors import AgentUnknown, NotInYourTeams

Watcher = Annotated[CurrentPerson, Depends(require(*sorted(watchers())))]
ExportId = Annotated[str, Path(pattern=r"^[0-9A-Z]{26}$")]
_REFUSED: Final = (
    *(NotSignedIn, ForeignRequest, NotAllowed, NotInYourTeams, NoSuchTeam, QueryIncomplete),
    *(
        PdfTooLong,
        FontMissing,
        DaysWrong,
        ReportTooLong,
        FigureUnknown,
        FigureNotOfRows,
        TooManyColumns,
        FilterNotOfRows,
        AgentUnknown,
        ScopeUnknown,
    ),
)
_FILE: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
}


def report_exports_router(exports: ReportExports, database: Database) -> APIRouter:
    router = APIRouter(prefix="/api/reports/exports", tags=["reports"])

    @router.post("", status_code=202, responses=responses(*_REFUSED))
    async def export_report(person: Watcher, asked: ReportExportAsked) -> ReportExportShown:  # pyright: ignore[reportUnusedFunction]
        """Made in the background; a report that would be refused is refused at once."""
        async with database.write() as session:
            shown = await exports.ask(session, person, asked)
        exports.wake()
        return shown

    @router.get("", responses=responses(NotSignedIn, NotAllowed))
    async def list_report_exports(session: Reading, person: Watcher) -> ReportExportsShown:  # pyright: ignore[reportUnusedFunction]
        """The newest first."""
        return await exports.newest(session, person)

    @router.get("/{export_id}", responses=responses(NotSignedIn, NotAllowed, NoSuchReportExport))
    async def get_report_export(session: Reading, person: Watcher, export_id: ExportId) -> ReportExportShown:  # pyright: ignore[reportUnusedFunction]
        return await exports.one(session, person, export_id)

    @router.delete(
        "/{export_id}",
        status_code=204,
        responses=responses(NotSignedIn, ForeignRequest, NotAllowed, NoSuchReportExport),
    )
    async def remove_report_export(person: Watcher, export_id: ExportId) -> None:  # pyright: ignore[reportUnusedFunction]
        """By who asked for it only."""
        async with database.write() as session:
            await exports.remove(session, person, export_id)

    @router.get(
        "/{export_id}/file",
        responses={**_FILE, **responses(NotSignedIn, NotAllowed, NoSuchReportExport, FileGone)},
        response_class=Response,
    )
    async def get_report_file(person: Watcher, export_id: ExportId) -> Response:  # pyright: ignore[reportUnusedFunction]
        """For who asked for it only; each fetch stands in the audit trail."""
        name, content = await exports.fetch(person, export_id)
        return Response(
            content,
            media_type="application/octet-stream",
            headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"},
        )

    return router
