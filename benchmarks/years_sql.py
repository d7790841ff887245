"""What years of calls are made of, and how both databases make rows out of their numbers."""

from dataclasses import dataclass
from typing import Final

from callcenter.kit.clock import SECOND
from callcenter.kit.db import Base
from callcenter.kit.periods import DAY_US, day_of

COMPANY: Final = "demo01"
HOTLINES: Final = ("4000000001", "4000000002")
QUEUES: Final = tuple(f"demo01-{name}" for name in ("consult", "aftersales", "complaint", "operator"))
AGENTS: Final = tuple(f"A{number:05d}" for number in range(1, 21))
TEAMS: Final = ("白班", "夜班")
PATHS: Final = ("", "1", "2", "3", "1>1", "1>2", "2>1", "2>9", "none", "wrong>1")
CALLERS: Final = 20_000
DAYS: Final = 1826
TODAY_US: Final = day_of(1_793_000_000 * SECOND)[0]
FIRST_US: Final = TODAY_US - DAYS * DAY_US
"""The last day that is filled is the day before `TODAY_US`."""
OPENS, OPEN_QUARTERS, AT_WORK = 32, 48, 32
FACTS_A_DAY: Final = 40


@dataclass(frozen=True, slots=True)
class Dialect:
    numbers: str
    """A table `n` with the column `i`, from 0 to {count} - 1."""
    json: str
    true: str
    false: str
    blob: str


DIALECTS: Final = {
    "sqlite": Dialect(
        "(WITH RECURSIVE s(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM s WHERE i + 1 < {count})"
        " SELECT i FROM s) n",
        "{}",
        "1",
        "0",
        "x''",
    ),
    "postgresql": Dialect(
        "generate_series(0::bigint, {count} - 1) n(i)", "{}::json", "true", "false", "''::bytea"
    ),
}
_MIX: Final = (2654435761, 2246822519, 3266489917, 668265263, 374761393, 2024237689)


def chance(which: int, of: str = "i") -> str:
    """0 to 65535, as if at random."""
    return f"((({of}) + 1) * {_MIX[which]} % 4294967296 / 65536)"


def rarely(times: int) -> str:
    """So many of 100,003 calls."""
    return f"arrived_us / 1000 % 100003 < {times}"


def one_of(values: tuple[str, ...], number: str) -> str:
    said = " ".join(f"WHEN {place} THEN '{value}'" for place, value in enumerate(values))
    return f"(CASE ({number}) % {len(values)} {said} END)"


def filling(table: str, values: dict[str, str], source: str) -> str:
    """Every column that must not be NULL and is not named gets nothing: 0 or ''."""
    given = dict(values)
    for column in Base.metadata.tables[table].c:
        if column.name not in given and not column.nullable:
            given[column.name] = "''" if "VARCHAR" in str(column.type) else "0"
    names = ", ".join(f'"{name}"' for name in given)
    return f"INSERT INTO {table} ({names}) SELECT {', '.join(given.values())} FROM {source}"
