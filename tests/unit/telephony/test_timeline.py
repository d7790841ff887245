"""The story of a call in two languages."""

from pathlib import Path

import pytest

from callcenter.telephony.journal.repository import call_values
from callcenter.telephony.models import CallRecord, LegRecord
from callcenter.telephony.timeline import timeline_of
from scenarios.tables import call_of, parse

pytestmark = pytest.mark.unit

TABLES = Path(__file__).parents[2] / "scenarios"


def kinds(name: str) -> list[str]:
    return [moment.kind for moment in moments(name)]


def moments(name: str):
    rows = parse((TABLES / f"{name}.txt").read_text()).rows
    call = call_of(rows)
    assert call is not None
    record = CallRecord(**call_values(call, "demo01"))
    legs = [
        LegRecord(
            **{field: getattr(leg, field) for field in leg.__slots__}, call_id=call.call_id, number=number
        )
        for number, leg in enumerate(call.legs)
    ]
    mine = [row for row in rows if row.text("context") != "wrap-limit"]
    return timeline_of(call.call_id, mine, legs, record)


def test_tells_an_answered_call_in_the_order_of_time():
    told = moments("answered")

    assert [moment.kind for moment in told][:6] == [
        "arrived",
        "first_answered",
        "notice_played",
        "recording_started",
        "key_pressed",
        "human_requested",
    ]
    assert told[-1].kind == "ended"
    assert [moment.at_us for moment in told] == sorted(moment.at_us for moment in told)
    assert all(moment.text_zh and moment.text_en for moment in told)


def test_tells_the_missed_ring_before_the_answer():
    told = kinds("ring_no_answer_then_second_agent")

    assert told.index("ring_no_answer") < told.index("answered")


def test_tells_the_lost_seat():
    assert "seat_leg_lost" in kinds("seat_lost_and_requeued")


def test_never_names_a_wrong_key():
    """Callers key in card numbers."""
    assert [
        moment.text_zh for moment in moments("wrong_keys_and_silence") if moment.kind == "key_pressed"
    ] == [
        "按键:无效按键",
        "按键:无输入",
        "按键:无输入",
    ]
