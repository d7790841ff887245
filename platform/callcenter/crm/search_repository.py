"""Finding customers by tokens: pages by key, and the rarest token leads (ADR 0060)."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from callcenter.crm.models import Customer, CustomerState, CustomerToken
from callcenter.crm.search_tokens import Look, Token
from callcenter.kit.db import ReadSession
from callcenter.tenancy import Scope

_COUNTED_TO = 3000


async def page(
    session: ReadSession,
    scope: Scope,
    look: Look,
    *,
    before: Sequence[Look],
    after_id: str | None,
    limit: int,
) -> list[Customer]:
    """Active customers with every token of the look and not found by a look before; the newest first."""
    lead, *others = await _rarest_first(session, scope, look.tokens)
    leading = aliased(CustomerToken)
    statement = (
        select(Customer)
        .join(leading, leading.customer_id == Customer.id)
        .where(scope.holds(leading.client_company_id), leading.kind == int(lead.kind))
        .where(leading.token == lead.value, Customer.state == CustomerState.ACTIVE.value)
    )
    for token in others:
        statement = statement.where(_has(scope, leading.customer_id, token))
    for earlier in before:
        statement = statement.where(~_has_all(scope, leading.customer_id, earlier))
    if after_id is not None:
        statement = statement.where(leading.customer_id < after_id)
    statement = statement.order_by(leading.customer_id.desc()).limit(limit)
    return list(await session.scalars(statement))


async def newest(session: ReadSession, scope: Scope, *, after_id: str | None, limit: int) -> list[Customer]:
    statement = select(Customer).where(
        scope.holds(Customer.client_company_id), Customer.state == CustomerState.ACTIVE.value
    )
    if after_id is not None:
        statement = statement.where(Customer.id < after_id)
    return list(await session.scalars(statement.order_by(Customer.id.desc()).limit(limit)))


async def frozen_with(session: ReadSession, scope: Scope, token: Token) -> int:
    statement = (
        select(func.count())
        .select_from(Customer)
        .join(CustomerToken, CustomerToken.customer_id == Customer.id)
        .where(scope.holds(CustomerToken.client_company_id), *_is(CustomerToken, token))
        .where(Customer.state == CustomerState.FROZEN.value)
    )
    return await session.scalar(statement) or 0


async def _rarest_first(session: ReadSession, scope: Scope, tokens: Sequence[Token]) -> list[Token]:
    """Counting stops early: among the very common ones it does not matter which leads."""
    if len(tokens) == 1:
        return list(tokens)
    counts: list[ColumnElement[int]] = []
    for token in tokens:
        some = select(CustomerToken.customer_id).where(
            scope.holds(CustomerToken.client_company_id), *_is(CustomerToken, token)
        )
        counts.append(select(func.count()).select_from(some.limit(_COUNTED_TO).subquery()).scalar_subquery())
    found = (await session.execute(select(*counts))).one()
    return [token for _, token in sorted(zip(found, tokens, strict=True))]


def _has(scope: Scope, customer_id: InstrumentedAttribute[str], token: Token) -> ColumnElement[bool]:
    other = aliased(CustomerToken)
    held = select(other.customer_id).where(
        scope.holds(other.client_company_id), *_is(other, token), other.customer_id == customer_id
    )
    return held.exists()


def _has_all(scope: Scope, customer_id: InstrumentedAttribute[str], look: Look) -> ColumnElement[bool]:
    first, *rest = look.tokens
    has = _has(scope, customer_id, first)
    for token in rest:
        has = has & _has(scope, customer_id, token)
    return has


def _is(table: type[CustomerToken], token: Token) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.kind == int(token.kind), table.token == token.value
