"""`callcenter demo` as a program of its own: a real Asterisk, real calls, the platform."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from fakes.free_ports import free_ports

TOP = Path(__file__).parents[2]
START_WITHIN = 240.0
END_WITHIN = 60.0


@dataclass(frozen=True)
class Demo:
    address: str
    folder: Path

    def password(self, name: str) -> str:
        people = self.folder / "secrets" / "demo-people.json"
        return json.loads(people.read_text(encoding="utf-8"))[name]


def own_environment(folder: Path) -> dict[str, str]:
    names = ("WEB_PORT", "AMI_PORT", "SIP_PORT", "SIP_TLS_PORT", "WS_PORT", "WSS_PORT", "TRUNK_PORT")
    mine = {f"CALLCENTER_{name}": str(port) for name, port in free_ports(*names).items()}
    return {
        **os.environ,
        **mine,
        "CALLCENTER_DATA_DIR": str(folder),
        "CALLCENTER_RTP_FIRST": "22000",
        "CALLCENTER_RTP_LAST": "22399",
    }


def show(process: subprocess.Popen[bytes], log: Path) -> str:
    return f"demo ended with {process.returncode}:\n{log.read_text(encoding='utf-8')[-4000:]}"


def wait_for_first_line(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    """Until the demo has shown its address and accounts: then agents sit and callers call."""
    deadline = time.monotonic() + START_WITHIN
    while time.monotonic() < deadline:
        assert process.poll() is None, show(process, log)
        if address in log.read_text(encoding="utf-8"):
            return
        time.sleep(0.2)  # another program's output: there is nothing to await
    pytest.fail("the demo did not start in time:\n" + log.read_text(encoding="utf-8")[-4000:])


@contextmanager
def running_demo(folder: Path) -> Generator[Demo]:
    environment = own_environment(folder)
    address = f"http://127.0.0.1:{environment['CALLCENTER_WEB_PORT']}"
    log = folder / "demo.log"
    command = [str(Path(sys.executable).with_name("callcenter")), "demo"]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=TOP, env=environment, stdout=out, stderr=out)
    try:
        wait_for_first_line(process, address, log)
        yield Demo(address, folder)
    finally:
        # Once: running calls end and are counted. Twice: at once.
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGINT)
        try:
            process.wait(END_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
