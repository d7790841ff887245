"""All SQL about contacts; every read within a scope."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.exc import IntegrityError

from callcenter.crm.contacts.contact import CallType, Category, CategoryPlan
from callcenter.crm.contacts.models import Contact, ContactCategory, ContactRequiredQueue, ContactVersion
from callcenter.identity.models import Person
from callcenter.kit.db import ReadSession, WriteSession
from callcenter.seats.models import Agent
from callcenter.telephony.models import CallRecord, LegRecord
from callcenter.tenancy import Scope


@dataclass(frozen=True, slots=True)
class CallOfRecord:
    """Which agents talked in the call, as far as the record knows."""

    agents: frozenset[str]
    queue: str | None
    ended_us: int | None


@dataclass(frozen=True, slots=True)
class WrittenContact:
    """A contact with the version that stands, and who wrote it."""

    contact: Contact
    version: ContactVersion
    writer_name: str
    writer_work_number: str | None
    category: ContactCategory | None


@dataclass(frozen=True, slots=True)
class UnfinishedCall:
    call_id: str
    queue: str
    agent: str
    arrived_us: int
    ended_us: int
    caller_token: str
    category: str | None
    has_notes: bool


async def call_of_record(session: ReadSession, scope: Scope, call_id: str) -> CallOfRecord | None:
    call = (
        await session.execute(
            select(CallRecord.queue, CallRecord.ended_us).where(
                scope.holds(CallRecord.client_company_id), CallRecord.call_id == call_id
            )
        )
    ).first()
    if call is None:
        return None
    talked = select(LegRecord.agent).where(
        scope.holds(LegRecord.client_company_id), LegRecord.call_id == call_id, _talked()
    )
    agents = frozenset(agent for agent in await session.scalars(talked) if agent)
    return CallOfRecord(agents, call.queue, call.ended_us)


def _talked() -> ColumnElement[bool]:
    return and_(LegRecord.agent.is_not(None), LegRecord.bridged_us.is_not(None))


async def find(session: ReadSession, scope: Scope, call_id: str) -> Contact | None:
    return await session.scalar(
        select(Contact).where(scope.holds(Contact.client_company_id), Contact.call_id == call_id)
    )


async def held(session: WriteSession, scope: Scope, call_id: str) -> Contact | None:
    """As it stands, kept from everybody else's changes until the transaction ends."""
    found = select(Contact).where(scope.holds(Contact.client_company_id), Contact.call_id == call_id)
    return await session.scalar(found.with_for_update().execution_options(populate_existing=True))


async def begun(session: WriteSession, contact: Contact) -> bool:
    """Whether this is the call's first contact; waits for whoever begins one at the same time."""
    try:
        async with session.begin_nested():
            session.add(contact)
    except IntegrityError:
        return False
    return True


async def version_of(session: ReadSession, scope: Scope, call_id: str, version: int) -> ContactVersion | None:
    return await session.scalar(
        select(ContactVersion).where(
            scope.holds(ContactVersion.client_company_id),
            ContactVersion.call_id == call_id,
            ContactVersion.version == version,
        )
    )


async def every_version(
    session: ReadSession, scope: Scope, call_ids: Collection[str]
) -> list[tuple[ContactVersion, str]]:
    """With notes, ever written about these calls, with the name of who wrote each."""
    found = (
        select(ContactVersion, Person.display_name)
        .join(Person, Person.id == ContactVersion.person_id)
        .where(
            scope.holds(ContactVersion.client_company_id),
            ContactVersion.call_id.in_(list(call_ids)),
            ContactVersion.notes_cipher.is_not(None),
        )
        .order_by(ContactVersion.call_id, ContactVersion.version)
    )
    return [(version, name) for version, name in await session.execute(found)]


async def written(
    session: ReadSession, scope: Scope, *, call_ids: Collection[str] | None = None
) -> dict[str, WrittenContact]:
    """What stands about each of these calls; those without a contact are left out."""
    found = (
        select(Contact, ContactVersion, Person.display_name, Agent.work_number, ContactCategory)
        .join(
            ContactVersion,
            and_(ContactVersion.call_id == Contact.call_id, ContactVersion.version == Contact.version),
        )
        .join(Person, Person.id == ContactVersion.person_id)
        .outerjoin(Agent, Agent.id == ContactVersion.agent_id)
        .outerjoin(
            ContactCategory,
            and_(
                ContactCategory.client_company_id == Contact.client_company_id,
                ContactCategory.code == Contact.category,
            ),
        )
        .where(scope.holds(Contact.client_company_id), Contact.call_id.in_(sorted(call_ids or ())))
    )
    return {
        contact.call_id: WrittenContact(contact, version, name, number, category)
        for contact, version, name, number, category in await session.execute(found)
    }


async def calls_of_customers(
    session: ReadSession, scope: Scope, customer_ids: Collection[str], *, limit: int
) -> Sequence[str]:
    """Ids of the calls that were tied to these customers, the newest first."""
    found = (
        select(Contact.call_id)
        .where(scope.holds(Contact.client_company_id), Contact.customer_id.in_(sorted(customer_ids)))
        .order_by(Contact.updated_us.desc())
        .limit(limit)
    )
    return (await session.scalars(found)).all()


async def stored_categories(session: ReadSession, scope: Scope) -> Sequence[ContactCategory]:
    """Inactive ones too, in the administrator's order."""
    found = select(ContactCategory).where(scope.holds(ContactCategory.client_company_id))
    return (await session.scalars(found.order_by(ContactCategory.position, ContactCategory.code))).all()


async def plan(session: ReadSession, scope: Scope) -> CategoryPlan:
    required = select(ContactRequiredQueue.queue).where(scope.holds(ContactRequiredQueue.client_company_id))
    return CategoryPlan(
        categories=tuple(as_rule(row) for row in await stored_categories(session, scope) if row.active),
        required_queues=frozenset(await session.scalars(required)),
    )


def as_rule(row: ContactCategory) -> Category:
    return Category(
        code=row.code,
        zh=row.zh,
        en=row.en,
        call_type=CallType(row.call_type),
        queues=tuple(row.queues),
        notes_required=row.notes_required,
    )


async def unfinished(
    session: ReadSession, scope: Scope, *, agent_id: str | None, since_us: int, limit: int
) -> list[UnfinishedCall]:
    """Ended calls of queues that require a category, without one or without the notes it asks for.

    `agent_id` None: of everybody. A call with several agents is listed once for each.
    """
    lacking = or_(
        Contact.category.is_(None),
        and_(ContactCategory.notes_required.is_(True), Contact.has_notes.is_(False)),
    )
    found = (
        select(
            CallRecord.call_id,
            CallRecord.queue,
            LegRecord.agent,
            CallRecord.arrived_us,
            CallRecord.ended_us,
            CallRecord.caller_token,
            Contact.category,
            Contact.has_notes,
        )
        .join(LegRecord, LegRecord.call_id == CallRecord.call_id)
        .join(
            ContactRequiredQueue,
            and_(
                ContactRequiredQueue.client_company_id == CallRecord.client_company_id,
                ContactRequiredQueue.queue == CallRecord.queue,
            ),
        )
        .outerjoin(Contact, Contact.call_id == CallRecord.call_id)
        .outerjoin(
            ContactCategory,
            and_(
                ContactCategory.client_company_id == Contact.client_company_id,
                ContactCategory.code == Contact.category,
            ),
        )
        .where(
            scope.holds(CallRecord.client_company_id),
            scope.holds(LegRecord.client_company_id),
            LegRecord.started_us >= since_us,
            CallRecord.ended_us.is_not(None),
            _talked(),
            lacking,
        )
        .distinct()
        .order_by(CallRecord.arrived_us.desc(), CallRecord.call_id)
        .limit(limit)
    )
    if agent_id is not None:
        found = found.where(LegRecord.agent == agent_id)
    return [
        UnfinishedCall(
            call_id=row.call_id,
            queue=row.queue or "",
            agent=row.agent or "",
            arrived_us=row.arrived_us,
            ended_us=row.ended_us or 0,
            caller_token=row.caller_token,
            category=row.category,
            has_notes=bool(row.has_notes),
        )
        for row in await session.execute(found)
    ]
