"""The full grid: every state meets every fact."""

import pytest

from callcenter.telephony.agent_state import (
    TRANSITIONS,
    AgentFact,
    AgentNow,
    AgentState,
    Move,
    advance,
    between_calls,
)

pytestmark = pytest.mark.unit

GRID = """
             signed_in  signed_out rang       ring_ended answered   held       resumed    consult_started consult_ended talk_ended paused     unpaused
signed_out   REST       REST       !          =          !          !          !          !               =             =          =          =
ready        REST       REST       ringing    =          talking    !          !          !               =             =          REST       REST
ringing      =          =          =          REST       talking    !          !          !               =             REST       =          =
talking      =          =          !          =          =          holding    talking    consulting      =             REST       =          =
holding      =          =          !          =          =          holding    talking    consulting      =             REST       =          =
consulting   =          =          !          =          =          =          =          consulting      holding       REST       =          =
wrap_up      REST       REST       ringing    =          talking    !          !          !               =             =          REST       REST
on_break     REST       REST       ringing    =          talking    !          !          !               =             =          REST       REST
not_ready    REST       REST       ringing    =          talking    !          !          !               =             =          REST       REST
"""  # noqa: E501  a table is read across
SIGNS = {"REST": Move.REST, "=": Move.STAY, "!": Move.UNEXPECTED}


def cells() -> list[tuple[AgentState, AgentFact, str]]:
    head, *rows = [line.split() for line in GRID.strip().splitlines()]
    return [
        (AgentState(row[0]), AgentFact(fact), cell)
        for row in rows
        for fact, cell in zip(head, row[1:], strict=True)
    ]


def test_the_grid_has_every_state_and_every_fact():
    assert {(state, fact) for state, fact, _ in cells()} == {(s, f) for s in AgentState for f in AgentFact}


@pytest.mark.parametrize(("state", "fact", "cell"), cells(), ids=lambda value: str(value))
def test_a_state_meets_a_fact(state: AgentState, fact: AgentFact, cell: str):
    expected = SIGNS.get(cell) or AgentState(cell)
    assert TRANSITIONS[state][fact] is expected

    pause = "lunch" if state is AgentState.ON_BREAK else None
    now = AgentNow(state, 5, member=state is not AgentState.SIGNED_OUT, pause=pause)
    change = advance(now, fact, 9, reason="lunch")
    assert change.expected == (expected is not Move.UNEXPECTED)
    if isinstance(expected, AgentState):
        assert change.after.state is expected
    elif expected is not Move.REST:
        assert change.after.state is state
    assert change.after.since_us == (5 if change.after.state is state else 9)


@pytest.mark.parametrize(
    ("member", "pause", "state"),
    [
        (False, None, AgentState.SIGNED_OUT),
        (False, "lunch", AgentState.SIGNED_OUT),
        (True, None, AgentState.READY),
        (True, "wrap_up", AgentState.WRAP_UP),
        (True, "not_ready", AgentState.NOT_READY),
        (True, "", AgentState.NOT_READY),
        (True, "lunch", AgentState.ON_BREAK),
    ],
)
def test_what_an_agent_at_rest_is(member: bool, pause: str | None, state: AgentState):
    assert between_calls(member=member, pause=pause) is state


def test_a_pause_during_a_talk_takes_effect_when_it_ends():
    talking = AgentNow(AgentState.TALKING, 1, member=True)
    paused = advance(talking, AgentFact.PAUSED, 2, reason="wrap_up").after
    assert (paused.state, paused.since_us) == (AgentState.TALKING, 1)
    ended = advance(paused, AgentFact.TALK_ENDED, 3).after
    assert (ended.state, ended.since_us) == (AgentState.WRAP_UP, 3)


def test_another_break_reason_starts_another_break():
    lunch = AgentNow(AgentState.ON_BREAK, 1, member=True, pause="lunch")
    assert advance(lunch, AgentFact.PAUSED, 2, reason="training").after.since_us == 2
    assert advance(lunch, AgentFact.PAUSED, 2, reason="lunch").after.since_us == 1
