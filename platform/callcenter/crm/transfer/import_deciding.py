"""Who each row of an import is: new, known, the same as an earlier row, or nobody can tell."""

from collections.abc import Collection, Iterable
from typing import Final

from callcenter.crm.customers import repository as customers_repository
from callcenter.crm.customers.fields import PHONES
from callcenter.crm.customers.models import CustomerState
from callcenter.crm.customers.service import Customers
from callcenter.crm.customers.tokens import Token
from callcenter.crm.transfer import repository
from callcenter.crm.transfer.import_batch import AMBIGUOUS, FROZEN, Batch, Outcome, Row, twice
from callcenter.crm.transfer.models import CustomerImport
from callcenter.crm.transfer.on_duplicate import OnDuplicate
from callcenter.crm.transfer.seen_rows import Seen, SeenRows
from callcenter.kit.db import WriteSession
from callcenter.tenancy import Scope

Held = dict[Token, set[tuple[str, CustomerState]]]
_ACTIVE: Final = CustomerState.ACTIVE


class Decisions:
    """Of one run: `seen` remembers its rows."""

    def __init__(self, customers: Customers, seen: SeenRows) -> None:
        self._customers = customers
        self._seen = seen

    async def on(self, session: WriteSession, scope: Scope, job: CustomerImport, batch: Batch) -> Outcome:
        """Updates where the job says so; the new ones are the caller's to store. A dry run only counts."""
        outcome = Outcome(wrong=batch.wrong)
        updates = job.on_duplicate == OnDuplicate.UPDATE.value
        telling = {token for row in batch.rows for token in row.telling}
        held = await _held(session, scope, telling, hold=updates and not job.dry_run)
        for row in batch.rows:
            seen = self._seen.of(row.telling)
            twins = [each.row for each in seen.values() if each.customer_id is None]
            known = {holder for token in row.telling for holder in held.get(token, ())}
            known |= {(each.customer_id, _ACTIVE) for each in seen.values() if each.customer_id is not None}
            if twins:
                # The same person stands twice among the new rows of the file: the first one counts.
                self._seen.note(row.telling, Seen(min(twins), None))
                outcome.wrong.append((row.number, [twice(min(twins))]))
            elif any(state is CustomerState.FROZEN for _, state in known):
                outcome.wrong.append((row.number, [FROZEN]))
            elif len(known) > 1:
                outcome.wrong.append((row.number, [AMBIGUOUS]))
            elif not known:
                self._seen.note(row.telling, Seen(row.number, None))
                outcome.new.append(row)
            else:
                [(customer_id, _)] = known
                # What else the row tells of them is theirs, should a later row come with only that.
                self._seen.note(row.telling - held.keys(), Seen(row.number, customer_id))
                changed = updates and await self._update(session, scope, job, customer_id, row)
                outcome.updated += changed
                outcome.skipped += not changed
        return outcome

    async def _update(
        self, session: WriteSession, scope: Scope, job: CustomerImport, customer_id: str, row: Row
    ) -> bool:
        """What the row holds replaces what is there; telephone numbers are added to those known."""
        [customer] = await customers_repository.held(session, scope, [customer_id])
        if customer.state != CustomerState.ACTIVE.value:
            return False
        before = await self._customers.values(session, scope, customer)
        after = before | row.read.values
        after[PHONES] = list(dict.fromkeys([*before.get(PHONES, ()), *row.read.values.get(PHONES, ())]))
        after = {code: value for code, value in after.items() if value}
        vip = customer.vip if row.read.vip is None else row.read.vip
        if after == before and vip == customer.vip:
            return False
        if not job.dry_run:
            also = ["vip"] if vip != customer.vip else []
            customer.vip = vip
            customer.version += 1
            await self._customers.put_values(session, customer, before, after, by=job.person_id, also=also)
        return True


async def _held(session: WriteSession, scope: Scope, tokens: Collection[Token], *, hold: bool) -> Held:
    """Who has the tokens; with `hold` nobody else changes them until the transaction ends."""
    held = await repository.holders(session, scope, tokens)
    kept: set[str] = set()
    while hold and (more := _ids(held.values()) - kept):
        # Who waited for somebody else's change looks again: that may have moved tokens.
        await customers_repository.held(session, scope, kept | more)
        kept |= more
        held = await repository.holders(session, scope, tokens)
    return held


def _ids(holders: Iterable[set[tuple[str, CustomerState]]]) -> set[str]:
    return {customer_id for each in holders for customer_id, _ in each}
