"""Every table of this folder: its rows give its call."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callcenter.telephony.interpretation import interpret
from callcenter.telephony.outcome import Outcome
from scenarios.tables import call_of, describe, parse, rows_by_group, tables

pytestmark = pytest.mark.scenario


@pytest.mark.parametrize("path", tables(), ids=lambda path: path.stem)
def test_rows_give_the_expected_call(path: Path) -> None:
    scenario = parse(path.read_text())

    assert describe(call_of(scenario.rows)) == scenario.expected


@pytest.mark.parametrize("path", tables(), ids=lambda path: path.stem)
def test_the_order_of_rows_in_the_files_does_not_matter(path: Path) -> None:
    """Asterisk writes rows out of order, and queue_log may be read before or after CEL."""
    scenario = parse(path.read_text())
    starts = [row for row in scenario.rows if row.event == "CHAN_START"]
    others = [row for row in scenario.rows if row.event != "CHAN_START"]

    assert describe(call_of([*starts, *reversed(others)])) == scenario.expected


@pytest.mark.parametrize("path", tables(), ids=lambda path: path.stem)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_in_whatever_order_the_rows_arrive(path: Path, data: st.DataObject) -> None:
    """The rows of a group in any order at all, and the two files read one before the other in any mixture."""
    scenario = parse(path.read_text())
    [(call_id, mine)] = [
        (group, rows)
        for group, rows in rows_by_group(scenario.rows).items()
        if interpret(group, rows) is not None
    ]
    restarts = [row.at_us for row in scenario.rows if row.event == "QUEUESTART"]

    told = interpret(call_id, data.draw(st.permutations(mine)), restarts=restarts)

    assert describe(told) == scenario.expected


@pytest.mark.parametrize("path", tables(), ids=lambda path: path.stem)
def test_rows_that_come_again_or_in_pieces_find_the_same_group(path: Path) -> None:
    scenario = parse(path.read_text())
    once = {group: len(rows) for group, rows in rows_by_group(scenario.rows).items() if rows}
    twice = {
        group: len(rows) for group, rows in rows_by_group([*scenario.rows, *scenario.rows]).items() if rows
    }

    assert twice == {group: 2 * count for group, count in once.items()}


def test_a_call_whose_own_end_was_lost_ends_when_its_linkedid_does() -> None:
    """A full log disk loses rows; a call must not stay open in the record for ever."""
    scenario = parse((Path(__file__).parent / "answered.txt").read_text())
    whole = call_of(scenario.rows)
    assert whole is not None
    lost = {(whole.call_id, "HANGUP"), (whole.call_id, "CHAN_END")}

    call = call_of([row for row in scenario.rows if (row.uniqueid, row.event) not in lost])

    assert call is not None
    assert (call.outcome, call.answered_us) == (Outcome.ANSWERED, whole.answered_us)
    assert call.ended_us == max(row.at_us for row in scenario.rows if row.linkedid == whole.call_id)
