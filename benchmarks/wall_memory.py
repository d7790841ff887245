"""Whether a wall that is never reloaded stays as small as it began: the events of eight hours, in minutes.

The built pages run in a headless Chromium against the pretended platform: a full room of 60 seats, callers
that come and go, figures every 15 s, the wall turning through its queues, alarms, a link that breaks every
hour and a socket that is cut every half hour. At every half hour of the simulated day the garbage is
collected and counted.

python benchmarks/wall_memory.py [--speed 60] [--port 8090]
"""

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Protocol, cast

from playwright.sync_api import Page, sync_playwright

DASHBOARD: Final = Path(__file__).parent.parent / "dashboard"
HOURS: Final = 8
EVERY_MINUTES: Final = 30
WARM_MINUTES: Final = 60
"""Compiled code, fonts and every view's first figures come in the first hour and are no leak."""
FLAT_WITHIN: Final = 0.10
ROUNDS: Final = 5
BETWEEN_ROUNDS_MS: Final = 300
SETTLES_IN_MS: Final = 1_500
"""At every half hour the pretended day stands still for six seconds, with the wall on its first view."""
START_WITHIN: Final = 120.0
_CLOCK: Final = "document.querySelector('time.clock').dateTime"
_SINCE: Final = f"start => Date.parse({_CLOCK}) - start"


@contextmanager
def pages(port: int, speed: float) -> Generator[str]:
    tools = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "FAKE_SPEED": str(speed),
    }
    with tempfile.TemporaryDirectory() as folder:
        common = ["--mode", "fake", "--outDir", folder]
        subprocess.run(
            ["npx", "vite", "build", *common, "--emptyOutDir"],
            cwd=DASHBOARD,
            env=tools,
            check=True,
            stdout=sys.stderr,
        )
        with subprocess.Popen(
            ["npx", "vite", "preview", *common, "--host", "127.0.0.1", "--port", str(port)],
            cwd=DASHBOARD,
            env=tools,
            stdout=sys.stderr,
            process_group=0,
        ) as preview:
            try:
                deadline = time.monotonic() + START_WITHIN
                while not _listens(port):
                    if preview.poll() is not None or time.monotonic() > deadline:
                        sys.exit("the pages could not be served: run `make dashboard`")
                    time.sleep(0.2)
                yield f"http://127.0.0.1:{port}"
            finally:
                os.killpg(preview.pid, signal.SIGTERM)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Devtools(Protocol):
    def send(self, method: str) -> dict[str, float]: ...


def counted(page: Page, devtools: Devtools) -> dict[str, float]:
    """The least of five: what a collection in the midst of something could not free is no leak."""
    rounds: list[dict[str, float]] = []
    for _ in range(ROUNDS):
        devtools.send("HeapProfiler.collectGarbage")
        heap = devtools.send("Runtime.getHeapUsage")
        dom = devtools.send("Memory.getDOMCounters")
        rounds.append(
            {
                "heap_mb": round(heap["usedSize"] / 1e6, 2),
                "dom_nodes": dom["nodes"],
                "listeners": dom["jsEventListeners"],
                "documents": dom["documents"],
            }
        )
        page.wait_for_timeout(BETWEEN_ROUNDS_MS)
    return {name: min(each[name] for each in rounds) for name in rounds[0]}


def watch(page: Page, devtools: Devtools, speed: float) -> list[dict[str, float]]:
    # The pretended day begins on the hour.
    start = page.evaluate(f"new Date({_CLOCK}).setMinutes(0, 0, 0)")
    samples: list[dict[str, float]] = []
    for minutes in range(EVERY_MINUTES, HOURS * 60 + 1, EVERY_MINUTES):
        target_ms = minutes * 60_000
        page.wait_for_function(
            f"({_SINCE})({start}) >= {target_ms}", timeout=EVERY_MINUTES * 60_000 / speed * 20, polling=500
        )
        page.wait_for_timeout(SETTLES_IN_MS)
        samples.append({"simulated_minutes": minutes, **counted(page, devtools)})
        print(samples[-1], file=sys.stderr)
    return samples


def growth(samples: list[dict[str, float]], key: str) -> float:
    """From the mean of the first half after the warm-up to that of the second, as a share."""
    warm = [sample[key] for sample in samples if sample["simulated_minutes"] > WARM_MINUTES]
    half = len(warm) // 2
    first, second = warm[:half], warm[-half:]
    return round(sum(second) / sum(first) - 1, 4)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--speed", type=float, default=60.0, help="simulated seconds in a second")
    parser.add_argument("--port", type=int, default=8090)
    arguments = parser.parse_args()
    chromium = shutil.which("chromium")
    if chromium is None:
        parser.error("chromium is missing: apt-get install chromium")
    with pages(arguments.port, arguments.speed) as base_url, sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--headless=new", "--disable-gpu"]
        )
        context = browser.new_context(
            locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1920, "height": 1080}
        )
        page = context.new_page()
        failures: list[str] = []
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.goto(f"{base_url}/wall?fake=fast&rotate=20s&sort=urgent")
        page.wait_for_selector(".seat-tile")
        began = time.monotonic()
        samples = watch(page, cast("Devtools", context.new_cdp_session(page)), arguments.speed)
        grown = {key: growth(samples, key) for key in ("heap_mb", "dom_nodes", "listeners")}
        result: dict[str, Any] = {
            "benchmark": "wall_memory",
            "simulated_hours": HOURS,
            "seconds": round(time.monotonic() - began, 1),
            "growth_after_first_hour": grown,
            "flat": all(share <= FLAT_WITHIN for share in grown.values()),
            "page_errors": failures,
            "samples": samples,
            "chromium": browser.version,
        }
        print(json.dumps(result))
        browser.close()


if __name__ == "__main__":
    main()
