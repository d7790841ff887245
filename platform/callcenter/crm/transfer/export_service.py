"""Exporting exactly what a search finds: masked, or whole with a reason that stands in the audit trail."""

import asyncio
import io
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import closing
from typing import Final

import orjson

from callcenter.crm.customers import repository as customers_repository
from callcenter.crm.customers.fields import PHONES, CustomerField
from callcenter.crm.customers.masking import mask_text, mask_value
from callcenter.crm.customers.models import Customer
from callcenter.crm.customers.schemas import CustomerSought, listed
from callcenter.crm.customers.service import Customers
from callcenter.crm.search.service import CustomerSearch
from callcenter.crm.transfer.audit_tags import TransferTag
from callcenter.crm.transfer.errors import NoSuchExport, ReasonMissing
from callcenter.crm.transfer.models import CustomerExport
from callcenter.crm.transfer.schemas import CustomerExportAsked, ExportShown, ExportsShown
from callcenter.crm.transfer.table_reader import TableFormat
from callcenter.crm.transfer.table_writer import writer_of
from callcenter.files import repository
from callcenter.files.jobs import content_of
from callcenter.files.sealed import SealedFiles
from callcenter.files.transfer import TransferState
from callcenter.identity.audit import AuditTrail
from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.identity.roles import Role
from callcenter.kit.clock import SHANGHAI, to_datetime
from callcenter.kit.db import Database, ReadSession, WriteSession
from callcenter.kit.ids import new_id

PAGE: Final = 100
_DEMO_ROW: Final = "演示数据,不得作为凭据 · DEMO DATA, not evidence"


class CustomerExports:
    def __init__(
        self,
        database: Database,
        customers: Customers,
        search: CustomerSearch,
        audit: AuditTrail,
        files: SealedFiles,
        *,
        demo: bool,
        mask_names: bool,
        kept_us: int,
        wake: Callable[[], None],
    ) -> None:
        self._database = database
        self._customers = customers
        self._search = search
        self._audit = audit
        self._files = files
        self._demo = demo
        self._mask_names = mask_names
        self._kept_us = kept_us
        self.wake = wake

    async def ask(
        self, session: WriteSession, person: CurrentPerson, asked: CustomerExportAsked
    ) -> ExportShown:
        """Raises ReasonMissing."""
        if asked.whole and len(asked.reason) < 2:
            raise ReasonMissing
        now_us = self._customers.clock.now_us()
        export_id = new_id(now_us)
        job = CustomerExport(
            id=export_id,
            client_company_id=person.company_id,
            person_id=person.id,
            state=TransferState.QUEUED.value,
            created_us=now_us,
            ended_us=None,
            format=asked.format.value,
            whole=asked.whole,
            search_cipher=self._customers.keys.encrypt(
                orjson.dumps(asked.q), context=_search_place(export_id)
            ),
            rows_written=0,
            demo=self._demo,
            size=None,
            failure_zh=None,
            failure_en=None,
        )
        session.add(job)
        await session.flush()
        await self._audit.record(
            session,
            TransferTag.EXPORT_ASKED,
            by=person.actor,
            subject=export_id,
            detail={"format": job.format, "whole": asked.whole, "reason": mask_text(asked.reason)},
        )
        return self._shown(job, person, person.display_name)

    async def newest(self, session: ReadSession, person: CurrentPerson, *, limit: int) -> ExportsShown:
        scope = scope_of(person)
        found = await repository.newest(session, scope, CustomerExport, limit=limit)
        return ExportsShown(items=[self._shown(job, person, name) for job, name in found])

    async def one(self, session: ReadSession, person: CurrentPerson, export_id: str) -> ExportShown:
        """Raises NoSuchExport."""
        job = await self._find(session, person, export_id)
        return self._shown(job, person, await repository.name_of(session, scope_of(person), job.person_id))

    async def fetch(self, person: CurrentPerson, export_id: str) -> tuple[str, bytes]:
        """Name and content, for who asked for it only. Raises NoSuchExport, FileGone.

        The file is opened while nobody waits for this; what is written is the trace that it was fetched.
        """
        async with self._database.read() as session:
            job = await self._find(session, person, export_id)
        content = await content_of(self._files, job, person, NoSuchExport)
        async with self._database.write() as session:
            await self._audit.record(
                session,
                TransferTag.EXPORT_FETCHED,
                by=person.actor,
                subject=export_id,
                detail={"rows": job.rows_written, "whole": job.whole},
            )
        return file_name(job), content

    async def run(self, job: CustomerExport) -> None:
        """Precondition: nobody else runs it. Starts anew when it was interrupted: half a file is none."""
        person = _person_of(job)
        async with self._database.read() as session:
            catalogue = await customers_repository.catalogue(session, scope_of(person))
        fields = [field for field in catalogue if field.active]
        query: str = orjson.loads(
            self._customers.keys.decrypt(job.search_cipher, context=_search_place(job.id))
        )
        written = 0
        with closing(writer_of(TableFormat(job.format))) as writer:
            if self._demo:
                writer.row([_DEMO_ROW])
            writer.row([field.zh for field in fields] + ["VIP", "来源", "更新时间", "演示"])
            async for page in self._pages(person, query):
                lines = await self._lines(person, page, fields, whole=job.whole)
                await asyncio.to_thread(_write_all, writer.row, lines)
                written += len(lines)
                await self._note(job, written, None)
            data = writer.close()
        await asyncio.to_thread(self._files.write, job.id, data)
        await self._note(job, written, data)

    async def _pages(self, person: CurrentPerson, query: str) -> AsyncIterator[list[str]]:
        """Ids as the page of customers lists them: the same search, page by page."""
        cursor: str | None = None
        while True:
            async with self._database.read() as session:
                found = await self._search.page(
                    session, person, CustomerSought(q=query, cursor=cursor, limit=PAGE)
                )
            yield [row.id for row in found.items]
            cursor = found.next_cursor
            if cursor is None:
                return

    async def _lines(
        self, person: CurrentPerson, ids: Sequence[str], fields: Sequence[CustomerField], *, whole: bool
    ) -> list[list[str]]:
        scope = scope_of(person)
        async with self._database.read() as session:
            found = {each.id: each for each in await customers_repository.customers(session, scope, ids)}
            known = [found[customer_id] for customer_id in ids if customer_id in found]
            codes = [field.code for field in fields]
            values = await self._customers.values_of(session, scope, known, codes)
        return [self._line(each, values[each.id], fields, whole=whole) for each in known]

    def _line(
        self, customer: Customer, values: dict[str, object], fields: Sequence[CustomerField], *, whole: bool
    ) -> list[str]:
        cells: list[str] = []
        for field in fields:
            shown = listed(values.get(field.code))
            if not whole:
                shown = [mask_value(field, each, names=self._mask_names) for each in shown]
            elif field.code == PHONES:
                shown = [_national(each) for each in shown]
            cells.append(";".join(shown))
        at = to_datetime(customer.changed_us).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
        demo = "演示" if customer.demo or self._demo else ""
        return [*cells, str(customer.vip or ""), customer.source, at, demo]

    async def _note(self, job: CustomerExport, written: int, data: io.BytesIO | None) -> None:
        async with self._database.write() as session:
            stored = await session.get(CustomerExport, job.id)
            assert stored is not None
            stored.rows_written = written
            if data is not None:
                stored.size = data.getbuffer().nbytes

    async def _find(self, session: ReadSession, person: CurrentPerson, export_id: str) -> CustomerExport:
        job = await repository.find(session, scope_of(person), CustomerExport, export_id)
        if job is None:
            raise NoSuchExport
        return job

    def _shown(self, job: CustomerExport, person: CurrentPerson, name: str) -> ExportShown:
        return ExportShown(
            id=job.id,
            state=TransferState(job.state),
            format=TableFormat(job.format),
            whole=job.whole,
            demo=job.demo,
            rows=job.rows_written,
            bytes=job.size,
            created_us=job.created_us,
            ended_us=job.ended_us,
            removed_us=(job.ended_us or job.created_us) + self._kept_us,
            by=name,
            mine=job.person_id == person.id,
            file_name=file_name(job) if job.state == TransferState.DONE.value else None,
            failure_zh=job.failure_zh,
            failure_en=job.failure_en,
        )


def _national(number: str) -> str:
    """As it is dialled here; one abroad keeps its country."""
    return number.removeprefix("+86")


def file_name(job: CustomerExport) -> str:
    at = to_datetime(job.created_us).astimezone(SHANGHAI).strftime("%Y%m%d-%H%M%S")
    demo = "演示-" if job.demo else ""
    return f"{demo}客户-{at}-{'完整' if job.whole else '脱敏'}.{job.format}"


def _write_all(write: Callable[[Sequence[str]], None], lines: list[list[str]]) -> None:
    for line in lines:
        write(line)


def _person_of(job: CustomerExport) -> CurrentPerson:
    """Who asked, as far as the search needs to know."""
    return CurrentPerson(
        id=job.person_id,
        name="",
        display_name="",
        roles=frozenset({Role.SUPERVISOR}),
        company_id=job.client_company_id,
        session_key=b"",
    )


def _search_place(export_id: str) -> bytes:
    return f"customer_export.search:{export_id}".encode()
