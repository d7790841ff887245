"""The story of a call in two languages."""

import re
from pathlib import Path

import orjson
import pytest
from sqlalchemy import JSON

from callcenter.telephony.journal.call_rows import rows_of_calls
from callcenter.telephony.journal.rows import Row, Source
from callcenter.telephony.models import CallRecord, LegRecord
from callcenter.telephony.ports import Told
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
    (row,), _, _ = rows_of_calls([Told(call, "demo01")])
    columns = CallRecord.__table__.columns
    record = CallRecord(
        **{
            column.name: orjson.loads(value) if isinstance(column.type, JSON) else value
            for column, value in zip(columns, row, strict=True)
        }
    )
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
        "按错键",
        "未按键",
        "未按键",
    ]


def test_does_not_call_an_instant_of_silence_a_message():
    assert "voice_message_left" in kinds("queue_timeout_and_voice_message")
    assert kinds("left_by_key")[-2] == "voice_message_not_left"


@pytest.mark.parametrize("table", sorted(path.stem for path in TABLES.glob("*.txt")))
def test_speaks_chinese_in_chinese(table: str):
    assert [moment.text_zh for moment in moments(table) if re.search("[A-Za-z]", moment.text_zh)] == []


@pytest.mark.parametrize(
    "status", ["TIMEOUT", "FULL", "JOINEMPTY", "LEAVEEMPTY", "JOINUNAVAIL", "LEAVEUNAVAIL", "CONTINUE", "NEW"]
)
def test_has_a_word_for_every_way_out_of_a_queue(status: str):
    """A status that Asterisk learns later is left out in Chinese, not shown in English."""
    data = {"eventextra": {"extra": f"queue=demo01-consult;status={status}"}}
    row = Row(Source.CEL, 1, "QUEUE_LEFT", "zz1-1.0", data)

    nothing = CallRecord(ended_us=None, holds=[], transfers=[], three_ways=[], supervisions=[])
    [moment] = timeline_of("zz1-1.0", [row], [], nothing)

    assert moment.text_zh.startswith("离开队列")
    assert not re.search("[A-Za-z]", moment.text_zh)
    assert moment.text_en != "Left the queue"
