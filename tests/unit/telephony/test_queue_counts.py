"""Counts of queues that are kept along equal counts made anew, whatever happens in between."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcenter.telephony.agent_state import AgentNow, AgentState
from callcenter.telephony.floor.agents import AgentOnFloor, Membership
from callcenter.telephony.floor.calls import CallNow
from callcenter.telephony.floor.queue_counts import QueueCounts
from callcenter.telephony.floor.state import FloorState
from fakes.floor_bench import CONSULT, OPERATOR

pytestmark = pytest.mark.unit

QUEUES = (CONSULT, OPERATOR)
ids = st.sampled_from(["1", "2", "3"])
calls = st.none() | st.builds(
    CallNow,
    call_id=st.just("c"),
    arrived_us=st.just(0),
    since_us=st.just(0),
    queue=st.none() | st.sampled_from(QUEUES),
    queued_us=st.none() | st.integers(1, 9),
)
agents = st.none() | st.builds(
    AgentOnFloor,
    agent_id=st.just("a"),
    now=st.builds(
        AgentNow, st.sampled_from([AgentState.READY, AgentState.TALKING]), st.just(0), member=st.just(True)
    ),
    memberships=st.dictionaries(st.sampled_from(QUEUES), st.builds(Membership, st.just("q"), st.just("i"))),
)


@given(st.lists(st.tuples(st.just("call"), ids, calls) | st.tuples(st.just("agent"), ids, agents)))
def test_kept_along_is_counted_anew(history: list[tuple[str, str, CallNow | AgentOnFloor | None]]):
    state, kept = FloorState(), QueueCounts()
    for _, each, thing in history:
        if isinstance(thing, CallNow):
            state.calls[each] = thing
        elif isinstance(thing, AgentOnFloor):
            state.agents[each] = thing
        else:
            state.calls.pop(each, None)
            state.agents.pop(each, None)
        kept.note_call(each, state.calls.get(each))
        kept.note_agent(each, state.agents.get(each))
    anew = QueueCounts.of(state)
    for queue in QUEUES:
        found = [
            (counts.waiting(queue), counts.longest_wait_since_us(queue), counts.ready(queue))
            for counts in (kept, anew)
        ]
        assert found[0] == found[1]
    waiting = [
        call.queued_us
        for call in state.calls.values()
        if call.queue == CONSULT and call.queued_us is not None
    ]
    assert (anew.waiting(CONSULT), anew.longest_wait_since_us(CONSULT)) == (
        len(waiting),
        min(waiting, default=None),
    )
