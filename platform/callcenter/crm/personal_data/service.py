"""Requests of a person about their own data: find it, hand it over, keep it unused while a term runs.

Correcting is an ordinary change of the customer. Nothing readable is written to a disk: an export is made in
memory and leaves with the answer.
"""

import io
import zipfile
from collections.abc import Sequence
from typing import Any, Final

import orjson

from callcenter.crm.customers import finding
from callcenter.crm.customers import repository as customers_sql
from callcenter.crm.customers.customer import CustomerNotActive, NoSuchCustomer, Values
from callcenter.crm.customers.fields import PHONES
from callcenter.crm.customers.masking import mask_text, mask_value
from callcenter.crm.customers.models import Customer, CustomerState
from callcenter.crm.customers.schemas import listed
from callcenter.crm.customers.service import Customers, CustomerTag
from callcenter.crm.customers.tokens import Token
from callcenter.crm.customers.view import CustomerView
from callcenter.crm.history.service import CustomerHistory
from callcenter.crm.history.time_line import NEVER
from callcenter.crm.merging import repository as merge_repository
from callcenter.crm.personal_data import repository
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
from callcenter.kit.db import ReadSession, WriteSession
from callcenter.kit.errors import Refused
from callcenter.kit.ids import new_id
from callcenter.telephony.journal.tokens import token_of
from callcenter.tenancy import Scope

_MOST_HISTORY: Final = 10_000
_MOST_CUSTOMERS: Final = 100


class NotFrozen(Refused):
    def __init__(self) -> None:
        super().__init__(zh="该客户资料没有冻结。", en="This customer is not frozen.")


class PersonalData:
    def __init__(self, customers: Customers, view: CustomerView, history: CustomerHistory) -> None:
        self._customers = customers
        self._view = view
        self._history = history

    async def find(self, session: WriteSession, person: CurrentPerson, sought: PersonSought) -> PersonFound:
        """All there is about somebody, masked; whoever asks leaves a trace."""
        scope = scope_of(person)
        customers, tokens = await self._person(session, scope, person.company_id, sought)
        ids = [customer.id for customer in customers]
        await self._record(session, person, CustomerTag.PERSON_FOUND, ids, sought.reason)
        freezes = await repository.open_freezes(session, scope, ids)
        notes, follow_ups = await repository.counted(session, scope, ids)
        records: list[PersonalRecord] = []
        for customer in customers:
            merged = await merge_repository.with_merged(session, scope, [customer.id])
            frozen = freezes.get(customer.id)
            records.append(
                PersonalRecord(
                    customer=await self._view.one(session, person, customer),
                    frozen=None if frozen is None else self._freeze(*frozen),
                    merged=[each for each in merged if each != customer.id],
                    notes=notes.get(customer.id, 0),
                    follow_ups=follow_ups.get(customer.id, 0),
                )
            )
        count, first_us, last_us, recordings = await repository.calls_from(session, scope, tokens)
        return PersonFound(
            customers=records,
            calls=count,
            first_call_us=first_us,
            last_call_us=last_us,
            recordings=recordings,
        )

    async def export(self, session: WriteSession, person: CurrentPerson, asked: ExportAsked) -> bytes:
        """Raises NoSuchCustomer when there is nothing to hand over."""
        scope = scope_of(person)
        customers, tokens = await self._person(session, scope, person.company_id, asked)
        count, _, _, _ = await repository.calls_from(session, scope, tokens)
        if not customers and not count:
            raise NoSuchCustomer
        ids = [customer.id for customer in customers]
        await self._record(session, person, CustomerTag.PERSON_EXPORTED, ids, asked.reason, whole=asked.whole)
        document = {
            "made_us": self._customers.clock.now_us(),
            "made_for": asked.format.value,
            "readable": asked.whole,
            "customers": [await self._whole(session, scope, each, whole=asked.whole) for each in customers],
            "history": await self._past(session, scope, ids, tokens),
            "revealed_to": await self._revealed(session, scope, ids),
        }
        written = orjson.dumps(document, option=orjson.OPT_INDENT_2)
        return written if asked.format is ExportFormat.JSON else _zipped(written)

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
        """The customers that are this person, and the tokens of all their numbers."""
        caller_tokens: set[str] = set()
        if sought.customer_id is not None:
            customers: Sequence[Customer] = [await finding.find(session, scope, sought.customer_id)]
        else:
            tokens = self._customers.tokens(company_id)
            token: Token | None
            if sought.phone is not None:
                token = tokens.phone(sought.phone)
                caller_tokens.add(token_of(self._customers.keys, sought.phone))
            else:
                token = tokens.identity(sought.identity_number or "")
            customers = []
            if token is not None:
                customers = await customers_sql.with_token(
                    session, scope, [token, token.frozen()], state=None, most=_MOST_CUSTOMERS
                )
        values = await self._customers.values_of(session, scope, customers, [PHONES])
        for each in values.values():
            caller_tokens.update(token_of(self._customers.keys, number) for number in each.get(PHONES, ()))
        return list(customers), caller_tokens - {""}

    async def _whole(
        self, session: ReadSession, scope: Scope, customer: Customer, *, whole: bool
    ) -> dict[str, Any]:
        catalogue = await customers_sql.catalogue(session, scope)
        values: Values = await self._customers.values(session, scope, customer)
        fields: list[dict[str, Any]] = []
        for field in catalogue:
            held = listed(values.get(field.code))
            if held:
                shown = held if whole else [mask_value(field, each, names=True) for each in held]
                fields.append(
                    {
                        "code": field.code,
                        "name": field.zh,
                        "purpose": field.purpose_zh,
                        "sensitivity": field.sensitivity.value,
                        "values": shown,
                    }
                )
        return {
            "id": customer.id,
            "state": customer.state,
            "source": customer.source,
            "created_us": customer.created_us,
            "changed_us": customer.changed_us,
            "demo": customer.demo,
            "fields": fields,
        }

    async def _past(
        self, session: ReadSession, scope: Scope, ids: list[str], tokens: set[str]
    ) -> list[dict[str, Any]]:
        told = await self._history.told(session, scope, ids, tokens, before_us=NEVER, limit=_MOST_HISTORY)
        return [entry.model_dump(mode="json") for entry in told.items]

    async def _revealed(self, session: ReadSession, scope: Scope, ids: list[str]) -> list[dict[str, Any]]:
        rows = await repository.revealed(session, scope, ids, [CustomerTag.FIELD_REVEALED.value])
        return [{"at_us": row.at_us, "by": row.person_name, **orjson.loads(row.detail)} for row in rows]

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


def _zipped(document: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("personal-data.json", document)
    return packed.getvalue()
