"""How soon an agent sees who calls: the ring event on the wire → a frame with `card` at their WebSocket.

A pretend AMI server lets the phones of ten agents ring, one call after the other, to the whole platform; each
agent listens to its own topic on a real WebSocket. Every caller is one of the customers in SQLite.
softphone_page.py measures on, with a real Asterisk, until the card is painted in a browser.

PYTHONPATH=platform:tests python benchmarks/ring_to_card.py --customers 100000 --seconds 20
"""

import argparse
import asyncio
import itertools
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import orjson
import websockets
from ami_to_websocket import QUEUE, Asterisk
from customers import Bench, fill
from websockets.typing import Origin

from callcenter.app.settings import Settings
from callcenter.app.settings_loading import load_settings
from callcenter.app.web import create_app
from callcenter.app.wiring import Platform
from callcenter.crm.customers.fields import PHONES
from callcenter.identity import SYSTEM, Role
from callcenter.identity.passwords import Passwords
from callcenter.kit import logs
from callcenter.seats.staffing import ensure_agent
from fakes.fake_ami import FakeSession
from fakes.free_ports import free_port
from fakes.platform_app import CHEAP, PASSWORD
from fakes.web_server import served

AGENTS = 10
RINGS_SECONDS = 1.0


class Seat:
    """One agent's page: when the ring was told, and what came of it."""

    def __init__(self, agent_id: str, person_id: str, socket: websockets.ClientConnection) -> None:
        # Where the pretend Asterisk has the agent of that number.
        self.interface = f"PJSIP/demo01-{1001 + int(agent_id[1:])}-desk"
        self.agent_id = agent_id
        self._person_id = person_id
        self._socket = socket
        self._rang: dict[str, float] = {}
        self.seconds: list[float] = []
        self.without_customer = 0

    @property
    def never_shown(self) -> int:
        return len(self._rang)

    async def listen(self) -> None:
        await self._socket.send(
            orjson.dumps({"op": "subscribe", "topic": f"station/{self._person_id}"}).decode()
        )
        await self._socket.recv()

    async def hear(self) -> None:
        async for message in self._socket:
            card = orjson.loads(message).get("set", {}).get("card")
            rang = self._rang.pop(card["call_id"], None) if card else None
            if rang is not None:
                self.seconds.append(time.perf_counter() - rang)
                self.without_customer += not card["customers"]

    async def rung(self, session: FakeSession, number: int, phone: str) -> None:
        """A caller arrives and waits, the phone rings and is not answered, the caller hangs up."""
        call, leg = f"zz1-1763764000.{number * 2}", f"zz1-1763764000.{number * 2 + 1}"
        trunk = {"Channel": f"PJSIP/trunk-main-{number:08x}", "Uniqueid": call, "Linkedid": call}
        dest = {"DestChannel": f"{self.interface}-{number:08x}", "DestUniqueid": leg}
        member = {"Queue": QUEUE, "MemberName": self.agent_id, "Interface": self.interface}
        arrived = {"UserEvent": "CallArrived", "CallerIDNum": phone, "Hotline": "4000000001"}
        session.send({"Event": "Newchannel", **trunk, "Context": "from-trunk", "Exten": "4000000001"})
        session.send({"Event": "UserEvent", **arrived, **trunk, "Trunk": "main"})
        session.send({"Event": "QueueCallerJoin", **trunk, "Queue": QUEUE, "Position": "1"})
        await asyncio.sleep(0.3)
        self._rang[call] = time.perf_counter()
        session.send({"Event": "AgentCalled", **trunk, **dest, **member})
        await asyncio.sleep(RINGS_SECONDS)
        session.send({"Event": "AgentRingNoAnswer", **trunk, **dest, **member})
        session.send({"Event": "Hangup", "Channel": dest["DestChannel"], "Uniqueid": leg, "Linkedid": call})
        session.send({"Event": "Hangup", **trunk})


async def prepare(settings: Settings, customers: int) -> tuple[list[tuple[str, str]], list[str]]:
    """Agents (id, person) and customers in the platform's own database; telephones of some of them."""
    platform = Platform(settings, passwords=Passwords(CHEAP))
    app = create_app(settings, platform=platform)
    agents: list[tuple[str, str]] = []
    async with app.router.lifespan_context(app):
        password_hash = await platform.identity.passwords.hash(PASSWORD)
        async with platform.database.write() as session:
            for number in range(AGENTS):
                person = await platform.identity.add_person(
                    session,
                    name=f"agent{number}",
                    display_name="王芳",
                    password_hash=password_hash,
                    roles=frozenset({Role.AGENT}),
                    company_id=settings.company_id,
                    by=SYSTEM,
                )
                agent = await ensure_agent(
                    session,
                    platform.identity.audit,
                    settings.company_id,
                    person.id,
                    work_number=f"{8001 + number}",
                    queues={QUEUE: 0},
                    by=SYSTEM,
                    at_us=platform.clock.now_us(),
                )
                agents.append((agent.id, person.id))
    file = settings.data_dir / "callcenter.sqlite3"
    fill(file, customers, platform.keyring)
    bench = Bench(file, platform.keyring)
    drawn = await bench.somebody(random.Random(11), 200)
    await bench.database.close()
    return agents, [str(values[PHONES][0]) for values in drawn]  # type: ignore[index]


@asynccontextmanager
async def pages(settings: Settings, agents: list[tuple[str, str]]) -> AsyncIterator[list[Seat]]:
    """The platform over the prepared database, and every agent's page."""
    platform = Platform(settings, passwords=Passwords(CHEAP))
    port = settings.web_port
    async with served(create_app(settings, platform=platform), port), AsyncExitStack() as sockets:
        await platform.now.watch.live.wait()
        seats: list[Seat] = []
        for number, (agent_id, person_id) in enumerate(agents):
            token = await platform.identity.sign_in(
                name=f"agent{number}", password=PASSWORD, address="127.0.0.1"
            )
            socket = await sockets.enter_async_context(
                websockets.connect(
                    f"ws://127.0.0.1:{port}/api/live",
                    additional_headers={"Cookie": f"callcenter_session={token}"},
                    origin=Origin(f"http://127.0.0.1:{port}"),
                )
            )
            seats.append(Seat(agent_id, person_id, socket))
            await seats[-1].listen()
        yield seats


async def measure(customers: int, seconds: float, rate: float) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        async with Asterisk() as server:
            settings = load_settings(
                data_dir=Path(folder),
                web_port=free_port(),
                ami_port=server.port,
                seats=AGENTS + 1,
                log_level="ERROR",
                _env_file=None,
            )
            agents, phones = await prepare(settings, customers)
            server.events_session = None
            async with pages(settings, agents) as seats:
                session = server.events_session
                assert session is not None
                hearing = [asyncio.create_task(seat.hear()) for seat in seats]
                began, cpu, load = time.perf_counter(), time.process_time(), os.getloadavg()[0]
                async with asyncio.TaskGroup() as calls:
                    for number in itertools.count(1):
                        seat, phone = seats[number % AGENTS], phones[number % len(phones)]
                        calls.create_task(seat.rung(session, number, phone))
                        await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
                        if time.perf_counter() - began >= seconds:
                            break
                lasted = time.perf_counter() - began
                for task in hearing:
                    task.cancel()
                await asyncio.gather(*hearing, return_exceptions=True)
    took = sorted(itertools.chain.from_iterable(seat.seconds for seat in seats))
    cuts = statistics.quantiles(took, n=100)
    return {
        "customers": customers,
        "agents": AGENTS,
        "rings": number,
        "rings_per_second": rate,
        "measured": len(took),
        "never_shown": sum(seat.never_shown for seat in seats),
        "without_customer": sum(seat.without_customer for seat in seats),
        "p50_ms": round(cuts[49] * 1000, 1),
        "p95_ms": round(cuts[94] * 1000, 1),
        "most_ms": round(took[-1] * 1000, 1),
        "limit_p95_ms": 300,
        "tick_ms": 100,
        "cpu_ms_per_ring": round((time.process_time() - cpu) / number * 1000, 2),
        "cpu_share_of_one_core": round((time.process_time() - cpu) / lasted, 3),
        "load_before": round(load, 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--rate", type=float, default=5.0, help="rings a second")
    given = parser.parse_args()
    logs.configure("ERROR")
    print(json.dumps(asyncio.run(measure(given.customers, given.seconds, given.rate))))


if __name__ == "__main__":
    main()
