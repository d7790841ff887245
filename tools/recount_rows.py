#!/usr/bin/env python3
"""The rows of a report counted again: each queue, hour, weekday, day, or agent of an exported folder.

    python tools/recount_rows.py FOLDER --by queue|agent|hour|weekday|day

It prints one JSON object: row → figure → numerator, denominator. As recount.py, it shares no code with the
platform. Of an agent: talk and hold, and the time in each state.
"""

import argparse
import json
import sys
from pathlib import Path

from recount import DAY, SECOND, STATES, figures, paid, time_of, world_of

HOUR = 3600 * SECOND
AHEAD = 8 * HOUR
THURSDAY = 3
OF_TIME = ("signed_in_us", *STATES.values())


def hour(at):
    return str((at + AHEAD) // HOUR % 24)


def weekday(at):
    """1 is Monday; the epoch began on a Thursday."""
    return str(((at + AHEAD) // DAY + THURSDAY) % 7 + 1)


def day(at):
    return str((at + AHEAD) // DAY)


def of_times(world, begin, end, key):
    """`key` says to which row a moment belongs; hours are never divided between rows."""
    hours = {}
    for start in range(begin - begin % HOUR, end, HOUR):
        hours.setdefault(key(start), []).append((max(start, begin), min(start + HOUR, end)))
    return {row: _of_hours(world, begin, end, row, key, spans) for row, spans in hours.items()}


def _of_hours(world, begin, end, row, key, spans):
    found = figures(world, begin, end, chosen=lambda at: key(at) == row)
    times = [time_of(world, *span) for span in spans]
    time = {name: sum(each[name] for each in times) for name in OF_TIME}
    busy = found["talk_us"][0] + found["hold_us"][0] + time["wrap_up_us"]
    return found | {
        **{name: (length, None) for name, length in time.items()},
        "aht": (busy, found["answered"][0]),
        "occupancy": (busy, busy + time["ready_us"]),
        "work_rate": (busy, time["signed_in_us"]),
        "utilisation": (busy + time["ready_us"], sum(paid(world, *span) for span in spans)),
    }


def of_queues(world, begin, end):
    queues = {visit["queue"] for call in world.calls for visit in call.visits}
    queues |= {call.asked for call in world.calls if not call.visits and call.asked}
    return {queue: figures(world, begin, end, queue) for queue in sorted(queues)}


def of_agents(world, begin, end):
    rows = {}
    for call in world.calls:
        if call.requested is None or not begin <= call.requested < end:
            continue
        for other, (talk, hold) in call.handled.items():
            said = (row.extra.get("agent") for row in world.rows[other] if row.event == "SEAT_CONNECTED")
            agent = next((agent for agent in said if agent), None)
            if agent and other not in call.aside:
                told = rows.setdefault(agent, {"talk_us": 0, "hold_us": 0})
                told["talk_us"] += talk
                told["hold_us"] += hold
    for agent in world.agents:
        rows.setdefault(agent, {"talk_us": 0, "hold_us": 0}).update(time_of(world, begin, end, agent))
    return {agent: {name: (length, None) for name, length in told.items()} for agent, told in rows.items()}


ROWS = {
    "queue": of_queues,
    "agent": of_agents,
    "hour": lambda world, begin, end: of_times(world, begin, end, hour),
    "weekday": lambda world, begin, end: of_times(world, begin, end, weekday),
    "day": lambda world, begin, end: of_times(world, begin, end, day),
}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--by", choices=sorted(ROWS), required=True)
    chosen = parser.parse_args()
    world = world_of(chosen.folder)
    found = ROWS[chosen.by](world, world.about["from_us"], world.about["to_us"])
    told = {
        row: {name: {"numerator": top, "denominator": under} for name, (top, under) in each.items()}
        for row, each in found.items()
    }
    json.dump(told, sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
