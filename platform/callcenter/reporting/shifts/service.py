"""Typing shifts in, changing and dropping them. The roll-ups get what is paid within the same transaction."""

from collections.abc import Collection, Iterable

from callcenter.identity.audit import AuditTag, AuditTrail
from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.kit.clock import Clock
from callcenter.kit.db import ReadSession, WriteSession
from callcenter.kit.errors import NotFound, Refused
from callcenter.kit.ids import new_id
from callcenter.reporting.figures import Period
from callcenter.reporting.reports import repository as reports_repository
from callcenter.reporting.reports.days import Days, checked
from callcenter.reporting.reports.kinds import RowKind
from callcenter.reporting.reports.narrowing import Filters, allowed
from callcenter.reporting.rollups.contribution import Tally
from callcenter.reporting.rollups.keeping import add_tally
from callcenter.reporting.shifts import repository
from callcenter.reporting.shifts.models import Shift
from callcenter.reporting.shifts.schemas import ShiftSent, ShiftShown, ShiftsShown
from callcenter.reporting.shifts.shift import (
    LONGEST_US,
    Hours,
    add_paid,
    clashing,
    day_and_times,
    hours_of,
    read_time,
)
from callcenter.seats.errors import AgentUnknown, NotInYourTeams
from callcenter.seats.teams import supervised_agents
from callcenter.telephony.journal.repository import alone

MOST_DAYS = 92


class ShiftTag(AuditTag):
    SHIFT_ADDED = "shift:hours:added"
    SHIFT_CHANGED = "shift:hours:changed"
    SHIFT_DROPPED = "shift:hours:dropped"
    SHIFTS_IMPORTED = "shift:file:imported"


class NoSuchShift(NotFound):
    def __init__(self) -> None:
        super().__init__(zh="没有这个班次,可能已被删除。", en="There is no such shift any more.")


class ShiftsOverlap(Refused):
    def __init__(self) -> None:
        super().__init__(
            zh="与该坐席的另一个班次重叠,请先修改或删除原班次。",
            en="It overlaps another shift of this agent; change or delete that one first.",
        )


class Shifts:
    def __init__(self, audit: AuditTrail, clock: Clock) -> None:
        self._audit = audit
        self._clock = clock

    async def of_days(
        self, session: ReadSession, person: CurrentPerson, days: Days, filters: Filters
    ) -> ShiftsShown:
        """Raises DaysWrong, ReportTooLong, NoSuchTeam, NotInYourTeams."""
        checked(days.first, days.last, most=MOST_DAYS)
        scope = scope_of(person)
        may = await allowed(session, person, filters, RowKind.AGENT)
        found = await repository.shifts(session, scope, days.period, agents=may.narrowed.agents)
        named = await reports_repository.agents_named(session, scope)
        return ShiftsShown(items=[_shown(each, named) for each in found])

    async def add(self, session: WriteSession, person: CurrentPerson, sent: ShiftSent) -> ShiftShown:
        """Raises ShiftWrong, ShiftsOverlap, AgentUnknown, NotInYourTeams."""
        await may_plan(session, person, [sent.agent])
        return await self._put(session, person, sent, ShiftTag.SHIFT_ADDED)

    async def change(
        self, session: WriteSession, person: CurrentPerson, shift_id: str, sent: ShiftSent
    ) -> ShiftShown:
        """Raises NoSuchShift, ShiftWrong, ShiftsOverlap, AgentUnknown, NotInYourTeams."""
        before = await self._find(session, person, shift_id)
        await may_plan(session, person, [before.agent_id, sent.agent])
        await self._withdraw(session, before)
        return await self._put(session, person, sent, ShiftTag.SHIFT_CHANGED)

    async def drop(self, session: WriteSession, person: CurrentPerson, shift_id: str) -> None:
        """Raises NoSuchShift, NotInYourTeams."""
        shift = await self._find(session, person, shift_id)
        await may_plan(session, person, [shift.agent_id])
        await self._withdraw(session, shift)
        await self._note(session, person, ShiftTag.SHIFT_DROPPED, shift)

    async def put_all(
        self, session: WriteSession, person: CurrentPerson, wanted: Iterable[tuple[str, Hours]]
    ) -> None:
        """Precondition: none overlaps another, and the person may plan all of the agents."""
        await alone(session)
        tally, now_us = Tally(), self._clock.now_us()
        for agent, hours in wanted:
            session.add(_row(person, agent, hours, now_us))
            add_paid(tally, person.company_id, agent, hours)
        await session.flush()
        await add_tally(session, tally)

    async def _put(
        self, session: WriteSession, person: CurrentPerson, sent: ShiftSent, tag: ShiftTag
    ) -> ShiftShown:
        begins, ends = read_time(sent.begins), read_time(sent.ends)
        assert begins is not None
        assert ends is not None
        hours = hours_of(sent.day, begins, ends)
        scope = scope_of(person)
        near = Period(from_us=hours.from_us - LONGEST_US, to_us=hours.to_us + LONGEST_US)
        known = await repository.shifts(session, scope, near, agents=[sent.agent])
        if clashing(hours, (Hours(each.from_us, each.to_us) for each in known)):
            raise ShiftsOverlap
        shift = _row(person, sent.agent, hours, self._clock.now_us())
        await alone(session)
        session.add(shift)
        await session.flush()
        tally = Tally()
        add_paid(tally, person.company_id, sent.agent, hours)
        await add_tally(session, tally)
        await self._note(session, person, tag, shift)
        return _shown(shift, await reports_repository.agents_named(session, scope))

    async def _withdraw(self, session: WriteSession, shift: Shift) -> None:
        await alone(session)
        shift.withdrawn_us = self._clock.now_us()
        await session.flush()
        tally = Tally()
        add_paid(tally, shift.client_company_id, shift.agent_id, Hours(shift.from_us, shift.to_us), sign=-1)
        await add_tally(session, tally)

    async def _find(self, session: ReadSession, person: CurrentPerson, shift_id: str) -> Shift:
        shift = await repository.shift(session, scope_of(person), shift_id)
        if shift is None:
            raise NoSuchShift
        return shift

    async def _note(self, session: WriteSession, person: CurrentPerson, tag: ShiftTag, shift: Shift) -> None:
        day, begins, ends = day_and_times(Hours(shift.from_us, shift.to_us))
        await self._audit.record(
            session,
            tag,
            by=person.actor,
            subject=shift.id,
            detail={"agent": shift.agent_id, "day": day.isoformat(), "from": begins, "to": ends},
        )


async def may_plan(session: ReadSession, person: CurrentPerson, agents: Collection[str]) -> None:
    """Raises AgentUnknown, NotInYourTeams."""
    named = await reports_repository.agents_named(session, scope_of(person))
    if not set(agents) <= named.keys():
        raise AgentUnknown
    if not set(agents) <= await supervised_agents(session, person):
        raise NotInYourTeams


def _row(person: CurrentPerson, agent: str, hours: Hours, now_us: int) -> Shift:
    return Shift(
        id=new_id(now_us),
        client_company_id=person.company_id,
        agent_id=agent,
        from_us=hours.from_us,
        to_us=hours.to_us,
        person_id=person.id,
        created_us=now_us,
        withdrawn_us=None,
    )


def _shown(shift: Shift, named: dict[str, tuple[str, str]]) -> ShiftShown:
    day, begins, ends = day_and_times(Hours(shift.from_us, shift.to_us))
    name, work_number = named.get(shift.agent_id, (shift.agent_id, ""))
    return ShiftShown(
        id=shift.id,
        agent=shift.agent_id,
        label=f"{name} {work_number}".strip(),
        day=day,
        begins=begins,
        ends=ends,
        from_us=shift.from_us,
        to_us=shift.to_us,
    )
