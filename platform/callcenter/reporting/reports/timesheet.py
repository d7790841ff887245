"""工时表: what each agent did on each day, from the record alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.kit.db import ReadSession
from callcenter.kit.periods import DAY_US, SHANGHAI_AHEAD_US
from callcenter.reporting.completeness import watched
from callcenter.reporting.definitions.catalogue import CURRENT
from callcenter.reporting.definitions.definition import Subject
from callcenter.reporting.figures import Period, Totals
from callcenter.reporting.reports import agent_day_repository, repository
from callcenter.reporting.reports.agent_day_repository import AgentDay, Break, Moments
from callcenter.reporting.reports.breaks import Breaks
from callcenter.reporting.reports.columns import parts_needed
from callcenter.reporting.reports.days import Days, Step, checked
from callcenter.reporting.reports.kinds import RowKind
from callcenter.reporting.reports.narrowing import Allowed, Filters, allowed
from callcenter.reporting.reports.reading import summed
from callcenter.reporting.reports.schemas import (
    AgentTimesOut,
    CallLinkOut,
    CellOut,
    TimesheetOut,
    TimesheetRowOut,
    period_out,
)
from callcenter.reporting.reports.service import scope_text
from callcenter.reporting.rollups import agent_repository
from callcenter.reporting.rollups.months import Stretch
from callcenter.reporting.schemas import DefinitionOut
from callcenter.reporting.still_held import still_held
from callcenter.seats.states.break_reasons import every_break_reason
from callcenter.telephony.agent_state import AgentState
from callcenter.telephony.ports import AgentSaid
from callcenter.tenancy import Scope

MOST_DAYS: Final = 31
_COLUMNS: Final = tuple(
    each for each in CURRENT if each.id in {"occupancy", "work_rate", "utilisation", "aht_agent"}
)
_TIMES: Final = (
    *("signed_in_us", "ready_us", "talk_us", "hold_us", "wrap_up_us", "break_us", "not_ready_us", "paid_us"),
    *("rings", "missed"),
)
_NAMES: Final = tuple({*_TIMES, *parts_needed(_COLUMNS, Subject.AGENT)})


async def timesheet(
    session: ReadSession, person: CurrentPerson, days: Days, filters: Filters, *, at_us: int
) -> TimesheetOut:
    """Raises DaysWrong, ReportTooLong, NoSuchTeam, NotInYourTeams."""
    checked(days.first, days.last, most=MOST_DAYS)
    scope, period = scope_of(person), days.period
    may = await allowed(session, person, filters, RowKind.AGENT)
    parts = await _parts(session, scope, may, period, at_us)
    agents = {agent for agent, _ in parts}
    until_us = max(period.from_us, min(at_us, period.to_us))
    before = await agent_repository.facts_before(
        session, scope, before_us=period.from_us, agents=frozenset(agents)
    )
    moments = await agent_day_repository.moments(session, scope, agents, period)
    presence = _Presence(moments, {fact.agent for fact in before if fact.state != AgentState.SIGNED_OUT})
    breaks = Breaks(await every_break_reason(session, scope))
    told = await agent_day_repository.breaks(session, scope, agents, period)
    for each in [*told, *_begun_before(before, moments, period)]:
        breaks.add(each, until_us=until_us)
    named = await repository.agents_named(session, scope)
    known_of = await watched(session, scope, period, at_us=at_us)
    whole_period = known_of.of(period, at_us=at_us)
    # Once for all agents: there may be hundreds, and each has as many days.
    every_day = [
        (_number(part.first), part.first, part.period, known_of.of(part.period, at_us=at_us))
        for _, part in days.parts(Step.DAY)
    ]
    rows: list[TimesheetRowOut] = []
    totals: list[TimesheetRowOut] = []
    for agent in sorted(agents, key=lambda agent: (may.teams.get(agent, ""), named.get(agent, ("", agent)))):
        name, work_number = named.get(agent, (agent, None))
        about: dict[str, Any] = {
            "agent": agent,
            "label": f"{name} {work_number}" if work_number else name,
            "work_number": work_number,
            "team": may.teams.get(agent),
        }
        whole: list[dict[str, int]] = []
        for number, day, of_day, completeness in every_day:
            came_us, went_us = presence.of(agent, number, of_day)
            found = parts.get((agent, number))
            if found is None:
                continue
            whole.append(found)
            times = _times(Totals(parts=found), breaks.of([(agent, number)]))
            seen = {"first_in_us": came_us, "last_out_us": went_us, "completeness": completeness}
            rows.append(_row({**about, **times, **seen}, day, of_day))
        of_agent = summed(Totals(parts=each) for each in whole)
        on_break = breaks.of((agent, number) for number, *_ in every_day)
        nothing = {"first_in_us": None, "last_out_us": None, "completeness": whole_period}
        totals.append(_row({**about, **_times(of_agent, on_break), **nothing}, None, period))
    return TimesheetOut(
        first=days.first,
        last=days.last,
        period=period_out(period),
        scope=scope_text(scope, filters, may, None),
        as_of_us=at_us,
        completeness=whole_period,
        demo=await repository.has_demo(
            session, scope, [Stretch(period.from_us, period.to_us, months=False)], None
        ),
        columns=[DefinitionOut.of(column) for column in _COLUMNS],
        rows=rows,
        totals=totals,
        total=AgentTimesOut(**_total(parts, breaks.of(breaks.known))),
    )


class _Presence:
    """When agents came and went, day by day in order: who was there at midnight came at midnight."""

    def __init__(self, moments: Mapping[AgentDay, Moments], there: set[str]) -> None:
        self._moments = moments
        self._there = there

    def of(self, agent: str, number: int, day: Period) -> tuple[int | None, int | None]:
        """To be asked once for each day of an agent, from the first on."""
        at_midnight = agent in self._there
        told = self._moments.get((agent, number))
        if told is None:
            return (day.from_us if at_midnight else None), None
        gone = told.went_us == told.last_us
        if gone:
            self._there.discard(agent)
        else:
            self._there.add(agent)
        return (day.from_us if at_midnight else told.came_us), (told.went_us if gone else None)


def _begun_before(
    before: Iterable[AgentSaid], moments: Mapping[AgentDay, Moments], period: Period
) -> Iterator[Break]:
    """Breaks that lasted into the period: until the first fact in it."""
    firsts: dict[str, int] = {}
    for (agent, _), told in moments.items():
        firsts[agent] = min(told.first_us, firsts.get(agent, told.first_us))
    for fact in before:
        if fact.state == AgentState.ON_BREAK:
            yield Break(fact.agent, fact.reason, period.from_us, firsts.get(fact.agent))


async def _parts(
    session: ReadSession, scope: Scope, may: Allowed, period: Period, at_us: int
) -> dict[AgentDay, dict[str, int]]:
    parts = await agent_day_repository.parts_of_days(session, scope, may.narrowed, period, _NAMES)
    for cell, held in await still_held(session, scope, Subject.AGENT, period, at_us=at_us):
        if may.narrowed.agents is not None and cell.agent not in may.narrowed.agents:
            continue
        number = (cell.from_us + SHANGHAI_AHEAD_US) // DAY_US
        found = parts.setdefault((cell.agent, number), dict.fromkeys(_NAMES, 0))
        for name, value in held.items():
            found[name] = found.get(name, 0) + value
    return {key: found for key, found in parts.items() if any(found.values())}


def _times(totals: Totals, breaks: Sequence[Any]) -> dict[str, Any]:
    return {
        **{name: totals.parts.get(name, 0) for name in _TIMES},
        "handled": totals.parts.get("taken", 0),
        "breaks": breaks,
        "figures": [CellOut.of(column, totals, Subject.AGENT) for column in _COLUMNS],
    }


def _total(parts: Mapping[AgentDay, Mapping[str, int]], breaks: Sequence[Any]) -> dict[str, Any]:
    """坐席利用率 of all is none while somebody who was there has no shift at all: the work of everybody over
    the shifts of a few would be far beyond 100 %."""
    with_shift = {agent for (agent, _), found in parts.items() if found["paid_us"]}
    without = any(found["signed_in_us"] for (agent, _), found in parts.items() if agent not in with_shift)
    whole = summed(Totals(parts=found) for found in parts.values())
    total = _times(whole, breaks)
    if without:
        unpaid = _times(Totals(parts={**whole.parts, "paid_us": 0}), breaks)
        total["figures"] = unpaid["figures"]
    return total


def _row(told: dict[str, Any], day: date | None, period: Period) -> TimesheetRowOut:
    link = CallLinkOut(from_us=period.from_us, to_us=period.to_us, agent=[told["agent"]])
    return TimesheetRowOut(**told, day=day, period=period_out(period), link=link)


def _number(day: date) -> int:
    return (day - date(1970, 1, 1)) // timedelta(days=1)
