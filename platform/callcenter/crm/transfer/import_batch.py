"""A batch of rows of an import: as it was read, what became of each row, and what is stored of it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from callcenter.crm.customers.models import (
    Customer,
    CustomerChange,
    CustomerState,
    CustomerToken,
    CustomerValue,
)
from callcenter.crm.customers.tokens import Token, TokenKind
from callcenter.crm.transfer.import_mapping import CellProblem, ReadRow
from callcenter.crm.transfer.models import CustomerImport

MOST_PROBLEMS: Final = 10_000
"""Further wrong rows are counted and no longer described."""
SOURCE: Final = "import"
_TELLS: Final = frozenset({TokenKind.PHONE, TokenKind.IDENTITY})
WrongRow = tuple[int, list[CellProblem]]


@dataclass(slots=True)
class Row:
    number: int
    read: ReadRow
    tokens: frozenset[Token]
    id: str
    sealed: dict[str, bytes]
    """The values as they are stored, should this be somebody new; empty in a dry run."""

    telling: frozenset[Token] = field(init=False)
    """By these it is known whether somebody is a customer already."""

    def __post_init__(self) -> None:
        self.telling = frozenset(token for token in self.tokens if token.kind in _TELLS)


@dataclass(slots=True)
class Batch:
    """Rows of the file as far as `reached`, read and checked."""

    reached: int
    rows: list[Row] = field(default_factory=list[Row])
    wrong: list[WrongRow] = field(default_factory=list[WrongRow])


@dataclass(slots=True)
class Outcome:
    new: list[Row] = field(default_factory=list[Row])
    updated: int = 0
    skipped: int = 0
    wrong: list[WrongRow] = field(default_factory=list[WrongRow])


FROZEN: Final = CellProblem(
    None, "frozen", "该号码或证件属于已冻结的客户,不能使用", "the number belongs to a frozen customer"
)
AMBIGUOUS: Final = CellProblem(
    None, "ambiguous", "与多个已有客户相同,请先合并重复客户", "several customers have it; merge them first"
)


def twice(row: int) -> CellProblem:
    return CellProblem(None, "twice", f"与文件第 {row} 行是同一客户", f"the same customer as in row {row}")


def lines_of_new(
    job: CustomerImport, rows: Iterable[Row], *, at_us: int, demo: bool
) -> dict[type[Any], list[dict[str, Any]]]:
    """Table → its lines, in the order in which they can be stored."""
    company_id = job.client_company_id
    lines: dict[type[Any], list[dict[str, Any]]] = {
        Customer: [],
        CustomerChange: [],
        CustomerValue: [],
        CustomerToken: [],
    }
    for row in rows:
        lines[Customer].append(
            {
                "id": row.id,
                "client_company_id": company_id,
                "state": CustomerState.ACTIVE.value,
                "version": 1,
                "vip": row.read.vip or 0,
                "source": SOURCE,
                "owner_id": None,
                "demo": demo,
                "merged_into": None,
                "created_us": at_us,
                "changed_us": at_us,
            }
        )
        lines[CustomerChange].append(
            {
                "customer_id": row.id,
                "version": 1,
                "client_company_id": company_id,
                "at_us": at_us,
                "person_id": job.person_id,
                "fields": sorted(row.sealed),
            }
        )
        lines[CustomerValue] += [
            {"customer_id": row.id, "field": code, "client_company_id": company_id, "cipher": cipher}
            for code, cipher in row.sealed.items()
        ]
        lines[CustomerToken] += [
            {
                "client_company_id": company_id,
                "kind": int(token.kind),
                "token": token.value,
                "customer_id": row.id,
            }
            for token in sorted(row.tokens)
        ]
    return lines


def lines_of_problems(job: CustomerImport, wrong: Sequence[WrongRow]) -> list[dict[str, Any]]:
    return [
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
        for number, told in sorted(wrong, key=lambda item: item[0])[: max(0, MOST_PROBLEMS - job.rows_wrong)]
        for place, problem in enumerate(told[:100])
    ]
