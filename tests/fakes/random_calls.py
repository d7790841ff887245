"""Plausible calls as the record tells them, at random and in the versions in which they may be told."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from callcenter.telephony.call import Call, Key, Leg, QueueVisit
from callcenter.telephony.outcome import EndedBy, LegRole, Outcome, RingResult

BEGIN = 1_795_190_400_000_000
"""Midnight in Shanghai of 2026-11-21."""
QUEUES = ("demo01-consult", "demo01-operator")
AGENTS = ("A00001", "A00002", "A00003")
WAITS = (0, 1, 4_999_999, 5_000_000, 5_000_001, 14_999_999, 15_000_000, 15_000_001, 60_000_000, 61_500_000)
PRESSED = ((), ("1",), ("1", "2"), ("none", "wrong", "1"))
LOST = (Outcome.ABANDONED, Outcome.TIMED_OUT, Outcome.REFUSED, Outcome.LEFT_BY_KEY, Outcome.CUT)


def told(call_id: str, arrived_us: int, **values: Any) -> Call:
    """A call of which only the values given are known."""
    nothing: dict[str, Any] = dict.fromkeys(Call.__slots__)
    nothing |= dict.fromkeys(("keys", "queues", "legs", "holds", "transfers"), ())
    nothing |= {"three_ways": (), "supervisions": (), "hotline": "4000000001", "trunk": "main"}
    nothing |= {"demo": True, "caller_token": "", "complete": True, "hold_us": 0, "seat_lost": False}
    nothing |= {"survey_offered": False, "company_id": "demo01", "call_id": call_id, "arrived_us": arrived_us}
    return Call(**{**nothing, **values})


@st.composite
def calls(draw: st.DrawFn, call_id: str, begin_us: int = BEGIN) -> Call:
    arrived_us = begin_us + draw(st.integers(0, 3 * 86_400)) * 1_000_000 + draw(st.sampled_from((0, 999_999)))
    values: dict[str, Any] = {"hotline": draw(st.sampled_from(("4000000001", "4000000002")))}
    pressed = draw(st.sampled_from(PRESSED))
    values["keys"] = tuple(Key("main", key, arrived_us + number) for number, key in enumerate(pressed))
    if draw(st.booleans()):
        values["first_answered_us"] = arrived_us + draw(st.sampled_from(WAITS))
    if draw(st.integers(0, 5)) == 0:
        ended = draw(st.sampled_from(((Outcome.IVR_ENDED, EndedBy.CALLER), (Outcome.CLOSED, EndedBy.SYSTEM))))
        values |= {"outcome": ended[0], "ended_by": ended[1], "ended_us": arrived_us + 9_000_000}
        return told(call_id, arrived_us, **values)
    requested_us = arrived_us + draw(st.sampled_from((0, 1_000_000, 900_000_000)))
    wait_us = draw(st.sampled_from(WAITS))
    queues = draw(st.lists(st.sampled_from(QUEUES), min_size=0, max_size=2))
    values |= {"human_requested_us": requested_us, "queue": (queues or QUEUES)[-1]}
    if draw(st.integers(0, 5)) == 0:
        values["queues"] = tuple(QueueVisit(queue, requested_us, None, None) for queue in queues)
        return told(call_id, arrived_us, **values)
    settled_us = requested_us + wait_us
    if draw(st.booleans()):
        return told(call_id, arrived_us, **values, **_answered(draw, queues, requested_us, settled_us))
    outcome = draw(st.sampled_from(LOST))
    values |= {"outcome": outcome, "ended_us": settled_us, "wait_us": wait_us, "ended_by": EndedBy.SYSTEM}
    values["queues"] = tuple(QueueVisit(queue, requested_us, settled_us, outcome.value) for queue in queues)
    return told(call_id, arrived_us, **values)


def _answered(draw: st.DrawFn, queues: Sequence[str], requested_us: int, answered_us: int) -> dict[str, Any]:
    agent, talk_us = draw(st.sampled_from(AGENTS)), draw(st.integers(0, 600)) * 1_000_000
    invited = draw(st.booleans())
    visits = [
        QueueVisit(queue, min(requested_us + number, answered_us), answered_us, "timeout")
        for number, queue in enumerate(queues)
    ]
    if visits:
        visits[-1] = QueueVisit(
            visits[-1].queue, visits[-1].joined_us, answered_us, "answered", answered_us, agent
        )
    ended_us = answered_us + talk_us
    return {
        "answered_us": answered_us,
        "ended_us": ended_us,
        "ended_by": EndedBy.AGENT,
        "outcome": Outcome.ANSWERED,
        "agent": agent,
        "wait_us": answered_us - requested_us,
        "talk_us": talk_us,
        "survey_offered": invited,
        "survey_score": draw(st.sampled_from((None, 1, 3, 4, 5))) if invited else None,
        "queues": tuple(visits),
        "legs": (
            _leg("a", AGENTS[0], (queues or [None])[-1], requested_us, None, answered_us, 0),
            _leg("b", agent, (queues or [None])[-1], requested_us, answered_us, ended_us, talk_us),
        ),
    }


def _leg(
    name: str, agent: str, queue: str | None, from_us: int, bridged_us: int | None, to_us: int, talk_us: int
) -> Leg:
    return Leg(
        uniqueid=name,
        channel=f"PJSIP/{name}",
        seat=None,
        agent=agent,
        queue=queue,
        started_us=from_us,
        answered_us=bridged_us,
        bridged_us=bridged_us,
        unbridged_us=to_us if bridged_us is not None else None,
        ended_us=to_us,
        talk_us=talk_us,
        result=RingResult.NO_ANSWER if bridged_us is None else RingResult.ANSWERED,
        cause=16,
        lost=False,
        is_caller=False,
        role=LegRole.AGENT,
    )


@st.composite
def histories(draw: st.DrawFn, begin_us: int = BEGIN) -> list[Call]:
    """Calls of three days in the order in which they are told; one that is told again is corrected."""
    ids = draw(st.lists(st.integers(0, 12), max_size=30))
    return [draw(calls(f"zz1-1.{number}", begin_us)) for number in ids]
