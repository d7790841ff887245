"""Who the callers of a page are: masked number, and the customer for those who meet customers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from callcenter.crm.customers import repository as customers_sql
from callcenter.crm.customers.tokens import phone_token
from callcenter.crm.customers.view import CustomerView
from callcenter.crm.handling.schemas import CallerKnown
from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.identity.roles import Role
from callcenter.kit.db import ReadSession
from callcenter.telephony.service import CallReader

_MEETS_CUSTOMERS = frozenset({Role.AGENT, Role.SUPERVISOR})


@dataclass(frozen=True, slots=True)
class KnownCallers:
    """By the caller's token."""

    masked: Mapping[str, str]
    customers: Mapping[str, CallerKnown]


class Callers:
    def __init__(self, reader: CallReader, view: CustomerView) -> None:
        self._reader = reader
        self._view = view

    async def of(self, session: ReadSession, person: CurrentPerson, tokens: Collection[str]) -> KnownCallers:
        scope = scope_of(person)
        numbers = {token for token in tokens if token}
        masked = await self._reader.masked(session, scope, numbers)
        if not person.has_any(_MEETS_CUSTOMERS):
            return KnownCallers(masked, {})
        wanted = {token: phone_token(token) for token in numbers}
        ids = await customers_sql.ids_by_token(session, scope, wanted.values())
        every = sorted({customer_id for found in ids.values() for customer_id in found})
        rows = {row.id: row for row in await self._view.rows(session, scope, every)}
        known: dict[str, CallerKnown] = {}
        for token, sought in wanted.items():
            active = [rows[each] for each in ids.get(sought.value, ()) if each in rows]
            if active:
                first = active[0]
                known[token] = CallerKnown(
                    id=first.id, name=first.name, vip=first.vip, others=len(active) - 1
                )
        return KnownCallers(masked, known)
