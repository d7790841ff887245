"""All SQL about personal-data requests; every read within a scope."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select

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


async def counted(
    session: ReadSession, scope: Scope, ids: Collection[str]
) -> tuple[dict[str, int], dict[str, int]]:
    """Notes and follow-ups of each customer."""
    counts: list[dict[str, int]] = []
    for table in (CustomerNote, FollowUp):
        found = (
            select(table.customer_id, func.count())
            .where(scope.holds(table.client_company_id), table.customer_id.in_(list(ids)))
            .group_by(table.customer_id)
        )
        counts.append(dict((await session.execute(found)).all()))
    return counts[0], counts[1]


async def calls_from(
    session: ReadSession, scope: Scope, caller_tokens: Collection[str]
) -> tuple[int, int | None, int | None, int]:
    """How many, the first, the last, and how many with a recording."""
    found = select(
        func.count(),
        func.min(CallRecord.arrived_us),
        func.max(CallRecord.arrived_us),
        func.count(CallRecord.recording_file),
    ).where(scope.holds(CallRecord.client_company_id), CallRecord.caller_token.in_(sorted(caller_tokens)))
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
