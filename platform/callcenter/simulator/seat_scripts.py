"""What a desk phone does with the next call that rings on it."""

from dataclasses import dataclass
from enum import StrEnum
from random import Random

from callcenter.simulator.plans import talk_seconds


class Answer(StrEnum):
    TALK = "talk"
    NEVER = "never"  # rings until Asterisk gives up
    BUSY = "busy"  # 486
    LOST = "lost"  # dead from the first INVITE on: no response to anything


@dataclass(frozen=True, slots=True)
class SeatScript:
    """One ring on one seat.

    - `answer_after`: seconds of ringing.
    - `talk`: seconds until the seat hangs up; None waits for the caller's BYE.
    - `lost_after`: seconds into the talk when the phone loses power: audio stops, nothing is answered any
      more, later calls included.
    """

    answer: Answer = Answer.TALK
    answer_after: float = 1.0
    talk: float | None = None
    lost_after: float | None = None


NEVER_SHARE = 0.06
BUSY_SHARE = 0.02


def draw_script(rng: Random) -> SeatScript:
    """The next ring on a demo seat: mostly answered within four seconds, now and then missed or refused."""
    kind = rng.random()
    if kind < NEVER_SHARE:
        return SeatScript(answer=Answer.NEVER)
    if kind < NEVER_SHARE + BUSY_SHARE:
        return SeatScript(answer=Answer.BUSY, answer_after=0.5)
    return SeatScript(answer_after=round(rng.uniform(1.4, 4.0), 1), talk=talk_seconds(rng, median=28.0))
