"""The AMI link reset, silently dropped, and its server stopped, in a network of the test's own.

How soon it is noticed, and what the wall said meanwhile; `benchmarks/link_loss.py` measures the same with the
waits in use."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Generator
from contextlib import contextmanager

import pytest
from asterisk_server import Server
from conftest import make_server

from callcenter.telephony.ami.settings import Patience
from fakes.link_watchers import wall_of
from fakes.private_network import private_network, reset, vanishing

pytestmark = pytest.mark.asterisk

# A tenth of the waits in use.
QUICK = Patience(ping_every=1.0, pong=0.5, retry_first=0.1, retry_most=0.5)


@contextmanager
def stopped(server: Server) -> Generator[None]:
    assert server.process is not None
    os.kill(server.process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server.process.pid, signal.SIGCONT)


def test_every_break_is_noticed_and_shown(tmp_path_factory: pytest.TempPathFactory) -> None:
    # Not in the loop of pytest: its sockets were opened outside.
    with private_network():
        server = make_server(tmp_path_factory.mktemp("broken"))
        try:
            asyncio.run(break_it(server))
        finally:
            server.stop()


async def break_it(server: Server) -> None:
    port = server.house.network.ami_port
    loop = asyncio.get_running_loop()
    breaks = {
        "reset": lambda: reset(port),
        "vanishing": lambda: vanishing(port),
        "stopped": lambda: stopped(server),
    }
    async with wall_of(server.house, QUICK) as wall:
        for name, broken in breaks.items():
            epoch, began, heard = wall.links.events.epoch, loop.time(), len(wall.said)
            with broken():
                lost = await wall.until("lost", 5)
                limit = 0.5 if name == "reset" else QUICK.ping_every + QUICK.pong + 0.5
                assert lost - began < limit, name
                # The clock of the age starts when it broke off, and a try that fails does not start it again.
                since_us = wall.said[-1][1]["since_us"]
                await asyncio.sleep(0.7)
                assert wall.said[-1][1]["since_us"] == since_us
            await wall.until("live", 10)
            assert [said["state"] for _, said in wall.said[heard:]] == ["lost", "live"], name
            assert wall.said[-1][1]["epoch"] == epoch + 1
            assert wall.said[-2][1]["asterisk"] == wall.said[-1][1]["asterisk"]
