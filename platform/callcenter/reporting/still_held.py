"""The states that agents are in now: no roll-up holds them before the next fact ends them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from callcenter.kit.db import ReadSession
from callcenter.kit.periods import quarter_of
from callcenter.reporting.definitions.definition import Subject
from callcenter.reporting.figures import Period
from callcenter.reporting.rollups import agent_repository
from callcenter.reporting.rollups.agent_spans import AgentSpan, add_span, spans_between
from callcenter.reporting.rollups.contribution import Tally
from callcenter.reporting.rollups.parts import Cell
from callcenter.reporting.shifts import repository as shifts
from callcenter.reporting.shifts.shift import Hours, add_paid
from callcenter.telephony.agent_state import AgentState
from callcenter.telephony.ports import AgentSaid
from callcenter.tenancy import Scope


async def still_held(
    session: ReadSession,
    scope: Scope,
    subject: Subject,
    period: Period,
    *,
    at_us: int,
    agent: str | None = None,
) -> Sequence[tuple[Cell, Mapping[str, int]]]:
    """Cells by quarter, as the roll-ups would have them if each state ended at the figure's time.

    What was said of a time after it, by a clock that was set back since, is in them already and taken off.
    """
    tally = Tally()
    until_us = min(at_us, period.to_us)
    if subject is not Subject.QUEUE:
        later: list[AgentSaid] = []
        for fact in await agent_repository.last_facts(session, scope, agent=agent):
            from_us = max(fact.at_us, period.from_us)
            if fact.at_us > at_us:
                later.append(fact)
            elif fact.state != AgentState.SIGNED_OUT and from_us < until_us:
                add_span(tally, AgentSpan(fact.company_id, fact.agent, fact.state, from_us, until_us))
        if later:
            await _take_off_later(session, scope, tally, later, period, at_us)
    if subject is not Subject.QUEUE:
        await _take_off_paid(session, scope, tally, period, at_us, agent)
    within = range(quarter_of(period.from_us), period.to_us)
    found = ((cell, parts) for cell, parts in tally.parts.items() if cell.subject is subject)
    return [(cell, parts) for cell, parts in found if cell.from_us in within]


async def _take_off_later(
    session: ReadSession, scope: Scope, tally: Tally, last: Iterable[AgentSaid], period: Period, at_us: int
) -> None:
    agents = frozenset(fact.agent for fact in last)
    known = defaultdict[tuple[str, str], list[AgentSaid]](list)
    before = await agent_repository.facts_before(session, scope, before_us=at_us, agents=agents)
    for fact in [*before, *await agent_repository.facts_from(session, scope, at_us, agents=agents)]:
        known[fact.company_id, fact.agent].append(fact)
    for of_agent in known.values():
        for span in spans_between(of_agent):
            from_us = max(span.from_us, at_us, period.from_us)
            if from_us < span.to_us:
                add_span(tally, replace(span, from_us=from_us), sign=-1)


async def _take_off_paid(
    session: ReadSession, scope: Scope, tally: Tally, period: Period, at_us: int, agent: str | None
) -> None:
    """The rest of the shifts that go on or are to come: nobody has worked it yet."""
    if period.to_us <= at_us:
        return
    to_come = Period(from_us=max(at_us, period.from_us), to_us=period.to_us)
    for shift in await shifts.shifts(session, scope, to_come, agents=None if agent is None else [agent]):
        rest = Hours(max(shift.from_us, to_come.from_us), min(shift.to_us, to_come.to_us))
        add_paid(tally, shift.client_company_id, shift.agent_id, rest, sign=-1)
