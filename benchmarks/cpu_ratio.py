"""CPU time of the platform ÷ CPU time of Asterisk over the same calls.

A whole installation as the demo runs it; callers by SIPp with A-law sound at a fixed rate; each call is in
the menu, then in the queue, then talks to a seat (a SIPp desk phone) until 12 s are over. CPU is what the
kernel counted for the two processes and their children from the first call's INVITE until the record holds
the last call; the machine's load stands beside it, because the callers run on the same cores. Before the
first call the platform is left alone with its agents: what it takes then is its idle share of one core.

PYTHONPATH=platform:tests:tests/asterisk python benchmarks/cpu_ratio.py --calls 200
"""

import argparse
import asyncio
import json
import os
import tempfile
import time
from collections import Counter
from pathlib import Path

from callcenter.kit import logs
from callcenter.simulator.callers import CallResult
from callcenter.simulator.plans import CallPlan, HangUp, Key
from callcenter.simulator.seat_scripts import SeatScript
from fakes.installation import MENU_AFTER, Installation, installation

# 5 calls a second of nearly 10 s each keep 50 seats busy, and each rests a second after every call. More
# could not sign in: the platform lets 60 a minute in from one address.
SEATS = 58
# What follows upon the last sign-in is done by then.
SETTLES_SECONDS = 5.0


def cpu_seconds(pid: int) -> float:
    """User and system time of the process, its threads, and children that it has waited for."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def resident_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024, 1)


def busy_and_all() -> tuple[int, int]:
    """Ticks of all cores since boot: busy ones, and all of them."""
    ticks = [int(word) for word in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return sum(ticks) - ticks[3] - ticks[4], sum(ticks)


async def place(made: Installation, calls: int, rate: float, seconds: float) -> list[CallResult]:
    began = time.perf_counter()
    running: list[asyncio.Task[CallResult]] = []
    for number in range(calls):
        steps = (Key("1", at=MENU_AFTER), HangUp(at=seconds))
        plan = CallPlan(made.settings.hotlines[0], f"1390000{number:04d}", steps, longest=seconds + 5)
        running.append(asyncio.create_task(made.scene.run(plan)))
        await asyncio.sleep(max(0.0, began + (number + 1) / rate - time.perf_counter()))
    return await asyncio.gather(*running)


async def recorded(made: Installation, calls: int) -> int:
    found = 0
    for _ in range(50):
        found = made.asked("select count(*) from call where ended_us is not null")[0][0]
        if found >= calls:
            break
        await asyncio.sleep(0.2)
    return found


async def measure(
    calls: int, rate: float, seconds: float, folder: Path, *, idle: float, first_port: int
) -> dict[str, object]:
    script = SeatScript(answer_after=0.3)
    async with installation(folder, seats=SEATS, first_port=first_port, script=script) as made:
        assert made.platform.pid is not None
        pids = {"platform": made.platform.pid, "asterisk": made.asterisk.pid}
        await asyncio.sleep(SETTLES_SECONDS)
        alone = cpu_seconds(pids["platform"])
        await asyncio.sleep(idle)
        alone = cpu_seconds(pids["platform"]) - alone
        before = {name: cpu_seconds(pid) for name, pid in pids.items()}
        busy, all_ticks, began = *busy_and_all(), time.perf_counter()
        results = await place(made, calls, rate, seconds)
        lasted = time.perf_counter() - began
        in_record = await recorded(made, calls)
        cpu = {name: cpu_seconds(pid) - before[name] for name, pid in pids.items()}
        busy_now, all_now = busy_and_all()
        outcomes = dict(made.asked("select outcome, count(*) from call group by outcome"))
        return {
            "calls": calls,
            "calls_per_second": rate,
            "seconds_a_call": seconds,
            "codec": "A-law",
            "accepted": sum(result.accepted for result in results),
            "connected": sum(result.connected for result in results),
            "ended_by": Counter(result.ended.value for result in results),
            "in_record": in_record,
            "outcomes": outcomes,
            "lasted_seconds": round(lasted, 1),
            "platform_cpu_seconds": round(cpu["platform"], 2),
            "asterisk_cpu_seconds": round(cpu["asterisk"], 2),
            "platform_ms_a_call": round(cpu["platform"] / calls * 1000, 1),
            "asterisk_ms_a_call": round(cpu["asterisk"] / calls * 1000, 1),
            "ratio": round(cpu["platform"] / cpu["asterisk"], 3),
            "idle_share_of_one_core": round(alone / idle, 4) if idle else None,
            "idle_seconds": idle,
            "platform_rss_mb": resident_mb(pids["platform"]),
            "asterisk_rss_mb": resident_mb(pids["asterisk"]),
            "cores": os.cpu_count(),
            "machine_busy": round((busy_now - busy) / (all_now - all_ticks), 3),
            "load_average": [round(load, 2) for load in os.getloadavg()],
        }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--calls", type=int, default=200)
    parser.add_argument("--rate", type=float, default=5.0, help="calls a second")
    parser.add_argument("--seconds", type=float, default=12.0, help="from a call's answer to its end")
    parser.add_argument("--idle", type=float, default=60.0, help="seconds without a call, before the first")
    parser.add_argument("--first-port", type=int, default=24000)
    given = parser.parse_args()
    logs.configure("ERROR")
    with tempfile.TemporaryDirectory() as folder:
        measuring = measure(
            given.calls,
            given.rate,
            given.seconds,
            Path(folder),
            idle=given.idle,
            first_port=given.first_port,
        )
        print(json.dumps(asyncio.run(measuring)), flush=True)


if __name__ == "__main__":
    main()
