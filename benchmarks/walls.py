"""Many walls on one platform: AMI bytes in → WebSocket frames out, and what the fan-out costs.

A pretend AMI server sends the events of real calls to the whole platform; walls, all in a process of their
own, listen to topic `floor`. Measured is the time from an event's bytes until each wall has the frame that
shows it. CPU is that of the platform's process alone; the pretend server's share in it, measured beside, is
not taken off.

PYTHONPATH=platform:tests:benchmarks python benchmarks/walls.py --walls 200 --rate 50 --seconds 30
"""

import argparse
import asyncio
import itertools
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import orjson
from ami_to_websocket import AT, SEATS, STEPS, Asterisk, events_of

from callcenter.app.running import freeze_what_stays
from callcenter.app.settings_loading import load_settings
from callcenter.app.web import create_app
from callcenter.app.wiring import Platform
from callcenter.identity.passwords import Passwords
from callcenter.kit import logs
from callcenter.live.hub import TICK_SECONDS
from fakes.fake_ami import FakeSession
from fakes.free_ports import free_port
from fakes.platform_app import CHEAP, PASSWORD, add_people
from fakes.web_server import served


class Calls:
    """Tells calls, and remembers when each step's bytes were written."""

    def __init__(self) -> None:
        self.sent: dict[tuple[str, str], float] = {}
        self.events = 0
        self.cpu = 0.0

    async def tell(self, session: FakeSession, number: int) -> None:
        began = time.perf_counter()
        for step in STEPS:
            await asyncio.sleep(max(0.0, began + AT[step] - time.perf_counter()))
            cpu = time.thread_time()
            events = list(events_of(step, number))
            self.sent[f"calls/zz1-1763764000.{number * 2}", step] = time.perf_counter()
            self.events += len(events)
            for event in events:
                session.send(event)
            self.cpu += time.thread_time() - cpu


async def measure(walls: int, rate: float, seconds: float) -> dict[str, object]:
    calls = Calls()
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        async with Asterisk() as server:
            settings = load_settings(
                data_dir=Path(folder),
                web_port=port,
                ami_port=server.port,
                seats=SEATS,
                log_level="ERROR",
                _env_file=None,
            )
            platform = Platform(settings, passwords=Passwords(CHEAP))
            async with served(create_app(settings, platform=platform), port):
                await add_people(platform)
                token = await platform.identity.sign_in(
                    name="supervisor", password=PASSWORD, address="127.0.0.1"
                )
                await platform.now.watch.live.wait()
                others = await asyncio.create_subprocess_exec(
                    sys.executable,
                    str(Path(__file__).with_name("wall_listeners.py")),
                    *(str(walls), str(port), token),
                    stdin=asyncio.subprocess.PIPE,
                    stdout=asyncio.subprocess.PIPE,
                    limit=1 << 30,
                )
                assert others.stdout is not None
                assert await others.stdout.readline() == b"ready\n"
                session, server.busy = server.events_session, True
                assert session is not None
                began, cpu, load = time.perf_counter(), time.process_time(), os.getloadavg()[0]
                async with asyncio.TaskGroup() as telling:
                    for number in itertools.count(1):
                        telling.create_task(calls.tell(session, number))
                        await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
                        if time.perf_counter() - began >= seconds:
                            break
                lasted, cpu = time.perf_counter() - began, time.process_time() - cpu
                await asyncio.sleep(0.5)
                said, _ = await others.communicate(b"")
    late: list[float] = []
    frames = orjson.loads(said)
    for shown, times in frames:
        for key, state in shown:
            sent = calls.sent.pop((key, state), None)
            if sent is not None:
                late.extend(at - sent for at in times)
    cuts = statistics.quantiles(late, n=100)
    return {
        "walls": walls,
        "calls": number,
        "calls_per_second": rate,
        "events_per_second": round(calls.events / lasted, 1),
        "frames_per_second_and_wall": round(len(frames) / lasted, 2),
        "frames_heard": sum(len(times) for _, times in frames),
        "measured": len(late),
        "p50_ms": round(cuts[49] * 1000, 1),
        "p99_ms": round(cuts[98] * 1000, 1),
        "most_ms": round(max(late) * 1000, 1),
        "tick_ms": round(TICK_SECONDS * 1000),
        "cpu_share_of_one_core": round(cpu / lasted, 3),
        "of_it_the_pretend_asterisk": round(calls.cpu / lasted, 3),
        "cores": os.cpu_count(),
        "load_before": round(load, 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--walls", type=int, default=200)
    parser.add_argument("--rate", type=float, default=50.0, help="calls a second")
    parser.add_argument("--seconds", type=float, default=30.0)
    given = parser.parse_args()
    logs.configure("ERROR")
    freeze_what_stays()
    print(json.dumps(asyncio.run(measure(given.walls, given.rate, given.seconds))), flush=True)


if __name__ == "__main__":
    main()
