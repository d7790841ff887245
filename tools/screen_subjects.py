"""What screens.py photographs: a demo of its own with traffic, or the pages with a pretended platform."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

START_WITHIN: Final = 180.0
TRAFFIC_FOR: Final = 150.0
"""Long enough for every outcome to occur, and the middle of a burst: callers wait then."""


@contextmanager
def running_demo() -> Generator[dict[str, str]]:
    """A demo with traffic; everybody's password. Its address and ports are the settings' own."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "demo.log")
        command = [str(Path(sys.executable).with_name("callcenter")), "demo"]
        with log.open("wb") as out:
            demo = subprocess.Popen(
                command, env={**os.environ, "CALLCENTER_DATA_DIR": folder}, stdout=out, stderr=out
            )
        try:
            deadline = time.monotonic() + START_WITHIN
            while "/wall" not in log.read_text(encoding="utf-8"):
                if demo.poll() is not None or time.monotonic() > deadline:
                    sys.exit(f"the demo did not start:\n{log.read_text(encoding='utf-8')}")
                time.sleep(0.5)
            print(f"a demo runs; {TRAFFIC_FOR:.0f} s of traffic come first", flush=True)
            time.sleep(TRAFFIC_FOR)
            people = Path(folder, "secrets", "demo-people.json").read_text(encoding="utf-8")
            yield json.loads(people)
        finally:
            demo.send_signal(signal.SIGINT)
            demo.wait()


@contextmanager
def fake_pages() -> Generator[str]:
    """The pages alone, with a platform that is pretended: rare states are chosen, not waited for."""
    port = int(os.environ.get("CALLCENTER_WEB_PORT", "8080"))
    command = ["npx", "vite", "--mode", "fake", "--host", "127.0.0.1", "--port", str(port), "--strictPort"]
    tools = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    with subprocess.Popen(
        command, cwd="dashboard", env=tools, stdout=subprocess.DEVNULL, process_group=0
    ) as vite:
        try:
            deadline = time.monotonic() + START_WITHIN
            while not _listens(port):
                if vite.poll() is not None or time.monotonic() > deadline:
                    sys.exit("the pages could not be served: run `make dashboard`")
                time.sleep(0.5)
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(vite.pid, signal.SIGTERM)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
