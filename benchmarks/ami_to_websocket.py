"""How soon a browser learns: an AMI event on the wire → a frame on a real WebSocket.

A pretend AMI server sends the events of real calls, 5 calls a second, to the whole platform; a real client
listens to topic `floor`. Measured are the events after which the call's own entry must be another, and the
time until the first frame that says so.

PYTHONPATH=platform:tests python benchmarks/ami_to_websocket.py --seconds 30
"""

import argparse
import asyncio
import itertools
import json
import os
import resource
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import orjson
import websockets
from websockets.typing import Origin

from callcenter.app.settings_loading import load_settings
from callcenter.app.web import create_app
from callcenter.app.wiring import Platform
from callcenter.identity.passwords import Passwords
from callcenter.kit import logs
from callcenter.live.hub import TICK_SECONDS
from fakes.fake_ami import Action, FakeAmi, FakeSession
from fakes.free_ports import free_port
from fakes.platform_app import CHEAP, PASSWORD, add_people
from fakes.web_server import served

QUEUE = "demo01-consult"
SEATS = 60
# Seconds after the arrival; talks of 12 s, as in the other benchmark.
STEPS = ("ivr", "waiting", "ringing", "talking", "survey", "gone")
AT = {"ivr": 0.0, "waiting": 1.0, "ringing": 1.3, "talking": 2.0, "survey": 9.0, "gone": 11.0}


def events_of(step: str, call: int) -> Iterator[dict[str, str]]:
    """What Asterisk 22 says at each step of an answered call, besides much that nobody waits for."""
    now = time.time()
    seat = f"{1001 + call % SEATS}"
    caller, leg = f"zz1-1763764000.{call * 2}", f"zz1-1763764000.{call * 2 + 1}"
    trunk = {"Channel": f"PJSIP/trunk-main-{call:08x}", "Uniqueid": caller, "Linkedid": caller}
    phone = {
        "DestChannel": f"PJSIP/demo01-{seat}-desk-{call:08x}",
        "DestUniqueid": leg,
        "DestLinkedid": caller,
    }
    member = {"Queue": QUEUE, "MemberName": f"A{call % SEATS:05d}", "Interface": f"PJSIP/demo01-{seat}-desk"}
    stamp = {"Timestamp": f"{now:.6f}"}
    noise = [
        {"Event": "DeviceStateChange", "Device": f"PJSIP/demo01-{seat}-desk", "State": "INUSE", **stamp},
        {"Event": "Newstate", **trunk, "ChannelStateDesc": "Up", **stamp},
        {"Event": "BridgeEnter", **trunk, "BridgeUniqueid": "b", **stamp},
        {"Event": "NewConnectedLine", **trunk, **stamp},
    ]
    yield from noise
    match step:
        case "ivr":
            yield {"Event": "Newchannel", **trunk, "Context": "from-trunk", "Exten": "4000000001", **stamp}
        case "waiting":
            yield {"Event": "QueueCallerJoin", **trunk, "Queue": QUEUE, "Position": "1", **stamp}
        case "ringing":
            yield {"Event": "AgentCalled", **trunk, **phone, **member, **stamp}
        case "talking":
            yield {"Event": "QueueCallerLeave", **trunk, "Queue": QUEUE, **stamp}
            yield {"Event": "AgentConnect", **trunk, **phone, **member, **stamp}
        case "survey":
            yield {"Event": "AgentComplete", **trunk, **phone, **member, **stamp}
            yield {"Event": "UserEvent", "UserEvent": "CallStage", **trunk, "Stage": "survey", **stamp}
        case _:
            leg_channel = {"Channel": phone["DestChannel"], "Uniqueid": leg, "Linkedid": caller}
            yield {"Event": "Hangup", **leg_channel, **stamp}
            yield {"Event": "Hangup", **trunk, **stamp}


class Asterisk(FakeAmi):
    """Knows an empty house with agents; later it is too busy for lists, which would lack the told calls."""

    def __init__(self) -> None:
        super().__init__()
        self.events_session: FakeSession | None = None
        self.busy = False
        self.replies |= {"QueueSummary": self._summary, "CoreSettings": self._good, "CoreStatus": self._good}
        self.replies |= {
            "Status": self._channels,
            "DeviceStateList": self._nothing,
            "QueueStatus": self._members,
        }

    async def _good(self, session: FakeSession, action: Action) -> None:
        session.reply(action)

    async def _nothing(self, session: FakeSession, action: Action) -> None:
        session.reply_list(action, [])

    async def _summary(self, session: FakeSession, action: Action) -> None:
        session.reply_list(action, [{"Event": "QueueSummary", "Queue": action["queue"]}])

    async def _channels(self, session: FakeSession, action: Action) -> None:
        if self.busy:
            session.reply(action, "Error", Message="Busy")
            return
        if "CALL_HOTLINE" in action.get("variables", ""):
            self.events_session = session
        session.reply_list(action, [])

    async def _members(self, session: FakeSession, action: Action) -> None:
        named = {"Event": "QueueMember", "Queue": QUEUE, "Paused": "0"}
        session.reply_list(
            action,
            [
                {**named, "Name": f"A{number:05d}", "Location": f"PJSIP/demo01-{1001 + number}-desk"}
                for number in range(SEATS)
            ],
        )


@asynccontextmanager
async def platform_on(server: FakeAmi, folder: Path) -> AsyncIterator[websockets.ClientConnection]:
    port = free_port()
    settings = load_settings(
        data_dir=folder, web_port=port, ami_port=server.port, seats=SEATS, log_level="ERROR", _env_file=None
    )
    platform = Platform(settings, passwords=Passwords(CHEAP))
    async with served(create_app(settings, platform=platform), port):
        await add_people(platform)
        token = await platform.identity.sign_in(name="supervisor", password=PASSWORD, address="127.0.0.1")
        await platform.now.watch.live.wait()
        async with websockets.connect(
            f"ws://127.0.0.1:{port}/api/live",
            additional_headers={"Cookie": f"callcenter_session={token}"},
            origin=Origin(f"http://127.0.0.1:{port}"),
        ) as socket:
            await socket.send(orjson.dumps({"op": "subscribe", "topic": "floor"}).decode())
            await socket.recv()
            yield socket


class Stopwatch:
    def __init__(self) -> None:
        self.sent: dict[tuple[str, str], float] = {}
        self.seconds: list[float] = []
        self.frames = 0
        self.events = 0

    async def hear(self, socket: websockets.ClientConnection) -> None:
        async for message in socket:
            heard = time.perf_counter()
            delta = orjson.loads(message)
            self.frames += 1
            for key, value in delta.get("set", {}).items():
                if key.startswith("calls/"):
                    self._met(key, value["state"], heard)
            for key in delta.get("drop", ()):
                self._met(key, "gone", heard)

    def _met(self, key: str, state: str, heard: float) -> None:
        sent = self.sent.pop((key, state), None)
        if sent is not None:
            self.seconds.append(heard - sent)

    async def call(self, session: FakeSession, number: int) -> None:
        began = time.perf_counter()
        for step in STEPS:
            await asyncio.sleep(max(0.0, began + AT[step] - time.perf_counter()))
            events = list(events_of(step, number))
            self.sent[f"calls/zz1-1763764000.{number * 2}", step] = time.perf_counter()
            self.events += len(events)
            for event in events:
                session.send(event)


async def measure(seconds: float, rate: float) -> dict[str, object]:
    watch = Stopwatch()
    async with Asterisk() as server:
        with tempfile.TemporaryDirectory() as folder:
            async with platform_on(server, Path(folder)) as socket:
                session, server.busy = server.events_session, True
                assert session is not None
                hearing = asyncio.create_task(watch.hear(socket))
                began, cpu, load = time.perf_counter(), time.process_time(), os.getloadavg()[0]
                async with asyncio.TaskGroup() as calls:
                    for number in itertools.count(1):
                        calls.create_task(watch.call(session, number))
                        await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
                        if time.perf_counter() - began >= seconds:
                            break
                await asyncio.sleep(0.5)
                hearing.cancel()
                lasted = time.perf_counter() - began
    cuts = statistics.quantiles(watch.seconds, n=100)
    return {
        "calls": number,
        "calls_per_second": rate,
        "events": watch.events,
        "events_per_second": round(watch.events / lasted, 1),
        "frames": watch.frames,
        "measured": len(watch.seconds),
        "never_shown": len(watch.sent),
        "p50_ms": round(cuts[49] * 1000, 1),
        "p99_ms": round(cuts[98] * 1000, 1),
        "most_ms": round(max(watch.seconds) * 1000, 1),
        "tick_ms": round(TICK_SECONDS * 1000),
        "cpu_share_of_one_core": round((time.process_time() - cpu) / lasted, 3),
        "load_before": round(load, 2),
        "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--rate", type=float, default=5.0, help="calls a second")
    given = parser.parse_args()
    logs.configure("ERROR")
    print(json.dumps(asyncio.run(measure(given.seconds, given.rate))))


if __name__ == "__main__":
    main()
