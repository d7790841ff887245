"""Calls as their rows in the database tell them; what was written comes back equal."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select

from callcenter.kit.db import ReadSession
from callcenter.telephony.call import Call, Hold, Key, Leg, QueueVisit, Supervision, ThreeWay, Transfer
from callcenter.telephony.models import CallRecord, LegRecord
from callcenter.telephony.outcome import (
    EndedBy,
    LegRole,
    Outcome,
    RingResult,
    SupervisionAct,
    TransferKind,
    TransferResult,
)
from callcenter.telephony.ports import Told

_AT_ONCE: Final = 500


async def stored_calls(session: ReadSession, call_ids: Sequence[str]) -> dict[str, Told]:
    """Of those named, the ones that are in the record. The journal's own: of whatever company."""
    found: dict[str, Told] = {}
    for start in range(0, len(call_ids), _AT_ONCE):
        named = call_ids[start : start + _AT_ONCE]
        legs: dict[str, list[LegRecord]] = {}
        rows = select(LegRecord).where(LegRecord.call_id.in_(named)).order_by(LegRecord.number)
        for leg in await session.scalars(rows):
            legs.setdefault(leg.call_id, []).append(leg)
        for record in await session.scalars(select(CallRecord).where(CallRecord.call_id.in_(named))):
            call = call_of(record, legs.get(record.call_id, []))
            found[record.call_id] = Told(call, record.client_company_id)
    return found


def call_of(record: CallRecord, legs: Sequence[LegRecord]) -> Call:
    """`company_id` is whose the call is, not what Asterisk said."""
    values: dict[str, Any] = {name: getattr(record, name) for name in _PLAIN}
    return Call(
        **values,
        company_id=record.client_company_id,
        ended_by=None if record.ended_by is None else EndedBy(record.ended_by),
        outcome=None if record.outcome is None else Outcome(record.outcome),
        keys=tuple(Key(**key) for key in record.keys),
        queues=tuple(QueueVisit(**visit) for visit in record.queues),
        legs=tuple(_leg(leg) for leg in legs),
        holds=tuple(Hold(**hold) for hold in record.holds),
        transfers=tuple(_transfer(transfer) for transfer in record.transfers),
        three_ways=tuple(_three_way(three_way) for three_way in record.three_ways),
        supervisions=tuple(_supervision(act) for act in record.supervisions),
    )


_TYPED: Final = frozenset(
    {
        "company_id",
        "ended_by",
        "outcome",
        "keys",
        "queues",
        "legs",
        "holds",
        "transfers",
        "three_ways",
        "supervisions",
    }
)
_PLAIN: Final = tuple(name for name in Call.__slots__ if name not in _TYPED)
_PLAIN_OF_LEG: Final = tuple(name for name in Leg.__slots__ if name not in {"result", "role"})


def _leg(record: LegRecord) -> Leg:
    values: dict[str, Any] = {name: getattr(record, name) for name in _PLAIN_OF_LEG}
    result = None if record.result is None else RingResult(record.result)
    return Leg(**values, result=result, role=LegRole(record.role))


def _transfer(stored: Mapping[str, Any]) -> Transfer:
    result = stored["result"]
    values: dict[str, Any] = {
        **stored,
        "kind": TransferKind(stored["kind"]),
        "result": None if result is None else TransferResult(result),
    }
    return Transfer(**values)


def _three_way(stored: Mapping[str, Any]) -> ThreeWay:
    values: dict[str, Any] = {**stored, "seats": tuple(stored["seats"]), "agents": tuple(stored["agents"])}
    return ThreeWay(**values)


def _supervision(stored: Mapping[str, Any]) -> Supervision:
    values: dict[str, Any] = {**stored, "act": SupervisionAct(stored["act"])}
    return Supervision(**values)
