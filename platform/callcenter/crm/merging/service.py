"""Finding duplicates, merging two customers into one, and taking that back."""

import base64
import binascii

import orjson

from callcenter.crm.customers import finding
from callcenter.crm.customers import repository as customers_sql
from callcenter.crm.customers.customer import CustomerNotActive, StaleCustomer, Values
from callcenter.crm.customers.models import Customer, CustomerState
from callcenter.crm.customers.service import Customers, CustomerTag
from callcenter.crm.customers.tokens import TokenKind
from callcenter.crm.customers.view import CustomerView
from callcenter.crm.merging import repository
from callcenter.crm.merging.merge import gained, with_gain, without_gain
from callcenter.crm.merging.models import CustomerMerge
from callcenter.crm.merging.schemas import Duplicates, MergeAsked, MergeShown, MergesShown, SharedBy
from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.kit.db import ReadSession, WriteSession
from callcenter.kit.errors import NotFound, Refused
from callcenter.kit.ids import new_id
from callcenter.telephony.call_lists import BadCursor
from callcenter.tenancy import Scope


class NoSuchMerge(NotFound):
    def __init__(self) -> None:
        super().__init__(zh="没有这次合并。", en="There is no such merge.")


class MergeUndone(Refused):
    def __init__(self) -> None:
        super().__init__(
            zh="这次合并已经撤销,或保留的客户后来又并入了别的客户,请先撤销那一次。",
            en="This merge is undone already, or the kept customer went into another one since; "
            "undo that merge first.",
        )


class SameCustomer(Refused):
    def __init__(self) -> None:
        super().__init__(zh="请选择两个不同的客户。", en="Choose two different customers.")


class CustomerMerges:
    def __init__(self, customers: Customers, view: CustomerView) -> None:
        self._customers = customers
        self._view = view

    async def duplicates(
        self, session: ReadSession, person: CurrentPerson, *, cursor: str | None, limit: int
    ) -> Duplicates:
        """Customers who share a telephone or identity number. Raises BadCursor."""
        scope = scope_of(person)
        shared = await repository.shared_tokens(session, scope, after=_read_cursor(cursor), limit=limit + 1)
        held = [await repository.holders(session, scope, each) for each in shared[:limit]]
        rows = await self._view.rows(session, scope, sorted({each for ids in held for each in ids}))
        by_id = {row.id: row for row in rows}
        items = [
            SharedBy(by=kind.name.lower(), customers=[by_id[each] for each in ids if each in by_id])
            for (kind, _), ids in zip(shared, held, strict=False)
        ]
        return Duplicates(
            items=[item for item in items if len(item.customers) > 1],
            next_cursor=_cursor(shared[limit - 1]) if len(shared) > limit else None,
        )

    async def merge(self, session: WriteSession, person: CurrentPerson, asked: MergeAsked) -> MergeShown:
        """Raises SameCustomer, NoSuchCustomer, CustomerNotActive, StaleCustomer."""
        scope = scope_of(person)
        if asked.keep == asked.drop:
            raise SameCustomer
        # Always in the same order: two merges of the same pair wait for each other instead of locking up.
        first, second = sorted((asked.keep, asked.drop))
        pair = {each: await self._take(session, scope, each) for each in (first, second)}
        kept, dropped = pair[asked.keep], pair[asked.drop]
        before = await self._customers.values(session, scope, kept)
        of_dropped = await self._customers.values(session, scope, dropped)
        gain = gained(before, of_dropped)
        await self._customers.put_values(session, kept, before, with_gain(before, gain), by=person.id)
        await self._drop(session, dropped, of_dropped, kept, by=person.id)
        merge_id = new_id(self._customers.clock.now_us())
        row = CustomerMerge(
            id=merge_id,
            client_company_id=person.company_id,
            kept_id=kept.id,
            dropped_id=dropped.id,
            at_us=self._customers.clock.now_us(),
            person_id=person.id,
            brought=self._customers.seal.close(merge_id, "brought", gain),
            undone_us=None,
            undone_by=None,
        )
        session.add(row)
        await session.flush()
        await self._customers.audit.record(
            session,
            CustomerTag.MERGED,
            by=person.actor,
            subject=kept.id,
            detail={"dropped": dropped.id, "merge": merge_id, "fields": sorted(gain)},
        )
        return _shown(row)

    async def undo(self, session: WriteSession, person: CurrentPerson, merge_id: str) -> MergeShown:
        """Both stand as before; what was written to the kept one since stays with it.

        Raises NoSuchMerge, MergeUndone, CustomerNotActive.
        """
        scope = scope_of(person)
        row = await repository.merge(session, scope, merge_id)
        if row is None:
            raise NoSuchMerge
        dropped = await finding.find(session, scope, row.dropped_id)
        if row.undone_us is not None or dropped.merged_into != row.kept_id:
            raise MergeUndone
        kept = await self._take(session, scope, row.kept_id)
        gain: Values = self._customers.seal.open(row.id, "brought", row.brought)
        before = await self._customers.values(session, scope, kept)
        await self._customers.put_values(session, kept, before, without_gain(before, gain), by=person.id)
        await self._bring_back(session, scope, dropped, by=person.id)
        row.undone_us, row.undone_by = self._customers.clock.now_us(), person.id
        await self._customers.audit.record(
            session,
            CustomerTag.UNMERGED,
            by=person.actor,
            subject=kept.id,
            detail={"brought_back": dropped.id, "merge": merge_id},
        )
        return _shown(row)

    async def merges(self, session: ReadSession, person: CurrentPerson, customer_id: str) -> MergesShown:
        """Those that can be undone. Raises NoSuchCustomer."""
        customer = await finding.seen(session, person, customer_id)
        found = await repository.merges_of(session, scope_of(person), customer.id)
        return MergesShown(items=[_shown(row) for row in found])

    async def _take(self, session: WriteSession, scope: Scope, customer_id: str) -> Customer:
        """An active customer, at its next version: whoever edits it at the same time is told."""
        customer = await finding.find(session, scope, customer_id)
        if customer.state != CustomerState.ACTIVE.value:
            raise CustomerNotActive
        if not await customers_sql.take_version(session, scope, customer_id, customer.version):
            raise StaleCustomer([])
        await session.refresh(customer)
        return customer

    async def _drop(
        self, session: WriteSession, dropped: Customer, values: Values, kept: Customer, *, by: str
    ) -> None:
        dropped.state, dropped.merged_into = CustomerState.MERGED.value, kept.id
        tokens = self._customers.tokens(dropped.client_company_id).of(values)
        await customers_sql.put_tokens(session, dropped.client_company_id, dropped.id, tokens, frozenset())
        await self._customers.put_values(session, dropped, values, values, by=by, also=["merged"])

    async def _bring_back(self, session: WriteSession, scope: Scope, dropped: Customer, *, by: str) -> None:
        if not await customers_sql.take_version(session, scope, dropped.id, dropped.version):
            raise StaleCustomer([])
        await session.refresh(dropped)
        values = await self._customers.values(session, scope, dropped)
        dropped.state, dropped.merged_into = CustomerState.ACTIVE.value, None
        tokens = self._customers.tokens(dropped.client_company_id).of(values)
        await customers_sql.put_tokens(session, dropped.client_company_id, dropped.id, frozenset(), tokens)
        await self._customers.put_values(session, dropped, values, values, by=by, also=["merged"])


def _shown(row: CustomerMerge) -> MergeShown:
    return MergeShown(
        id=row.id, kept=row.kept_id, dropped=row.dropped_id, at_us=row.at_us, undone_us=row.undone_us
    )


def _cursor(place: repository.Shared) -> str:
    # A token is 64 bits: too long for a number in a browser.
    return base64.urlsafe_b64encode(orjson.dumps([int(place[0]), str(place[1])])).decode().rstrip("=")


def _read_cursor(cursor: str | None) -> repository.Shared | None:
    if cursor is None:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        kind, token = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        place = TokenKind(kind), int(token)
        if place[0] in repository.TELLING and -(2**63) <= place[1] < 2**63:
            return place
    except (binascii.Error, orjson.JSONDecodeError, TypeError, UnicodeEncodeError, ValueError):
        pass
    raise BadCursor(
        zh="翻页标记无效,请从第一页重新查询。",
        en="The cursor is not valid; start from the first page again.",
    )
