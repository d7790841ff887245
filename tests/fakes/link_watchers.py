"""The three links and the floor on a real Asterisk, and everything that the wall was told about the link."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from prometheus_client import CollectorRegistry

from callcenter.kit.clock import SystemClock
from callcenter.live import Topic
from callcenter.routing.settings_model import House
from callcenter.telephony.ami.connections import AmiLinks, users
from callcenter.telephony.ami.metrics import LinkMetrics
from callcenter.telephony.ami.settings import AmiPlace, Patience
from callcenter.telephony.floor.floor import Floor
from callcenter.telephony.floor.plan import AgentCard, FloorPlan
from callcenter.telephony.floor.watch import FloorWatch
from callcenter.telephony.live_topics import floor_topic
from fakes.floor_bench import by_mask
from fakes.patience import PATIENCE


class Nobody:
    def card(self, agent_id: str) -> AgentCard | None:
        return None


@dataclass
class Wall:
    """`said`: what key `link` of topic `floor` said, and when (the loop's seconds)."""

    topic: Topic
    links: AmiLinks
    watch: FloorWatch
    said: list[tuple[float, dict[str, Any]]] = field(default_factory=list)

    def hear(self) -> None:
        link = self.topic.entries.get("link")
        if link is not None and (not self.said or self.said[-1][1] != link):
            self.said.append((asyncio.get_running_loop().time(), link))
        self.topic.take_delta(0)

    async def until(self, state: str, within: float = PATIENCE) -> float:
        """When the wall said so for the first time from now on."""
        async with asyncio.timeout(within):
            while True:
                if self.said and self.said[-1][1]["state"] == state:
                    return self.said[-1][0]
                await asyncio.sleep(0.01)


@asynccontextmanager
async def wall_of(house: House, patience: Patience) -> AsyncGenerator[Wall]:
    clock = SystemClock()
    links = AmiLinks(
        place=AmiPlace(house.network.ami_host, house.network.ami_port),
        users=users(events="events", actions="actions", config="config"),
        clock=clock,
        metrics=LinkMetrics(CollectorRegistry()),
        patience=patience,
    )
    plan = FloorPlan(
        company=house.company,
        seats=tuple(seat.code for seat in house.seats),
        queues={queue.name: queue.name_zh for queue in house.queues},
        trunks=tuple(trunk.endpoint for trunk in house.trunks),
    )
    topic = floor_topic()
    watch = FloorWatch(links.events, Floor(plan, identify=by_mask, roster=Nobody()), topic, clock)
    wall = Wall(topic, links, watch)
    topic.listen(wall.hear, wall.hear)
    watching = asyncio.create_task(watch.run())
    links.start()
    try:
        async with asyncio.timeout(PATIENCE):
            await watch.live.wait()
        yield wall
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        await links.close()
