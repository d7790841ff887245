"""How soon a broken AMI link is noticed, with the waits in use, and what the wall said meanwhile.

A real Asterisk in a network namespace of its own (root, iptables); its AMI link is reset, its packets vanish,
and its process is stopped. Each break begins right after a ping was answered: the worst moment.

PYTHONPATH=platform:tests:tests/asterisk python benchmarks/link_loss.py
"""

import argparse
import asyncio
import json
import os
import signal
import tempfile
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from asterisk_server import Server
from conftest import make_server

from callcenter.kit import logs
from callcenter.telephony.ami.settings import Patience
from fakes.link_watchers import Wall, wall_of
from fakes.private_network import private_network, reset, vanishing

Break = Callable[[], AbstractContextManager[None]]


@contextmanager
def stopped(server: Server) -> Generator[None]:
    assert server.process is not None
    os.kill(server.process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server.process.pid, signal.SIGCONT)


async def after_a_pong(wall: Wall) -> None:
    loop = asyncio.get_running_loop()
    answered = loop.create_future()
    link = wall.links.events
    told = link.on_pong

    def tell(seconds: float) -> None:
        told(seconds)
        if not answered.done():
            answered.set_result(None)

    link.on_pong = tell
    await answered


async def measure_one(wall: Wall, broken: Break) -> dict[str, object]:
    loop = asyncio.get_running_loop()
    await after_a_pong(wall)
    began, heard = loop.time(), len(wall.said)
    with broken():
        lost = await wall.until("lost", 60) - began
    mended = loop.time()
    live = await wall.until("live", 60) - mended
    said = [wall.said[heard - 1], *wall.said[heard:]]
    return {
        "noticed_after_seconds": round(lost, 2),
        "live_again_after_seconds": round(live, 2),
        "wall_said": [
            {"at_seconds": round(max(at - began, 0.0), 2), "state": link["state"], "epoch": link["epoch"]}
            for at, link in said
        ],
    }


async def measure(server: Server) -> dict[str, object]:
    port = server.house.network.ami_port
    breaks: dict[str, Break] = {
        "reset": lambda: reset(port),
        "vanishing": lambda: vanishing(port),
        "stopped": lambda: stopped(server),
    }
    patience = Patience()
    found: dict[str, object] = {"ping_every": patience.ping_every, "pong": patience.pong}
    async with wall_of(server.house, patience) as wall:
        for name, broken in breaks.items():
            found[name] = await measure_one(wall, broken)
    return found


def main() -> None:
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    logs.configure("ERROR")
    with private_network(), tempfile.TemporaryDirectory() as folder:
        server = make_server(Path(folder))
        try:
            print(json.dumps(asyncio.run(measure(server))))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
