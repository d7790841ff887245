"""A real Asterisk on the configuration of the settings: starts, answers, and leaves nothing behind."""

import asyncio
import os
import signal
import stat
import sys

import pytest

from callcenter.app.phone_system import phone_system, ports_of
from callcenter.app.ports import require_free
from callcenter.app.settings_loading import load_settings
from callcenter.kit.clock import SystemClock
from fakes.free_ports import free_ports
from fakes.patience import PATIENCE

pytestmark = pytest.mark.asterisk


@pytest.fixture
def settings(tmp_path):
    ports = free_ports("web_port", "ami_port", "sip_port", "sip_tls_port", "ws_port", "wss_port")
    return load_settings(data_dir=tmp_path / "var", rtp_first=21400, rtp_last=21499, **ports)


async def test_starts_and_ends_by_itself_with_its_files_for_the_owner_only(settings):
    require_free(ports_of(settings))
    async with phone_system(settings, SystemClock().now_us()) as (asterisk, house):
        assert asterisk.program.major == 22
        _, said = await asterisk.ask("core show channels count")
        assert "0 active channels" in said
        _, said = await asterisk.ask("pjsip show endpoints")
        objects = 2 * (len(house.seats) + len(house.supervisors)) + len(house.trunks)
        assert f"Objects found: {objects}" in said
        pid = asterisk.pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    require_free(ports_of(settings))
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in house.folders.etc.iterdir()}
    assert set(modes.values()) == {0o600}


SUPERVISOR = """
import asyncio, sys
from callcenter.app.phone_system import phone_system
from callcenter.app.settings_loading import load_settings
from callcenter.kit.clock import SystemClock

async def main():
    async with phone_system(load_settings(), SystemClock().now_us()) as (asterisk, _):
        print(asterisk.pid, flush=True)
        await asterisk.ended()

asyncio.run(main())
"""


async def test_does_not_outlive_the_program_that_started_it_even_when_that_is_killed(settings):
    environment = {
        f"CALLCENTER_{name.upper()}": str(getattr(settings, name))
        for name in ("data_dir", "ami_port", "sip_port", "sip_tls_port", "ws_port", "wss_port", "web_port")
    }
    started = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        SUPERVISOR,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, **environment, "CALLCENTER_RTP_FIRST": "21400", "CALLCENTER_RTP_LAST": "21499"},
    )
    assert started.stdout is not None
    pid = int(await asyncio.wait_for(started.stdout.readline(), 3 * PATIENCE))
    watched = os.pidfd_open(pid)
    started.send_signal(signal.SIGKILL)
    await started.wait()
    gone = asyncio.Event()
    asyncio.get_running_loop().add_reader(watched, gone.set)
    try:
        await asyncio.wait_for(gone.wait(), PATIENCE)
    finally:
        asyncio.get_running_loop().remove_reader(watched)
        os.close(watched)
