"""The calls that are in the house now."""

from dataclasses import dataclass
from enum import StrEnum

from callcenter.telephony.floor.events import PathKey


class CallStage(StrEnum):
    """Where a call is now. What became of it is the record's business."""

    IVR = "ivr"
    WAITING = "waiting"
    RINGING = "ringing"
    TALKING = "talking"
    SURVEY = "survey"
    VOICE_MESSAGE = "voice_message"


# Stages that the dial plan itself announces, outside the queue.
TOLD_BY_DIAL_PLAN = frozenset({CallStage.IVR, CallStage.SURVEY, CallStage.VOICE_MESSAGE})


@dataclass(slots=True)
class CallNow:
    call_id: str
    arrived_us: int
    since_us: int
    stage: CallStage = CallStage.IVR
    hotline: str = ""
    number: str = ""
    """As the dial plan cleaned it; shown to nobody."""
    demo: bool = False
    queue: str | None = None
    queued_us: int | None = None
    """Since when it waits in `queue`; None when it is in none."""
    agent: str | None = None
    seat: str | None = None
    bridge: str | None = None
    """The bridge that the caller is in now."""
    asked_us: int | None = None
    """Since when the caller wants a person, through all queues."""
    path: tuple[PathKey, ...] = ()
    transferred_from: str | None = None

    def enter(self, stage: CallStage, at_us: int) -> None:
        if stage is not self.stage:
            self.stage = stage
            self.since_us = at_us

    def join(self, queue: str, at_us: int) -> None:
        if self.queue != queue or self.queued_us is None:
            self.queue, self.queued_us = queue, at_us
        if self.asked_us is None:
            self.asked_us = at_us
        if self.stage not in (CallStage.RINGING, CallStage.TALKING):
            self.enter(CallStage.WAITING, at_us)

    def leave(self, at_us: int) -> None:
        """The queue lets go of it: towards an agent, or back to the dial plan."""
        self.queued_us = None
        if self.stage is CallStage.WAITING:
            self.enter(CallStage.IVR, at_us)

    def ring(self, agent: str | None, seat: str | None, at_us: int) -> None:
        self.agent, self.seat = agent, seat
        self.enter(CallStage.RINGING, at_us)

    def talk(self, agent: str | None, seat: str | None, at_us: int) -> None:
        self.queued_us = None
        self.agent, self.seat = agent, seat
        self.enter(CallStage.TALKING, at_us)

    def let_go(self, at_us: int) -> None:
        """No phone rings for it and nobody talks with it: it waits again, or the dial plan goes on."""
        if self.stage in (CallStage.RINGING, CallStage.TALKING):
            self.agent = self.seat = None
            self.enter(CallStage.IVR if self.queued_us is None else CallStage.WAITING, at_us)

    def shown(self, caller_masked: str) -> dict[str, object]:
        return {
            "call_id": self.call_id,
            "hotline": self.hotline,
            "caller_masked": caller_masked,
            "state": self.stage.value,
            "since_us": self.since_us,
            "arrived_us": self.arrived_us,
            "queue": self.queue,
            "queued_us": self.queued_us,
            "agent": self.agent,
            "seat": self.seat,
            "demo": self.demo,
        }
