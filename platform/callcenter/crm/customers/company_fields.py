"""The administrator's own fields of customers: what is asked, why, and how sensitive the answer is."""

from callcenter.crm.customers import repository
from callcenter.crm.customers.customer import WrongValue
from callcenter.crm.customers.fields import BUILT_IN, Catalogue, CustomerField, FieldKind
from callcenter.crm.customers.models import CustomFieldRow
from callcenter.crm.customers.schemas import FieldSent, FieldsSent
from callcenter.crm.customers.service import CustomerTag
from callcenter.identity.audit import AuditTrail
from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.kit.db import WriteSession
from callcenter.kit.errors import Refused


class FieldInUse(Refused):
    """Values of a field were written as one kind and cannot be read as another."""

    def __init__(self, code: str) -> None:
        super().__init__(
            zh=f"字段 {code} 的类型不能更改;请停用后另建新字段。",
            en=f"The kind of {code} cannot change; leave the field out and make a new one.",
        )


class CustomerFieldsOfCompany:
    def __init__(self, audit: AuditTrail) -> None:
        self._audit = audit

    async def put(self, session: WriteSession, person: CurrentPerson, sent: FieldsSent) -> Catalogue:
        """A field that is left out becomes inactive: what it held is kept, and nobody is asked any more.

        Raises WrongValue, FieldInUse.
        """
        scope = scope_of(person)
        before = {field.code: field for field in (await repository.catalogue(session, scope)).custom}
        _check(sent, before)
        wanted = {field.code: field for field in sent.items}
        kept = [field for code, field in before.items() if code not in wanted]
        for position, field in enumerate([*sent.items, *kept]):
            row = await session.get(CustomFieldRow, (person.company_id, field.code))
            if row is None:
                row = CustomFieldRow(client_company_id=person.company_id, code=field.code)
                session.add(row)
            row.position, row.active = position, field.code in wanted
            row.zh, row.en = field.zh, field.en
            row.purpose_zh, row.purpose_en = field.purpose_zh, field.purpose_en
            row.sensitivity, row.kind = field.sensitivity.value, field.kind.value
            row.choices = list(field.choices)
        await session.flush()
        await self._audit.record(
            session,
            CustomerTag.FIELDS_SET,
            by=person.actor,
            detail={"fields": [f"{field.code}:{field.sensitivity.value}" for field in sent.items]},
        )
        return await repository.catalogue(session, scope)


def _check(sent: FieldsSent, before: dict[str, CustomerField]) -> None:
    built_in = frozenset(field.code for field in BUILT_IN)
    codes = [field.code for field in sent.items]
    for field in sent.items:
        if field.code in built_in or codes.count(field.code) > 1:
            raise WrongValue(field.code, zh="该字段已存在", en="there is such a field already")
        _check_choices(field)
        known = before.get(field.code)
        if known is not None and known.kind is not field.kind:
            raise FieldInUse(field.code)


def _check_choices(field: FieldSent) -> None:
    if field.kind is FieldKind.LIST:
        raise WrongValue(field.code, zh="自定义字段不能是列表", en="a field of the installation is no list")
    if (field.kind is FieldKind.CHOICE) != bool(field.choices):
        raise WrongValue(field.code, zh="只有选择字段有可选值", en="a choice has choices, others have none")
