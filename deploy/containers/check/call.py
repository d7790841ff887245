"""One call over real SIP: a caller on the trunk, an agent at a desk phone, a row in the record."""

import asyncio
import json
import time
from dataclasses import dataclass
from pathlib import Path

from engines import Engine
from progress import Missing
from site_of_check import HOST, Site, Visit, within

from callcenter.simulator.plans import CallPlan, HangUp, Key, Stage
from callcenter.simulator.scene import Scene
from callcenter.simulator.seat_scripts import Answer, SeatScript
from callcenter.simulator.target import SeatAccount, Target

COMPANY = "demo01"
HOTLINE = "4000000001"
SEAT = "1001"
# Reserved for drama in no numbering plan we know of; it reaches nobody, and no output shows it.
CALLER = "13900000000"
RECORDED_WITHIN = 30.0
LONGEST_CALL = 120.0


@dataclass(frozen=True)
class Placed:
    """`since_us` is before the call; only one call is placed."""

    since_us: int
    said: str


def add_people(engine: Engine) -> dict[str, str]:
    """Name → password, as an operator adds the first people."""

    def added(*words: str) -> str:
        return engine.execute("platform", "callcenter", "add-person", *words).strip().splitlines()[-1]

    return {
        "supervisor1": added("supervisor1", "supervisor"),
        "agent01": added("agent01", "agent", "--work-number", "8001"),
    }


def place(site: Site, engine: Engine, people: dict[str, str], work: Path) -> Placed:
    work.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = json.loads(engine.execute("platform", "cat", "/var/lib/callcenter/secrets/asterisk.json"))
    endpoint = f"{COMPANY}-{SEAT}-desk"
    first, last = site.simulator_ports
    target = Target(
        HOST,
        site.sip_port,
        hotlines=(HOTLINE,),
        seats=(SeatAccount(SEAT, endpoint, kept[endpoint]),),
        work_dir=work,
        first_port=first,
        last_port=last,
        trunk_port=site.trunk_port,
    )
    since_us = time.time_ns() // 1000
    return Placed(since_us, asyncio.run(_talk(site, people, target)))


async def _talk(site: Site, people: dict[str, str], target: Target) -> str:
    def script(_seat: str):
        while True:
            yield SeatScript(answer=Answer.TALK, answer_after=1.0, talk=None)

    plan = CallPlan(
        HOTLINE,
        CALLER,
        (
            # While the menu speaks; what is pressed before it begins is not heard.
            *(Key("1", at=at, unless_connected=True) for at in (14.0, 20.0)),
            HangUp(at=5.0, since=Stage.CONNECTED),
            HangUp(at=90.0, unless_connected=True),
        ),
        trunk="main",
    )
    async with Scene(target, script, accounts=target.seats) as scene:
        agent = Visit(site)
        await asyncio.to_thread(agent.sign_in, "agent01", people["agent01"])
        sign_in: dict[str, object] = {"seat": SEAT, "phone": "desk"}
        await asyncio.to_thread(agent.must, "POST", "/api/agents/me/sign-in", sign_in)
        async with asyncio.timeout(LONGEST_CALL):
            result = await scene.run(plan)
    if not result.connected:
        events = ", ".join(event.kind for event in scene.events)
        raise Missing(
            f"坐席未接通:accepted={result.accepted} ended={result.ended} {events}",
            f"no seat answered: accepted={result.accepted} ended={result.ended} events: {events}",
        )
    waited = result.reached[Stage.CONNECTED]
    return f"{result.seconds:.0f} s, connected after {waited:.0f} s, ended by {result.ended}"


def find(site: Site, people: dict[str, str], placed: Placed) -> dict[str, object]:
    """The one call's row, once it is complete; refuses another count, another seat, a missing recording."""
    visit = Visit(site)
    visit.sign_in("supervisor1", people["supervisor1"])

    def rows() -> list[dict[str, object]]:
        page = visit.must("GET", f"/api/calls?from_us={placed.since_us}")
        return [
            row
            for row in page["items"]
            if row["ended_us"] is not None and row["recorded"] not in {"none", "pending"}
        ]

    found = within(RECORDED_WITHIN, rows, "/api/calls")
    row = found[0]
    wanted = {
        "outcome": "answered",
        "seat": SEAT,
        "hotline": HOTLINE,
        "ended_by": "caller",
        "recorded": "present",
    }
    wrong = {key: row[key] for key, value in wanted.items() if row[key] != value}
    if len(found) != 1 or wrong:
        raise Missing(f"记录不符:{len(found)} 通,{wrong}", f"the record differs: {len(found)} calls, {wrong}")
    shown = ("call_id", "hotline", "outcome", "queue", "seat", "ended_by", "recorded", "wait_us", "talk_us")
    return {key: row[key] for key in shown}
