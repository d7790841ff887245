"""The AMI link reset, silently dropped, and its server stopped, in a network of the test's own.

How soon it is noticed, and what the wall said meanwhile; `benchmarks/link_loss.py` measures the same with the
waits in use."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager

import pytest
from asterisk_server import Server
from conftest import make_server

from callcenter.telephony.ami.settings import Patience
from fakes.link_watchers import Wall, wall_of
from fakes.private_network import private_network, reset, vanishing

pytestmark = pytest.mark.asterisk

QUICK = Patience(ping_every=1.0, pong=4.0, retry_first=0.1, retry_most=0.5)
# No ping within this test: what is noticed, is noticed without one.
SILENT = Patience(ping_every=600.0, pong=600.0, retry_first=0.1, retry_most=0.5)


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
    async with wall_of(server.house, SILENT) as wall:
        await noticed_and_found_again(wall, reset(port))
    async with wall_of(server.house, QUICK) as wall:
        await noticed_and_found_again(wall, vanishing(port))
        await noticed_and_found_again(wall, stopped(server))


async def noticed_and_found_again(wall: Wall, broken: AbstractContextManager[None]) -> None:
    epoch, heard = wall.links.events.epoch, len(wall.said)
    with broken:
        await wall.until("lost")
        # The clock of the age starts when it broke off, and a try that fails does not start it again.
        since_us = wall.said[-1][1]["since_us"]
        await asyncio.sleep(0.7)
        assert wall.said[-1][1]["since_us"] == since_us
    await wall.until("live")
    assert [said["state"] for _, said in wall.said[heard:]] == ["lost", "live"]
    assert wall.said[-1][1]["epoch"] == epoch + 1
    assert wall.said[-2][1]["asterisk"] == wall.said[-1][1]["asterisk"]
