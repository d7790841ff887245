"""Asterisk's clock goes back five minutes in the middle of a call: the call stays one, its lengths true."""

from dataclasses import replace
from pathlib import Path

import pytest

from callcenter.kit.clock import SECOND
from callcenter.telephony.call import Call
from callcenter.telephony.interpretation import interpret
from callcenter.telephony.journal.rows import Row, Source
from scenarios.tables import parse, rows_by_group, tables

pytestmark = pytest.mark.scenario

STEP = 300 * SECOND
ANSWERED = [path for path in tables() if path.stem in ("answered", "abandoned_in_queue_after_40_s")]


def rows_of(path: Path) -> tuple[str, list[Row]]:
    scenario = parse(path.read_text())
    [(call_id, rows)] = [
        (group, rows) for group, rows in rows_by_group(scenario.rows).items() if interpret(group, rows)
    ]
    return call_id, sorted(rows, key=lambda row: (row.at_us, row.source is Source.QUEUE_LOG))


def set_back(rows: list[Row], first: int) -> list[Row]:
    return [replace(row, at_us=row.at_us - STEP) if place >= first else row for place, row in enumerate(rows)]


def silence(rows: list[Row], place: int) -> int:
    """How long Asterisk wrote nothing about the call before that place: nobody knows when it went back."""
    times = [[row.at_us for row in part if row.source is Source.CEL] for part in (rows[:place], rows[place:])]
    return times[1][0] - times[0][-1] if all(times) else 0


def told(call: Call | None) -> tuple[object, ...]:
    assert call is not None
    return call.outcome, call.ended_by, call.queue, call.agent, len(call.legs), call.recording_file


@pytest.mark.parametrize("path", ANSWERED, ids=lambda path: path.stem)
def test_the_call_is_there_wherever_the_clock_went_back(path: Path) -> None:
    call_id, rows = rows_of(path)
    whole = interpret(call_id, rows)
    assert whole is not None
    assert whole.complete
    ends = [place for place, row in enumerate(rows) if row.event == "CHAN_END" and row.uniqueid == call_id]
    for place in range(1, ends[0]):
        call = interpret(call_id, set_back(rows, place))
        assert told(call) == told(whole), place
        assert call is not None
        assert call.ended_us is not None
        assert whole.ended_us is not None
        lost = (whole.ended_us - whole.arrived_us) - (call.ended_us - call.arrived_us)
        assert 0 <= lost <= silence(rows, place), place
        assert not call.complete
