"""Writing down what a call was about, and what is still missing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from callcenter.crm.contacts import repository
from callcenter.crm.contacts.contact import (
    CALL_TYPE_EN,
    CALL_TYPE_ZH,
    CallType,
    CategoryPlan,
    ContactContent,
    Missing,
    changed_fields,
    missing_of,
    without_numbers,
)
from callcenter.crm.contacts.errors import CallUnknown, CategoryUnknown, NotYourCall, StaleContact
from callcenter.crm.contacts.models import Contact, ContactVersion
from callcenter.crm.contacts.ports import CallsInHand
from callcenter.crm.contacts.repository import WrittenContact
from callcenter.crm.contacts.schemas import ContactSent, ContactShown, UnfinishedCalls, UnfinishedCallShown
from callcenter.crm.customers import finding
from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.identity.roles import Role
from callcenter.kit import phones
from callcenter.kit.clock import SECOND, Clock
from callcenter.kit.db import ReadSession, WriteSession
from callcenter.kit.encryption import Keyring
from callcenter.seats import repository as seats
from callcenter.seats.models import Agent
from callcenter.telephony import repository as calls
from callcenter.telephony.journal.tokens import cipher_context
from callcenter.tenancy import Scope

LOOK_BACK_US = 7 * 24 * 3600 * SECOND
"""Calls older than this no longer ask for their category."""
_BEGUN = 0
"""The version of a contact that nobody has written yet."""
_OVERSEERS = frozenset({Role.SUPERVISOR, Role.INSPECTOR})


class Contacts:
    def __init__(self, keyring: Keyring, clock: Clock, in_hand: CallsInHand) -> None:
        self._keyring = keyring
        self._clock = clock
        self._in_hand = in_hand

    async def read(self, session: ReadSession, person: CurrentPerson, call_id: str) -> ContactShown:
        """Whole notes: for who had the call, and for supervisors and inspectors."""
        scope = scope_of(person)
        agents, queue = await self._call(session, scope, call_id)
        if not person.has_any(_OVERSEERS):
            await self._must_have_had(session, person, agents)
        return await self._shown(session, scope, call_id, queue)

    async def write(
        self, session: WriteSession, person: CurrentPerson, call_id: str, sent: ContactSent
    ) -> ContactShown:
        """The same content again changes nothing and is never stale: a page may repeat what it sent.

        Raises CallUnknown, NotYourCall, StaleContact, CategoryUnknown, NoSuchCustomer, CustomerNotActive.
        """
        scope = scope_of(person)
        agents, queue = await self._call(session, scope, call_id)
        agent = await seats.agent_of_person(session, scope, person.id)
        if not person.has_any(frozenset({Role.SUPERVISOR})) and (agent is None or agent.id not in agents):
            raise NotYourCall
        content = ContactContent(sent.category, sent.customer_id, sent.notes.strip())
        head = await repository.held(session, scope, call_id)
        if head is None and content != ContactContent():
            head = await self._begin(session, scope, call_id, person.company_id)
        before = await self._content(session, scope, head) if head else ContactContent()
        if content.customer_id is not None and content.customer_id != before.customer_id:
            kept = await finding.kept(session, person, content.customer_id)
            content = replace(content, customer_id=kept.id)
        if head is None or content == before:
            return await self._shown(session, scope, call_id, queue)
        if head.version not in {_BEGUN, sent.version}:
            raise await self._stale(session, scope, head, before, sent.version)
        if content.category != before.category:
            await _must_be_offered(session, scope, content.category, queue)
        await self._store(session, person, agent, head, content)
        return await self._shown(session, scope, call_id, queue)

    async def unfinished(
        self, session: ReadSession, person: CurrentPerson, *, mine: bool, limit: int
    ) -> UnfinishedCalls:
        scope = scope_of(person)
        agent = await seats.agent_of_person(session, scope, person.id)
        if mine and agent is None:
            return UnfinishedCalls(items=[], more=False)
        found = await repository.unfinished(
            session,
            scope,
            agent_id=agent.id if mine and agent else None,
            since_us=self._clock.now_us() - LOOK_BACK_US,
            limit=limit + 1,
        )
        masked = await self._masked(session, scope, {call.caller_token for call in found})
        items = [
            UnfinishedCallShown(
                call_id=call.call_id,
                queue=call.queue,
                agent=call.agent,
                arrived_us=call.arrived_us,
                ended_us=call.ended_us,
                caller_masked=masked.get(call.caller_token, ""),
                missing=Missing.NOTES if call.category else Missing.CATEGORY,
            )
            for call in found[:limit]
        ]
        return UnfinishedCalls(items=items, more=len(found) > limit)

    async def for_time_line(
        self, session: ReadSession, scope: Scope, call_ids: Collection[str]
    ) -> dict[str, ContactShown]:
        """What was written about these calls, numbers in the notes masked: for lists and histories."""
        plan = await repository.plan(session, scope)
        found = await repository.written(session, scope, call_ids=call_ids)
        return {
            call_id: self._as_shown(each, plan, queue=None, notes=without_numbers(self._notes(each.version)))
            for call_id, each in found.items()
        }

    async def every_version(
        self, session: ReadSession, scope: Scope, call_ids: Collection[str]
    ) -> list[tuple[ContactVersion, str, str]]:
        """With the name of who wrote it and the whole notes: for a person who asks what is kept of them."""
        found = await repository.every_version(session, scope, call_ids)
        return [(version, name, self._notes(version)) for version, name in found]

    async def _call(
        self, session: ReadSession, scope: Scope, call_id: str
    ) -> tuple[frozenset[str], str | None]:
        """Who talked in the call and its queue: by the record, the floor, and what was written already."""
        recorded = await repository.call_of_record(session, scope, call_id)
        now = self._in_hand.of(call_id)
        head = await repository.find(session, scope, call_id)
        if recorded is None and now is None and head is None:
            raise CallUnknown
        nobody: frozenset[str] = frozenset()
        agents = (recorded.agents if recorded else nobody) | (now.agents if now else nobody)
        if head is not None:
            first = await repository.version_of(session, scope, call_id, 1)
            if first is not None and first.agent_id is not None:
                agents |= {first.agent_id}
        queue = (recorded.queue if recorded else None) or (now.queue if now else None)
        return agents, queue

    async def _must_have_had(
        self, session: ReadSession, person: CurrentPerson, agents: frozenset[str]
    ) -> None:
        agent = await seats.agent_of_person(session, scope_of(person), person.id)
        if agent is None or agent.id not in agents:
            raise NotYourCall

    async def _begin(self, session: WriteSession, scope: Scope, call_id: str, company_id: str) -> Contact:
        """Nothing yet, or what somebody wrote who began at the same time."""
        now_us = self._clock.now_us()
        contact = Contact(
            call_id=call_id,
            client_company_id=company_id,
            version=_BEGUN,
            category=None,
            customer_id=None,
            has_notes=False,
            created_us=now_us,
            updated_us=now_us,
        )
        if await repository.begun(session, contact):
            return contact
        head = await repository.held(session, scope, call_id)
        if head is None:
            raise CallUnknown
        return head

    async def _store(
        self,
        session: WriteSession,
        person: CurrentPerson,
        agent: Agent | None,
        head: Contact,
        content: ContactContent,
    ) -> None:
        now_us = self._clock.now_us()
        head.version += 1
        head.category, head.customer_id = content.category, content.customer_id
        head.has_notes = bool(content.notes)
        head.updated_us = now_us
        await session.flush()
        context = _notes_context(head.call_id, head.version)
        session.add(
            ContactVersion(
                call_id=head.call_id,
                version=head.version,
                client_company_id=person.company_id,
                at_us=now_us,
                person_id=person.id,
                agent_id=agent.id if agent else None,
                category=content.category,
                customer_id=content.customer_id,
                notes_cipher=self._keyring.encrypt(content.notes.encode(), context=context)
                if content.notes
                else None,
            )
        )
        await session.flush()

    async def _stale(
        self, session: ReadSession, scope: Scope, head: Contact, now: ContactContent, seen: int
    ) -> StaleContact:
        """Names who wrote last and what differs from the version that the person saw."""
        then = await repository.version_of(session, scope, head.call_id, seen)
        before = self._content_of(then) if then else ContactContent()
        last = (await repository.written(session, scope, call_ids=[head.call_id]))[head.call_id]
        number = f"{last.writer_work_number} " if last.writer_work_number else ""
        return StaleContact(number + last.writer_name, head.updated_us, changed_fields(before, now))

    async def _content(self, session: ReadSession, scope: Scope, head: Contact) -> ContactContent:
        if head.version == _BEGUN:
            return ContactContent()
        version = await repository.version_of(session, scope, head.call_id, head.version)
        assert version is not None
        return self._content_of(version)

    def _content_of(self, version: ContactVersion) -> ContactContent:
        return ContactContent(version.category, version.customer_id, self._notes(version))

    def _notes(self, version: ContactVersion) -> str:
        if version.notes_cipher is None:
            return ""
        context = _notes_context(version.call_id, version.version)
        return self._keyring.decrypt(version.notes_cipher, context=context).decode()

    async def _shown(
        self, session: ReadSession, scope: Scope, call_id: str, queue: str | None
    ) -> ContactShown:
        plan = await repository.plan(session, scope)
        found = await repository.written(session, scope, call_ids=[call_id])
        each = found.get(call_id)
        if each is not None:
            return self._as_shown(each, plan, queue=queue, notes=self._notes(each.version))
        required = queue in plan.required_queues
        nothing = dict.fromkeys(ContactShown.model_fields)
        return ContactShown.model_validate(
            nothing
            | {"call_id": call_id, "version": 0, "notes": "", "queue": queue, "required": required}
            | {"missing": Missing.CATEGORY if required else None}
        )

    def _as_shown(
        self, each: WrittenContact, plan: CategoryPlan, *, queue: str | None, notes: str
    ) -> ContactShown:
        category, contact = each.category, each.contact
        call_type = CallType(category.call_type) if category else None
        required = queue in plan.required_queues
        chosen = repository.as_rule(category) if category else None
        return ContactShown(
            call_id=contact.call_id,
            version=contact.version,
            category=contact.category,
            category_zh=category.zh if category else None,
            category_en=category.en if category else None,
            call_type=call_type,
            call_type_zh=CALL_TYPE_ZH[call_type] if call_type else None,
            call_type_en=CALL_TYPE_EN[call_type] if call_type else None,
            customer_id=contact.customer_id,
            notes=notes,
            updated_us=contact.updated_us,
            updated_by=each.writer_name,
            work_number=each.writer_work_number,
            queue=queue,
            required=required,
            missing=missing_of(chosen, has_notes=contact.has_notes) if required else None,
        )

    async def _masked(self, session: ReadSession, scope: Scope, tokens: set[str]) -> Mapping[str, str]:
        ciphers = await calls.ciphers_of(session, scope, sorted(tokens - {""}))
        return {
            token: phones.mask(self._keyring.decrypt(cipher, context=cipher_context(token)).decode())
            for token, cipher in ciphers.items()
        }


async def _must_be_offered(session: ReadSession, scope: Scope, code: str | None, queue: str | None) -> None:
    if code is None:
        return
    plan = await repository.plan(session, scope)
    offered: Sequence[str] = [
        each.code for each in plan.categories if not each.queues or queue is None or queue in each.queues
    ]
    if code not in offered:
        raise CategoryUnknown


def _notes_context(call_id: str, version: int) -> bytes:
    return f"contact_version.notes:{call_id}:{version}".encode()
