"""Readings of rows that no table of a real run shows."""

import pytest

from callcenter.kit.clock import SECOND
from callcenter.telephony.interpretation import ASTERISK_RESTART, CALL_GONE, END_NOT_WRITTEN, interpret
from callcenter.telephony.journal.rows import Row, Source
from callcenter.telephony.outcome import Outcome

pytestmark = pytest.mark.unit

CALL = "zz1-1795302130.0"
T0 = 1_795_302_130 * SECOND


def row(at_us: int, event: str, extra: str = "") -> Row:
    data = {
        "context": "from-trunk",
        "exten": "4000000001",
        "channame": "PJSIP/trunk-main-00000000",
        "linkedid": CALL,
        "eventextra": extra,
    }
    return Row(Source.CEL, T0 + at_us, event, CALL, data)


class TestACallOpenWhenAsteriskStarted:
    def test_is_closed_though_it_began_in_the_same_second(self):
        """QUEUESTART says 130 for a start at 130.8; the call began at 130.1 and was cut off at 130.3."""
        call = interpret(CALL, [row(100_000, "CHAN_START"), row(300_000, "ANSWER")], restarts=[T0])

        assert call is not None
        assert (call.end_reason, call.ended_us, call.complete) == (ASTERISK_RESTART, T0 + 300_000, False)

    def test_is_told_anew_when_it_was_younger_after_all(self):
        rows = [row(900_000, "CHAN_START"), row(1_500_000, "ANSWER"), row(4_000_000, "CHAN_END")]

        call = interpret(CALL, rows, restarts=[T0])

        assert call is not None
        assert (call.end_reason, call.ended_us, call.complete) == (None, T0 + 4_000_000, True)

    def test_stays_open_when_it_began_later(self):
        call = interpret(CALL, [row(SECOND, "CHAN_START")], restarts=[T0])

        assert call is not None
        assert call.ended_us is None


class TestACallWhoseEndWasNotWritten:
    def test_is_closed_at_the_last_thing_it_said(self):
        gone = Row(Source.QUEUE_LOG, T0 + 90 * SECOND, CALL_GONE, CALL, {})

        call = interpret(CALL, [row(0, "CHAN_START"), row(300_000, "ANSWER"), gone])

        assert call is not None
        assert (call.end_reason, call.ended_us, call.complete) == (END_NOT_WRITTEN, T0 + 300_000, False)

    def test_is_told_anew_when_its_end_comes_after_all(self):
        gone = Row(Source.QUEUE_LOG, T0 + 90 * SECOND, CALL_GONE, CALL, {})

        call = interpret(CALL, [row(0, "CHAN_START"), row(4_000_000, "CHAN_END"), gone])

        assert call is not None
        assert (call.end_reason, call.ended_us, call.complete) == (None, T0 + 4_000_000, True)


class TestACallerTakenOutOfTheQueue:
    def test_was_cut_and_not_refused(self):
        """The dial plan says NO_AGENT after each way out of a queue; the queue's own word goes before."""
        rows = [
            row(0, "CHAN_START"),
            row(1, "QUEUE_JOINED", "queue=demo01-consult;position=1"),
            row(2, "QUEUE_LEFT", "queue=demo01-consult;status=WITHDRAW"),
            row(3, "NO_AGENT", "queue=demo01-consult"),
            row(4, "CHAN_END"),
        ]

        call = interpret(CALL, rows)

        assert call is not None
        assert call.outcome is Outcome.CUT


def test_a_number_no_column_can_hold_is_none():
    rows = [row(0, "CHAN_START"), row(1, "VOICE_MESSAGE_LEFT", f"file=a.wav;seconds={'9' * 30}")]

    call = interpret(CALL, rows)

    assert call is not None
    assert call.voice_message_seconds is None
