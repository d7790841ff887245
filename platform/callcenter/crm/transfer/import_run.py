"""Running one import: batch by batch, each batch with its progress in one transaction, so it goes on exactly
where it stopped."""

import asyncio
from collections.abc import Iterator
from typing import Final

from callcenter.crm.customers import repository as customers_repository
from callcenter.crm.customers.fields import Catalogue
from callcenter.crm.customers.service import Customers
from callcenter.crm.customers.tokens import Tokens
from callcenter.crm.transfer import repository
from callcenter.crm.transfer.import_batch import Batch, Row, lines_of_new, lines_of_problems
from callcenter.crm.transfer.import_deciding import Decisions
from callcenter.crm.transfer.import_mapping import ReadRow, read_row
from callcenter.crm.transfer.models import CustomerImport, CustomerImportProblem
from callcenter.crm.transfer.seen_rows import SeenRows
from callcenter.crm.transfer.table_reader import TableFile, TableFormat, rows_of
from callcenter.files import repository as file_jobs
from callcenter.files.sealed import SealedFiles
from callcenter.kit.db import Database
from callcenter.kit.ids import new_id
from callcenter.tenancy import Scope

BATCH: Final = 100


class ImportRun:
    def __init__(self, database: Database, customers: Customers, files: SealedFiles, *, demo: bool) -> None:
        self._database = database
        self._customers = customers
        self._files = files
        self._demo = demo

    async def run(self, job: CustomerImport) -> None:
        """Raises FileUnreadable, FileGone, Unreadable; what was written until then stays written.

        Reading cells and making tokens is work for the processor: it is done beside the loop, a batch at a
        time, and between two batches everybody else writes.
        """
        scope = Scope.of(job.client_company_id)
        async with self._database.read() as session:
            catalogue = await customers_repository.catalogue(session, scope)
        file = TableFile(TableFormat(job.format), job.encoding, job.delimiter)
        tokens = self._customers.tokens(job.client_company_id)
        data = await asyncio.to_thread(self._files.open, job.id)
        with data, rows_of(file, data) as rows, SeenRows() as seen:
            decisions = Decisions(self._customers, seen)
            numbered = _numbered(rows, job, after=job.rows_read)
            while True:
                batch = await asyncio.to_thread(self._next_batch, numbered, job, catalogue, tokens)
                if batch is None:
                    return
                await self._take(scope, job.id, batch, decisions)

    def _next_batch(
        self,
        numbered: Iterator[tuple[int, list[str]]],
        job: CustomerImport,
        catalogue: Catalogue,
        tokens: Tokens,
    ) -> Batch | None:
        mapping = {int(column): code for column, code in job.mapping.items()}
        now_us = self._customers.clock.now_us()
        batch: Batch | None = None
        for number, cells in numbered:
            batch = batch or Batch(number)
            batch.reached = number
            if any(cells):
                read = read_row(mapping, cells, catalogue)
                if isinstance(read, list):
                    batch.wrong.append((number, read))
                else:
                    batch.rows.append(self._row(number, read, tokens, now_us, dry_run=job.dry_run))
            if len(batch.rows) + len(batch.wrong) >= BATCH:
                break
        return batch

    def _row(self, number: int, read: ReadRow, tokens: Tokens, at_us: int, *, dry_run: bool) -> Row:
        customer_id = new_id(at_us)
        values = {} if dry_run else read.values
        sealed = {
            code: self._customers.seal.close(customer_id, code, value) for code, value in values.items()
        }
        return Row(number, read, tokens.of(read.values), customer_id, sealed)

    async def _take(self, scope: Scope, import_id: str, batch: Batch, decisions: Decisions) -> None:
        async with self._database.write() as session:
            job = await file_jobs.find(session, scope, CustomerImport, import_id)
            assert job is not None
            outcome = await decisions.on(session, scope, job, batch)
            if not job.dry_run:
                now_us = self._customers.clock.now_us()
                for table, lines in lines_of_new(job, outcome.new, at_us=now_us, demo=self._demo).items():
                    await repository.insert_rows(session, table, lines)
            await repository.insert_rows(
                session, CustomerImportProblem, lines_of_problems(job, outcome.wrong)
            )
            job.rows_read = batch.reached
            job.rows_added += len(outcome.new)
            job.rows_updated += outcome.updated
            job.rows_skipped += outcome.skipped
            job.rows_wrong += len(outcome.wrong)


def _numbered(
    rows: Iterator[list[str]], job: CustomerImport, *, after: int
) -> Iterator[tuple[int, list[str]]]:
    """Rows with their number in the file, as a spreadsheet program counts them; the header is left out."""
    header_passed = not job.has_header
    for number, row in enumerate(rows, start=1):
        if not header_passed:
            header_passed = any(row)
            continue
        if number > after:
            yield number, row
