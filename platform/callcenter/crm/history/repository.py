"""All SQL about what happened with customers; every read within a scope."""

from collections.abc import Collection, Sequence
from typing import Final, TypeVar

from sqlalchemy import func, or_, select, tuple_

from callcenter.crm.customers.models import Customer, CustomerState
from callcenter.crm.history.models import CustomerNote, FollowUp
from callcenter.crm.history.time_line import NEVER
from callcenter.identity.models import Person
from callcenter.kit.db import ReadSession
from callcenter.seats.models import Agent
from callcenter.telephony.models import CallRecord
from callcenter.tenancy import Scope

Written = TypeVar("Written", CustomerNote, FollowUp)
Place = tuple[int, str]
"""The time and the id of the last one told: two of the same microsecond are both told."""
LATEST: Final[Place] = (NEVER, "")


async def calls(
    session: ReadSession,
    scope: Scope,
    *,
    caller_tokens: Collection[str],
    call_ids: Collection[str],
    before_us: int,
    limit: int,
) -> Sequence[CallRecord]:
    """Calls from these numbers, and those that an agent tied to the customer; the newest first."""
    found = (
        select(CallRecord)
        .where(
            scope.holds(CallRecord.client_company_id),
            or_(CallRecord.caller_token.in_(sorted(caller_tokens)), CallRecord.call_id.in_(sorted(call_ids))),
            CallRecord.arrived_us < before_us,
        )
        .order_by(CallRecord.arrived_us.desc())
        .limit(limit)
    )
    return (await session.scalars(found)).all()


async def calls_by_id(session: ReadSession, scope: Scope, ids: Collection[str]) -> Sequence[CallRecord]:
    found = select(CallRecord).where(scope.holds(CallRecord.client_company_id), CallRecord.call_id.in_(ids))
    return (await session.scalars(found)).all()


def written_us(each: CustomerNote | FollowUp) -> int:
    return each.at_us if isinstance(each, CustomerNote) else each.created_us


async def written(
    session: ReadSession,
    scope: Scope,
    kind: type[Written],
    ids: Collection[str],
    *,
    before: Place = LATEST,
    limit: int,
) -> Sequence[tuple[Written, str]]:
    """Notes or follow-ups of these customers, the newest first, with the name of who wrote the note or has to
    follow up."""
    at_us = CustomerNote.at_us if kind is CustomerNote else FollowUp.created_us
    found = (
        select(kind, Person.display_name)
        .join(Person, Person.id == kind.person_id)
        .where(
            scope.holds(kind.client_company_id),
            kind.customer_id.in_(list(ids)),
            tuple_(at_us, kind.id) < tuple_(*before),
        )
        .order_by(at_us.desc(), kind.id.desc())
        .limit(limit)
    )
    return [(each, name) for each, name in await session.execute(found)]


async def open_follow_ups(
    session: ReadSession, scope: Scope, *, person_id: str | None, due_before_us: int | None, limit: int
) -> Sequence[tuple[FollowUp, str]]:
    """Of customers that may be used, the most urgent first; `person_id` None: everybody's."""
    found = (
        select(FollowUp, Person.display_name)
        .join(Person, Person.id == FollowUp.person_id)
        .join(Customer, Customer.id == FollowUp.customer_id)
        .where(
            scope.holds(FollowUp.client_company_id),
            FollowUp.done_us.is_(None),
            Customer.state != CustomerState.FROZEN.value,
        )
        .order_by(FollowUp.due_us, FollowUp.id)
        .limit(limit)
    )
    if person_id is not None:
        found = found.where(FollowUp.person_id == person_id)
    if due_before_us is not None:
        found = found.where(FollowUp.due_us <= due_before_us)
    return [(follow_up, name) for follow_up, name in await session.execute(found)]


async def fallen_due(session: ReadSession, scope: Scope, *, after_us: int, until_us: int) -> dict[str, int]:
    """Person → how many of their open follow-ups fell due in that time."""
    found = (
        select(FollowUp.person_id, func.count())
        .join(Customer, Customer.id == FollowUp.customer_id)
        .where(
            scope.holds(FollowUp.client_company_id),
            FollowUp.done_us.is_(None),
            FollowUp.due_us > after_us,
            FollowUp.due_us <= until_us,
            Customer.state != CustomerState.FROZEN.value,
        )
        .group_by(FollowUp.person_id)
    )
    return dict((await session.execute(found)).all())


async def follow_up(session: ReadSession, scope: Scope, follow_up_id: str) -> FollowUp | None:
    found = select(FollowUp).where(scope.holds(FollowUp.client_company_id), FollowUp.id == follow_up_id)
    return await session.scalar(found)


async def names_of_agents(session: ReadSession, scope: Scope, agents: Collection[str]) -> dict[str, str]:
    if not agents:
        return {}
    found = (
        select(Agent.id, Person.display_name)
        .join(Person, Person.id == Agent.person_id)
        .where(scope.holds(Agent.client_company_id), Agent.id.in_(sorted(agents)))
    )
    return dict((await session.execute(found)).all())
