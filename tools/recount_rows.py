#!/usr/bin/env python3
"""The rows of a report counted again, of an exported folder.

    python tools/recount_rows.py FOLDER --by queue|number|ivr_path|agent|team|hour|weekday|day

It prints one JSON object: row → figure → numerator, denominator. As recount.py, it shares no code with the
platform. Of agents and teams: talk and hold, the time in each state, and what divides by them. In a team is
who stood in it when the folder was made.
"""

import argparse
import copy
import json
import sys
from pathlib import Path

from recount import DAY, SECOND, STATES, figures, of_service, paid, time_of, world_of

HOUR = 3600 * SECOND
AHEAD = 8 * HOUR
THURSDAY = 3
OF_TIME = ("signed_in_us", *STATES.values())
OF_NO_CALL = {*OF_TIME, "aht", "occupancy", "work_rate", "utilisation", *of_service([], 0, 0)}


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


def of_calls(world, begin, end, key):
    """Rows of whole calls. Time of agents, and whether the phone system could be reached, is no call's."""
    groups = {}
    for call in world.calls:
        groups.setdefault(key(call), []).append(call)
    rows = {}
    for row, calls in sorted(groups.items()):
        mine = copy.copy(world)
        mine.calls = calls
        found = figures(mine, begin, end)
        rows[row] = {name: told for name, told in found.items() if name not in OF_NO_CALL}
    return rows


def path(call):
    """The keys pressed until a person was asked for."""
    pressed = [row for row in call.words if row.event == "KEY_PRESSED" and row.extra.get("menu") != "queue"]
    before = [row for row in pressed if call.requested is None or row.at <= call.requested]
    return ">".join(row.extra.get("key", "") for row in before[:12])[:80]


def of_agents(world, begin, end):
    return {agent: of_people(told) for agent, told in times_of_agents(world, begin, end).items()}


def of_teams(world, begin, end):
    """Who is in none stands in the row without a name."""
    of_team = world.about.get("teams", {})
    teams = {}
    for agent, told in times_of_agents(world, begin, end).items():
        row = teams.setdefault(of_team.get(agent, ""), dict.fromkeys(told, 0))
        for name, length in told.items():
            row[name] += length
    return {team: of_people(told) for team, told in teams.items()}


def of_people(told):
    busy = told["talk_us"] + told["hold_us"] + told["wrap_up_us"]
    return {
        **{name: (told[name], None) for name in ("talk_us", "hold_us", *OF_TIME)},
        "occupancy": (busy, busy + told["ready_us"]),
        "work_rate": (busy, told["signed_in_us"]),
        "utilisation": (busy + told["ready_us"], told["paid_us"]),
    }


def times_of_agents(world, begin, end):
    """Talk and hold by the human request of the call, all else by the clock."""
    rows = {}
    nothing = dict.fromkeys(("talk_us", "hold_us", *OF_TIME, "paid_us"), 0)
    for call in world.calls:
        if call.requested is None or not begin <= call.requested < end:
            continue
        for other, (talk, hold) in call.handled.items():
            agent = world.taken_by.get(other) or seated(world, call, other)
            if agent and other not in call.aside:
                told = rows.setdefault(agent, dict(nothing))
                told["talk_us"] += talk
                told["hold_us"] += hold
    for agent in world.agents:
        rows.setdefault(agent, dict(nothing)).update(time_of(world, begin, end, agent))
    for agent in {shift["agent"] for shift in world.shifts}:
        mine = copy.copy(world)
        mine.shifts = [shift for shift in world.shifts if shift["agent"] == agent]
        rows.setdefault(agent, dict(nothing))["paid_us"] = paid(mine, begin, end)
    return rows


def seated(world, call, channel):
    """Who sat at that seat, by the channel's own rows or by those of another one of the same seat."""
    seat = seat_of(world, channel)
    about = sorted({row.channel for row in world.rows_about(call)} - {channel})
    others = [other for other in about if seat and seat_of(world, other) == seat]
    for other in [channel, *others]:
        for row in world.rows[other]:
            if row.event == "SEAT_CONNECTED" and row.extra.get("agent"):
                return row.extra["agent"]
    return None


def seat_of(world, channel):
    name = world.rows[channel][0].get("channame") if world.rows[channel] else ""
    return name.rpartition("-")[0]


ROWS = {
    "queue": of_queues,
    "number": lambda world, begin, end: of_calls(world, begin, end, lambda call: call.hotline),
    "ivr_path": lambda world, begin, end: of_calls(world, begin, end, path),
    "agent": of_agents,
    "team": of_teams,
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
