"""Calls → rows of `call`, `leg` and `queue_visit`, with each value as the driver takes it."""

from collections.abc import Iterable
from enum import StrEnum
from operator import attrgetter
from typing import Any

import orjson

from callcenter.telephony.call import Call, Leg, QueueVisit
from callcenter.telephony.journal.bulk import Record
from callcenter.telephony.ports import Told

_HEAD = attrgetter(
    *("hotline", "trunk", "demo", "caller_token", "arrived_us", "first_answered_us", "notice_us"),
    *("human_requested_us", "queued_us", "answered_us", "ended_us"),
)
_BODY = attrgetter("complete", "queue", "agent", "seat", "wait_us", "talk_us", "hold_us")
_TAIL = attrgetter(
    *("seat_lost", "survey_offered", "survey_score"),
    *("recording_file", "voice_message_file", "voice_message_seconds"),
)
_LEG = attrgetter(
    *("uniqueid", "channel", "seat", "agent", "queue", "started_us", "answered_us", "bridged_us"),
    *("unbridged_us", "ended_us", "talk_us"),
)
_VISIT = attrgetter(*QueueVisit.__slots__)


def rows_of_calls(calls: Iterable[Told]) -> tuple[list[Record], list[Record], list[Record]]:
    """Values in the order of the tables' columns: calls, their legs, their visits."""
    records: list[Record] = []
    legs: list[Record] = []
    visits: list[Record] = []
    for told in calls:
        call, company_id = told.call, told.company_id
        records.append(_record(call, company_id))
        legs += (
            (call.call_id, number, company_id, *_LEG(leg), *_end_of(leg))
            for number, leg in enumerate(call.legs)
        )
        visits += (
            (call.call_id, number, company_id, *_VISIT(visit)) for number, visit in enumerate(call.queues)
        )
    return records, legs, visits


def _end_of(leg: Leg) -> Record:
    return (
        *(_text(leg.result), leg.cause, leg.lost, leg.is_caller, _text(leg.role), leg.hold_us),
        leg.consult_us,
    )


def _text(word: StrEnum | None) -> str | None:
    """A driver takes a member of an enumeration for something that it has to ask about."""
    return None if word is None else str(word)


def _record(call: Call, company_id: str) -> Record:
    return (
        call.call_id,
        company_id,
        *_HEAD(call),
        _text(call.ended_by),
        _text(call.outcome),
        call.end_reason,
        call.short_abandon,
        *_BODY(call),
        len(call.rings),
        *_TAIL(call),
        call.ivr_path,
        _json(call.keys),
        _json(call.queues),
        _json(call.holds),
        _json(call.transfers),
        _json(call.three_ways),
        _json(call.supervisions),
    )


def _json(parts: tuple[Any, ...]) -> str:
    return orjson.dumps(parts).decode() if parts else "[]"
