"""How long agents were in which state, by quarter. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from callcenter.kit.periods import QUARTER_US, quarter_of
from callcenter.reporting.definitions.definition import Subject
from callcenter.reporting.rollups.contribution import Tally
from callcenter.reporting.rollups.parts import Cell
from callcenter.telephony.agent_state import AgentState
from callcenter.telephony.ports import AgentSaid

_PART: Final = {
    AgentState.READY: "ready_us",
    AgentState.WRAP_UP: "wrap_up_us",
    AgentState.ON_BREAK: "break_us",
    AgentState.NOT_READY: "not_ready_us",
}


@dataclass(frozen=True, slots=True)
class AgentSpan:
    company_id: str
    agent: str
    state: str
    from_us: int
    to_us: int


def spans_between(facts: Iterable[AgentSaid]) -> list[AgentSpan]:
    """Of one agent: each fact holds until the next. The last one holds on: it is no span yet."""
    ordered = settled(facts)
    return [
        AgentSpan(fact.company_id, fact.agent, fact.state, fact.at_us, after.at_us)
        for fact, after in pairwise(ordered)
        if fact.state != AgentState.SIGNED_OUT
    ]


def settled(facts: Iterable[AgentSaid]) -> list[AgentSaid]:
    """In order, one for each moment: whatever the order in which they came."""
    by_moment: dict[int, AgentSaid] = {}
    for fact in facts:
        known = by_moment.get(fact.at_us)
        if known is None or (fact.state, fact.reason) > (known.state, known.reason):
            by_moment[fact.at_us] = fact
    return [by_moment[at_us] for at_us in sorted(by_moment)]


def add_span(tally: Tally, span: AgentSpan, *, sign: int = 1) -> None:
    """Booked where the clock was: to the agent's cell, and to the whole's, which has no hotline."""
    for from_us, length_us in _by_quarter(span.from_us, span.to_us):
        parts = {"signed_in_us": length_us}
        if span.state in _PART:
            parts[_PART[AgentState(span.state)]] = length_us
        tally.add(Cell(span.company_id, Subject.AGENT, from_us, agent=span.agent), parts, sign)
        tally.add(Cell(span.company_id, Subject.CALL, from_us), parts, sign)


def _by_quarter(from_us: int, to_us: int) -> Iterator[tuple[int, int]]:
    for start in range(quarter_of(from_us), to_us, QUARTER_US):
        yield start, min(to_us, start + QUARTER_US) - max(from_us, start)
