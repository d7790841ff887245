"""The full grid: every state meets every command, and every reached state what is wanted."""

import pytest

from callcenter.kit.errors import Refused
from callcenter.seats import errors
from callcenter.seats.states.standing import Standing
from callcenter.seats.states.wanted import (
    ANSWERS,
    MISSED_RINGS,
    SIGN_OUT,
    Answer,
    Command,
    Due,
    answer,
    due,
    next_pause,
)
from callcenter.telephony.agent_state import AgentState

pytestmark = pytest.mark.unit

GRID = """
             ready                break                cancel_break         end_wrap_up          extend_wrap_up       sign_out             force_sign_out
signed_out   NotSignedInAtASeat   NotSignedInAtASeat   NotSignedInAtASeat   NotSignedInAtASeat   NotSignedInAtASeat   NotSignedInAtASeat   NotSignedInAtASeat
ready        AlreadyReady         now                  now                  NotInWrapUp          NotInWrapUp          now                  now
ringing      InACall              book                 now                  NotInWrapUp          NotInWrapUp          InACall              book
talking      InACall              book                 now                  NotInWrapUp          NotInWrapUp          InACall              book
holding      InACall              book                 now                  NotInWrapUp          NotInWrapUp          InACall              book
consulting   InACall              book                 now                  NotInWrapUp          NotInWrapUp          InACall              book
wrap_up      now                  book                 now                  now                  now                  now                  now
on_break     now                  now                  now                  NotInWrapUp          NotInWrapUp          now                  now
not_ready    now                  now                  now                  NotInWrapUp          NotInWrapUp          now                  now
"""  # noqa: E501  a table is read across
BOOKED = Standing(booked="meal")
ON_MEAL, EXTENDED = Standing(reason="meal"), Standing(extensions_used=2)


def cells() -> list[tuple[AgentState, Command, str]]:
    head, *rows = [line.split() for line in GRID.strip().splitlines()]
    return [
        (AgentState(row[0]), Command(command), cell)
        for row in rows
        for command, cell in zip(head, row[1:], strict=True)
    ]


def test_the_grid_has_every_state_and_every_command():
    assert {(state, command) for state, command, _ in cells()} == {
        (s, c) for s in AgentState for c in Command
    }
    assert set(ANSWERS) == set(AgentState)


@pytest.mark.parametrize(("state", "command", "cell"), cells(), ids=lambda value: str(value))
def test_a_command_in_a_state(state: AgentState, command: Command, cell: str):
    if cell in ("now", "book"):
        given = answer(state, command, BOOKED, reason="rest", extensions=2)
        assert given is (Answer.NOW if cell == "now" else Answer.BOOK)
        return
    with pytest.raises(getattr(errors, cell)) as refused:
        answer(state, command, BOOKED, reason="rest", extensions=2)
    assert isinstance(refused.value, Refused)
    assert refused.value.zh
    assert refused.value.en


@pytest.mark.parametrize(
    ("state", "command", "standing", "options", "refusal"),
    [
        (AgentState.ON_BREAK, Command.READY, Standing(unwell="registration_lost"), {}, errors.SeatUnwell),
        (AgentState.WRAP_UP, Command.END_WRAP_UP, Standing(unwell="tab_asleep"), {}, errors.SeatUnwell),
        (AgentState.TALKING, Command.CANCEL_BREAK, Standing(), {}, errors.NoBreakBooked),
        (AgentState.ON_BREAK, Command.BREAK, ON_MEAL, {"reason": "meal"}, errors.AlreadyOnThisBreak),
        (AgentState.WRAP_UP, Command.EXTEND_WRAP_UP, EXTENDED, {"extensions": 2}, errors.NoExtensionLeft),
    ],
)  # fmt: skip
def test_what_the_standing_forbids_is_refused_by_name(state, command, standing, options, refusal):
    with pytest.raises(refusal) as refused:
        answer(state, command, standing, **options)
    assert refused.value.zh
    assert refused.value.en


def test_missed_rings_are_ended_by_their_agent():
    assert answer(AgentState.NOT_READY, Command.READY, Standing(unwell=MISSED_RINGS)) is Answer.NOW
    wrapping_up = Standing(unwell="tab_asleep")
    assert answer(AgentState.WRAP_UP, Command.END_WRAP_UP, wrapping_up, reason="meal") is Answer.NOW


NOTHING, WANTS_BREAK, UNWELL, BOTH, LEAVES = (
    Standing(),
    BOOKED,
    Standing(unwell="tab_asleep"),
    Standing(booked="meal", unwell="tab_asleep"),
    Standing(booked=SIGN_OUT, unwell="tab_asleep"),
)
UNWELL_PAUSE = "not_ready_tab_asleep"


@pytest.mark.parametrize("state", [s for s in AgentState if s not in {"ready", "on_break", "not_ready"}])
@pytest.mark.parametrize("standing", [NOTHING, WANTS_BREAK, UNWELL, BOTH, LEAVES])
def test_nothing_is_due_in_a_call_or_in_wrap_up(state, standing):
    assert due(state, "wrap_up", standing) is Due.NOTHING


@pytest.mark.parametrize(
    ("state", "pause", "standing", "expected"),
    [
        (AgentState.READY, None, NOTHING, Due.NOTHING),
        (AgentState.READY, None, WANTS_BREAK, Due.PAUSE),
        (AgentState.READY, None, UNWELL, Due.PAUSE),
        (AgentState.READY, None, BOTH, Due.PAUSE),
        (AgentState.READY, None, LEAVES, Due.SIGN_OUT),
        (AgentState.ON_BREAK, "meal", NOTHING, Due.NOTHING),
        (AgentState.ON_BREAK, "meal", WANTS_BREAK, Due.NOTHING),
        (AgentState.ON_BREAK, "rest", WANTS_BREAK, Due.PAUSE),
        (AgentState.ON_BREAK, "rest", UNWELL, Due.NOTHING),
        (AgentState.ON_BREAK, "rest", LEAVES, Due.SIGN_OUT),
        (AgentState.NOT_READY, UNWELL_PAUSE, NOTHING, Due.UNPAUSE),
        (AgentState.NOT_READY, "not_ready", NOTHING, Due.NOTHING),
        (AgentState.NOT_READY, UNWELL_PAUSE, UNWELL, Due.NOTHING),
        (AgentState.NOT_READY, "not_ready_registration_lost", UNWELL, Due.PAUSE),
        (AgentState.NOT_READY, UNWELL_PAUSE, BOTH, Due.PAUSE),
        (AgentState.NOT_READY, "not_ready_sign_out", LEAVES, Due.SIGN_OUT),
    ],
)
def test_what_a_state_that_was_reached_asks_for(state, pause, standing, expected):
    assert due(state, pause, standing) is expected


def test_what_follows_the_wrap_up():
    followed = [next_pause(standing) for standing in (NOTHING, WANTS_BREAK, UNWELL, BOTH, LEAVES)]
    assert followed == [None, "meal", UNWELL_PAUSE, "meal", "not_ready_sign_out"]
