"""What one call adds to which cells. Pure: the same call adds the same, whenever and however often."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from callcenter.kit.periods import quarter_of
from callcenter.reporting.definitions.definition import ANSWER_WITHIN_US, SATISFIED_FROM, Subject
from callcenter.reporting.rollups.parts import PATH_PARTS, Cell, PathCell, edge_ms
from callcenter.telephony.call import SHORT_ABANDON_US, Call, Leg, QueueVisit
from callcenter.telephony.outcome import EndedBy, LegRole, Outcome, RingResult, SupervisionAct

_BY_PATH: Final = frozenset(PATH_PARTS)
_MISSED: Final = frozenset({RingResult.NO_ANSWER, RingResult.BUSY, RingResult.UNREACHABLE})


class Tally:
    """Parts by cell, and waits by cell and bin. What comes out as zero is left out."""

    def __init__(self) -> None:
        self.parts: dict[Cell, dict[str, int]] = {}
        self.waits: dict[tuple[Cell, int], int] = {}
        self.paths: dict[PathCell, dict[str, int]] = {}

    def add(self, cell: Cell, parts: Mapping[str, int], sign: int) -> None:
        _add(self.parts.setdefault(cell, {}), parts, sign)

    def add_path(self, cell: PathCell, parts: Mapping[str, int], sign: int) -> None:
        _add(self.paths.setdefault(cell, {}), parts, sign)

    def add_wait(self, cell: Cell, wait_us: int, sign: int) -> None:
        key = cell, edge_ms(wait_us)
        self.waits[key] = self.waits.get(key, 0) + sign

    def settle(self) -> None:
        self.parts = _without_zeros(self.parts)
        self.paths = _without_zeros(self.paths)
        self.waits = {key: value for key, value in self.waits.items() if value}


def add_call(tally: Tally, call: Call, company_id: str, *, sign: int = 1) -> None:
    """A call belongs to the interval of its human request; what comes before that to its arrival's."""
    arrival = Cell(company_id, Subject.CALL, quarter_of(call.arrived_us), call.hotline)
    arrived = _of_arrival(call)
    tally.add(arrival, arrived, sign)
    path = PathCell(company_id, arrival.from_us, call.hotline, call.ivr_path)
    tally.add_path(path, arrived, sign)
    requested_us = call.human_requested_us
    if requested_us is None:
        return
    quarter_us = quarter_of(requested_us)
    whole = Cell(company_id, Subject.CALL, quarter_us, call.hotline)
    told = {**_of_end(_end_of(call), call.wait_us), **_of_talk(call), **_of_survey(call)}
    tally.add(whole, told, sign)
    by_path = {name: value for name, value in told.items() if name in _BY_PATH}
    tally.add_path(path._replace(from_us=quarter_us), by_path, sign)
    if call.answered_us is not None:
        tally.add_wait(whole, call.answered_us - requested_us, sign)
    for queue, visits in _queues_of(call).items():
        cell = whole._replace(subject=Subject.QUEUE, queue=queue)
        tally.add(cell, _of_queue(call, queue, visits), sign)
        taken_us = _answered_in(visits)
        if taken_us is not None:
            tally.add_wait(cell, taken_us - requested_us, sign)
    _add_agents(tally, call, whole, sign)


def _of_arrival(call: Call) -> dict[str, int]:
    wait_us = None if call.first_answered_us is None else max(0, call.first_answered_us - call.arrived_us)
    in_menu = call.outcome is Outcome.IVR_ENDED
    return {
        "arrived": 1,
        "demo": call.demo,
        "system_answered": wait_us is not None,
        "system_in_time": wait_us is not None and wait_us <= ANSWER_WITHIN_US,
        "system_wait_us": wait_us or 0,
        "closed": call.outcome is Outcome.CLOSED,
        "ivr_ended": in_menu,
        "ivr_abandoned": in_menu and call.ended_by is EndedBy.CALLER,
    }


def _end_of(call: Call) -> str:
    """Answered from the moment of the answer on, whatever the end will be; every other end at the end."""
    if call.answered_us is not None:
        return Outcome.ANSWERED.value
    return "waiting" if call.outcome is None else call.outcome.value


def _of_end(end: str, wait_us: int | None) -> dict[str, int]:
    """The parts of offered, of which exactly one is 1, and the clock."""
    parts = {"offered": 1, end: 1}
    wait_us = wait_us or 0
    if end == Outcome.ANSWERED:
        parts |= {"in_time": wait_us <= ANSWER_WITHIN_US, "wait_us": wait_us}
    elif end == Outcome.ABANDONED:
        parts |= {
            "abandoned_in_time": wait_us <= ANSWER_WITHIN_US,
            "short_abandoned": wait_us <= SHORT_ABANDON_US,
            "abandoned_wait_us": wait_us,
        }
    return parts


def _of_talk(call: Call) -> dict[str, int]:
    """A talk that goes on has no length yet."""
    legs = [leg for leg in call.legs if _serves(call, leg)] if call.ended_us is not None else []
    return {
        "talk_us": sum(leg.talk_us for leg in legs),
        "hold_us": sum(leg.hold_us for leg in legs),
        "consult_us": sum(leg.consult_us for leg in legs),
        "transferred": bool(call.transfers),
        "seat_lost": call.seat_lost,
        "voice_messages": call.voice_message_file is not None,
    }


def _serves(call: Call, leg: Leg) -> bool:
    """A supervisor who barges in talks beside the agent; one who took over talks in the agent's stead."""
    if leg.role is not LegRole.SUPERVISOR:
        return not leg.is_caller
    ended_us = leg.ended_us or call.ended_us or leg.started_us
    return any(
        each.act is SupervisionAct.TAKE_OVER
        and each.by == leg.seat
        and leg.started_us <= each.from_us <= ended_us
        for each in call.supervisions
    )


def _of_survey(call: Call) -> dict[str, int]:
    score = call.survey_score
    return {
        "invited": call.survey_offered,
        "scored": score is not None,
        "satisfied": score is not None and score >= SATISFIED_FROM,
    }


def _queues_of(call: Call) -> dict[str, list[QueueVisit]]:
    """Each queue with the visits that an answer could still come from: not by transfer, not after the answer.

    A caller whom no queue took was still sent to one.
    """
    queues: dict[str, list[QueueVisit]] = {}
    for visit in call.queues:
        before = call.answered_us is None or visit.joined_us <= call.answered_us
        queues.setdefault(visit.queue, []).extend([visit] if before and not visit.transferred else [])
    if not queues and call.queue:
        queues[call.queue] = []
    return queues


def _of_queue(call: Call, queue: str, visits: list[QueueVisit]) -> dict[str, int]:
    talk = _of_talk_in(call, queue)
    if not visits and call.queues:
        # Who overflowed after the seat was lost came later, too, but nobody sent that caller on.
        came = any(visit.queue == queue and visit.transferred for visit in call.queues)
        return {"transferred_in": came, **talk}
    answered_us = _answered_in(visits)
    requested_us = call.human_requested_us or 0
    if answered_us is not None:
        answered = _of_end(Outcome.ANSWERED.value, answered_us - requested_us)
        return {**answered, **talk, **_of_survey(call), "transferred": bool(call.transfers)}
    left_us = visits[-1].left_us if visits else None
    wait_us = call.wait_us if left_us is None else max(0, left_us - requested_us)
    return {**_of_end(_end_in(call, visits), wait_us), **talk}


def _answered_in(visits: Iterable[QueueVisit]) -> int | None:
    return next((visit.answered_us for visit in visits if visit.answered_us is not None), None)


def _end_in(call: Call, visits: list[QueueVisit]) -> str:
    """How the last visit of a queue that did not answer ended; who went on to another queue overflowed."""
    if visits and any(visit.joined_us > visits[-1].joined_us for visit in call.queues):
        return Outcome.OVERFLOWED.value
    if call.answered_us is not None:
        # Somebody of no queue took the call.
        return Outcome.OVERFLOWED.value
    return "waiting" if call.outcome is None else call.outcome.value


def _of_talk_in(call: Call, queue: str) -> dict[str, int]:
    if call.ended_us is None:
        return {}
    legs = [leg for leg in call.legs if leg.queue == queue and not leg.is_caller]
    return {"talk_us": sum(leg.talk_us for leg in legs), "hold_us": sum(leg.hold_us for leg in legs)}


def _add_agents(tally: Tally, call: Call, whole: Cell, sign: int) -> None:
    last = max(
        (leg for leg in call.legs if leg.agent and leg.bridged_us is not None),
        key=lambda leg: (leg.unbridged_us is None, leg.unbridged_us or 0),
        default=None,
    )
    for leg in call.legs:
        if leg.is_caller or not leg.agent or leg.role is LegRole.SUPERVISOR:
            continue
        cell = whole._replace(subject=Subject.AGENT, queue=leg.queue or "", agent=leg.agent)
        tally.add(cell, _of_leg(call, leg), sign)
        if leg is last:
            tally.add(cell, _of_survey(call), sign)


def _of_leg(call: Call, leg: Leg) -> dict[str, int]:
    ended = call.ended_us is not None
    offered = leg.role.offered
    return {
        "rings": offered,
        "taken": offered and leg.result is RingResult.ANSWERED,
        "missed": offered and leg.result in _MISSED,
        "rejected": offered and leg.result is RingResult.REJECTED,
        "talk_us": leg.talk_us if ended else 0,
        "hold_us": leg.hold_us if ended else 0,
        "consult_us": leg.consult_us if ended else 0,
    }


def _add(found: dict[str, int], parts: Mapping[str, int], sign: int) -> None:
    for name, value in parts.items():
        if value:
            found[name] = found.get(name, 0) + sign * value


def _without_zeros(cells: Mapping[Any, Mapping[str, int]]) -> dict[Any, dict[str, int]]:
    told = ((cell, {name: value for name, value in parts.items() if value}) for cell, parts in cells.items())
    return {cell: parts for cell, parts in told if parts}
