"""The caller's way through the queues: asked for a person, joined, left, and what that decided."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from callcenter.kit.clock import SECOND
from callcenter.telephony.call import Leg, QueueVisit
from callcenter.telephony.journal.rows import Row
from callcenter.telephony.outcome import Outcome

_TOGETHER: Final = SECOND // 20
"""Two rows of one step may come in either order."""


@dataclass(slots=True)
class Waiting:
    """`decided` is what the last queue said; None while the caller waits or nobody was asked for."""

    requested_us: int | None = None
    last_queue: str | None = None
    visits: list[QueueVisit] = field(default_factory=list[QueueVisit])
    decided: Outcome | None = None
    decided_us: int | None = None
    overflowed: bool = False
    handed_on: list[int] = field(default_factory=list[int])
    """When agents sent the caller on."""
    left_by_key: list[int] = field(default_factory=list[int])

    def queue_at(self, at_us: int) -> str | None:
        """The queue that offered a leg which began at that time."""
        return next((visit.queue for visit in reversed(self.visits) if visit.joined_us <= at_us), None)

    def left_by_key_at(self, at_us: int, *, within_us: int) -> bool:
        return any(abs(left_us - at_us) <= within_us for left_us in self.left_by_key)

    def next_joined_us(self, from_us: int, until_us: int | None) -> int | None:
        """When the caller came to a queue in between."""
        joins = [visit.joined_us for visit in self.visits if visit.joined_us >= from_us]
        return next((at_us for at_us in joins if until_us is None or at_us < until_us), None)

    def joined_after(self, at_us: int | None) -> bool:
        return at_us is not None and any(visit.joined_us >= at_us for visit in self.visits)

    def closed_visits(
        self, legs: Sequence[Leg], *, ended_us: int | None, outcome: Outcome | None, by_caller: bool
    ) -> tuple[QueueVisit, ...]:
        """Each visit with its end: a talk ends it, then the queue's own word, then the end of the call."""
        closed: list[QueueVisit] = []
        if outcome is Outcome.ANSWERED:
            # An earlier visit answered the call; what goes on in a later one does not change that.
            outcome = Outcome.ABANDONED if by_caller else Outcome.CUT
        joins = [visit.joined_us for visit in self.visits]
        for number, visit in enumerate(self.visits):
            until = joins[number + 1] if number + 1 < len(joins) else None
            since = joins[number - 1] if number else 0
            transferred = any(since < at_us <= visit.joined_us + _TOGETHER for at_us in self.handed_on)
            talked = [
                leg
                for leg in legs
                if leg.bridged_us is not None
                and leg.bridged_us >= visit.joined_us
                and (until is None or leg.bridged_us < until)
            ]
            taken = min(talked, key=lambda leg: leg.bridged_us or 0, default=None)
            if taken is not None:
                answered_us = taken.bridged_us
                closed.append(
                    QueueVisit(
                        *(visit.queue, visit.joined_us, answered_us, "answered"),
                        answered_us=answered_us,
                        agent=taken.agent,
                        transferred=transferred,
                    )
                )
            elif visit.left_us is None and ended_us is not None:
                told = str(outcome)
                closed.append(replace(visit, left_us=ended_us, left_as=told, transferred=transferred))
            else:
                closed.append(replace(visit, transferred=transferred) if transferred else visit)
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
        if status == "KEY":
            self.left_by_key.append(at_us)
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


_ABOUT_QUEUES: Final = frozenset(
    {
        *("HUMAN_REQUESTED", "QUEUE_JOINED", "QUEUE_LEFT", "OVERFLOWED", "NO_AGENT"),
        *("BLINDTRANSFER", "TRANSFERRED", "CALL_CUT"),
    }
)


def waiting_of(cel: Sequence[Row]) -> Waiting:
    waiting = Waiting()
    for row in cel:
        if row.event not in _ABOUT_QUEUES:
            continue
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
            case "BLINDTRANSFER" | "TRANSFERRED":
                waiting.handed_on.append(row.at_us)
            case "CALL_CUT":
                waiting.cut(row.at_us)
            case _:
                pass
    return waiting
