"""Finding customers by tokens: pages by key, and of several tokens the rarest leads (ADR 0060).

Only the index of tokens is read until the page is known: it is ordered as pages are.
"""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, FromClause, Select, func, select, union

from callcenter.crm.customers.models import Customer, CustomerState
from callcenter.crm.customers.repository import TOKENS, holding
from callcenter.crm.customers.tokens import Look, Token
from callcenter.kit.db import ReadSession
from callcenter.tenancy import Scope

# Among tokens that all are very common it does not matter which one leads.
_COUNTED_TO: Final = 2000


async def page(
    session: ReadSession,
    scope: Scope,
    looks: Sequence[Look],
    *,
    without: Sequence[Look],
    after_id: str | None,
    limit: int,
) -> list[str]:
    """Customers found by any of the looks and by none of those before, the newest first."""
    streams = [
        _stream(scope, await _rarest_first(session, scope, look.tokens), without, after_id, limit)
        for look in looks
    ]
    if not streams:
        return []
    if len(streams) == 1:
        return list(await session.scalars(streams[0]))
    found = union(*(select(stream.subquery().c.customer_id) for stream in streams)).subquery()
    statement = select(found.c.customer_id).order_by(found.c.customer_id.desc()).limit(limit)
    return list(await session.scalars(statement))


async def newest(session: ReadSession, scope: Scope, *, after_id: str | None, limit: int) -> list[str]:
    statement = select(Customer.id).where(
        scope.holds(Customer.client_company_id), Customer.state == CustomerState.ACTIVE.value
    )
    if after_id is not None:
        statement = statement.where(Customer.id < after_id)
    return list(await session.scalars(statement.order_by(Customer.id.desc()).limit(limit)))


async def frozen_with(session: ReadSession, scope: Scope, tokens: Sequence[Token]) -> int:
    """How many frozen customers have any of the tokens."""
    found = holding(scope, [token.frozen() for token in tokens]).subquery()
    return await session.scalar(select(func.count()).select_from(found)) or 0


def _stream(
    scope: Scope, tokens: Sequence[Token], without: Sequence[Look], after_id: str | None, limit: int
) -> Select[str]:
    lead, *others = tokens
    table = TOKENS.alias()
    statement = select(table.c.customer_id).where(_of(scope, table), _is(table, lead))
    for token in others:
        statement = statement.where(_has(scope, table, token))
    for look in without:
        # A look of several tokens is never excluded: only exact ones come first, and they have one.
        statement = statement.where(~_has(scope, table, look.tokens[0]))
    if after_id is not None:
        statement = statement.where(table.c.customer_id < after_id)
    return statement.order_by(table.c.customer_id.desc()).limit(limit)


async def _rarest_first(session: ReadSession, scope: Scope, tokens: Sequence[Token]) -> list[Token]:
    """Counting stops early."""
    if len(tokens) == 1:
        return list(tokens)
    counts: list[ColumnElement[int]] = []
    for token in tokens:
        some = select(TOKENS.c.customer_id).where(_of(scope, TOKENS), _is(TOKENS, token))
        counts.append(select(func.count()).select_from(some.limit(_COUNTED_TO).subquery()).scalar_subquery())
    found = (await session.execute(select(*counts))).one()
    return [token for _, token in sorted(zip(found, tokens, strict=True))]


def _has(scope: Scope, leading: FromClause, token: Token) -> ColumnElement[bool]:
    other = TOKENS.alias()
    held = select(other.c.customer_id).where(
        _of(scope, other), _is(other, token), other.c.customer_id == leading.c.customer_id
    )
    return held.exists()


def _is(table: FromClause, token: Token) -> ColumnElement[bool]:
    return (table.c.kind == token.stored_kind) & (table.c.token == token.value)


def _of(scope: Scope, table: FromClause) -> ColumnElement[bool]:
    return table.c.client_company_id.in_(sorted(scope.company_ids))
