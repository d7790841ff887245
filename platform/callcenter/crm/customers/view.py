"""Customers as people see them: opened, masked, and forgotten again."""

from collections.abc import Sequence
from typing import Any, Final

from callcenter.crm.customers import repository
from callcenter.crm.customers.customer import Values
from callcenter.crm.customers.fields import BUILT_IN, MARKS, NAME, PHONES, TAGS, Catalogue, may_reveal
from callcenter.crm.customers.masking import mask_value
from callcenter.crm.customers.models import Customer, CustomerState
from callcenter.crm.customers.schemas import (
    CustomerRow,
    CustomerShown,
    FieldShown,
    FieldsShown,
    PersonNamed,
    PhoneShown,
    listed,
)
from callcenter.crm.customers.service import Customers
from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.kit import phones
from callcenter.kit.db import ReadSession
from callcenter.telephony.journal.tokens import token_of
from callcenter.tenancy import Scope

IN_A_ROW: Final = (NAME, PHONES, TAGS, MARKS)
_OF_THE_HOUSE: Final = Catalogue()


class CustomerView:
    """`mask_names` is the installation's setting: agents greet by name unless it says otherwise."""

    def __init__(self, customers: Customers, *, mask_names: bool) -> None:
        self._customers = customers
        self._mask_names = mask_names

    async def rows(self, session: ReadSession, scope: Scope, ids: Sequence[str]) -> list[CustomerRow]:
        """Those of the customers that are active, in the order of the ids."""
        if not ids:
            return []
        seal = self._customers.seal
        found = await repository.opened(session, scope, ids, IN_A_ROW)
        return [self.row(customer, seal.open_all(customer.id, ciphers)) for customer, ciphers in found]

    def name(self, values: Values) -> str:
        return (self._masked(_OF_THE_HOUSE, values, NAME) or [""])[0]

    def row(self, customer: Customer, values: Values) -> CustomerRow:
        masked = {code: self._masked(_OF_THE_HOUSE, values, code) for code in IN_A_ROW}
        return CustomerRow(
            id=customer.id,
            name=(masked[NAME] or [""])[0],
            phone_masked=(masked[PHONES] or [""])[0],
            phones=len(masked[PHONES]),
            vip=customer.vip,
            tags=masked[TAGS],
            marks=masked[MARKS],
            version=customer.version,
            demo=customer.demo,
            changed_us=customer.changed_us,
        )

    async def one(self, session: ReadSession, person: CurrentPerson, customer: Customer) -> CustomerShown:
        scope = scope_of(person)
        catalogue = await repository.catalogue(session, scope)
        values = await self._customers.values(session, scope, customer)
        owner_id = customer.owner_id
        names = await repository.names_of_people(session, scope, [owner_id])
        shown: dict[str, Any] = {
            code: (self._masked(catalogue, values, code) or [""])[0]
            for code in (field.code for field in BUILT_IN)
            if code not in {PHONES, TAGS, MARKS}
        }
        return CustomerShown(
            **shown,
            id=customer.id,
            version=customer.version,
            state=CustomerState(customer.state),
            merged_into=customer.merged_into,
            demo=customer.demo,
            phones=[self._phone(number) for number in values.get(PHONES, ())],
            tags=self._masked(catalogue, values, TAGS),
            marks=self._masked(catalogue, values, MARKS),
            custom={
                field.code: (self._masked(catalogue, values, field.code) or [""])[0]
                for field in catalogue.custom
                if field.active or field.code in values
            },
            vip=customer.vip,
            source=customer.source,
            owner=PersonNamed(id=owner_id, name=names[owner_id]) if owner_id in names else None,
            created_us=customer.created_us,
            changed_us=customer.changed_us,
            revealable=[
                field.code for field in catalogue if field.code in values and may_reveal(person.roles, field)
            ],
        )

    def _phone(self, number: str) -> PhoneShown:
        return PhoneShown(
            token=token_of(self._customers.keys, number),
            masked=phones.mask(number),
        )

    def _masked(self, catalogue: Catalogue, values: Values, code: str) -> list[str]:
        field = catalogue.get(code)
        assert field is not None
        return [mask_value(field, each, names=self._mask_names) for each in listed(values.get(code))]


def fields_shown(catalogue: Catalogue) -> FieldsShown:
    own = frozenset(field.code for field in catalogue.custom)
    return FieldsShown(
        items=[
            FieldShown(
                code=field.code,
                zh=field.zh,
                en=field.en,
                purpose_zh=field.purpose_zh,
                purpose_en=field.purpose_en,
                sensitivity=field.sensitivity,
                kind=field.kind,
                choices=list(field.choices),
                active=field.active,
                built_in=field.code not in own,
            )
            for field in catalogue
        ]
    )
