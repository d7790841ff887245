"""The caller's way through the queues: asked for a person, joined, left, and what that decided."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from callcenter.telephony.call import Leg, QueueVisit
from callcenter.telephony.journal.rows import Row
from callcenter.telephony.outcome import Outcome


@dataclass(slots=True)
class Waiting:
    """`decided` is what the last queue said; None while the caller waits or nobody was asked for."""

    requested_us: int | None = None
    last_queue: str | None = None
    visits: list[QueueVisit] = field(default_factory=list[QueueVisit])
    decided: Outcome | None = None
    decided_us: int | None = None
    overflowed: bool = False

    def queue_at(self, at_us: int) -> str | None:
        """The queue that offered a leg which began at that time."""
        return next((visit.queue for visit in reversed(self.visits) if visit.joined_us <= at_us), None)

    def joined_after(self, at_us: int | None) -> bool:
        return at_us is not None and any(visit.joined_us >= at_us for visit in self.visits)

    def closed_visits(
        self, legs: Sequence[Leg], *, ended_us: int | None, outcome: Outcome | None
    ) -> tuple[QueueVisit, ...]:
        """Each visit with its end: a talk ends it, then the queue's own word, then the end of the call."""
        closed: list[QueueVisit] = []
        joins = [visit.joined_us for visit in self.visits]
        for number, visit in enumerate(self.visits):
            until = joins[number + 1] if number + 1 < len(joins) else None
            talk = min(
                (
                    leg.bridged_us
                    for leg in legs
                    if leg.bridged_us is not None
                    and leg.bridged_us >= visit.joined_us
                    and (until is None or leg.bridged_us < until)
                ),
                default=None,
            )
            if talk is not None:
                closed.append(replace(visit, left_us=talk, left_as="answered"))
            elif visit.left_us is None and ended_us is not None:
                closed.append(replace(visit, left_us=ended_us, left_as=str(outcome)))
            else:
                closed.append(visit)
        return tuple(closed)

    def ask(self, at_us: int, queue: str) -> None:
        if self.requested_us is None or at_us < self.requested_us:
            self.requested_us = at_us
        self.last_queue = queue or self.last_queue
        self._decide(None, None)

    def join(self, at_us: int, queue: str) -> None:
        self.ask(at_us, queue)
        self.visits.append(QueueVisit(queue, at_us, None, None))

    def leave(self, at_us: int, queue: str, status: str) -> None:
        if self.visits and self.visits[-1].queue == queue and self.visits[-1].left_us is None:
            self.visits[-1] = replace(self.visits[-1], left_us=at_us, left_as=status.lower())
        self._settle(Outcome.from_queue_status(status), at_us)

    def overflow(self, at_us: int) -> None:
        self.overflowed = True
        self._decide(Outcome.OVERFLOWED, at_us)

    def refuse(self, at_us: int) -> None:
        """Said after each way out of a queue but an answer or a time-out; who was taken out was cut."""
        if self.decided is not Outcome.CUT:
            self._settle(Outcome.REFUSED, at_us)

    def cut(self, at_us: int) -> None:
        if self.requested_us is not None and self.decided is None:
            self._decide(Outcome.CUT, at_us)

    def _settle(self, outcome: Outcome | None, at_us: int) -> None:
        """A queue that would not take an overflowed caller leaves the call what it was: overflowed."""
        if outcome is Outcome.REFUSED and self.overflowed:
            outcome = Outcome.OVERFLOWED
        if outcome is not None:
            self._decide(outcome, at_us)

    def _decide(self, outcome: Outcome | None, at_us: int | None) -> None:
        self.decided, self.decided_us = outcome, at_us


def waiting_of(cel: Sequence[Row]) -> Waiting:
    waiting = Waiting()
    for row in cel:
        match row.event:
            case "HUMAN_REQUESTED":
                waiting.ask(row.at_us, row.extra().get("queue", ""))
            case "QUEUE_JOINED":
                waiting.join(row.at_us, row.extra().get("queue", ""))
            case "QUEUE_LEFT":
                said = row.extra()
                waiting.leave(row.at_us, said.get("queue", ""), said.get("status", ""))
            case "OVERFLOWED":
                waiting.overflow(row.at_us)
            case "NO_AGENT":
                waiting.refuse(row.at_us)
            case "CALL_CUT":
                waiting.cut(row.at_us)
            case _:
                continue  # the other words do not concern queues
    return waiting
