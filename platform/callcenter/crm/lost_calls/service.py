"""Reads the lines of lost calls, and takes what was done about them."""

from collections.abc import Sequence
from typing import Final

from callcenter.crm.handling.callers import Callers, KnownCallers
from callcenter.crm.handling.repository import covering
from callcenter.crm.handling.schemas import HandlingSent, HandlingShown
from callcenter.crm.handling.service import Handlings
from callcenter.crm.history.repository import names_of_agents
from callcenter.crm.lost_calls import repository
from callcenter.crm.lost_calls.lost_call import (
    LOST,
    LostState,
    gave_up_at,
    state_of,
)
from callcenter.crm.lost_calls.lost_lines import LostFilter, LostLines, Tries
from callcenter.crm.lost_calls.repository import Beside
from callcenter.crm.lost_calls.schemas import LaterCall, LostCaller, LostCallers, LostCounts
from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.kit.db import ReadSession, WriteSession
from callcenter.kit.errors import NotFound
from callcenter.telephony import repository as calls_sql
from callcenter.telephony.models import CallRecord
from callcenter.telephony.outcome import Outcome

_NOTHING: Final = Beside(handled=False, answered_later=None, last_later=None, rang=False)


class NoSuchLostCall(NotFound):
    def __init__(self) -> None:
        super().__init__(zh="没有这个未接来电。", en="There is no such lost call.")


class LostCalls:
    def __init__(self, lines: LostLines, callers: Callers, handlings: Handlings) -> None:
        self._lines = lines
        self._callers = callers
        self._handlings = handlings

    async def page(
        self,
        session: ReadSession,
        person: CurrentPerson,
        chosen: LostFilter,
        *,
        cursor: str | None,
        limit: int,
    ) -> LostCallers:
        """Raises BadCursor."""
        scope = scope_of(person)
        calls, next_cursor = await self._lines.page(session, scope, chosen, cursor=cursor, limit=limit)
        if not calls:
            return LostCallers(items=[], next_cursor=None)
        tries = await self._lines.tries(session, scope, chosen, calls)
        beside = await repository.beside(session, scope, [call.call_id for call in calls])
        later = await repository.calls(
            session, scope, {each.answered_later or each.last_later or "" for each in beside.values()} - {""}
        )
        agents = await names_of_agents(session, scope, {call.agent for call in later.values() if call.agent})
        callers = await self._callers.of(session, person, {call.caller_token for call in calls})
        handlings = await self._of_lines(session, person, calls)
        return LostCallers(
            items=[
                _line(
                    call,
                    tries.get(call.call_id, Tries(1, call.arrived_us)),
                    beside.get(call.call_id, _NOTHING),
                    callers,
                    handlings.get(call.call_id),
                    later=_later(beside.get(call.call_id, _NOTHING), later, agents),
                )
                # As the page shows them: who waits in the menu longer asks for a person after a later caller.
                for call in sorted(calls, key=lambda call: call.arrived_us, reverse=True)
            ],
            next_cursor=next_cursor,
        )

    async def counts(self, session: ReadSession, person: CurrentPerson, chosen: LostFilter) -> LostCounts:
        counted = dict.fromkeys(LostState, 0)
        for (handled, again), callers in (
            await self._lines.counts(session, scope_of(person), chosen)
        ).items():
            counted[state_of(handled=handled, answered_later=again)] += callers
        return LostCounts.model_validate(counted)

    async def handle(
        self, session: WriteSession, person: CurrentPerson, call_id: str, sent: HandlingSent
    ) -> HandlingShown:
        """Raises NoSuchLostCall, StaleHandling."""
        call = await calls_sql.find_call(session, scope_of(person), call_id)
        if call is None or call.outcome not in LOST:
            raise NoSuchLostCall
        return await self._handlings.write(session, person, call, sent)

    async def _of_lines(
        self, session: ReadSession, person: CurrentPerson, calls: Sequence[CallRecord]
    ) -> dict[str, HandlingShown]:
        """Where a caller was dealt with at a later try, that; else what was written at this one."""
        scope = scope_of(person)
        places = {call.call_id: (call.caller_token or call.call_id, call.arrived_us) for call in calls}
        covered = await covering(session, scope, list(places.values()))
        at = {call_id: covered.get(place, call_id) for call_id, place in places.items()}
        standing = await self._handlings.standing(session, scope, set(at.values()))
        return {call_id: standing[each] for call_id, each in at.items() if each in standing}


def _line(
    call: CallRecord,
    tries: Tries,
    beside: Beside,
    callers: KnownCallers,
    handling: HandlingShown | None,
    *,
    later: LaterCall | None,
) -> LostCaller:
    return LostCaller(
        call_id=call.call_id,
        caller=call.caller_token or None,
        caller_masked=callers.masked.get(call.caller_token, ""),
        customer=callers.customers.get(call.caller_token),
        hotline=call.hotline,
        demo=call.demo,
        tries=tries.count,
        first_us=tries.first_us,
        last_us=call.arrived_us,
        queue=call.queue,
        gave_up_at=gave_up_at(queued=call.queued_us is not None, ringing=beside.rang),
        outcome=Outcome(call.outcome or Outcome.CUT),
        short_abandon=call.short_abandon,
        wait_us=call.wait_us,
        voice_message=call.voice_message_file is not None,
        state=state_of(handled=beside.handled, answered_later=beside.answered_later is not None),
        later=later,
        handling=handling,
    )


def _later(beside: Beside, calls: dict[str, CallRecord], agents: dict[str, str]) -> LaterCall | None:
    call = calls.get(beside.answered_later or beside.last_later or "")
    if call is None:
        return None
    return LaterCall(
        call_id=call.call_id,
        at_us=call.arrived_us,
        answered=call.answered_us is not None,
        outcome=None if call.outcome is None else Outcome(call.outcome),
        agent=call.agent,
        agent_name=agents.get(call.agent or ""),
    )
