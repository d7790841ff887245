"""Running one import: batch by batch, each batch with its progress in one transaction, so it goes on exactly
where it stopped."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from callcenter.crm.customers import finding
from callcenter.crm.customers import repository as customers_repository
from callcenter.crm.customers.fields import PHONES, Catalogue
from callcenter.crm.customers.models import (
    Customer,
    CustomerChange,
    CustomerState,
    CustomerToken,
    CustomerValue,
)
from callcenter.crm.customers.service import Customers
from callcenter.crm.customers.tokens import Token, TokenKind, Tokens
from callcenter.crm.transfer import repository
from callcenter.crm.transfer.import_mapping import CellProblem, ReadRow, read_row
from callcenter.crm.transfer.models import CustomerImport, CustomerImportProblem
from callcenter.crm.transfer.sealed_files import SealedFiles
from callcenter.crm.transfer.table_reader import TableFile, TableFormat, rows_of
from callcenter.crm.transfer.transfer import OnDuplicate
from callcenter.kit.db import Database, WriteSession
from callcenter.kit.ids import new_id
from callcenter.tenancy import Scope

BATCH: Final = 100
MOST_PROBLEMS: Final = 10_000
"""Further wrong rows are counted and no longer described."""
SOURCE: Final = "import"
_TELLS: Final = frozenset({TokenKind.PHONE, TokenKind.IDENTITY})


@dataclass(slots=True)
class _Row:
    number: int
    read: ReadRow
    tokens: frozenset[Token]
    id: str
    sealed: dict[str, bytes]
    """The values as they are stored, should this be somebody new; empty in a dry run."""

    @property
    def telling(self) -> frozenset[Token]:
        """By these it is known whether somebody is a customer already."""
        return frozenset(token for token in self.tokens if token.kind in _TELLS)


@dataclass(slots=True)
class _Batch:
    """Rows of the file as far as `reached`, read and checked."""

    reached: int
    rows: list[_Row] = field(default_factory=list[_Row])
    wrong: list[tuple[int, list[CellProblem]]] = field(default_factory=list[tuple[int, list[CellProblem]]])


@dataclass(slots=True)
class _Outcome:
    added: int = 0
    updated: int = 0
    skipped: int = 0
    wrong: list[tuple[int, list[CellProblem]]] = field(default_factory=list[tuple[int, list[CellProblem]]])


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
        data = await asyncio.to_thread(self._files.read, job.id)
        file = TableFile(TableFormat(job.format), job.encoding, job.delimiter)
        tokens = self._customers.tokens(job.client_company_id)
        seen: dict[Token, int] = {}
        with rows_of(file, data) as rows:
            numbered = _numbered(rows, job, after=job.rows_read)
            while True:
                batch = await asyncio.to_thread(self._next_batch, numbered, job, catalogue, tokens)
                if batch is None:
                    return
                await self._take(scope, job.id, batch, seen)

    def _next_batch(
        self,
        numbered: Iterator[tuple[int, list[str]]],
        job: CustomerImport,
        catalogue: Catalogue,
        tokens: Tokens,
    ) -> _Batch | None:
        mapping = {int(column): code for column, code in job.mapping.items()}
        now_us = self._customers.clock.now_us()
        batch: _Batch | None = None
        for number, cells in numbered:
            batch = batch or _Batch(number)
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

    def _row(self, number: int, read: ReadRow, tokens: Tokens, at_us: int, *, dry_run: bool) -> _Row:
        customer_id = new_id(at_us)
        values = {} if dry_run else read.values
        sealed = {
            code: self._customers.seal.close(customer_id, code, value) for code, value in values.items()
        }
        return _Row(number, read, tokens.of(read.values), customer_id, sealed)

    async def _take(self, scope: Scope, import_id: str, batch: _Batch, seen: dict[Token, int]) -> None:
        async with self._database.write() as session:
            job = await repository.find_import(session, scope, import_id)
            assert job is not None
            outcome = _Outcome(wrong=batch.wrong)
            await self._decide(session, scope, job, batch, outcome, seen)
            await _note_problems(session, job, outcome)
            job.rows_read = batch.reached
            job.rows_added += outcome.added
            job.rows_updated += outcome.updated
            job.rows_skipped += outcome.skipped
            job.rows_wrong += len(outcome.wrong)

    async def _decide(
        self,
        session: WriteSession,
        scope: Scope,
        job: CustomerImport,
        batch: _Batch,
        outcome: _Outcome,
        seen: dict[Token, int],
    ) -> None:
        """Each row is somebody new, somebody known, or nobody can tell. A dry run only counts."""
        telling = {token for row in batch.rows for token in row.telling}
        held = await repository.holders(session, scope, telling)
        new: list[_Row] = []
        for row in batch.rows:
            known = {holder for token in row.telling for holder in held.get(token, ())}
            before = [seen[token] for token in row.telling if token in seen]
            if before:
                # The same person stands twice among the new rows of the file: the first one counts.
                outcome.wrong.append((row.number, [_twice(min(before))]))
            elif any(state is CustomerState.FROZEN for _, state in known):
                outcome.wrong.append((row.number, [_FROZEN]))
            elif len(known) > 1:
                outcome.wrong.append((row.number, [_AMBIGUOUS]))
            elif not known:
                seen.update(dict.fromkeys(row.telling, row.number))
                outcome.added += 1
                new.append(row)
            elif job.on_duplicate == OnDuplicate.SKIP.value:
                outcome.skipped += 1
            else:
                [(customer_id, _)] = known
                changed = await self._update(session, scope, job, customer_id, row)
                outcome.updated += changed
                outcome.skipped += not changed
        if not job.dry_run:
            await self._add_all(session, job, new)

    async def _update(
        self, session: WriteSession, scope: Scope, job: CustomerImport, customer_id: str, row: _Row
    ) -> bool:
        """What the row holds replaces what is there; telephone numbers are added to those known."""
        customer = await finding.find(session, scope, customer_id)
        before = await self._customers.values(session, scope, customer)
        after = before | row.read.values
        after[PHONES] = list(dict.fromkeys([*before.get(PHONES, ()), *row.read.values.get(PHONES, ())]))
        after = {code: value for code, value in after.items() if value}
        vip = customer.vip if row.read.vip is None else row.read.vip
        if after == before and vip == customer.vip:
            return False
        if not job.dry_run:
            also = ["vip"] if vip != customer.vip else []
            customer.vip = vip
            customer.version += 1
            await self._customers.put_values(session, customer, before, after, by=job.person_id, also=also)
        return True

    async def _add_all(self, session: WriteSession, job: CustomerImport, rows: Sequence[_Row]) -> None:
        now_us = self._customers.clock.now_us()
        company_id = job.client_company_id
        made: dict[type[Any], list[dict[str, Any]]] = {
            Customer: [],
            CustomerChange: [],
            CustomerValue: [],
            CustomerToken: [],
        }
        for row in rows:
            customer_id = row.id
            made[Customer].append(
                {
                    "id": customer_id,
                    "client_company_id": company_id,
                    "state": CustomerState.ACTIVE.value,
                    "version": 1,
                    "vip": row.read.vip or 0,
                    "source": SOURCE,
                    "owner_id": None,
                    "demo": self._demo,
                    "merged_into": None,
                    "created_us": now_us,
                    "changed_us": now_us,
                }
            )
            made[CustomerChange].append(
                {
                    "customer_id": customer_id,
                    "version": 1,
                    "client_company_id": company_id,
                    "at_us": now_us,
                    "person_id": job.person_id,
                    "fields": sorted(row.sealed),
                }
            )
            made[CustomerValue] += [
                {
                    "customer_id": customer_id,
                    "field": code,
                    "client_company_id": company_id,
                    "cipher": cipher,
                }
                for code, cipher in row.sealed.items()
            ]
            made[CustomerToken] += [
                {
                    "client_company_id": company_id,
                    "kind": int(token.kind),
                    "token": token.value,
                    "customer_id": customer_id,
                }
                for token in sorted(row.tokens)
            ]
        for table, lines in made.items():
            await repository.insert_rows(session, table, lines)


_FROZEN: Final = CellProblem(
    None, "frozen", "该号码或证件属于已冻结的客户,不能使用", "the number belongs to a frozen customer"
)
_AMBIGUOUS: Final = CellProblem(
    None, "ambiguous", "与多个已有客户相同,请先合并重复客户", "several customers have it; merge them first"
)


def _twice(row: int) -> CellProblem:
    return CellProblem(None, "twice", f"与文件第 {row} 行是同一客户", f"the same customer as in row {row}")


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


async def _note_problems(session: WriteSession, job: CustomerImport, outcome: _Outcome) -> None:
    described = job.rows_wrong
    rows: list[dict[str, Any]] = []
    for number, told in sorted(outcome.wrong, key=lambda item: item[0]):
        if described >= MOST_PROBLEMS:
            break
        described += 1
        rows += [
            {
                "import_id": job.id,
                "number": number * 128 + place,
                "client_company_id": job.client_company_id,
                "row": number,
                "column": problem.column,
                "code": problem.code,
                "zh": problem.zh,
                "en": problem.en,
            }
            for place, problem in enumerate(told[:100])
        ]
    await repository.insert_rows(session, CustomerImportProblem, rows)
