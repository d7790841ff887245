"""All SQL about duplicates and merges; every read within a scope."""

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import func, select

from callcenter.crm.customers.models import Customer
from callcenter.crm.customers.repository import TOKENS, holding
from callcenter.crm.customers.tokens import Token, TokenKind
from callcenter.crm.merging.models import CustomerMerge
from callcenter.kit.db import ReadSession
from callcenter.tenancy import Scope

# The order of the numbers is the order of the index.
TELLING: Final = (TokenKind.PHONE, TokenKind.IDENTITY)
"""Who shares one of these may be one person; a name alone says nothing."""
Shared = tuple[TokenKind, int]


async def shared_tokens(
    session: ReadSession, scope: Scope, *, after: Shared | None, limit: int
) -> list[Shared]:
    """Tokens that several active customers have, in the order of the index: kind by kind."""
    shared: list[Shared] = []
    for kind in TELLING:
        if len(shared) >= limit or (after is not None and kind < after[0]):
            continue
        found = (
            select(TOKENS.c.token)
            .where(TOKENS.c.client_company_id.in_(sorted(scope.company_ids)), TOKENS.c.kind == int(kind))
            .group_by(TOKENS.c.token)
            .having(func.count() > 1)
            .order_by(TOKENS.c.token)
            .limit(limit - len(shared))
        )
        if after is not None and kind == after[0]:
            found = found.where(TOKENS.c.token > after[1])
        shared += [(kind, token) for token in await session.scalars(found)]
    return shared


async def holders(session: ReadSession, scope: Scope, shared: Shared) -> list[str]:
    token = Token(*shared)
    return sorted(await session.scalars(holding(scope, [token])))


async def merge(session: ReadSession, scope: Scope, merge_id: str) -> CustomerMerge | None:
    found = select(CustomerMerge).where(
        scope.holds(CustomerMerge.client_company_id), CustomerMerge.id == merge_id
    )
    return await session.scalar(found)


async def merges_of(session: ReadSession, scope: Scope, customer_id: str) -> Sequence[CustomerMerge]:
    """Those that stand, the newest first."""
    found = select(CustomerMerge).where(
        scope.holds(CustomerMerge.client_company_id),
        CustomerMerge.kept_id == customer_id,
        CustomerMerge.undone_us.is_(None),
    )
    return (await session.scalars(found.order_by(CustomerMerge.id.desc()))).all()


async def with_merged(session: ReadSession, scope: Scope, ids: Iterable[str]) -> list[str]:
    """The customers and everybody who went into them, or into those: their history came along."""
    everybody, came = list(ids), list(ids)
    while came:
        found = select(Customer.id).where(
            scope.holds(Customer.client_company_id), Customer.merged_into.in_(came)
        )
        came = [each for each in await session.scalars(found) if each not in everybody]
        everybody += came
    return everybody
