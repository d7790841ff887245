"""Use cases of customers: adding, showing, changing, revealing. Nothing here commits."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from callcenter.crm.customers import finding, repository
from callcenter.crm.customers.customer import (
    StaleCustomer,
    Values,
    WrongValue,
    changed_fields,
    with_changes,
)
from callcenter.crm.customers.fields import BUILT_IN, PHONES, Catalogue, may_reveal
from callcenter.crm.customers.masking import mask_text
from callcenter.crm.customers.models import Customer, CustomerChange, CustomerState
from callcenter.crm.customers.schemas import (
    CustomerFields,
    CustomerNew,
    CustomerPatch,
    Revealed,
    listed,
)
from callcenter.crm.customers.seal import Seal
from callcenter.crm.customers.tokens import Tokens
from callcenter.identity.audit import AuditTag, AuditTrail
from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.kit.clock import SECOND, SHANGHAI, Clock, to_datetime
from callcenter.kit.db import ReadSession, WriteSession
from callcenter.kit.errors import NotAllowed
from callcenter.kit.ids import new_id
from callcenter.kit.problems import FieldError
from callcenter.telephony.journal.tokens import Keys, cipher_context, token_of
from callcenter.tenancy import Scope

REVEALED_FOR_US: Final = 30 * SECOND
_PLAIN: Final = ("vip", "source", "owner")


class CustomerTag(AuditTag):
    FIELD_REVEALED = "customer:field:revealed"
    FIELDS_SET = "customer:catalogue:changed"
    MERGED = "customer:record:merged"
    UNMERGED = "customer:record:unmerged"
    FROZEN = "customer:record:frozen"
    UNFROZEN = "customer:record:unfrozen"
    PERSON_FOUND = "customer:personal_data:found"
    PERSON_EXPORTED = "customer:personal_data:exported"


class Customers:
    def __init__(self, keys: Keys, audit: AuditTrail, clock: Clock) -> None:
        self.keys = keys
        self.seal = Seal(keys)
        self.audit = audit
        self.clock = clock

    def tokens(self, company_id: str) -> Tokens:
        return Tokens(self.keys, company_id)

    async def add(self, session: WriteSession, person: CurrentPerson, new: CustomerNew) -> Customer:
        """Raises WrongValue."""
        scope = scope_of(person)
        catalogue = await repository.catalogue(session, scope)
        changes = {**_sealed_changes(new), PHONES: list(new.phones)}
        changes[PHONES] += await self._number_of_call(session, scope, new)
        values = with_changes(catalogue, {}, changes)
        await self._check_owner(session, scope, new)
        return await self.add_values(
            session,
            person.company_id,
            values,
            by=person.id,
            vip=new.vip or 0,
            source=new.source,
            owner_id=new.owner,
        )

    async def add_values(
        self,
        session: WriteSession,
        company_id: str,
        values: Values,
        *,
        by: str | None,
        vip: int = 0,
        source: str = "manual",
        owner_id: str | None = None,
        demo: bool = False,
    ) -> Customer:
        """Precondition: the values went through `with_changes`."""
        now_us = self.clock.now_us()
        customer = Customer(
            id=new_id(now_us),
            client_company_id=company_id,
            state=CustomerState.ACTIVE.value,
            version=1,
            vip=vip,
            source=source,
            owner_id=owner_id,
            demo=demo,
            merged_into=None,
            created_us=now_us,
            changed_us=now_us,
        )
        session.add(customer)
        await session.flush()
        self._note_change(session, customer, by, sorted(values), now_us)
        await self._store(session, customer, {}, values)
        return customer

    async def values(self, session: ReadSession, scope: Scope, customer: Customer) -> Values:
        ciphers = await repository.ciphers(session, scope, [customer.id])
        return self.seal.open_all(customer.id, ciphers.get(customer.id, {}))

    async def values_of(
        self, session: ReadSession, scope: Scope, customers: Sequence[Customer], fields: Iterable[str]
    ) -> dict[str, Values]:
        ciphers = await repository.ciphers(session, scope, [each.id for each in customers], fields)
        return {each.id: self.seal.open_all(each.id, ciphers.get(each.id, {})) for each in customers}

    async def change(
        self, session: WriteSession, person: CurrentPerson, customer_id: str, patch: CustomerPatch
    ) -> Customer:
        """Raises NoSuchCustomer, CustomerNotActive, StaleCustomer, WrongValue."""
        scope = scope_of(person)
        customer = await finding.usable(session, person, customer_id)
        # The version is taken before anything is read: who comes second waits here and then finds it gone.
        if not await repository.take_version(session, scope, customer_id, patch.version):
            raise StaleCustomer(await self._changed_since(session, scope, customer_id, patch.version))
        catalogue = await repository.catalogue(session, scope)
        before = await self.values(session, scope, customer)
        changes = _sealed_changes(patch)
        kept = [
            number
            for number in before.get(PHONES, ())
            if token_of(self.keys, number) not in patch.drop_phones
        ]
        added = [*patch.add_phones, *await self._number_of_call(session, scope, patch)]
        after = with_changes(catalogue, before, {**changes, PHONES: [*kept, *added]})
        await self._check_owner(session, scope, patch)
        await session.refresh(customer)
        plain = self._change_plain(customer, patch)
        await self.put_values(session, customer, before, after, by=person.id, also=plain)
        return customer

    async def put_values(
        self,
        session: WriteSession,
        customer: Customer,
        before: Values,
        after: Values,
        *,
        by: str | None,
        also: Sequence[str] = (),
    ) -> None:
        """Precondition: the customer's row already carries the new version."""
        now_us = max(self.clock.now_us(), customer.changed_us)
        customer.changed_us = now_us
        self._note_change(session, customer, by, sorted({*changed_fields(before, after), *also}), now_us)
        await self._store(session, customer, before, after)

    async def reveal(
        self, session: WriteSession, person: CurrentPerson, customer_id: str, field: str, reason: str
    ) -> Revealed:
        """Raises NoSuchCustomer, WrongValue, NotAllowed. Whoever is refused leaves a trace, too."""
        scope = scope_of(person)
        customer = await finding.seen(session, person, customer_id)
        if customer.state == CustomerState.FROZEN.value:
            raise NotAllowed(
                zh="该客户资料已冻结,不能查看全文。如需使用,请先由有权人员解除冻结。",
                en="This customer is frozen and cannot be read in full; it has to be unfrozen first.",
            )
        catalogue = await repository.catalogue(session, scope)
        known = catalogue.get(field)
        if known is None:
            raise WrongValue("field", zh="没有这个字段", en="there is no such field")
        if not may_reveal(person.roles, known):
            raise NotAllowed(
                zh=f"您的角色不能查看{known.zh}全文。", en=f"Your role may not see the whole {known.en}."
            )
        values = await self.values_of(session, scope, [customer], [field])
        await self.audit.record(
            session,
            CustomerTag.FIELD_REVEALED,
            by=person.actor,
            subject=customer.id,
            detail={"field": field, "reason": mask_text(reason)},
        )
        until_us = self.clock.now_us() + REVEALED_FOR_US
        return Revealed(field=field, values=listed(values[customer.id].get(field)), until_us=until_us)

    async def _store(self, session: WriteSession, customer: Customer, before: Values, after: Values) -> None:
        sealed = {
            code: self.seal.close(customer.id, code, after[code]) if code in after else None
            for code in changed_fields(before, after)
        }
        company_id = customer.client_company_id
        await repository.put_values(session, company_id, customer.id, sealed)
        tokens = self.tokens(company_id)
        await repository.put_tokens(session, company_id, customer.id, tokens.of(before), tokens.of(after))

    def _note_change(
        self, session: WriteSession, customer: Customer, by: str | None, fields: list[str], at_us: int
    ) -> None:
        session.add(
            CustomerChange(
                customer_id=customer.id,
                version=customer.version,
                client_company_id=customer.client_company_id,
                at_us=at_us,
                person_id=by,
                fields=fields,
            )
        )

    def _change_plain(self, customer: Customer, patch: CustomerPatch) -> list[str]:
        changed: list[str] = []
        wanted = {"vip": patch.vip or 0, "source": patch.source, "owner": patch.owner}
        for name in _PLAIN:
            column = "owner_id" if name == "owner" else name
            if name not in patch.model_fields_set or (name == "source" and patch.source is None):
                continue
            if getattr(customer, column) != wanted[name]:
                setattr(customer, column, wanted[name])
                changed.append(name)
        return changed

    async def _number_of_call(self, session: ReadSession, scope: Scope, given: CustomerFields) -> list[str]:
        if given.caller_token is None:
            return []
        cipher = await repository.cipher_of_caller(session, scope, given.caller_token)
        if cipher is None:
            raise WrongValue("caller_token", zh="没有这个来电号码", en="no call came from this number")
        return [self.keys.decrypt(cipher, context=cipher_context(given.caller_token)).decode()]

    async def _check_owner(self, session: ReadSession, scope: Scope, given: CustomerFields) -> None:
        if given.owner is not None and not await repository.names_of_people(session, scope, [given.owner]):
            raise WrongValue("owner", zh="没有这个人员", en="there is no such person")

    async def _changed_since(
        self, session: ReadSession, scope: Scope, customer_id: str, version: int
    ) -> list[FieldError]:
        catalogue = await repository.catalogue(session, scope)
        found = await repository.changes_after(session, scope, customer_id, version)
        return [
            _told(catalogue, field, name or "系统", change.at_us)
            for change, name in found
            for field in change.fields
        ]


_PLAIN_NAMES: Final[Mapping[str, tuple[str, str]]] = {
    "vip": ("VIP 等级", "VIP level"),
    "source": ("来源", "source"),
    "owner": ("归属坐席", "owner"),
}


def _told(catalogue: Catalogue, code: str, name: str, at_us: int) -> FieldError:
    field = catalogue.get(code)
    zh, en = (field.zh, field.en) if field is not None else _PLAIN_NAMES.get(code, (code, code))
    at = to_datetime(at_us).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
    return FieldError(
        field=code,
        code="changed",
        zh=f"{zh}:{name} 于 {at} 修改",
        en=f"{en}: changed by {name} at {at}",
    )


def _sealed_changes(given: CustomerFields) -> dict[str, Any]:
    """What the client named among the sealed fields; fields of the installation stand beside the house's."""
    named = given.model_fields_set - {"version", "phones", "custom", "caller_token", *_PLAIN}
    named -= {"add_phones", "drop_phones"}
    for code in given.custom:
        if any(field.code == code for field in BUILT_IN):
            raise WrongValue(code, zh="不是自定义字段", en="it is not a field of the installation")
    return {**{code: getattr(given, code) for code in sorted(named)}, **given.custom}
