"""A record of calls with what reporting keeps of its days, and the same counted call by call."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import delete

from callcenter.crm.handling import repository as handlings
from callcenter.crm.handling.models import Handling
from callcenter.crm.lost_calls.lost_call import LostState, state_of
from callcenter.crm.lost_calls.lost_lines import LostFilter
from callcenter.kit.db import Database, WriteSession
from callcenter.kit.periods import DAY_US, midnight_of
from callcenter.recordings import repository as recordings
from callcenter.recordings.models import Recording
from callcenter.reporting.contacts import repository
from callcenter.reporting.contacts.count_repository import By, Key
from callcenter.reporting.contacts.keeping import ContactDays, ContactFollower
from callcenter.reporting.contacts.kept import CONTACT_PARTS, Kept, kept_until
from callcenter.reporting.contacts.lost_lines import LostCallers
from callcenter.reporting.contacts.models import ContactCount, ContactDay, LostCallerDay
from callcenter.reporting.contacts.reading import contact_parts
from callcenter.reporting.figures import Period
from callcenter.reporting.rollups.repository import Chosen
from callcenter.telephony.behind_figures import CallPart
from callcenter.telephony.call import Call
from callcenter.telephony.call_lists import CallFilter, CallSort
from callcenter.telephony.journal import repository as journal
from callcenter.telephony.list_repository import list_calls
from callcenter.telephony.models import CallRecord
from callcenter.telephony.outcome import EndedBy, Outcome
from callcenter.telephony.ports import CallChange, Told
from callcenter.tenancy import Scope
from fakes.random_calls import BEGIN, QUEUES, told

OURS = Scope.of("demo01")
LATEST = BEGIN + 30 * DAY_US
BY_CELL = By(day_us=True, hotline=True, queue=True)


class SetClock:
    def __init__(self) -> None:
        self.at_us = LATEST

    def now_us(self) -> int:
        return self.at_us


class House:
    """A record of calls that are told, told again, kept and looked for."""

    def __init__(self, database: Database) -> None:
        self.database, self.clock = database, SetClock()
        self.days = ContactDays(database, self.clock, OURS)
        self.calls: dict[str, Call] = {}
        self.present: set[str] = set()
        self.handled: dict[str, tuple[str, int]] = {}

    async def tell(self, *calls: Call) -> None:
        """As the journal does it: the change and what follows from it in one transaction."""
        async with self.database.write() as session:
            await self.tell_in(session, *calls)

    async def tell_in(self, session: WriteSession, *calls: Call) -> None:
        changes = [CallChange(_told(self.calls.get(call.call_id)), _told(call)) for call in calls]
        told = [Told(call, "demo01") for call in calls]
        await journal.replace_calls(session, told, stored=[call.call_id for call in calls])
        await ContactFollower().calls_changed(session, changes)
        self.calls |= {call.call_id: call for call in calls}

    async def take_back(self, call_id: str) -> None:
        async with self.database.write() as session:
            await journal.replace_calls(session, [], stored=[call_id])
            change = CallChange(_told(self.calls.pop(call_id)), None)
            await ContactFollower().calls_changed(session, [change])

    async def look_for(self, call_id: str, *, present: bool) -> None:
        row = {"call_id": call_id, "client_company_id": "demo01", "file": None, "bytes": 1, "length_us": 1}
        state = "present" if present else "missing"
        async with self.database.write() as session:
            await recordings.save(session, [{**row, "state": state, "checked_us": 1}])
            await ContactFollower().recordings_looked_for(session, [call_id])
        self.present = self.present | {call_id} if present else self.present - {call_id}

    async def handle(self, call_id: str, *, handled: bool) -> None:
        """As the page does it: up to the call as it was when somebody dealt with its caller first."""
        call = self.calls[call_id]
        async with self.database.write() as session:
            head = await handlings.held(session, OURS, call_id)
            if head is None:
                head = Handling(call_id=call_id, client_company_id="demo01", version=0)
                head.caller_key, head.up_to_us = call.caller_token or call_id, call.arrived_us
                session.add(head)
            head.handled = handled
            await session.flush()
            place = (head.caller_key, head.up_to_us)
            await LostCallers().handled_changed(session, "demo01", head.caller_key)
        self.handled |= {call_id: place}
        if not handled:
            del self.handled[call_id]

    async def claim(self, kind: Kept, days: Period) -> None:
        """As whoever is killed before the days are counted."""
        async with self.database.write() as session:
            await repository.claim(session, "demo01", kind, days, 77)

    async def read(self, period: Period, chosen: Chosen, at_us: int, by: By) -> Mapping[Key, Any]:
        async with self.database.read() as session:
            found = await contact_parts(session, OURS, chosen, period, at_us=at_us, by=by)
        return {key: {name: value for name, value in parts.items() if value} for key, parts in found.items()}

    def counted(self, period: Period, chosen: Chosen, at_us: int, by: By) -> Mapping[Key, Any]:
        """By the words of the definition, call by call."""
        found: dict[Key, dict[str, int]] = {}
        asked = [call for call in self.calls.values() if call.human_requested_us is not None]
        for call in asked:
            at = call.human_requested_us or 0
            if call.answered_us is None or not period.from_us <= at < period.to_us:
                continue
            if chosen.queue not in (None, call.queue) or chosen.hotline not in (None, call.hotline):
                continue
            key = Key(
                day_us=midnight_of(at) if by.day_us else 0,
                hotline=call.hotline if by.hotline else "",
                queue=(call.queue or "") if by.queue else "",
            )
            parts = found.setdefault(key, dict.fromkeys(CONTACT_PARTS, 0))
            parts["recorded"] += call.call_id in self.present
            others = [
                ((other.human_requested_us or 0) - at, other.call_id > call.call_id)
                for other in asked
                if other is not call and other.caller_token == call.caller_token != ""
            ]
            for kind in Kept:
                if kind.cases is None or not call.caller_token or at >= kept_until(kind, at_us):
                    continue
                window = kind.window_us
                if any(-window <= apart < 0 or (apart == 0 and not after) for apart, after in others):
                    continue
                parts[kind.cases] += 1
                again = any(0 < apart <= window or (apart == 0 and after) for apart, after in others)
                parts[kind.good or ""] += not again
        told = {key: {n: v for n, v in parts.items() if v} for key, parts in found.items()}
        return {key: parts for key, parts in told.items() if parts}

    async def lost(self, chosen: LostFilter) -> list[tuple[str, int, int]]:
        """Line by line, two on a page: the call, how often, and since when."""
        found: list[tuple[str, int, int]] = []
        cursor = None
        async with self.database.read() as session:
            while True:
                page, cursor = await LostCallers().page(session, OURS, chosen, cursor=cursor, limit=2)
                tries = await LostCallers().tries(session, OURS, chosen, page)
                told = [(call.call_id, tries[call.call_id]) for call in page]
                found += [(call_id, each.count, each.first_us) for call_id, each in told]
                if cursor is None:
                    return found

    def counted_lost(self, chosen: LostFilter) -> list[tuple[str, int, int, LostState]]:
        """By the words, call by call, whatever the state."""
        callers: dict[str, list[Call]] = {}
        for call in self.calls.values():
            asked_us = call.human_requested_us
            within = asked_us is not None and chosen.from_us <= asked_us < chosen.to_us
            if (
                within
                and call.outcome is not None
                and call.outcome.lost
                and chosen.queue in (None, call.queue)
            ):
                callers.setdefault(call.caller_token or call.call_id, []).append(call)
        found: list[tuple[int, str, int, int, LostState]] = []
        for key, calls in callers.items():
            last = max(calls, key=lambda call: (call.human_requested_us, call.call_id))
            handled = any(of == key and up_to_us >= last.arrived_us for of, up_to_us in self.handled.values())
            again = any(
                other.caller_token == key and other.answered_us and other.arrived_us > last.arrived_us
                for other in self.calls.values()
            )
            first_us = min(call.arrived_us for call in calls)
            state = state_of(handled=handled, answered_later=again)
            found.append((last.human_requested_us or 0, last.call_id, len(calls), first_us, state))
        return [line[1:] for line in sorted(found, reverse=True)]

    async def lists(self, period: Period, queue: str | None, state: LostState) -> None:
        """Pages and counts agree with the words."""
        asked = LostFilter(period.from_us, period.to_us, queue)
        lines = self.counted_lost(asked)
        assert await self.lost(asked) == [line[:3] for line in lines]
        of_state = [line[:3] for line in lines if line[3] is state]
        assert await self.lost(replace(asked, state=state)) == of_state
        async with self.database.read() as session:
            counts = await LostCallers().counts(session, OURS, asked)
        found = dict.fromkeys(LostState, 0)
        for (handled, again), callers in counts.items():
            found[state_of(handled=handled, answered_later=again)] += callers
        assert found == {each: sum(line[3] is each for line in lines) for each in LostState}

    async def listed(self, part: CallPart, period: Period, chosen: Chosen) -> int:
        asked = CallFilter(
            from_us=period.from_us,
            to_us=period.to_us,
            part=part,
            queue=chosen.queue,
            hotline=chosen.hotline,
        )
        async with self.database.read() as session:
            calls, _ = await list_calls(
                session, OURS, asked, sort=CallSort.ARRIVED_DESC, cursor=None, limit=100
            )
        return len(calls)

    async def agrees(self, period: Period, chosen: Chosen, at_us: int, *ways: By) -> None:
        for by in ways or (By(), By(queue=True), BY_CELL):
            found = await self.read(period, chosen, at_us, by)
            assert {key: parts for key, parts in found.items() if parts} == self.counted(
                period, chosen, at_us, by
            ), by


def _told(call: Call | None) -> Told | None:
    return None if call is None else Told(call, "demo01")


async def empty(house: House) -> None:
    house.calls, house.present, house.handled, house.clock.at_us = {}, set(), {}, LATEST
    async with house.database.write() as session:
        for model in (ContactCount, ContactDay, LostCallerDay, Handling, Recording, CallRecord):
            await session.execute(delete(model))


def contact(number: int, requested_us: int, token: str = "a", **values: Any) -> Call:
    given = {"answered_us": requested_us + 1, "queue": QUEUES[0], "caller_token": token, **values}
    outcome = Outcome.ABANDONED if given["answered_us"] is None else Outcome.ANSWERED
    ended = {"ended_us": requested_us + 2, "ended_by": EndedBy.CALLER, "outcome": outcome}
    return told(f"zz1-1.{number}", requested_us, human_requested_us=requested_us, **{**ended, **given})
