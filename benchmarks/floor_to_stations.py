"""What an event costs from the floor to the pages of 60 agents, in processor time, no network.

The events of real calls go through the floor, the agents' own topics and the hub; 60 pages listen, and the
hub ticks in the calls' own time.

PYTHONPATH=platform:tests python benchmarks/floor_to_stations.py --seconds 60
"""

import argparse
import asyncio
import heapq
import json
import resource
import time
from collections.abc import Iterator
from types import MappingProxyType

from ami_to_websocket import AT, QUEUE, SEATS, STEPS, events_of

from callcenter.kit import logs
from callcenter.kit.clock import SystemClock
from callcenter.live import Hub, Outbox
from callcenter.live.hub import PATIENT_SECONDS, TICK_SECONDS
from callcenter.seats.models import Sitting
from callcenter.seats.roster import AgentRoster, KnownAgent
from callcenter.seats.station.floor import StationFloor
from callcenter.seats.station.stations import PREFIX, Stations
from callcenter.telephony.ami.facts import AmiEvent
from callcenter.telephony.floor.floor import Floor
from callcenter.telephony.floor.plan import AgentCard, FloorPlan
from callcenter.telephony.live_topics import floor_topic, publish
from fakes.floor_bench import by_mask

PLAN = FloorPlan(
    company="demo01",
    seats=tuple(f"{1001 + number}" for number in range(SEATS)),
    queues={QUEUE: "业务咨询"},
    trunks=("trunk-main",),
)


def person_of(number: int) -> str:
    return f"p{number:025d}"


def roster_of_sixty() -> AgentRoster:
    roster = AgentRoster()
    agents = [
        KnownAgent(f"A{each:05d}", person_of(each), "demo01", AgentCard(f"{8000 + each}", "王芳"), {QUEUE: 0})
        for each in range(SEATS)
    ]
    roster.know(agents)
    for each, agent in enumerate(agents):
        roster.sat_down(
            Sitting(
                id=agent.agent_id,
                client_company_id="demo01",
                agent_id=agent.agent_id,
                seat=f"{1001 + each}",
                phone="web",
                from_us=1,
                to_us=None,
            )
        )
    return roster


def told(seconds: float, rate: float) -> Iterator[tuple[float, dict[str, str]]]:
    """Every event of every call and its second, in order."""
    planned = [
        (number / rate + AT[step], number, step) for number in range(int(seconds * rate)) for step in STEPS
    ]
    heapq.heapify(planned)
    while planned:
        at, number, step = heapq.heappop(planned)
        for event in events_of(step, number):
            yield at, event


async def measure(seconds: float, rate: float) -> dict[str, object]:
    clock = SystemClock()
    roster = roster_of_sixty()
    topic = floor_topic()
    hub = Hub(clock, [topic])
    stations = Stations(hub, clock)
    hub.add_family(stations)
    floor = Floor(PLAN, identify=by_mask, roster=roster)
    shown = StationFloor(stations, floor, roster, wrap_up_extensions=2)
    outboxes = [Outbox(length=1_000_000) for _ in range(SEATS)]
    for number, outbox in enumerate(outboxes):
        opened = await hub.open(PREFIX + person_of(number))
        assert opened is not None
        hub.subscribe(opened, outbox)
    sequence = 0

    def hear(fields: dict[str, str]) -> None:
        nonlocal sequence
        sequence += 1
        plain = {key.lower(): value for key, value in fields.items()}
        event = AmiEvent(fields["Event"], MappingProxyType(plain), 1, sequence, clock.now_us(), 0.0)
        began = time.thread_time_ns()
        changed = floor.apply(event)
        spent["floor"] += time.thread_time_ns() - began
        publish(topic, floor, changed)
        began = time.thread_time_ns()
        shown.on_shown(changed)
        spent["stations"] += time.thread_time_ns() - began

    spent = {"floor": 0, "stations": 0, "hub": 0}
    for number in range(SEATS):
        member = {"Queue": QUEUE, "MemberName": f"A{number:05d}", "Paused": "0"}
        hear({"Event": "QueueMemberAdded", **member, "Interface": f"PJSIP/demo01-{1001 + number}-desk"})
    hub.flush()
    for outbox in outboxes:
        while len(outbox):
            await outbox.get()
    spent = dict.fromkeys(spent, 0)
    events, next_tick, next_patient = 0, TICK_SECONDS, PATIENT_SECONDS
    for at, fields in told(seconds, rate):
        if at >= next_tick:
            began = time.thread_time_ns()
            if at >= next_patient:
                hub.flush()
                next_patient = at + PATIENT_SECONDS
            else:
                hub.flush_urgent()
            spent["hub"] += time.thread_time_ns() - began
            next_tick = at + TICK_SECONDS
        hear(fields)
        events += 1
    hub.flush()
    frames = sum(map(len, outboxes))
    return {
        "agents": SEATS,
        "calls_per_second": rate,
        "events": events,
        "frames": frames,
        **{f"{name}_us_per_event": round(ns / events / 1000, 1) for name, ns in spent.items()},
        "cpu_share_of_one_core": round(sum(spent.values()) / 1e9 / seconds, 4),
        "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0, help="of the calls' own time")
    parser.add_argument("--rate", type=float, default=5.0, help="calls a second")
    given = parser.parse_args()
    logs.configure("ERROR")
    print(json.dumps(asyncio.run(measure(given.seconds, given.rate))))


if __name__ == "__main__":
    main()
