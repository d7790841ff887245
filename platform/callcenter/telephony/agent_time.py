"""What queue_log says about the states of agents: who was in which state from when on."""

from collections.abc import Iterable
from typing import Final

from callcenter.telephony.agent_state import AgentState
from callcenter.telephony.journal.rows import Row, Source
from callcenter.telephony.ports import AgentSaid

SIGNED_IN: Final = "signed_in"
"""Signed in, and no state told yet."""
_EVENTS: Final = {"SIGNED_IN": SIGNED_IN, "SIGNED_OUT": AgentState.SIGNED_OUT.value}
_STATES: Final = frozenset(state.value for state in AgentState)
_DIGITS: Final = 16
"""Of a moment in microseconds; what is longer is no time."""


def agents_said(rows: Iterable[tuple[Row, str]]) -> list[AgentSaid]:
    """Rows with the company of each → what they say of agents; the platform wrote its own time into them."""
    found: list[AgentSaid] = []
    for row, company_id in rows:
        if row.source is not Source.QUEUE_LOG:
            continue
        state = row.text("data2") if row.event == "AGENT_STATE" else _EVENTS.get(row.event, "")
        at = row.text("data1")
        agent = row.text("agent")
        if agent and (state in _STATES or state == SIGNED_IN) and at.isdecimal() and len(at) <= _DIGITS:
            reason = row.text("data3") if state == AgentState.ON_BREAK else ""
            found.append(AgentSaid(company_id, agent[:40], int(at), state, reason.removeprefix("-")[:40]))
    return found
