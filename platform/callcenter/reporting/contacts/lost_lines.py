"""The lines of lost callers: from the days that are kept, and from the calls for what is not kept.

A period is cut into spans, and these are asked one after the other, the newest first, until the page is full:
a page costs what stands on it, however many calls there are.
"""

from collections.abc import Sequence

from callcenter.crm.handling.page_repository import Place, cursor_of, place_of
from callcenter.crm.lost_calls.lost_lines import LostFilter, Tries
from callcenter.crm.lost_calls.repository import calls
from callcenter.kit.db import ReadSession, WriteSession
from callcenter.reporting.contacts import lost_lines_repository as sql
from callcenter.reporting.contacts.kept import Kept
from callcenter.reporting.contacts.lost_days_repository import Caller, handlings_changed
from callcenter.reporting.contacts.lost_spans import Span, spans
from callcenter.reporting.contacts.repository import alone, kept_days
from callcenter.reporting.figures import Period
from callcenter.telephony.models import CallRecord
from callcenter.tenancy import Scope


class LostCallers:
    """Implements the ports LostLines and HandlingFollower of crm."""

    async def page(
        self, session: ReadSession, scope: Scope, chosen: LostFilter, *, cursor: str | None, limit: int
    ) -> tuple[Sequence[CallRecord], str | None]:
        before = None if cursor is None else place_of(cursor)
        every = await _spans(session, scope, chosen)
        found: list[Place] = []
        for number, span in enumerate(every):
            if before is not None and before[0] < span.from_us:
                continue
            wanted = limit + 1 - len(found)
            found += await sql.newest(
                session, scope, chosen, span, every[:number], before=before, limit=wanted
            )
            if len(found) > limit:
                break
        shown = found[:limit]
        there = await calls(session, scope, {call_id for _, call_id in shown})
        told = [there[call_id] for _, call_id in shown]
        return told, cursor_of(shown[-1]) if len(found) > limit else None

    async def tries(
        self, session: ReadSession, scope: Scope, chosen: LostFilter, lines: Sequence[CallRecord]
    ) -> dict[str, Tries]:
        found = {line.call_id: Tries(1, line.arrived_us) for line in lines if not line.caller_token}
        of_callers = {
            (line.client_company_id, line.caller_token): line.call_id for line in lines if line.caller_token
        }
        callers = sorted({token for _, token in of_callers})
        for span in await _spans(session, scope, chosen) if callers else ():
            for company, token, count, first_us in await sql.tries(session, scope, chosen, span, callers):
                call_id = of_callers.get((company, token))
                if call_id is not None:
                    before = found.get(call_id, Tries(0, first_us))
                    found[call_id] = Tries(before.count + count, min(before.first_us, first_us))
        return found

    async def counts(
        self, session: ReadSession, scope: Scope, chosen: LostFilter
    ) -> dict[tuple[bool, bool], int]:
        found: dict[tuple[bool, bool], int] = {}
        every = await _spans(session, scope, chosen)
        for number, span in enumerate(every):
            for dealt, again, callers in await sql.counts(session, scope, chosen, span, every[:number]):
                found[dealt, again] = found.get((dealt, again), 0) + callers
        return found

    async def handled_changed(self, session: WriteSession, company_id: str, caller_key: str) -> None:
        await alone(session)
        await handlings_changed(session, Caller(company_id, caller_key))


async def _spans(session: ReadSession, scope: Scope, chosen: LostFilter) -> list[Span]:
    period = Period(from_us=chosen.from_us, to_us=chosen.to_us)
    return spans(period, await kept_days(session, scope, Kept.LOST, period))
