"""Whether link and floor keep their size: millions of events of distinct calls, and memory along the way.

A pretend AMI server sends whole answered calls as fast as they are taken; every event goes through the link's
parser and queue into the floor. Memory after the first tenth is the measure: what grows with calls shows.

PYTHONPATH=platform:tests python benchmarks/ami_soak.py --events 2000000
"""

import argparse
import asyncio
import itertools
import json
import os
import resource
import time
from pathlib import Path

from ami_to_websocket import STEPS, events_of

from callcenter.kit.phones import mask
from callcenter.telephony.ami.facts import AmiEvent, Gap, LinkState
from callcenter.telephony.floor.floor import Floor
from fakes.ami_bench import new_link
from fakes.fake_ami import FakeAmi, encoded
from fakes.floor_bench import PLAN, KnownAgents

PAGE = os.sysconf("SC_PAGE_SIZE")


def resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 1e6


async def send(server: FakeAmi, wanted: int) -> None:
    """At least `wanted` events; the socket's own pace is the limit, so nothing piles up on this side."""
    sent = 0
    for call in itertools.count():
        if sent >= wanted:
            return
        events = [event for step in STEPS for event in events_of(step, call)]
        server.session.send_bytes(b"".join(map(encoded, events)))
        sent += len(events)
        if call % 50 == 0:
            await server.session.flush()


async def measure(wanted: int) -> dict[str, object]:
    marks: list[float] = []
    gaps = 0
    floor = Floor(PLAN, mask=mask, roster=KnownAgents())
    async with FakeAmi() as server:
        # The server shares this process: its answers to pings wait behind what it sends.
        link = new_link(server, capacity=50_000, pong=60.0)
        link.start()
        await link.until(LinkState.LIVE)
        began, cpu = time.perf_counter(), time.process_time()
        sending = asyncio.create_task(send(server, wanted))
        taken = 0
        while taken < wanted:
            fact = await link.take()
            if isinstance(fact, AmiEvent):
                taken += 1
                floor.apply(fact)
                if taken % (wanted // 10) == 0:
                    marks.append(round(resident_mb(), 1))
            gaps += isinstance(fact, Gap)
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
        await sending
        left = sum(key.startswith("calls/") for key in floor.entries())
        await link.close()
        await server.until(lambda: not server.sessions)
    return {
        "benchmark": "ami_soak",
        "events": taken,
        "seconds": round(seconds, 1),
        "events_per_s_with_server": round(taken / seconds),
        "cpu_us_per_event_with_server": round(cpu / taken * 1e6, 1),
        "resident_mb_each_tenth": marks,
        "growth_mb_after_first_tenth": round(marks[-1] - marks[0], 1),
        "gaps": gaps,
        "calls_left_on_the_floor": left,
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000, 1),
        "load_1min": os.getloadavg()[0],
        "cores": os.cpu_count(),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=2_000_000)
    print(json.dumps(asyncio.run(measure(parser.parse_args().events))))
