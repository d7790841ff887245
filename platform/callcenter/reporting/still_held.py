"""The states that agents are in now: no roll-up holds them before the next fact ends them."""

from collections.abc import Mapping, Sequence

from callcenter.kit.db import ReadSession
from callcenter.reporting.definitions.definition import Subject
from callcenter.reporting.figures import Period
from callcenter.reporting.rollups import agent_repository
from callcenter.reporting.rollups.agent_spans import AgentSpan, add_span
from callcenter.reporting.rollups.contribution import Tally
from callcenter.reporting.rollups.parts import Cell
from callcenter.telephony.agent_state import AgentState
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
    """Cells by quarter, as the roll-ups would have them if each state ended at the figure's time."""
    tally = Tally()
    until_us = min(at_us, period.to_us)
    if subject is not Subject.QUEUE:
        for fact in await agent_repository.last_facts(session, scope, before_us=until_us, agent=agent):
            from_us = max(fact.at_us, period.from_us)
            if fact.state != AgentState.SIGNED_OUT and from_us < until_us:
                add_span(tally, AgentSpan(fact.company_id, fact.agent, fact.state, from_us, until_us))
    return [(cell, parts) for cell, parts in tally.parts.items() if cell.subject is subject]
