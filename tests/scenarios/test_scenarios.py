"""Every table of this folder: its rows give its call."""

from pathlib import Path

import pytest

from callcenter.telephony.outcome import Outcome
from scenarios.tables import call_of, describe, parse, tables

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
