"""States of imports and exports, and cells that a spreadsheet program would compute."""

import pytest

from callcenter.files.formulas import as_typed, neutralised
from callcenter.files.transfer import TRANSITIONS, TransferFact, TransferState, advance

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("state", list(TransferState))
@pytest.mark.parametrize("fact", list(TransferFact))
def test_every_fact_in_every_state_is_decided(state, fact):
    assert advance(state, fact) is TRANSITIONS.get((state, fact))


def followed(state: TransferState, fact: str) -> TransferState:
    after = advance(state, TransferFact(fact))
    assert after is not None
    return after


def test_a_way_in_a_way_round_and_no_way_out_of_the_end():
    state = TransferState.UPLOADED
    for fact in ("asked", "started", "checked", "asked", "started", "stopped", "started", "broke"):
        state = followed(state, fact)
    assert state is TransferState.FAILED
    for fact in ("asked", "started", "finished", "removed"):
        state = followed(state, fact)
    assert state is TransferState.REMOVED
    assert [fact for fact in TransferFact if advance(TransferState.REMOVED, fact)] == []
    assert advance(TransferState.DONE, TransferFact.ASKED) is None
    assert advance(TransferState.RUNNING, TransferFact.ASKED) is None


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1+1", "-1", "@SUM(A1)", "\t=1", " =1", "\u3000=1"])
def test_what_would_be_computed_is_text_and_comes_back_as_it_was(text):
    assert neutralised(text) == "'" + text
    assert as_typed(neutralised(text)) == text


@pytest.mark.parametrize("text", ["", "王=1", "'王", "O'Neill", "139"])
def test_everything_else_stays(text):
    assert neutralised(text) == text
    assert as_typed(text) == text
