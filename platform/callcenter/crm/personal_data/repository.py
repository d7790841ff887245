"""All SQL about personal-data requests; every read within a scope."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import CompoundSelect, func, select, union

from callcenter.crm.contacts.models import Contact
from callcenter.crm.history.models import CustomerNote, FollowUp
from callcenter.crm.personal_data.models import CustomerFreeze
from callcenter.identity.models import AuditRow, Person
from callcenter.kit.db import ReadSession
from callcenter.telephony.models import CallRecord
from callcenter.tenancy import Scope


async def open_freezes(
    session: ReadSession, scope: Scope, ids: Collection[str]
) -> dict[str, tuple[CustomerFreeze, str]]:
    """Customer → the freeze that holds now, and the name of who ordered it."""
    found = (
        select(CustomerFreeze, Person.display_name)
        .join(Person, Person.id == CustomerFreeze.person_id)
        .where(
            scope.holds(CustomerFreeze.client_company_id),
            CustomerFreeze.customer_id.in_(list(ids)),
            CustomerFreeze.ended_us.is_(None),
        )
    )
    return {freeze.customer_id: (freeze, name) for freeze, name in await session.execute(found)}


async def freezes(
    session: ReadSession, scope: Scope, ids: Collection[str]
) -> Sequence[tuple[CustomerFreeze, str]]:
    """All there ever were, the first one first, with the name of who ordered each."""
    found = (
        select(CustomerFreeze, Person.display_name)
        .join(Person, Person.id == CustomerFreeze.person_id)
        .where(scope.holds(CustomerFreeze.client_company_id), CustomerFreeze.customer_id.in_(list(ids)))
        .order_by(CustomerFreeze.from_us)
    )
    return [(freeze, name) for freeze, name in await session.execute(found)]


async def calls_of(
    session: ReadSession, scope: Scope, caller_tokens: Iterable[str], customer_ids: Collection[str]
) -> list[str]:
    """The ids of all calls from these numbers, and of those that agents tied to these customers."""
    return sorted(await session.scalars(_calls(scope, caller_tokens, customer_ids)))


def _calls(scope: Scope, caller_tokens: Iterable[str], customer_ids: Collection[str]) -> CompoundSelect[Any]:
    return union(
        select(CallRecord.call_id).where(
            scope.holds(CallRecord.client_company_id), CallRecord.caller_token.in_(sorted(caller_tokens))
        ),
        select(Contact.call_id).where(
            scope.holds(Contact.client_company_id), Contact.customer_id.in_(list(customer_ids))
        ),
    )


async def counted(session: ReadSession, scope: Scope, ids: Collection[str]) -> tuple[int, int]:
    """Notes and follow-ups of all of them."""
    counts: list[int] = []
    for table in (CustomerNote, FollowUp):
        found = (
            select(func.count())
            .select_from(table)
            .where(scope.holds(table.client_company_id), table.customer_id.in_(list(ids)))
        )
        counts.append(await session.scalar(found) or 0)
    return counts[0], counts[1]


async def calls_from(
    session: ReadSession, scope: Scope, caller_tokens: Iterable[str], customer_ids: Collection[str]
) -> tuple[int, int | None, int | None, int]:
    """How many the record knows, the first, the last, and how many with a recording."""
    ids = _calls(scope, caller_tokens, customer_ids).subquery()
    found = select(
        func.count(),
        func.min(CallRecord.arrived_us),
        func.max(CallRecord.arrived_us),
        func.count(CallRecord.recording_file),
    ).where(scope.holds(CallRecord.client_company_id), CallRecord.call_id.in_(select(ids.c.call_id)))
    row = (await session.execute(found)).one()
    return row[0], row[1], row[2], row[3]


async def revealed(
    session: ReadSession, scope: Scope, ids: Collection[str], tags: Collection[str]
) -> Sequence[AuditRow]:
    """Who saw what of these customers."""
    found = select(AuditRow).where(
        AuditRow.client_company_id.in_(sorted(scope.company_ids)),
        AuditRow.tag.in_(sorted(tags)),
        AuditRow.subject.in_(list(ids)),
    )
    return (await session.scalars(found.order_by(AuditRow.number))).all()
