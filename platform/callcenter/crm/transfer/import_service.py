"""Importing customers: what was uploaded, what its columns are, and asking for a run."""

import asyncio
from collections.abc import AsyncIterable, Callable
from dataclasses import dataclass
from typing import Any, Final

import orjson

from callcenter.crm.customers import repository as customers_repository
from callcenter.crm.customers.fields import PHONES, Catalogue
from callcenter.crm.customers.masking import mask_text
from callcenter.crm.transfer import repository
from callcenter.crm.transfer.audit_tags import TransferTag
from callcenter.crm.transfer.errors import ImportBusy, MappingUnclear, NoSuchImport
from callcenter.crm.transfer.import_mapping import VIP, is_header, proposed
from callcenter.crm.transfer.import_view import columns_of, letter, quoted, titles_of
from callcenter.crm.transfer.models import CustomerImport
from callcenter.crm.transfer.on_duplicate import OnDuplicate
from callcenter.crm.transfer.schemas import (
    ImportAsked,
    ImportProgress,
    ImportRow,
    ImportShown,
    ImportsShown,
    RowProblemShown,
)
from callcenter.crm.transfer.table_reader import TableFile, TableFormat, TableHead, head_of, recognised
from callcenter.files import repository as file_jobs
from callcenter.files.sealed import SealedFiles
from callcenter.files.transfer import TransferFact, TransferState, advance
from callcenter.identity.audit import AuditTrail
from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.kit.clock import Clock
from callcenter.kit.db import Database, ReadSession, WriteSession
from callcenter.kit.ids import new_id
from callcenter.telephony.journal.tokens import Keys
from callcenter.tenancy import Scope

HEAD_ROWS: Final = 8
PROBLEMS_SHOWN: Final = 100
_LONGEST_NAME: Final = 120


@dataclass(frozen=True, slots=True)
class _Head:
    file_name: str
    rows: list[list[str]]


class CustomerImports:
    """`wake` tells the jobs that one is waiting."""

    def __init__(
        self,
        database: Database,
        keys: Keys,
        audit: AuditTrail,
        clock: Clock,
        files: SealedFiles,
        *,
        most_bytes: int,
        wake: Callable[[], None],
    ) -> None:
        self._database = database
        self._keys = keys
        self._audit = audit
        self._clock = clock
        self._files = files
        self._wake = wake
        self.most_bytes = most_bytes

    async def upload(self, person: CurrentPerson, file_name: str, parts: AsyncIterable[bytes]) -> ImportShown:
        """Raises FileUnreadable, TooLarge. It is sealed as it comes, before anything says that it exists."""
        now_us = self._clock.now_us()
        job_id = new_id(now_us)
        size = await self._files.receive(job_id, parts, most=self.most_bytes)
        try:
            file, head = await asyncio.to_thread(self._looked_into, job_id)
            async with self._database.write() as session:
                job = await self._new_job(session, person, job_id, now_us, file, head, file_name)
                job.size = size
                session.add(job)
                await session.flush()
                await self._audit.record(
                    session,
                    TransferTag.FILE_UPLOADED,
                    by=person.actor,
                    subject=job_id,
                    detail={"bytes": size, "format": file.format.value},
                )
                return await self._shown(session, scope_of(person), job)
        except BaseException:
            self._files.remove(job_id)
            raise

    def _looked_into(self, job_id: str) -> tuple[TableFile, TableHead]:
        with self._files.open(job_id) as data:
            file = recognised(data)
            return file, head_of(file, data, rows=HEAD_ROWS)

    async def _new_job(
        self,
        session: ReadSession,
        person: CurrentPerson,
        job_id: str,
        now_us: int,
        file: TableFile,
        head: TableHead,
        file_name: str,
    ) -> CustomerImport:
        catalogue = await customers_repository.catalogue(session, scope_of(person))
        has_header = is_header(head.rows[0])
        mapping = proposed(head.rows[0], catalogue) if has_header else {}
        sealed = {"file_name": file_name[:_LONGEST_NAME], "rows": head.rows}
        return CustomerImport(
            id=job_id,
            client_company_id=person.company_id,
            person_id=person.id,
            state=TransferState.UPLOADED.value,
            created_us=now_us,
            started_us=None,
            ended_us=None,
            format=file.format.value,
            encoding=file.encoding,
            delimiter=file.delimiter,
            head_cipher=self._keys.encrypt(orjson.dumps(sealed), context=_head_place(job_id)),
            mapping={str(column): code for column, code in mapping.items()},
            has_header=has_header,
            on_duplicate=OnDuplicate.SKIP.value,
            dry_run=True,
            rows_total=head.total,
            **_NOTHING_DONE,
        )

    async def newest(self, session: ReadSession, person: CurrentPerson, *, limit: int) -> ImportsShown:
        scope = scope_of(person)
        found = await file_jobs.newest(session, scope, CustomerImport, limit=limit)
        items = [self._row(job, self._head(job), name) for job, name in found]
        return ImportsShown(items=[ImportRow(**item) for item in items], most_bytes=self.most_bytes)

    async def one(self, session: ReadSession, person: CurrentPerson, import_id: str) -> ImportShown:
        """Raises NoSuchImport."""
        scope = scope_of(person)
        return await self._shown(session, scope, await self._find(session, scope, import_id))

    async def ask(
        self, session: WriteSession, person: CurrentPerson, import_id: str, asked: ImportAsked
    ) -> ImportShown:
        """Raises NoSuchImport, ImportBusy, MappingUnclear. A run that broke goes on where it stopped."""
        scope = scope_of(person)
        job = await self._find(session, scope, import_id)
        state = advance(TransferState(job.state), TransferFact.ASKED)
        if state is None:
            raise ImportBusy
        mapping = _mapping_of(asked, await customers_repository.catalogue(session, scope))
        goes_on = (
            job.state == TransferState.FAILED.value
            and not asked.dry_run
            and not job.dry_run
            and (job.mapping, job.has_header, job.on_duplicate)
            == (mapping, asked.has_header, asked.on_duplicate.value)
        )
        if not goes_on:
            for name, value in _NOTHING_DONE.items():
                setattr(job, name, value)
            await repository.forget_problems(session, job.id)
        job.mapping, job.has_header = mapping, asked.has_header
        job.on_duplicate, job.dry_run = asked.on_duplicate.value, asked.dry_run
        job.state = state.value
        job.started_us = job.ended_us = job.failure_zh = job.failure_en = None
        await self._audit.record(
            session,
            TransferTag.RUN_ASKED,
            by=person.actor,
            subject=job.id,
            detail={"dry_run": asked.dry_run, "on_duplicate": job.on_duplicate},
        )
        return await self._shown(session, scope, job)

    def wake(self) -> None:
        """After the request's transaction: the job is there for the runner to find."""
        self._wake()

    async def remove(self, session: WriteSession, person: CurrentPerson, import_id: str) -> None:
        """Raises NoSuchImport, ImportBusy. The file goes; what became of it stays."""
        job = await self._find(session, scope_of(person), import_id)
        state = advance(TransferState(job.state), TransferFact.REMOVED)
        if state is None:
            raise ImportBusy
        job.state = state.value
        job.head_cipher = self._keys.encrypt(
            orjson.dumps({"file_name": "", "rows": []}), context=_head_place(job.id)
        )
        await self._audit.record(session, TransferTag.FILE_REMOVED, by=person.actor, subject=job.id)
        self._files.remove(job.id)

    async def problems_csv(self, session: ReadSession, person: CurrentPerson, import_id: str) -> str:
        """Every wrong row as a table for a spreadsheet program; values are not in it."""
        scope = scope_of(person)
        job = await self._find(session, scope, import_id)
        titles = titles_of(job, self._head(job).rows)
        lines = ["\ufeff行 row,列 column,问题,problem"]
        for each in await repository.problems(session, scope, import_id, limit=1_000_000):
            title = "" if each.column is None else titles.get(each.column, letter(each.column))
            lines.append(f"{each.row},{quoted(title)},{quoted(each.zh)},{quoted(each.en)}")
        return "\r\n".join(lines) + "\r\n"

    async def _find(self, session: ReadSession, scope: Scope, import_id: str) -> CustomerImport:
        job = await file_jobs.find(session, scope, CustomerImport, import_id)
        if job is None:
            raise NoSuchImport
        return job

    def _head(self, job: CustomerImport) -> _Head:
        read: dict[str, Any] = orjson.loads(self._keys.decrypt(job.head_cipher, context=_head_place(job.id)))
        return _Head(read["file_name"], read["rows"])

    def _row(self, job: CustomerImport, head: _Head, name: str) -> dict[str, Any]:
        return {
            "id": job.id,
            "state": TransferState(job.state),
            "file_name": mask_text(head.file_name),
            "format": TableFormat(job.format),
            "bytes": job.size,
            "dry_run": job.dry_run,
            "created_us": job.created_us,
            "started_us": job.started_us,
            "ended_us": job.ended_us,
            "by": name,
            "progress": ImportProgress(
                total=job.rows_total,
                read=job.rows_read,
                added=job.rows_added,
                updated=job.rows_updated,
                skipped=job.rows_skipped,
                wrong=job.rows_wrong,
            ),
        }

    async def _shown(self, session: ReadSession, scope: Scope, job: CustomerImport) -> ImportShown:
        head = self._head(job)
        catalogue = await customers_repository.catalogue(session, scope)
        name = await file_jobs.name_of(session, scope, job.person_id)
        titles = titles_of(job, head.rows)
        found = await repository.problems(session, scope, job.id, limit=PROBLEMS_SHOWN)
        return ImportShown(
            **self._row(job, head, name),
            encoding=job.encoding,
            delimiter=job.delimiter,
            has_header=job.has_header,
            on_duplicate=OnDuplicate(job.on_duplicate),
            columns=columns_of(job, head.rows, titles, catalogue),
            problems=[
                RowProblemShown(
                    row=each.row,
                    column=each.column,
                    title=None if each.column is None else titles.get(each.column, letter(each.column)),
                    code=each.code,
                    zh=each.zh,
                    en=each.en,
                )
                for each in found
            ],
            failure_zh=job.failure_zh,
            failure_en=job.failure_en,
        )


_NOTHING_DONE: Final[dict[str, Any]] = {
    "rows_read": 0,
    "rows_added": 0,
    "rows_updated": 0,
    "rows_skipped": 0,
    "rows_wrong": 0,
}


def _mapping_of(asked: ImportAsked, catalogue: Catalogue) -> dict[str, str]:
    mapping: dict[str, str] = {}
    for each in asked.mapping:
        field = catalogue.get(each.field)
        if each.field != VIP and (field is None or not field.active):
            raise MappingUnclear(f"没有这个字段:{each.field}。", f"There is no field {each.field}.")
        if str(each.column) in mapping:
            raise MappingUnclear("同一列对应了两个字段。", "One column stands for two fields.")
        if each.field in mapping.values() and each.field != PHONES:
            name = field.zh if field else "VIP"
            raise MappingUnclear(f"两列都对应“{name}”。", f"Two columns are the {each.field}.")
        mapping[str(each.column)] = each.field
    return mapping


def _head_place(import_id: str) -> bytes:
    return f"customer_import.head:{import_id}".encode()
