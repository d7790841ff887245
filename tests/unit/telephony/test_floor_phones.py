"""From what an agent's channels say to the state of the agent, by facts that the state machine knows."""

import pytest

from callcenter.telephony.agent_state import AgentNow, AgentState, advance
from callcenter.telephony.floor.phones import PhoneChannel, facts_towards, what_they_say

pytestmark = pytest.mark.unit

ON_THE_PHONE = (AgentState.RINGING, AgentState.TALKING, AgentState.HOLDING, AgentState.CONSULTING)


@pytest.mark.parametrize("wanted", [*ON_THE_PHONE, None])
@pytest.mark.parametrize("now", [state for state in AgentState if state is not AgentState.SIGNED_OUT])
def test_from_every_state_to_every_other_by_facts_that_fit(now: AgentState, wanted: AgentState | None):
    pause = {AgentState.WRAP_UP: "wrap_up", AgentState.ON_BREAK: "lunch", AgentState.NOT_READY: "not_ready"}
    agent = AgentNow(now, 1, member=True, pause=pause.get(now))
    for fact in facts_towards(now, wanted):
        change = advance(agent, fact, 2)
        assert change.expected, fact
        agent = change.after
    if wanted is not None:
        assert agent.state is wanted
    else:
        assert agent.state not in ON_THE_PHONE


def channel(number: int = 1, **what: object) -> PhoneChannel:
    return PhoneChannel(f"zz1-1.{number}", "demo01-1001-web", "1001", "zz1-1.0", **what)  # type: ignore[arg-type]


TALK = channel(call="zz1-1.0", up=True)
HELD = channel(call="zz1-1.0", up=True, held=True)
ASKS = channel(2, dialled=True)
ASKS_HELD = channel(2, dialled=True, held=True, up=True)


@pytest.mark.parametrize(
    ("channels", "state"),
    [
        ([], None),
        ([channel(offered="zz1-1.0")], AgentState.RINGING),
        ([channel(offered="zz1-1.0", up=True)], AgentState.RINGING),
        ([channel()], AgentState.RINGING),
        ([channel(up=True)], AgentState.TALKING),
        ([TALK], AgentState.TALKING),
        ([HELD], AgentState.HOLDING),
        ([HELD, ASKS], AgentState.CONSULTING),
        ([TALK, ASKS], AgentState.CONSULTING),
        ([TALK, ASKS_HELD], AgentState.TALKING),
        ([channel(dialled=True)], AgentState.TALKING),
        ([channel(call="zz1-1.0", up=True, away=True)], None),
    ],
)
def test_what_channels_say(channels: list[PhoneChannel], state: AgentState | None):
    assert what_they_say(channels) is state
