"""What the record and the figures say after a break, held against Asterisk's own files and a second count."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from callcenter.app.settings import PREFIX, Settings
from callcenter.kit.db import Database, make_engine
from fakes.installation import Installation

RECOUNT = Path(__file__).parents[2] / "tools" / "recount.py"
_SHANGHAI = ZoneInfo("Asia/Shanghai")
CATCHES_UP_WITHIN = 90.0

_Parts = tuple[int, int | None]
_STILL_RUNS = frozenset({"availability", "unwatched_us"})
"""Time that the running platform watches goes on between two commands."""


@dataclass
class Judgement:
    fault: str
    placed: int
    in_files: int
    in_record: int
    twice: int
    missing: int
    invented: int
    still_open: int
    figures: int
    differing: list[str]
    completeness: str
    outcomes: dict[str, int]
    gaps: dict[str, int]
    seconds_behind: float

    @property
    def holds(self) -> bool:
        counts = (self.twice, self.missing, self.invented, self.still_open, len(self.differing))
        return not any(counts) and self.figures > 0 and self.in_files > 0

    def as_json(self) -> str:
        return json.dumps({**asdict(self), "holds": self.holds}, ensure_ascii=False)


async def judge(made: Installation, fault: str, *, placed: int) -> Judgement:
    began = asyncio.get_running_loop().time()
    still_open = await _until_caught_up(made)
    # Time that still runs would be counted up to two different moments.
    await made.sign_everybody_out()
    await _until_signed_out(made)
    behind = asyncio.get_running_loop().time() - began
    in_files = Counter(made.arrived())
    calls = Counter({row[0]: 1 for row in await asked(made.settings, "SELECT call_id FROM call")})
    rows = await asked(
        made.settings,
        "SELECT call_id, count(*) FROM raw_row WHERE event = 'CALL_ARRIVED' GROUP BY call_id",
    )
    published = await _published(made)
    found = {str(each["definition_id"]): _parts(each) for each in published}
    # Agents' states may have been told by a clock that was ahead: what of them is past goes on growing.
    recounted = await _recounted(made, as_of_us=int(published[0]["as_of_us"]))
    counted = {name: _parts(each) for name, each in recounted.items()}
    outcomes = await asked(made.settings, "SELECT outcome, count(*) FROM call GROUP BY outcome")
    gaps = await asked(made.settings, "SELECT reason, count(*) FROM journal_gap GROUP BY reason")
    return Judgement(
        fault=fault,
        placed=placed,
        in_files=len(in_files),
        in_record=len(calls),
        twice=sum(number > 1 for _, number in rows),
        missing=len(in_files.keys() - calls.keys()),
        invented=len(calls.keys() - in_files.keys()),
        still_open=still_open,
        figures=len(found.keys() & counted.keys()),
        differing=_differing(found, counted),
        completeness=str((await _published(made, await _first_watched(made)))[0]["completeness"]),
        outcomes={str(name): number for name, number in outcomes},
        gaps={str(name): number for name, number in gaps},
        seconds_behind=round(behind, 1),
    )


async def asked(settings: Settings, question: str) -> list[tuple[Any, ...]]:
    database = Database(make_engine(settings.resolved_database_url))
    try:
        async with database.read() as session:
            return [tuple(row) for row in (await session.execute(text(question))).all()]
    finally:
        await database.close()


async def _until_caught_up(made: Installation) -> int:
    """Every call that Asterisk wrote is there and has ended: no further row can come. Returns how many have
    not when patience is over."""
    gives_up = asyncio.get_running_loop().time() + CATCHES_UP_WITHIN
    while True:
        ended = await asked(made.settings, "SELECT call_id FROM call WHERE ended_us IS NOT NULL")
        left = set(made.arrived()) - {call_id for (call_id,) in ended}
        if not left or asyncio.get_running_loop().time() > gives_up:
            return len(left)
        await asyncio.sleep(0.5)


async def _until_signed_out(made: Installation) -> None:
    wanted = len(made.clients)
    async with asyncio.timeout(CATCHES_UP_WITHIN):
        while True:
            rows = await asked(made.settings, "SELECT count(*) FROM raw_row WHERE event = 'SIGNED_OUT'")
            if rows[0][0] >= wanted:
                return
            await asyncio.sleep(0.2)


async def _first_watched(made: Installation) -> date:
    """Of the days before nobody can say how whole they are."""
    [(from_us,)] = await asked(made.settings, "SELECT min(from_us) FROM link_epoch")
    return datetime.fromtimestamp(from_us / 1_000_000, _SHANGHAI).date()


async def _published(made: Installation, first: date | None = None) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "callcenter.app.cli", "figures", *_days(first), "--json"]
    return json.loads(await _command(made, command))


async def _recounted(made: Installation, *, as_of_us: int) -> dict[str, dict[str, Any]]:
    out = made.settings.data_dir.parent / "exported"
    command = [sys.executable, "-m", "callcenter.app.cli", "export", "raw", *_days(), "--out", str(out)]
    await _command(made, command)
    return json.loads(
        await _command(made, [sys.executable, str(RECOUNT), str(out), "--as-of-us", str(as_of_us)])
    )


def _differing(found: dict[str, _Parts], counted: dict[str, _Parts]) -> list[str]:
    return sorted(
        name for name in (found.keys() & counted.keys()) - _STILL_RUNS if found[name] != counted[name]
    )


def _parts(figure: dict[str, Any]) -> _Parts:
    return figure["numerator"], figure["denominator"]


def _days(first: date | None = None) -> list[str]:
    """From yesterday to tomorrow: a clock may have been stepped, and midnight may have passed."""
    today = datetime.now(_SHANGHAI).date()
    return ["--from", f"{first or today - timedelta(days=1)}", "--to", f"{today + timedelta(days=1)}"]


async def _command(made: Installation, command: list[str]) -> str:
    given = made.given
    running = await asyncio.create_subprocess_exec(
        *command,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, **{f"{PREFIX}{name.upper()}": str(value) for name, value in given.items()}},
    )
    said, complained = await running.communicate()
    if running.returncode:
        raise RuntimeError(f"{command[1:]}: {complained.decode()[-2000:]}")
    return said.decode()
