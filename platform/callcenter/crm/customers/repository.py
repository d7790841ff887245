"""All SQL about customers, their values, tokens and changes; every read within a scope."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, cast

from sqlalchemy import CompoundSelect, CursorResult, Table, bindparam, delete, insert, select, union, update

from callcenter.crm.customers.fields import Catalogue, CustomerField, FieldKind, Sensitivity
from callcenter.crm.customers.models import (
    Customer,
    CustomerChange,
    CustomerState,
    CustomerToken,
    CustomerValue,
    CustomFieldRow,
)
from callcenter.crm.customers.tokens import Token
from callcenter.identity.models import Person
from callcenter.kit.db import ReadSession, WriteSession
from callcenter.telephony.models import Phone
from callcenter.tenancy import Scope

TOKENS: Final = cast(Table, CustomerToken.__table__)


async def customer(session: ReadSession, scope: Scope, customer_id: str) -> Customer | None:
    found = select(Customer).where(scope.holds(Customer.client_company_id), Customer.id == customer_id)
    return await session.scalar(found)


async def customers(session: ReadSession, scope: Scope, ids: Iterable[str]) -> Sequence[Customer]:
    found = select(Customer).where(scope.holds(Customer.client_company_id), Customer.id.in_(list(ids)))
    return (await session.scalars(found)).all()


async def ciphers(
    session: ReadSession, scope: Scope, ids: Iterable[str], fields: Iterable[str] | None = None
) -> dict[str, dict[str, bytes]]:
    """Customer → field → cipher; of all fields when none is named."""
    wanted = select(CustomerValue.customer_id, CustomerValue.field, CustomerValue.cipher).where(
        scope.holds(CustomerValue.client_company_id), CustomerValue.customer_id.in_(list(ids))
    )
    if fields is not None:
        wanted = wanted.where(CustomerValue.field.in_(list(fields)))
    found: dict[str, dict[str, bytes]] = {}
    for customer_id, field, cipher in await session.execute(wanted):
        found.setdefault(customer_id, {})[field] = cipher
    return found


async def opened(
    session: ReadSession, scope: Scope, ids: Sequence[str], fields: Iterable[str]
) -> list[tuple[Customer, dict[str, bytes]]]:
    """Active customers in the order of the ids, with the ciphers of these fields; asked in one go."""
    wanted = (
        select(Customer, CustomerValue.field, CustomerValue.cipher)
        .outerjoin(
            CustomerValue,
            (CustomerValue.customer_id == Customer.id) & CustomerValue.field.in_(list(fields)),
        )
        .where(
            scope.holds(Customer.client_company_id),
            Customer.id.in_(ids),
            Customer.state == CustomerState.ACTIVE.value,
        )
    )
    found: dict[str, tuple[Customer, dict[str, bytes]]] = {}
    for known, field, cipher in await session.execute(wanted):
        _, of_it = found.setdefault(known.id, (known, {}))
        if cipher:
            # Who has none of the fields comes with one row of nothing.
            of_it[field] = cipher
    return [found[each] for each in ids if each in found]


async def held(session: WriteSession, scope: Scope, ids: Iterable[str]) -> Sequence[Customer]:
    """The customers as they stand, kept from everybody else's changes until the transaction ends.

    In the order of the ids, like everybody who holds several: two who want the same ones wait for each other
    instead of locking up.
    """
    found = (
        select(Customer)
        .where(scope.holds(Customer.client_company_id), Customer.id.in_(list(ids)))
        .order_by(Customer.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await session.scalars(found)).all()


async def take_version(session: WriteSession, scope: Scope, customer_id: str, version: int) -> bool:
    """The customer goes to the next version; False when somebody else was there before."""
    taken = await session.execute(
        update(Customer)
        .where(
            scope.holds(Customer.client_company_id), Customer.id == customer_id, Customer.version == version
        )
        .values(version=version + 1)
    )
    assert isinstance(taken, CursorResult)
    return taken.rowcount == 1


async def put_values(
    session: WriteSession, company_id: str, customer_id: str, sealed: Mapping[str, bytes | None]
) -> None:
    """None empties the field."""
    if not sealed:
        return
    await session.execute(
        delete(CustomerValue).where(
            CustomerValue.customer_id == customer_id, CustomerValue.field.in_(sorted(sealed))
        )
    )
    rows = [
        {"customer_id": customer_id, "field": field, "client_company_id": company_id, "cipher": cipher}
        for field, cipher in sealed.items()
        if cipher is not None
    ]
    if rows:
        await session.execute(insert(CustomerValue), rows)


async def put_tokens(
    session: WriteSession,
    company_id: str,
    customer_id: str,
    before: frozenset[Token],
    after: frozenset[Token],
) -> None:
    gone = [_token_row(company_id, customer_id, token) for token in sorted(before - after)]
    if gone:
        # Row by row and by the whole key: SQLite reads the whole index for a list of pairs.
        keyed = (column == bindparam(f"{column.name}_") for column in TOKENS.primary_key.columns)
        await session.execute(
            TOKENS.delete().where(*keyed),
            [{f"{name}_": value for name, value in row.items()} for row in gone],
        )
    come = [_token_row(company_id, customer_id, token) for token in sorted(after - before)]
    if come:
        await session.execute(insert(CustomerToken), come)


def _token_row(company_id: str, customer_id: str, token: Token) -> dict[str, Any]:
    return {
        "client_company_id": company_id,
        "kind": token.stored_kind,
        "token": token.value,
        "customer_id": customer_id,
    }


async def changes_after(
    session: ReadSession, scope: Scope, customer_id: str, version: int
) -> list[tuple[CustomerChange, str | None]]:
    """Changes that made a later version, the oldest first, with the name of who made each."""
    found = (
        select(CustomerChange, Person.display_name)
        .outerjoin(Person, Person.id == CustomerChange.person_id)
        .where(
            scope.holds(CustomerChange.client_company_id),
            CustomerChange.customer_id == customer_id,
            CustomerChange.version > version,
        )
        .order_by(CustomerChange.version)
    )
    return [(change, name) for change, name in await session.execute(found)]


def holding(scope: Scope, tokens: Iterable[Token]) -> CompoundSelect[Any]:
    """The ids of customers who have any of the tokens. Token by token: SQLite reads the whole index for a
    list of pairs, and for pairs joined by OR."""
    return union(
        *(
            select(TOKENS.c.customer_id).where(
                TOKENS.c.client_company_id.in_(sorted(scope.company_ids)),
                TOKENS.c.kind == token.stored_kind,
                TOKENS.c.token == token.value,
            )
            for token in tokens
        )
    )


async def with_token(
    session: ReadSession,
    scope: Scope,
    tokens: Iterable[Token],
    *,
    state: CustomerState | None = CustomerState.ACTIVE,
    most: int | None,
) -> Sequence[Customer]:
    """Customers who have any of the tokens, the newest first. None: in whatever state, however many."""
    found = select(Customer).where(
        scope.holds(Customer.client_company_id), Customer.id.in_(holding(scope, tokens))
    )
    if state is not None:
        found = found.where(Customer.state == state.value)
    return (await session.scalars(found.order_by(Customer.id.desc()).limit(most))).all()


async def ids_by_token(session: ReadSession, scope: Scope, tokens: Iterable[Token]) -> dict[int, list[str]]:
    """Token → the ids of the customers who have it, the newest first. All tokens are of one kind."""
    wanted = list(tokens)
    if not wanted:
        return {}
    statement = select(TOKENS.c.token, TOKENS.c.customer_id).where(
        TOKENS.c.client_company_id.in_(sorted(scope.company_ids)),
        TOKENS.c.kind == wanted[0].stored_kind,
        TOKENS.c.token.in_(sorted({token.value for token in wanted})),
    )
    found: dict[int, list[str]] = {}
    for token, customer_id in await session.execute(statement.order_by(TOKENS.c.customer_id.desc())):
        found.setdefault(token, []).append(customer_id)
    return found


async def names_of_people(session: ReadSession, scope: Scope, ids: Iterable[str | None]) -> dict[str, str]:
    wanted = [person_id for person_id in set(ids) if person_id is not None]
    if not wanted:
        return {}
    found = select(Person.id, Person.display_name).where(
        scope.holds(Person.client_company_id), Person.id.in_(wanted)
    )
    return dict((await session.execute(found)).all())


async def cipher_of_caller(session: ReadSession, scope: Scope, caller_token: str) -> bytes | None:
    found = select(Phone.cipher).where(scope.holds(Phone.client_company_id), Phone.token == caller_token)
    return await session.scalar(found)


async def catalogue(session: ReadSession, scope: Scope) -> Catalogue:
    found = (
        select(CustomFieldRow)
        .where(scope.holds(CustomFieldRow.client_company_id))
        .order_by(CustomFieldRow.position)
    )
    return Catalogue(
        CustomerField(
            row.code,
            row.zh,
            row.en,
            row.purpose_zh,
            row.purpose_en,
            Sensitivity(row.sensitivity),
            FieldKind(row.kind),
            tuple(row.choices),
            row.active,
        )
        for row in await session.scalars(found)
    )
