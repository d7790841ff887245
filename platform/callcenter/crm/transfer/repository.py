"""All SQL of imports and exports; every read within a scope, every batch written at once."""

from collections.abc import Collection, Sequence
from typing import Any, cast

from sqlalchemy import Table, delete, insert, select

from callcenter.crm.customers.models import Customer, CustomerState, CustomerToken
from callcenter.crm.customers.tokens import Token, TokenKind
from callcenter.crm.transfer.models import CustomerImportProblem
from callcenter.kit.db import ReadSession, WriteSession
from callcenter.tenancy import Scope


async def problems(
    session: ReadSession, scope: Scope, import_id: str, *, limit: int
) -> Sequence[CustomerImportProblem]:
    found = select(CustomerImportProblem).where(
        scope.holds(CustomerImportProblem.client_company_id), CustomerImportProblem.import_id == import_id
    )
    return (await session.scalars(found.order_by(CustomerImportProblem.number).limit(limit))).all()


async def forget_problems(session: WriteSession, import_id: str) -> None:
    await session.execute(delete(CustomerImportProblem).where(CustomerImportProblem.import_id == import_id))


async def holders(
    session: ReadSession, scope: Scope, tokens: Collection[Token]
) -> dict[Token, set[tuple[str, CustomerState]]]:
    """Who has each of these telephone or identity tokens, frozen or not. A merged customer is found by its
    keeper. Kind by kind: SQLite reads the whole index for pairs joined by OR."""
    by_kind: dict[TokenKind, list[int]] = {}
    for token in tokens:
        by_kind.setdefault(token.kind, []).append(token.value)
    held: dict[Token, set[tuple[str, CustomerState]]] = {}
    for kind, values in by_kind.items():
        found = (
            select(CustomerToken.token, Customer.id, Customer.state)
            .join(Customer, Customer.id == CustomerToken.customer_id)
            .where(
                CustomerToken.client_company_id.in_(sorted(scope.company_ids)),
                CustomerToken.kind.in_([int(kind), -int(kind)]),
                CustomerToken.token.in_(values),
                Customer.state != CustomerState.MERGED.value,
            )
        )
        for value, customer_id, state in await session.execute(found):
            held.setdefault(Token(kind, value), set()).add((customer_id, CustomerState(state)))
    return held


async def insert_rows(session: WriteSession, table: type[Any], rows: list[dict[str, Any]]) -> None:
    """Past the mapped classes: for thousands of rows they are half of the work."""
    if rows:
        await session.execute(insert(cast(Table, table.__table__)), rows)
