"""The roll-ups that years of calls would have left behind, and the facts beside them.

Days are added up from the quarters, so that the two agree; months are left to the platform's own folding.
"""

from collections.abc import Iterator

from years_sql import (
    AGENTS,
    AT_WORK,
    COMPANY,
    DAYS,
    FACTS_A_DAY,
    FIRST_US,
    HOTLINES,
    OPEN_QUARTERS,
    OPENS,
    PATHS,
    QUEUES,
    Dialect,
    chance,
    filling,
    one_of,
)

from callcenter.kit.clock import SECOND
from callcenter.kit.periods import DAY_US, HOUR_US, QUARTER_US
from callcenter.reporting.rollups.parts import PATH_PARTS


def quarters(dialect: Dialect, calls: int) -> Iterator[str]:
    """Times of agents stand in cells of no hotline; calls of an agent come from one of two queues in turn."""
    numbers = dialect.numbers.format(count=DAYS * OPEN_QUARTERS)
    start = f"{FIRST_US} + i / {OPEN_QUARTERS} * {DAY_US} + ({OPENS} + i % {OPEN_QUARTERS}) * {QUARTER_US}"
    a_quarter = calls / DAYS / OPEN_QUARTERS
    source = f"(SELECT i, {start} AS at FROM {numbers}) quarters"

    def cell(
        subject: str, hotline: str, queue: str, agent: str, told: dict[str, str], where: str = ""
    ) -> str:
        values = {"client_company_id": f"'{COMPANY}'", "subject": f"'{subject}'", "from_us": "at"}
        values |= {"hotline": hotline, "queue": queue, "agent": f"'{agent}'"}
        return filling("rollup_quarter", values | told, source + where)

    for number, hotline in enumerate(HOTLINES):
        yield cell("call", f"'{hotline}'", "''", "", of_calls(a_quarter / len(HOTLINES), number))
    yield cell("call", "''", "''", "", of_time(len(AGENTS) * 2 // 3))
    for number, queue in enumerate(QUEUES):
        told = of_calls(a_quarter / len(QUEUES), number)
        yield cell("queue", f"'{HOTLINES[number % 2]}'", f"'{queue}'", "", told)
    for number, agent in enumerate(AGENTS):
        begins = number % 3 * 8
        where = f" WHERE i % {OPEN_QUARTERS} >= {begins} AND i % {OPEN_QUARTERS} < {begins + AT_WORK}"
        yield cell("agent", "''", "''", agent, of_time(1), where)
        mine = tuple(QUEUES[(number + place) % len(QUEUES)] for place in (0, 1))
        hotlines = tuple(HOTLINES[QUEUES.index(queue) % 2] for queue in mine)
        told = {
            name: f"1 + {chance(number % 6)} % 3" for name in ("rings", "taken", "scored", "satisfied")
        } | {"talk_us": f"(60 + {chance(1)} % 600) * {SECOND}", "hold_us": f"({chance(2)} % 60) * {SECOND}"}
        yield cell("agent", one_of(hotlines, "i"), one_of(mine, "i"), agent, told, where)


def rare() -> Iterator[str]:
    """What the record has so little of that a list looks for it where the roll-ups know of any."""
    quarter = f"human_requested_us - human_requested_us % {QUARTER_US}"
    legs = "leg JOIN call USING (call_id) WHERE number = 2"
    visits = (
        "queue_visit visit JOIN call USING (call_id)"
        " WHERE number = 0 AND call_id IN (SELECT call_id FROM queue_visit WHERE number = 1)"
    )
    for subject, part, queue, agent, source in (
        ("agent", "missed", "leg.queue", "leg.agent", legs),
        ("queue", "overflowed", "visit.queue", "''", visits),
    ):
        keys = {"client_company_id": f"'{COMPANY}'", "subject": f"'{subject}'", "from_us": quarter}
        keys |= {"hotline": "hotline", "queue": queue, "agent": agent}
        cells = filling("rollup_quarter", keys | {part: "count(*)"}, source)
        yield (
            f"{cells} GROUP BY 3, 4, 5, 6"
            f" ON CONFLICT (client_company_id, subject, from_us, hotline, queue, agent)"
            f" DO UPDATE SET {part} = rollup_quarter.{part} + excluded.{part}"
        )


def of_calls(a_quarter: float, which: int) -> dict[str, str]:
    most = max(1, round(a_quarter))
    few = f"{chance(which)} % 3"
    offered = f"({most} + {few})"
    names = ("arrived", "system_answered", "system_in_time", "offered")
    some = ("abandoned", "timed_out", "short_abandoned", "satisfied", "ivr_ended", "transferred")
    return {
        **dict.fromkeys(names, offered),
        **dict.fromkeys(("answered", "in_time", "invited", "scored"), str(most)),
        **dict.fromkeys(some, few),
        **{"wait_us": f"{offered} * 7 * {SECOND}", "talk_us": f"{offered} * 180 * {SECOND}"},
        **{"hold_us": f"{offered} * 9 * {SECOND}", "system_wait_us": f"{offered} * {SECOND}"},
    }


def of_time(agents: int) -> dict[str, str]:
    quarter = agents * QUARTER_US
    times = {
        "signed_in_us": 1,
        "ready_us": 3,
        "wrap_up_us": 8,
        "break_us": 10,
        "not_ready_us": 40,
        "paid_us": 1,
    }
    return {name: f"{quarter // part} - {chance(3)}" for name, part in times.items()}


def waits(dialect: Dialect, calls: int) -> Iterator[str]:
    a_quarter = calls / DAYS / OPEN_QUARTERS
    scopes = [("call", hotline, "", len(HOTLINES)) for hotline in HOTLINES]
    scopes += [("queue", HOTLINES[number % 2], queue, len(QUEUES)) for number, queue in enumerate(QUEUES)]
    for subject, hotline, queue, among in scopes:
        bins = max(1, round(a_quarter / among * 0.6))
        numbers = dialect.numbers.format(count=DAYS * OPEN_QUARTERS * bins)
        quarter = f"(i / {bins})"
        within = f"({OPENS} + {quarter} % {OPEN_QUARTERS}) * {QUARTER_US}"
        start = f"{FIRST_US} + {quarter} / {OPEN_QUARTERS} * {DAY_US} + {within}"
        values = {
            **{"client_company_id": f"'{COMPANY}'", "subject": f"'{subject}'", "from_us": start},
            **{"hotline": f"'{hotline}'", "queue": f"'{queue}'", "agent": "''", "calls": "1 + i % 3"},
            "edge_ms": f"100 * (1 + i % {bins} * 31 + {chance(2)} % 31)",
        }
        yield filling("rollup_quarter_wait", values, numbers)


def days(source: str, target: str, key: tuple[str, ...], parts: tuple[str, ...]) -> str:
    day = f"from_us - (from_us + {8 * HOUR_US}) % {DAY_US}"
    names = ", ".join(f'"{name}"' for name in ("client_company_id", "from_us", *key, *parts))
    sums = ", ".join(f'sum("{name}")' for name in parts)
    by = ", ".join(key)
    return (
        f"INSERT INTO {target} ({names}) SELECT client_company_id, {day}, {by}, {sums} FROM {source}"
        f" GROUP BY client_company_id, {day}, {by}"
        f" ORDER BY client_company_id, subject, {day}, hotline, queue, agent"
    )


def paths(dialect: Dialect, calls: int) -> str:
    paths = len(PATHS) * len(HOTLINES)
    values = {
        **{"client_company_id": f"'{COMPANY}'", "from_us": f"{FIRST_US} + i / {paths} * {DAY_US}"},
        **{"hotline": one_of(HOTLINES, f"i / {len(PATHS)}"), "path": one_of(PATHS, "i")},
        **{name: told for name, told in of_calls(calls / DAYS / paths, 1).items() if name in PATH_PARTS},
    }
    return filling("rollup_path_day", values, dialect.numbers.format(count=DAYS * paths))


def facts(dialect: Dialect) -> str:
    """Of one agent after the other, as the key has them: each day from 8 h on: ready, wrap-up, break."""
    a_day = f"(i / {FACTS_A_DAY} % {DAYS})"
    within = f"i % {FACTS_A_DAY}"
    state = one_of(("ready", "wrap_up", "ready", "on_break"), within)
    values = {
        **{"client_company_id": f"'{COMPANY}'", "agent": one_of(AGENTS, f"i / {FACTS_A_DAY * DAYS}")},
        "at_us": f"{FIRST_US} + {a_day} * {DAY_US} + {8 * HOUR_US} + {within} * {12 * 60 * SECOND}",
        "state": f"CASE {within} WHEN {FACTS_A_DAY - 1} THEN 'signed_out' ELSE {state} END",
    }
    return filling("agent_fact", values, dialect.numbers.format(count=len(AGENTS) * DAYS * FACTS_A_DAY))


def epochs(dialect: Dialect) -> str:
    start = f"{FIRST_US} + i * {DAY_US}"
    values = {
        **{"id": "'epoch' || i", "client_company_id": f"'{COMPANY}'", "live": dialect.true},
        **{"from_us": f"{start} + {30 * SECOND}", "to_us": f"{start} + {DAY_US}"},
    }
    return filling("link_epoch", values, dialect.numbers.format(count=DAYS))
