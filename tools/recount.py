#!/usr/bin/env python3
"""A second opinion: published figures counted again from the rows as Asterisk wrote them.

Plain Python, nothing to install, and not one line shared with the platform. Give it the folder that
`callcenter export raw --from … --to … --out FOLDER` wrote, or Asterisk's own log folder and a period:

    python tools/recount.py FOLDER [--queue NAME]

It prints one JSON object: figure → numerator, denominator. `callcenter figures --json` says every formula.
"""

import argparse
import json
import sys
from itertools import pairwise
from math import ceil
from pathlib import Path

from recount_calls import Row, World

SECOND = 1_000_000
QUARTER, DAY = 900 * SECOND, 86_400 * SECOND
LIMIT, SHORT = 15 * SECOND, 5 * SECOND
ENDS = ("answered", "abandoned", "timed_out", "overflowed", "refused", "left_by_key", "cut", "waiting")


def read(folder):
    """Rows of both files; a line that stands there twice in cel.json was read twice."""
    cel, seen, queue_log = [], set(), []
    for path in sorted(folder.glob("cel.json*")):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("{") and line.endswith("}") and line not in seen:
                seen.add(line)
                cel.append(Row(json.loads(line)))
    for path in sorted(folder.glob("queue_log*")):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            parts = line.split("|")
            if len(parts) >= 5 and parts[0].isdigit():
                names = ("call", "queue", "agent", "event")
                fields = dict(zip(names, parts[1:5], strict=True))
                queue_log.append({"at": int(parts[0]) * SECOND, **fields, "data": parts[5:]})
    return cel, queue_log


class Part:
    """One offered call as it counts in one scope: how it ended, after how long."""

    def __init__(self, call, end, wait, talk=0, hold=0):
        self.call, self.end, self.wait, self.talk, self.hold = call, end, wait, talk, hold
        self.invited, self.score = call.invited, call.score


def of_all(call):
    end = call.outcome or "waiting"
    wait = call.waited(call.answered if call.answered is not None else call.ended)
    times = [times for other, times in call.handled.items() if other not in call.aside]
    return Part(call, end, wait, sum(talk for talk, _ in times), sum(hold for _, hold in times))


def edge(wait):
    """The upper edge of a wait's bin: 0.1 s up to 60 s, 1 s above."""
    width = SECOND // 10 if wait <= 60 * SECOND else SECOND
    return max(1, -(-wait // width)) * width


def of_queue(calls, queue):
    """Offered calls of one queue, and how many came into it by transfer."""
    parts, transferred_in, talk, hold = [], 0, 0, 0
    for call in calls:
        counted = call.in_queue(queue)
        if counted is None:
            continue
        talked, held = call.talk_of(queue)
        talk, hold = talk + talked, hold + held
        if counted[0] in ("transferred_in", "came_later"):
            transferred_in += counted[0] == "transferred_in"
            continue
        part = Part(call, *counted)
        # Who was answered elsewhere is asked there how it was.
        part.invited = call.invited and counted[0] == "answered"
        part.score = call.score if counted[0] == "answered" else None
        parts.append(part)
    found = of_parts(parts)
    return found | {
        "transferred_in": (transferred_in, None),
        **of_talk(talk, hold, found["answered"][0]),
    }


def of_talk(talk, hold, answered):
    return {"talk_us": (talk, None), "hold_us": (hold, None), "att": (talk + hold, answered)}


STATES = {"ready": "ready_us", "wrap_up": "wrap_up_us", "on_break": "break_us", "not_ready": "not_ready_us"}


def time_of(world, begin, end, agent=None):
    """Time of agents in their states, where the clock was; the last state lasts until the export was made."""
    end = min(end, world.as_of or end)
    time = dict.fromkeys(("signed_in_us", *STATES.values()), 0)
    for facts in [world.agents[agent]] if agent is not None else world.agents.values():
        facts = sorted(dict(sorted(facts)).items())
        ends = [at for at, _ in facts[1:]] + [end]
        for (at, state), until in zip(facts, ends, strict=True):
            length = min(until, end) - max(at, begin)
            if length > 0 and state != "signed_out":
                time["signed_in_us"] += length
                if state in STATES:
                    time[STATES[state]] += length
    return time


def paid(world, begin, end):
    """What agents were scheduled to work, as far as it has passed."""
    end = min(end, world.as_of or end)
    return sum(max(0, min(shift["to_us"], end) - max(shift["from_us"], begin)) for shift in world.shifts)


def of_agents(world, begin, end, found):
    time = time_of(world, begin, end)
    talk, hold, answered = found["talk_us"][0], found["hold_us"][0], found["answered"][0]
    busy = talk + hold + time["wrap_up_us"]
    return {
        **{name: (length, None) for name, length in time.items()},
        "aht": (busy, answered),
        "occupancy": (busy, busy + time["ready_us"]),
        "work_rate": (busy, time["signed_in_us"]),
        "utilisation": (busy + time["ready_us"], paid(world, begin, end)),
    }


def of_contacts(world, calls, as_of):
    """First contacts and whether they were enough, on days old enough to know; recordings on disk."""
    found = {}
    for name, hours in (("24h", 24), ("72h", 72), ("7d", 168)):
        window = hours * 3600 * SECOND
        mature = (as_of - window + 8 * 3600 * SECOND) // DAY * DAY - 8 * 3600 * SECOND
        first = resolved = 0
        for call in calls:
            token, at = world.contacts.get(call.id, ("", None))
            if not token or call.requested >= mature:
                continue
            others = world.of_caller[token]
            if any(at - window <= other[0] and other < (at, call.id) for other in others):
                continue
            first += 1
            resolved += not any(other[0] <= at + window and other > (at, call.id) for other in others)
        found[f"fcr_{name}"] = (resolved, first)
    recorded = sum(world.recordings.get(call.id) == "present" for call in calls)
    return {**found, "recording_completeness": (recorded, len(calls))}


def of_service(epochs, begin, end):
    """Whether callers could reach the phone system, second thoughts being down; nobody watched the rest."""
    edges = sorted({begin, end} | {min(max(at, begin), end) for epoch in epochs for at in epoch[:2]})
    watched = down = longest = lasting = count = long_ones = 0
    was_down = False
    for start, stop in pairwise(edges):
        ups = [up for since, until, up in epochs if since <= start and stop <= until]
        length = stop - start
        watched += length if ups else 0
        is_down = bool(ups) and not all(ups)
        if is_down:
            count += not was_down
            lasting = lasting + length if was_down else length
            long_ones += lasting > 1800 * SECOND and (not was_down or lasting - length <= 1800 * SECOND)
            down, longest = down + length, max(longest, lasting)
        was_down = is_down
    return {
        "availability": (watched - down, watched),
        "downtime_us": (down, None),
        "outages": (count, None),
        "outages_30m": (long_ones, None),
        "longest_outage_us": (longest, None),
        "unwatched_us": (max(0, end - begin) - watched, None),
    }


def figures(world, begin, end, queue=None, chosen=None):
    """Numerator and denominator of each figure over the quarters that begin in [begin, end), and which
    `chosen` takes, if it is given."""
    calls = world.calls

    def within(at):
        quarter = None if at is None else at - at % QUARTER
        return quarter is not None and begin <= quarter < end and (chosen is None or chosen(quarter))

    arrived = [call for call in calls if within(call.arrived)]
    asked = [call for call in calls if within(call.requested)]
    if queue is not None:
        taken = [call for call in asked if (call.in_queue(queue) or ("", 0))[0] == "answered"]
        transferred = sum(call.transferred for call in taken)
        found = of_queue(asked, queue) | {"transferred": (transferred, None)}
        return found | of_contacts(world, taken, world.as_of) if world.as_of else found
    parts = [of_all(call) for call in asked]
    found = of_parts(parts)
    found |= of_agents(world, begin, end, found)
    if world.as_of:
        found |= of_contacts(world, [call for call in asked if call.outcome == "answered"], world.as_of)
    if world.service is not None:
        found |= of_service(world.service, begin, min(end, world.as_of or end))
    greeted = [call.system - call.arrived for call in arrived if call.system is not None]
    in_menu = [call for call in arrived if call.outcome == "ivr_ended"]
    found |= {
        "arrived": (len(arrived), None),
        "closed": (sum(call.outcome == "closed" for call in arrived), None),
        "ivr_ended": (len(in_menu), None),
        "ivr_abandoned": (sum(call.left_by_caller for call in in_menu), None),
        "system_answer_15s": (sum(wait <= LIMIT for wait in greeted), len(arrived)),
        "system_answer_time": (sum(greeted), len(greeted)),
        "transferred": (sum(part.call.transferred for part in parts), None),
    }
    return found


def of_parts(parts):
    n = {end: sum(part.end == end for part in parts) for end in ENDS}
    offered, a = len(parts), n["answered"]
    waits = sorted(part.wait for part in parts if part.end == "answered")
    gave_up = [part.wait for part in parts if part.end == "abandoned"]
    in_time, b_n = sum(wait <= LIMIT for wait in waits), sum(wait <= LIMIT for wait in gave_up)
    b_s = sum(wait <= SHORT for wait in gave_up)
    scored = [part.score for part in parts if part.score is not None]
    found = {name: (count, None) for name, count in n.items()}
    found |= {
        "offered": (offered, None),
        "short_abandoned": (b_s, None),
        "long_abandoned": (n["abandoned"] - b_s, None),
        "answer_rate": (a, offered),
        "answer_rate_without_short": (a, offered - b_s),
        "service_level_15s": (in_time, offered),
        "service_level_15s_f1": (in_time + b_n, offered),
        "service_level_15s_f2": (in_time, a),
        "service_level_15s_f4": (in_time, offered - b_n),
        "service_level_15s_f5": (in_time + b_s, offered),
        "service_level_15s_f6": (in_time, offered - b_s),
        "abandon_rate": (n["abandoned"], offered),
        "short_abandon_rate": (b_s, offered),
        "long_abandon_rate": (n["abandoned"] - b_s, offered),
        "asa": (sum(waits), a),
        "wait_p50": (edge(waits[ceil(a / 2) - 1]) if a else 0, a),
        "wait_p90": (edge(waits[-(-9 * a // 10) - 1]) if a else 0, a),
        "wait_max": (edge(waits[-1]) if a else 0, a),
        **of_talk(sum(part.talk for part in parts), sum(part.hold for part in parts), a),
        "satisfaction": (sum(score >= 4 for score in scored), len(scored)),
        "survey_participation": (len(scored), sum(part.invited for part in parts)),
    }
    return found


def world_of(folder):
    cel, queue_log = read(folder)
    about = folder / "export.json"
    world = World(cel, queue_log, json.loads(about.read_text()) if about.exists() else {})
    recordings = folder / "recordings.jsonl"
    lines = recordings.read_text().splitlines() if recordings.exists() else []
    service = folder / "service.jsonl"
    if service.exists():
        told = map(json.loads, service.read_text().splitlines())
        world.service = [(row["from_us"], row["to_us"], row["up"]) for row in told]
    shifts = folder / "shifts.jsonl"
    world.shifts = [json.loads(line) for line in shifts.read_text().splitlines()] if shifts.exists() else []
    world.recordings = {row["call_id"]: row["state"] for row in map(json.loads, lines)}
    return world


def queue_of(world, wanted):
    """By its name, its code or the name that pages show; a name that nobody knows would count to zero."""
    known = {name: [] for call in world.calls for name in (call.asked, *(v["queue"] for v in call.visits))}
    known = {name: others for name, others in {**known, **world.about.get("queues", {})}.items() if name}
    found = [name for name, others in known.items() if wanted in (name, *others)]
    if len(found) != 1:
        said = ", ".join(" ".join((name, *others)) for name, others in sorted(known.items()))
        sys.exit(f"没有这个技能队列,现有 · there is no such queue, there are: {said}")
    return found[0]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--queue", help="as one queue counts its calls")
    parser.add_argument("--from-us", type=int, help="instead of what export.json says")
    parser.add_argument("--to-us", type=int)
    parser.add_argument("--as-of-us", type=int, help="of the figure held against it, if not the export's")
    chosen = parser.parse_args()
    world = world_of(chosen.folder)
    world.as_of = chosen.as_of_us or world.as_of
    begin, end = chosen.from_us or world.about.get("from_us"), chosen.to_us or world.about.get("to_us")
    if begin is None or end is None:
        parser.error("no export.json in that folder: say --from-us and --to-us")
    found = figures(world, begin, end, chosen.queue and queue_of(world, chosen.queue))
    told = {name: {"numerator": top, "denominator": under} for name, (top, under) in found.items()}
    json.dump(told, sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
