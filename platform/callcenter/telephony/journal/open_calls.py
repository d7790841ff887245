"""Rows → calls: those that are open or just over in memory, all that they changed in the record."""

from collections.abc import Iterable, Sequence
from typing import Final

import structlog

from callcenter.kit.clock import SECOND
from callcenter.kit.db import ReadSession, WriteSession
from callcenter.telephony.call import Call
from callcenter.telephony.interpretation import began_before, interpret
from callcenter.telephony.journal import gaps, repository
from callcenter.telephony.journal.batch import Companies, Pending
from callcenter.telephony.journal.grouping import Group, Groups, Merge
from callcenter.telephony.journal.stored import stored_calls
from callcenter.telephony.ports import CallChange, RecordFollower, Told

log = structlog.get_logger(__name__)

QUEUE_START: Final = "QUEUESTART"
LONGEST_CONSULT_US: Final = 4 * 3600 * SECOND
"""A seat's own channel that joins a call later than this after it began keeps its earlier rows to itself."""


class OpenCalls:
    """Everything in memory can be read again from the database."""

    def __init__(self, companies: Companies, follower: RecordFollower) -> None:
        self._companies = companies
        self._follower = follower
        self._groups = Groups()
        self._restarts: list[int] = []
        self.clock_steps: list[gaps.Interval] = []
        self.uninterpreted: set[str] = set()

    async def open(self, session: ReadSession) -> None:
        """Takes up the calls that were open when the platform stopped."""
        self._groups.clear()
        self._restarts = await repository.restarts(session)
        await self.load(session, await repository.open_call_ids(session))
        await self.load(session, await repository.recent_seat_groups(session, within_us=LONGEST_CONSULT_US))

    def get(self, group_id: str | None) -> Group | None:
        return None if group_id is None else self._groups.get(group_id)

    def forget_ended(self) -> None:
        self._groups.forget_ended()

    def assign(self, rows: Sequence[Pending]) -> list[Merge]:
        """Says of each row to which group it belongs."""
        merges: list[Merge] = []
        assign = self._groups.assign
        for pending in rows:
            pending.group, merge = assign(pending)
            if merge is not None:
                merges.append(merge)
        return merges

    async def load(self, session: ReadSession, group_ids: Iterable[str]) -> None:
        """Groups that are not in memory, with all their rows so far."""
        missing = [group_id for group_id in group_ids if self._groups.get(group_id) is None]
        found = await repository.rows_of_groups(session, missing) if missing else {}
        for group_id in missing:
            group = Group(group_id)
            for row in found.get(group_id, []):
                group.add(row)
            group.stored = bool(group.rows)
            self._groups.put(group)

    def add(self, rows: Sequence[Pending]) -> set[str]:
        """Rows of groups that are in memory; returns which groups."""
        changed: dict[str, Group] = {}
        for pending in rows:
            group_id = pending.group
            if group_id is None:
                continue
            group = changed.get(group_id)
            if group is None:
                group = self._groups.get(group_id)
                assert group is not None
                changed[group_id] = group
            group.add(pending)
        for group in changed.values():
            self._groups.put(group)
        return set(changed)

    async def merge(self, session: WriteSession, merges: Sequence[Merge]) -> set[str]:
        for merge in merges:
            await repository.merge_groups(session, merge.group, merge.into)
            # Read again whole at the end of this batch: rows of both are in the database by now.
            self._groups.drop(merge.group)
            self._groups.drop(merge.into)
        into = {merge.into for merge in merges}
        await self.load(session, sorted(into))
        return into

    def restart(self, rows: Sequence[Pending]) -> set[str]:
        """Calls that were open when Asterisk started will never say anything more. `rows` has at least those
        of its starts."""
        starts = sorted(pending.at_us for pending in rows if pending.event == QUEUE_START)
        if not starts:
            return set()
        self._restarts = sorted({*self._restarts, *starts})
        closed = [
            g for g in self._groups.open_calls() if g.rows and began_before(g.rows[0].at_us, starts[-1])
        ]
        return {group.id for group in closed}

    async def write(self, session: WriteSession, changed: set[str]) -> list[str]:
        """What these groups say now, where it is not what stands in the record."""
        calls: list[Told] = []
        stored: list[str] = []
        before: dict[str, Told] = {}
        for group_id in sorted(changed):
            group = self._groups.get(group_id)
            if group is None or not group.is_call:
                continue
            call = self._interpreted(group)
            if call is None:
                continue
            if call.ended_us is not None and not call.complete:
                group.alive.clear()
            # Many rows of a call say nothing new about it.
            if call == group.written:
                continue
            if group.written is not None:
                before[group_id] = self._told(group.written)
            group.written = call
            calls.append(self._told(call))
            if group.stored:
                stored.append(group_id)
            group.stored = True
        # What another life of this process wrote.
        before |= await stored_calls(session, [call_id for call_id in stored if call_id not in before])
        await repository.replace_calls(session, calls, stored=stored)
        changes = [CallChange(before.get(told.call.call_id), told) for told in calls]
        await self._follower.calls_changed(session, changes)
        return [told.call.call_id for told in calls]

    def _told(self, call: Call) -> Told:
        return Told(call, self._companies.of(call.company_id or ""))

    def _interpreted(self, group: Group) -> Call | None:
        """A fault of ours in one call must not keep the rows of all others out of the record.

        Its raw rows are in the record; after a repair `rebuild` makes the call.
        """
        try:
            return interpret(group.id, group.rows, restarts=self._restarts, clock_steps=self.clock_steps)
        except Exception as error:
            self.uninterpreted.add(group.id)
            log.error("Could not interpret a call.", call_id=group.id, exc_info=error)
            return None
