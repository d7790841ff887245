"""Where the AMI tests get a link with waits short enough for a unit test."""

import asyncio
from dataclasses import replace

from prometheus_client import CollectorRegistry

from callcenter.kit.clock import SystemClock
from callcenter.telephony.ami.facts import AmiEvent
from callcenter.telephony.ami.link import AmiLink
from callcenter.telephony.ami.metrics import LinkMetrics
from callcenter.telephony.ami.settings import COMMAND_ACTIONS, EVENT_ACTIONS, AmiPlace, AmiUser, Patience
from fakes.fake_ami import Action, FakeAmi, FakeSession
from fakes.patience import PATIENCE

QUICK = Patience(
    connect=5.0,
    login=5.0,
    boot=5.0,
    answer=0.3,
    list_answer=0.5,
    ping_every=30.0,
    pong=0.2,
    retry_first=0.02,
    retry_most=0.1,
    refused=0.6,
    reading_pause_most=0.05,
)
ORIGINATE = {"Channel": "PJSIP/demo01-1001-desk", "Async": "true", "ChannelId": "cc-call-1"}


def new_link(
    server: FakeAmi, *, registry: CollectorRegistry | None = None, capacity: int = 1000, **patience: float
) -> AmiLink:
    return AmiLink(
        name="events",
        place=AmiPlace("127.0.0.1", server.port),
        user=AmiUser("events", "a-secret-word"),
        allowed=EVENT_ACTIONS | COMMAND_ACTIONS,
        clock=SystemClock(),
        metrics=LinkMetrics(registry or CollectorRegistry()),
        patience=replace(QUICK, **patience),
        keeps_events=True,
        capacity=capacity,
        chance=lambda: 1.0,
    )


async def say_nothing(session: FakeSession, action: Action) -> None:
    """A server that took the action and never answers."""


async def next_event(link: AmiLink) -> AmiEvent:
    async with asyncio.timeout(PATIENCE):
        fact = await link.take()
    assert isinstance(fact, AmiEvent)
    return fact
