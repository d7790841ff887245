"""Imports and exports over HTTP, for supervisors. A file is sent as it is, not as a form."""

from typing import Annotated, Any, Final
from urllib.parse import quote, unquote

from fastapi import APIRouter, Depends, Header, Path, Query, Request
from fastapi.responses import Response

from callcenter.crm.transfer.errors import (
    ImportBusy,
    MappingUnclear,
    NoSuchExport,
    NoSuchImport,
    ReasonMissing,
)
from callcenter.crm.transfer.export_service import CustomerExports
from callcenter.crm.transfer.import_service import CustomerImports
from callcenter.crm.transfer.schemas import (
    CustomerExportAsked,
    ExportShown,
    ExportsShown,
    ImportAsked,
    ImportShown,
    ImportsShown,
)
from callcenter.crm.transfer.table_reader import FileUnreadable
from callcenter.files.sealed import FileGone, TooLarge
from callcenter.identity.person import CurrentPerson
from callcenter.identity.requests import ForeignRequest, NotSignedIn, require
from callcenter.identity.roles import Role
from callcenter.kit.db import Database
from callcenter.kit.errors import NotAllowed
from callcenter.kit.problems import responses
from callcenter.kit.transactions import Reading

Supervisor = Annotated[CurrentPerson, Depends(require(Role.SUPERVISOR))]
TransferId = Annotated[str, Path(pattern=r"^[0-9A-Z]{26}$")]
FileName = Annotated[str, Header(alias="X-File-Name", max_length=600)]
Few = Annotated[int, Query(ge=1, le=100)]
_SECURED: Final = (NotSignedIn, ForeignRequest, NotAllowed)
_BINARY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
_FILE: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
}


def imports_router(imports: CustomerImports, database: Database) -> APIRouter:
    router = APIRouter(prefix="/api/customer-imports", tags=["customer transfers"])

    @router.post(
        "",
        status_code=201,
        openapi_extra=_BINARY,
        responses=responses(*_SECURED, FileUnreadable, TooLarge),
    )
    async def upload_customers(  # pyright: ignore[reportUnusedFunction]
        person: Supervisor, request: Request, name: FileName = ""
    ) -> ImportShown:
        """XLSX or CSV as the body; `X-File-Name` is its name, percent-encoded."""
        shown_name = "".join(sign for sign in unquote(name) if sign.isprintable())
        return await imports.upload(person, shown_name, request.stream())

    @router.get("", responses=responses(NotSignedIn, NotAllowed))
    async def list_imports(session: Reading, person: Supervisor, limit: Few = 20) -> ImportsShown:  # pyright: ignore[reportUnusedFunction]
        return await imports.newest(session, person, limit=limit)

    @router.get("/{import_id}", responses=responses(NotSignedIn, NotAllowed, NoSuchImport))
    async def get_import(session: Reading, person: Supervisor, import_id: TransferId) -> ImportShown:  # pyright: ignore[reportUnusedFunction]
        return await imports.one(session, person, import_id)

    @router.post("/{import_id}/run", responses=responses(*_SECURED, NoSuchImport, ImportBusy, MappingUnclear))
    async def run_import(  # pyright: ignore[reportUnusedFunction]
        person: Supervisor, import_id: TransferId, asked: ImportAsked
    ) -> ImportShown:
        async with database.write() as session:
            shown = await imports.ask(session, person, import_id, asked)
        imports.wake()
        return shown

    @router.get(
        "/{import_id}/problems",
        responses={**_FILE, **responses(NotSignedIn, NotAllowed, NoSuchImport)},
        response_class=Response,
    )
    async def get_import_problems(  # pyright: ignore[reportUnusedFunction]
        session: Reading, person: Supervisor, import_id: TransferId
    ) -> Response:
        """Every wrong row, as CSV."""
        text = await imports.problems_csv(session, person, import_id)
        return _file(f"导入问题-{import_id}.csv", text.encode())

    @router.delete("/{import_id}", status_code=204, responses=responses(*_SECURED, NoSuchImport, ImportBusy))
    async def remove_import(person: Supervisor, import_id: TransferId) -> None:  # pyright: ignore[reportUnusedFunction]
        async with database.write() as session:
            await imports.remove(session, person, import_id)

    return router


def exports_router(exports: CustomerExports, database: Database) -> APIRouter:
    router = APIRouter(prefix="/api/customer-exports", tags=["customer transfers"])

    @router.post("", status_code=201, responses=responses(*_SECURED, ReasonMissing))
    async def export_customers(person: Supervisor, asked: CustomerExportAsked) -> ExportShown:  # pyright: ignore[reportUnusedFunction]
        async with database.write() as session:
            shown = await exports.ask(session, person, asked)
        exports.wake()
        return shown

    @router.get("", responses=responses(NotSignedIn, NotAllowed))
    async def list_exports(session: Reading, person: Supervisor, limit: Few = 20) -> ExportsShown:  # pyright: ignore[reportUnusedFunction]
        return await exports.newest(session, person, limit=limit)

    @router.get("/{export_id}", responses=responses(NotSignedIn, NotAllowed, NoSuchExport))
    async def get_export(session: Reading, person: Supervisor, export_id: TransferId) -> ExportShown:  # pyright: ignore[reportUnusedFunction]
        return await exports.one(session, person, export_id)

    @router.get(
        "/{export_id}/file",
        responses={**_FILE, **responses(NotSignedIn, NotAllowed, NoSuchExport, FileGone)},
        response_class=Response,
    )
    async def get_export_file(person: Supervisor, export_id: TransferId) -> Response:  # pyright: ignore[reportUnusedFunction]
        """For who asked for it only; each fetch stands in the audit trail."""
        name, content = await exports.fetch(person, export_id)
        return _file(name, content)

    return router


def _file(name: str, content: bytes) -> Response:
    return Response(
        content,
        media_type="application/octet-stream",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"},
    )
