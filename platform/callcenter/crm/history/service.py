"""One time line of everything that happened with a customer; notes and follow-ups are written here."""

from collections.abc import Collection, Sequence
from typing import Final

from callcenter.crm.contacts import repository as contact_repository
from callcenter.crm.contacts.service import Contacts
from callcenter.crm.customers import finding
from callcenter.crm.customers import repository as customers_sql
from callcenter.crm.customers.customer import WrongValue
from callcenter.crm.customers.fields import NAME, PHONES
from callcenter.crm.customers.schemas import PersonNamed
from callcenter.crm.customers.service import Customers
from callcenter.crm.customers.view import CustomerView
from callcenter.crm.history import repository
from callcenter.crm.history.models import CustomerNote, FollowUp
from callcenter.crm.history.schemas import (
    FollowUps,
    FollowUpSent,
    FollowUpShown,
    HistoryEntry,
    HistoryPage,
)
from callcenter.crm.history.telling import Telling
from callcenter.crm.history.time_line import NEVER
from callcenter.crm.merging import repository as merge_repository
from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.identity.roles import Role
from callcenter.kit.db import ReadSession, WriteSession
from callcenter.kit.errors import NotFound, Refused
from callcenter.kit.ids import new_id
from callcenter.telephony.journal.tokens import token_of
from callcenter.tenancy import Scope

_TIED_CALLS: Final = 500


class NoSuchFollowUp(NotFound):
    def __init__(self) -> None:
        super().__init__(zh="没有这项跟进。", en="There is no such follow-up.")


class FollowUpDone(Refused):
    def __init__(self) -> None:
        super().__init__(zh="这项跟进已经完成。", en="This follow-up is done already.")


class CustomerHistory:
    def __init__(self, customers: Customers, view: CustomerView, contacts: Contacts) -> None:
        self._customers = customers
        self._view = view
        self._telling = Telling(customers.seal, contacts)

    async def page(
        self,
        session: ReadSession,
        person: CurrentPerson,
        customer_id: str,
        *,
        before_us: int | None,
        limit: int,
    ) -> HistoryPage:
        """Raises NoSuchCustomer."""
        scope = scope_of(person)
        customer = await finding.seen(session, person, customer_id)
        values = await self._customers.values_of(session, scope, [customer], [PHONES])
        tokens = {token_of(self._customers.keys, number) for number in values[customer.id].get(PHONES, ())}
        return await self.told(
            session, scope, [customer.id], tokens, before_us=before_us or NEVER, limit=limit
        )

    async def told(
        self,
        session: ReadSession,
        scope: Scope,
        customer_ids: Collection[str],
        caller_tokens: Collection[str],
        *,
        before_us: int = NEVER,
        limit: int,
    ) -> HistoryPage:
        """`caller_tokens` are of the customers' numbers; what is older than `before_us`, the newest first."""
        ids = await merge_repository.with_merged(session, scope, customer_ids) if customer_ids else []
        tied: Sequence[str] = ()
        if ids:
            tied = await contact_repository.calls_of_customers(session, scope, ids, limit=_TIED_CALLS)
        groups = await self._calls(session, scope, caller_tokens, tied, before_us, limit)
        if ids:
            before, more = (before_us, ""), limit + 1
            notes = await repository.written(session, scope, CustomerNote, ids, before=before, limit=more)
            groups += [(note.at_us, [self._telling.note(note, name)]) for note, name in notes]
            promised = await repository.written(session, scope, FollowUp, ids, before=before, limit=more)
            groups += [(each.created_us, [self._telling.follow_up(each, name)]) for each, name in promised]
        groups.sort(key=lambda group: group[0], reverse=True)
        page = groups[:limit]
        return HistoryPage(
            items=[entry for _, entries in page for entry in entries],
            before_us=page[-1][0] if len(groups) > limit else None,
            open_tickets=[],
        )

    async def add_note(
        self, session: WriteSession, person: CurrentPerson, customer_id: str, text: str
    ) -> HistoryEntry:
        """Raises NoSuchCustomer, CustomerNotActive."""
        customer = await finding.usable(session, person, customer_id)
        now_us = self._customers.clock.now_us()
        note_id = new_id(now_us)
        note = CustomerNote(
            id=note_id,
            client_company_id=person.company_id,
            customer_id=customer.id,
            at_us=now_us,
            person_id=person.id,
            cipher=self._customers.seal.close(note_id, "note", text),
        )
        session.add(note)
        await session.flush()
        return self._telling.note(note, person.display_name)

    async def add_follow_up(
        self, session: WriteSession, person: CurrentPerson, customer_id: str, sent: FollowUpSent
    ) -> FollowUpShown:
        """Raises NoSuchCustomer, CustomerNotActive, WrongValue."""
        customer = await finding.usable(session, person, customer_id)
        who = sent.person or person.id
        names = await customers_sql.names_of_people(session, scope_of(person), [who])
        if who not in names:
            raise WrongValue("person", zh="没有这个人员", en="there is no such person")
        now_us = self._customers.clock.now_us()
        new = new_id(now_us)
        follow_up = FollowUp(
            id=new,
            client_company_id=person.company_id,
            customer_id=customer.id,
            due_us=sent.due_us,
            person_id=who,
            created_us=now_us,
            created_by=person.id,
            done_us=None,
            done_by=None,
            cipher=self._customers.seal.close(new, "follow_up", sent.text),
        )
        session.add(follow_up)
        await session.flush()
        return (await self._shown(session, scope_of(person), [(follow_up, names[who])]))[0]

    async def follow_ups(
        self, session: ReadSession, person: CurrentPerson, *, mine: bool, due: bool, limit: int
    ) -> FollowUps:
        """Open ones. An agent sees their own, whatever was asked."""
        only_own = mine or not person.has_any(frozenset({Role.SUPERVISOR}))
        found = await repository.open_follow_ups(
            session,
            scope_of(person),
            person_id=person.id if only_own else None,
            due_before_us=self._customers.clock.now_us() if due else None,
            limit=limit,
        )
        return FollowUps(items=await self._shown(session, scope_of(person), found))

    async def finish(self, session: WriteSession, person: CurrentPerson, follow_up_id: str) -> FollowUpShown:
        """Raises NoSuchFollowUp, FollowUpDone. Agents finish their own."""
        scope = scope_of(person)
        found = await repository.follow_up(session, scope, follow_up_id)
        own = found is not None and found.person_id == person.id
        if found is None or not (own or person.has_any(frozenset({Role.SUPERVISOR}))):
            raise NoSuchFollowUp
        if found.done_us is not None:
            raise FollowUpDone
        found.done_us, found.done_by = self._customers.clock.now_us(), person.id
        names = await customers_sql.names_of_people(session, scope, [found.person_id])
        return (await self._shown(session, scope, [(found, names.get(found.person_id, ""))]))[0]

    async def _calls(
        self,
        session: ReadSession,
        scope: Scope,
        caller_tokens: Collection[str],
        tied: Sequence[str],
        before_us: int,
        limit: int,
    ) -> list[tuple[int, list[HistoryEntry]]]:
        if not caller_tokens and not tied:
            return []
        calls = await repository.calls(
            session, scope, caller_tokens=caller_tokens, call_ids=tied, before_us=before_us, limit=limit + 1
        )
        return await self._telling.calls(session, scope, calls)

    async def _shown(
        self, session: ReadSession, scope: Scope, found: Sequence[tuple[FollowUp, str]]
    ) -> list[FollowUpShown]:
        ids = [follow_up.customer_id for follow_up, _ in found]
        customers = await customers_sql.customers(session, scope, ids)
        values = await self._customers.values_of(session, scope, customers, [NAME])
        now_us = self._customers.clock.now_us()
        return [
            FollowUpShown(
                id=each.id,
                customer_id=each.customer_id,
                customer_name=self._view.name(values.get(each.customer_id, {})),
                due_us=each.due_us,
                overdue=each.done_us is None and each.due_us < now_us,
                text=self._telling.promised(each),
                person=PersonNamed(id=each.person_id, name=name),
                created_us=each.created_us,
                done_us=each.done_us,
            )
            for each, name in found
        ]
