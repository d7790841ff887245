"""One call with its legs, as the record tells it. Times are integer microseconds, UTC."""

from dataclasses import dataclass
from typing import Final

from callcenter.telephony.outcome import (
    EndedBy,
    LegRole,
    Outcome,
    RingResult,
    SupervisionAct,
    TransferKind,
    TransferResult,
)

_LONGEST_PATH: Final = 12
"""Keys; who presses more goes on under the same path."""


@dataclass(frozen=True, slots=True)
class QueueVisit:
    """One stay in one queue. `left_as` is the queue status, or how the stay ended without one.

    `transferred`: an agent sent the caller there, or a transfer failed and the caller came back.
    """

    queue: str
    joined_us: int
    left_us: int | None
    left_as: str | None
    answered_us: int | None = None
    agent: str | None = None
    transferred: bool = False


@dataclass(frozen=True, slots=True)
class Hold:
    """Music on hold played to one side of a talk; open when `to_us` is None."""

    from_us: int
    to_us: int | None


@dataclass(frozen=True, slots=True)
class Leg:
    """One channel's part in the call. The caller's leg has no result.

    `bridged_us` and `talk_us` are about talk with the caller; time on hold is `hold_us` and no talk.
    `consult_us` is how long the agent of this leg asked colleagues, mostly while the caller was on hold.
    """

    uniqueid: str
    channel: str
    seat: str | None
    agent: str | None
    queue: str | None
    started_us: int
    answered_us: int | None
    bridged_us: int | None
    unbridged_us: int | None
    ended_us: int | None
    talk_us: int
    result: RingResult | None
    cause: int | None
    lost: bool
    is_caller: bool
    role: LegRole = LegRole.AGENT
    hold_us: int = 0
    consult_us: int = 0


@dataclass(frozen=True, slots=True)
class Transfer:
    """One agent hands the caller on. `to` is a seat, a queue, a menu or the survey; no result while it
    goes on."""

    at_us: int
    kind: TransferKind
    from_seat: str | None
    from_agent: str | None
    to: str
    to_agent: str | None
    settled_us: int | None
    """When the target took the call, or when it came back or was given up."""
    result: TransferResult | None


@dataclass(frozen=True, slots=True)
class ThreeWay:
    """The caller and two seats in one talk; open when `to_us` is None."""

    from_us: int
    to_us: int | None
    seats: tuple[str | None, str | None]
    agents: tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Supervision:
    """`by` is the supervisor's phone, `seat` whose talk it was about."""

    from_us: int
    to_us: int | None
    act: SupervisionAct
    by: str
    seat: str | None


@dataclass(frozen=True, slots=True)
class Key:
    menu: str
    key: str
    at_us: int


@dataclass(frozen=True, slots=True)
class Call:
    """Everything that the rows of one call say. `outcome` is None while the call goes on."""

    call_id: str
    company_id: str | None
    hotline: str
    trunk: str
    demo: bool
    caller_token: str
    arrived_us: int
    first_answered_us: int | None
    notice_us: int | None
    human_requested_us: int | None
    queued_us: int | None
    answered_us: int | None
    ended_us: int | None
    ended_by: EndedBy | None
    outcome: Outcome | None
    end_reason: str | None
    complete: bool
    queue: str | None
    agent: str | None
    seat: str | None
    wait_us: int | None
    talk_us: int | None
    hold_us: int
    seat_lost: bool
    survey_offered: bool
    survey_score: int | None
    recording_file: str | None
    voice_message_file: str | None
    voice_message_seconds: int | None
    keys: tuple[Key, ...] = ()
    queues: tuple[QueueVisit, ...] = ()
    legs: tuple[Leg, ...] = ()
    holds: tuple[Hold, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    three_ways: tuple[ThreeWay, ...] = ()
    supervisions: tuple[Supervision, ...] = ()

    @property
    def ivr_path(self) -> str:
        """Keys pressed until a person was asked for; `none` is silence, `wrong` a key that leads nowhere."""
        until_us = self.human_requested_us
        keys = [
            key.key
            for key in self.keys
            if key.menu != "queue" and (until_us is None or key.at_us <= until_us)
        ]
        return ">".join(keys[:_LONGEST_PATH])[:80]

    @property
    def rings(self) -> tuple[Leg, ...]:
        """Offers of the call to seats."""
        return tuple(leg for leg in self.legs if leg.role.offered)

    @property
    def short_abandon(self) -> bool:
        return (
            self.outcome is Outcome.ABANDONED
            and self.wait_us is not None
            and self.wait_us <= SHORT_ABANDON_US
        )


SHORT_ABANDON_US = 5_000_000
"""短时放弃: the caller left within 5 s of the human request, up to and including 5.000000 s. For the call
and for the figures: the two must never part."""
