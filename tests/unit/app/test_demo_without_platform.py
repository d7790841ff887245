"""A platform that dies under the demo: it is said at once, and the closing line comes, too."""

import asyncio
import io
import json
import os
import signal
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from callcenter.app import platform_process
from callcenter.app.demo import Demo, DemoWishes
from callcenter.app.demo_people import DemoPeople, DemoPerson
from callcenter.app.platform_process import PlatformProcess
from callcenter.app.settings import Settings
from callcenter.identity.roles import Role
from callcenter.kit import child_processes
from callcenter.kit.clock import SystemClock
from fakes.free_ports import free_port
from fakes.patience import PATIENCE

pytestmark = pytest.mark.unit

SUPERVISOR = DemoPerson("supervisor", "演示班长", "x", Role.SUPERVISOR, "")


ASTERISK: Any = SimpleNamespace(ended=asyncio.Event().wait)
"""It runs on."""


@pytest.fixture
async def platform(monkeypatch, tmp_path):
    """Any program that runs; it counts as ready at once."""
    start = child_processes.start

    async def start_something(_command, **how):
        return await start(["sleep", "600"], **how)

    async def ready(_path):
        return 200, ""

    monkeypatch.setattr(platform_process.child_processes, "start", start_something)
    port = free_port()
    platform = PlatformProcess("127.0.0.1", port, tmp_path / "platform.log")
    monkeypatch.setattr(platform._client, "look", ready)
    await platform.start()
    yield platform
    await platform.stop()


async def test_what_was_stopped_is_not_lost(platform):
    await platform.stop()
    assert not platform.lost.is_set()


async def test_it_is_said_and_counted_without_the_record(platform, tmp_path):
    said = io.StringIO()
    settings = Settings(data_dir=tmp_path, web_port=free_port())
    demo = Demo(settings, DemoWishes(), SystemClock(), Console(file=said, width=300))
    async with asyncio.timeout(PATIENCE):
        os.killpg(platform.pid, signal.SIGKILL)
        await demo._until_told(ASTERISK, platform)
        assert "平台已意外结束(状态 -9)" in said.getvalue()
        house: Any = SimpleNamespace(folders=SimpleNamespace(log=tmp_path, recordings=tmp_path))
        counted = await demo._count(platform, DemoPeople((SUPERVISOR,), ()), house, 3, 0)
    assert json.loads(counted.line())["in_record"] is None
    assert not counted.agrees
    assert said.getvalue().count("平台已意外结束") == 1
