"""Requests of a person about their own data: find it, hand it over, keep it unused while a term runs.

Correcting is an ordinary change of the customer. Nothing readable is written to a disk: an export is made in
memory and leaves with the answer.
"""

import asyncio
import io
import zipfile
from collections.abc import Sequence
from typing import Any

import orjson

from callcenter.crm.customers import finding
from callcenter.crm.customers import repository as customers_sql
from callcenter.crm.customers.customer import CustomerNotActive, NoSuchCustomer
from callcenter.crm.customers.fields import PHONES
from callcenter.crm.customers.masking import mask_text
from callcenter.crm.customers.models import Customer, CustomerState
from callcenter.crm.customers.service import Customers, CustomerTag
from callcenter.crm.customers.tokens import Token
from callcenter.crm.customers.view import CustomerView
from callcenter.crm.merging import repository as merge_repository
from callcenter.crm.personal_data import repository
from callcenter.crm.personal_data.copy import PersonalCopy
from callcenter.crm.personal_data.models import CustomerFreeze
from callcenter.crm.personal_data.schemas import (
    ExportAsked,
    ExportFormat,
    FreezeAsked,
    FreezeShown,
    PersonalRecord,
    PersonFound,
    PersonSought,
    UnfreezeAsked,
)
from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.kit.db import Database, ReadSession, WriteSession
from callcenter.kit.errors import Refused
from callcenter.kit.ids import new_id
from callcenter.telephony.journal.tokens import token_of
from callcenter.tenancy import Scope


class NotFrozen(Refused):
    def __init__(self) -> None:
        super().__init__(zh="该客户资料没有冻结。", en="This customer is not frozen.")


class PersonalData:
    def __init__(
        self, database: Database, customers: Customers, view: CustomerView, copy: PersonalCopy
    ) -> None:
        self._database = database
        self._customers = customers
        self._view = view
        self._copy = copy

    async def find(self, person: CurrentPerson, sought: PersonSought) -> PersonFound:
        """All there is about somebody, masked; whoever asks leaves a trace before they are answered.

        Opening what is sealed takes its time: it is done in a transaction that only reads.
        """
        async with self._database.read() as session:
            found, ids = await self._found(session, person, sought)
        await self._record_asked(person, CustomerTag.PERSON_FOUND, ids, sought.reason)
        return found

    async def export(self, person: CurrentPerson, asked: ExportAsked) -> bytes:
        """Raises NoSuchCustomer when there is nothing to hand over."""
        scope = scope_of(person)
        async with self._database.read() as session:
            customers, tokens = await self._person(session, scope, person.company_id, asked)
            everybody = await self._with_merged(session, scope, customers)
            tokens |= await self._caller_tokens(session, scope, everybody)
            document = await self._copy.of(session, scope, everybody, tokens, whole=asked.whole)
        if not customers and not document["history"]:
            raise NoSuchCustomer
        made = {
            "made_us": self._customers.clock.now_us(),
            "made_for": asked.format.value,
            "readable": asked.whole,
        }
        ids = [customer.id for customer in customers]
        await self._record_asked(person, CustomerTag.PERSON_EXPORTED, ids, asked.reason, whole=asked.whole)
        return await asyncio.to_thread(_written, made | document, asked.format)

    async def _found(
        self, session: ReadSession, person: CurrentPerson, sought: PersonSought
    ) -> tuple[PersonFound, list[str]]:
        scope = scope_of(person)
        customers, tokens = await self._person(session, scope, person.company_id, sought)
        ids = [customer.id for customer in customers]
        freezes = await repository.open_freezes(session, scope, ids)
        records: list[PersonalRecord] = []
        for customer in customers:
            hanging = await merge_repository.with_merged(session, scope, [customer.id])
            notes, follow_ups = await repository.counted(session, scope, hanging)
            frozen = freezes.get(customer.id)
            records.append(
                PersonalRecord(
                    customer=await self._view.one(session, person, customer),
                    frozen=None if frozen is None else self._freeze(*frozen),
                    merged=[each for each in hanging if each != customer.id],
                    notes=notes,
                    follow_ups=follow_ups,
                )
            )
        everybody = await self._with_merged(session, scope, customers)
        tokens |= await self._caller_tokens(session, scope, everybody)
        count, first_us, last_us, recordings = await repository.calls_from(
            session, scope, tokens, [each.id for each in everybody]
        )
        found = PersonFound(
            customers=records,
            calls=count,
            first_call_us=first_us,
            last_call_us=last_us,
            recordings=recordings,
        )
        return found, ids

    async def freeze(self, session: WriteSession, person: CurrentPerson, asked: FreezeAsked) -> FreezeShown:
        """Kept and not used: in no search, on no card, not to be edited. Raises CustomerNotActive."""
        customer = await finding.find(session, scope_of(person), asked.customer_id)
        if customer.state != CustomerState.ACTIVE.value:
            raise CustomerNotActive
        await self._stand(session, person, customer, CustomerState.FROZEN)
        now_us = self._customers.clock.now_us()
        freeze_id = new_id(now_us)
        freeze = CustomerFreeze(
            id=freeze_id,
            client_company_id=person.company_id,
            customer_id=customer.id,
            from_us=now_us,
            until_us=asked.until_us,
            person_id=person.id,
            reason=self._customers.seal.close(freeze_id, "reason", asked.reason),
            ended_us=None,
            ended_by=None,
        )
        session.add(freeze)
        await session.flush()
        await self._record(session, person, CustomerTag.FROZEN, [customer.id], asked.reason)
        return self._freeze(freeze, person.display_name)

    async def unfreeze(
        self, session: WriteSession, person: CurrentPerson, asked: UnfreezeAsked
    ) -> FreezeShown:
        """Raises NoSuchCustomer, NotFrozen."""
        scope = scope_of(person)
        customer = await finding.find(session, scope, asked.customer_id)
        freezes = await repository.open_freezes(session, scope, [customer.id])
        if customer.state != CustomerState.FROZEN.value or customer.id not in freezes:
            raise NotFrozen
        await self._stand(session, person, customer, CustomerState.ACTIVE)
        freeze, name = freezes[customer.id]
        freeze.ended_us, freeze.ended_by = self._customers.clock.now_us(), person.id
        await self._record(session, person, CustomerTag.UNFROZEN, [customer.id], asked.reason)
        return self._freeze(freeze, name)

    async def _stand(
        self, session: WriteSession, person: CurrentPerson, customer: Customer, state: CustomerState
    ) -> None:
        """The tokens go where searches do not look, or come back from there."""
        scope = scope_of(person)
        if not await customers_sql.take_version(session, scope, customer.id, customer.version):
            raise CustomerNotActive
        await session.refresh(customer)
        values = await self._customers.values(session, scope, customer)
        tokens = self._customers.tokens(person.company_id).of(values)
        frozen = frozenset(token.frozen() for token in tokens)
        before, after = (tokens, frozen) if state is CustomerState.FROZEN else (frozen, tokens)
        await customers_sql.put_tokens(session, person.company_id, customer.id, before, after)
        customer.state = state.value
        await self._customers.put_values(session, customer, values, values, by=person.id, also=[state.value])

    async def _person(
        self, session: ReadSession, scope: Scope, company_id: str, sought: PersonSought
    ) -> tuple[list[Customer], set[str]]:
        """The customers that are this person, and the token of the number that was asked for."""
        if sought.customer_id is not None:
            return [await finding.standing(session, scope, sought.customer_id)], set()
        tokens = self._customers.tokens(company_id)
        caller_tokens: set[str] = set()
        token: Token | None
        if sought.phone is not None:
            token = tokens.phone(sought.phone)
            caller_tokens.add(token_of(self._customers.keys, sought.phone))
        else:
            token = tokens.identity(sought.identity_number or "")
        if token is None:
            return [], set()
        customers = await customers_sql.with_token(
            session, scope, [token, token.frozen()], state=None, most=None
        )
        return list(customers), caller_tokens

    async def _with_merged(
        self, session: ReadSession, scope: Scope, customers: Sequence[Customer]
    ) -> list[Customer]:
        """Who went into them comes behind them."""
        kept = [customer.id for customer in customers]
        everybody = await merge_repository.with_merged(session, scope, kept) if kept else []
        found = {each.id: each for each in await customers_sql.customers(session, scope, everybody)}
        return [found[each] for each in everybody]

    async def _caller_tokens(
        self, session: ReadSession, scope: Scope, customers: Sequence[Customer]
    ) -> set[str]:
        values = await self._customers.values_of(session, scope, customers, [PHONES])
        numbers = (number for each in values.values() for number in each.get(PHONES, ()))
        return {token_of(self._customers.keys, number) for number in numbers} - {""}

    async def _record_asked(
        self, person: CurrentPerson, tag: CustomerTag, ids: list[str], reason: str, *, whole: bool = False
    ) -> None:
        async with self._database.write() as session:
            await self._record(session, person, tag, ids, reason, whole=whole)

    async def _record(
        self,
        session: WriteSession,
        person: CurrentPerson,
        tag: CustomerTag,
        ids: list[str],
        reason: str,
        *,
        whole: bool = False,
    ) -> None:
        await self._customers.audit.record(
            session,
            tag,
            by=person.actor,
            subject=ids[0] if len(ids) == 1 else "",
            detail={"customers": ids, "reason": mask_text(reason), "whole": whole},
        )

    def _freeze(self, freeze: CustomerFreeze, name: str) -> FreezeShown:
        reason = self._customers.seal.open(freeze.id, "reason", freeze.reason)
        return FreezeShown(
            from_us=freeze.from_us, until_us=freeze.until_us, by=name, reason=mask_text(reason)
        )


def _written(document: dict[str, Any], format_: ExportFormat) -> bytes:
    written = orjson.dumps(document, option=orjson.OPT_INDENT_2)
    if format_ is ExportFormat.JSON:
        return written
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("personal-data.json", written)
    return packed.getvalue()
