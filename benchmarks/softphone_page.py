"""What an agent's page costs, and how soon it shows who calls: short calls at one seat in a real browser.

The page answers by itself, talks for a second, and every call is of a known customer. Every 20 calls, after a
forced collection of garbage: the page's heap, nodes and listeners. For each call: from the time stamp of
Asterisk's ring event until the call, the customer's card and all its fields are painted, on one clock.
At the end the processor time of the browser's parts while the seat waits.

PYTHONPATH=platform:tests:tests/asterisk:tests/e2e python benchmarks/softphone_page.py --calls 200
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

from ami_probe import AmiProbe
from playwright.async_api import Browser, CDPSession
from seat_calls import CONSULT_KEY, HOTLINE
from seat_house import SeatHouse, running_seat_house
from seat_page import SeatPage, chromium
from sip_phone import Phone

CUSTOMERS: Final = {f"139000012{number:02}": f"张伟{number}" for number in range(5)}
LOOK_EVERY: Final = 20
TALK_SECONDS: Final = 1.0
PATIENCE: Final = 30.0
_WATCH_FOR_CARDS: Final = """
window.painted = {}
new MutationObserver(() => {
  const call = document.querySelector('.call-strip')?.dataset.call
  if (!call) return
  const shown = (window.painted[call] ??= {})
  const note = (what) => {
    if (shown[what] !== undefined) return
    shown[what] = 0
    // The frame after the next one: by then this one was painted.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      shown[what] = performance.timeOrigin + performance.now()
    }))
  }
  note('call')
  if (document.querySelector('.customer-card .name')) note('card')
  if (document.querySelector('.customer-card dl')) note('details')
}).observe(document, { childList: true, subtree: true })
"""


class CallsTold:
    """Words of the dial plan, read once each as Asterisk writes them."""

    def __init__(self, house: SeatHouse) -> None:
        self._house = house
        self._read: dict[Path, int] = {}
        self.words: dict[str, list[str]] = {}

    def look(self) -> None:
        for file in (self._house.folder / "asterisk").rglob("cel.json"):
            with file.open("rb") as opened:
                opened.seek(self._read.get(file, 0))
                for line in opened:
                    if not line.endswith(b"\n"):
                        break
                    self._read[file] = self._read.get(file, 0) + len(line)
                    row = json.loads(line)
                    self.words.setdefault(row["linkedid"], []).append(row["eventtype"])

    def waiting_for_a_key(self, known: set[str]) -> str | None:
        self.look()
        return next(
            (
                call
                for call, said in self.words.items()
                if call not in known and "CALL_ARRIVED" in said and "RECORDING_STARTED" in said
            ),
            None,
        )


Found = TypeVar("Found")


async def when(look: Callable[[], Found | None], what: str) -> Found:
    deadline = time.monotonic() + PATIENCE
    while (found := look()) is None:
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        await asyncio.sleep(0.02)  # another program's state: there is nothing to await
    return found


def rung_at(ami: AmiProbe, call: str) -> float | None:
    """Asterisk's own time of the ring, in seconds."""
    for message in reversed(ami.messages):
        if "Event: AgentCalled" in message and f"Linkedid: {call}" in message:
            return next(float(line.split(": ")[1]) for line in message if line.startswith("Timestamp: "))
    return None


class PageCost:
    """What the page holds once nothing of it is garbage."""

    def __init__(self, session: CDPSession) -> None:
        self._session = session

    async def begin(self) -> None:
        await self._session.send("Performance.enable")
        await self._session.send("HeapProfiler.enable")

    async def look(self, calls: int) -> dict[str, float]:
        for _ in range(2):
            await self._session.send("HeapProfiler.collectGarbage")
        found = (await self._session.send("Performance.getMetrics"))["metrics"]
        values = {one["name"]: one["value"] for one in found}
        return {
            "calls": calls,
            "heap_mb": round(values["JSHeapUsedSize"] / 2**20, 2),
            "nodes": values["Nodes"],
            "listeners": values["JSEventListeners"],
            "documents": values["Documents"],
        }


async def processor_share(browser: Browser, seconds: float) -> dict[str, float]:
    """Of one core, by kind of process."""
    session = await browser.new_browser_cdp_session()

    async def spent() -> dict[str, float]:
        spent: dict[str, float] = {}
        for one in (await session.send("SystemInfo.getProcessInfo"))["processInfo"]:
            spent[one["type"]] = spent.get(one["type"], 0.0) + one["cpuTime"]
        return spent

    before, began = await spent(), time.monotonic()
    await asyncio.sleep(seconds)
    after, lasted = await spent(), time.monotonic() - began
    return {kind: round((value - before.get(kind, 0.0)) / lasted, 4) for kind, value in after.items()}


class Bench:
    def __init__(self, house: SeatHouse, seat: SeatPage, ami: AmiProbe, caller: Phone) -> None:
        self._seat, self._ami, self._caller = seat, ami, caller
        self._told = CallsTold(house)
        self._known: set[str] = set()
        self.painted_ms: dict[str, list[float]] = {"call": [], "card": [], "details": []}

    async def call(self, number: str) -> None:
        """One, from the hotline's menu to the seat that is free again."""
        talk = await self._caller.call(HOTLINE, user=number)
        call = await when(lambda: self._told.waiting_for_a_key(self._known), "the caller comes to no menu")
        self._known.add(call)
        talk.press(CONSULT_KEY)
        await self._seat.shows("talking")
        await self._seat.page.wait_for_function("call => window.painted[call]?.details > 0", arg=call)
        painted = await self._seat.page.evaluate("call => window.painted[call]", call)
        rang_ms = 1000 * await when(lambda: rung_at(self._ami, call), "no ring was told")
        for what, took_ms in self.painted_ms.items():
            took_ms.append(painted[what] - rang_ms)
        self._ami.messages.clear()
        await asyncio.sleep(TALK_SECONDS)
        talk.hang_up()
        await self._seat.shows_no_call()
        await self._seat.is_in("ready")


async def measure(house: SeatHouse, calls: int, idle_seconds: float) -> dict[str, Any]:
    load = os.getloadavg()[0]
    secret = json.loads((house.folder / "secrets" / "asterisk.json").read_text("utf-8"))["ami_events"]
    ami = await AmiProbe.login(int(house.environment["CALLCENTER_AMI_PORT"]), "cc-events", secret)
    caller = await Phone.open("127.0.1.1", house.asterisk, hertz=440)
    async with chromium() as browser:
        context = await browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768})
        await context.add_init_script(_WATCH_FOR_CARDS)
        seat = SeatPage(house, context, await context.new_page())
        await seat.sign_in("anna")
        for number, name in CUSTOMERS.items():
            body = {"name": name, "phones": [number], "source": "manual"}
            answer = await seat.page.request.post(
                f"{house.address}/api/customers",
                data=body,
                headers={"X-Callcenter": "1", "Origin": house.address},
            )
            assert answer.ok, await answer.text()
        await seat.sit_by_page("1001")
        cost = PageCost(await context.new_cdp_session(seat.page))
        await cost.begin()
        bench = Bench(house, seat, ami, caller)
        numbers = list(CUSTOMERS)
        # The first call loads what a page loads once.
        await bench.call(numbers[0])
        looks = [await cost.look(1)]
        for done in range(2, calls + 1):
            await bench.call(numbers[done % len(numbers)])
            if done % LOOK_EVERY == 0:
                looks.append(await cost.look(done))
                print(json.dumps(looks[-1]), file=sys.stderr, flush=True)
        idle = await processor_share(browser, idle_seconds)
        await seat.leave()
    await ami.close()
    caller.close()
    return {
        "calls": calls,
        **kept(looks),
        "ring_to_painted_ms": {what: spread(took_ms) for what, took_ms in bench.painted_ms.items()},
        "limit_p95_ms": 300,
        "idle_cpu_of_a_core": idle,
        "load_before": round(load, 2),
        "load_after": round(os.getloadavg()[0], 2),
    }


def spread(took_ms: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(took_ms, n=100)
    return {
        "measured": len(took_ms),
        "p50": round(cuts[49], 1),
        "p95": round(cuts[94], 1),
        "most": round(max(took_ms), 1),
    }


def kept(looks: list[dict[str, float]]) -> dict[str, Any]:
    middle = looks[len(looks) // 2]
    return {
        "heap_mb": {str(int(look["calls"])): look["heap_mb"] for look in looks},
        "nodes": [look["nodes"] for look in looks],
        "listeners": [look["listeners"] for look in looks],
        # Over the second half: what a page loads once it has by then.
        "heap_kb_per_call": round(
            (looks[-1]["heap_mb"] - middle["heap_mb"]) * 1024 / max(1, looks[-1]["calls"] - middle["calls"]),
            2,
        ),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--calls", type=int, default=200)
    parser.add_argument("--idle-seconds", type=float, default=60.0)
    given = parser.parse_args()
    settings = {"CALLCENTER_AUTO_ANSWER": "true", "CALLCENTER_WRAP_UP_LIMIT_SECONDS": "1"}
    with (
        tempfile.TemporaryDirectory() as folder,
        running_seat_house(Path(folder), {"anna": "8001"}, **settings) as house,
    ):
        print(json.dumps(asyncio.run(measure(house, given.calls, given.idle_seconds))))


if __name__ == "__main__":
    main()
