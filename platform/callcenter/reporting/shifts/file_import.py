"""Shifts from a table: each row that is right is added, what is wrong is named by row and column."""

import asyncio
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from callcenter.crm.transfer.table_reader import FileUnreadable, recognised, rows_of
from callcenter.identity.audit import AuditTrail
from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.kit.db import ReadSession, WriteSession
from callcenter.reporting.figures import Period
from callcenter.reporting.reports import repository as reports_repository
from callcenter.reporting.shifts import repository
from callcenter.reporting.shifts.schemas import ShiftImportShown, ShiftProblemShown
from callcenter.reporting.shifts.service import Shifts, ShiftTag
from callcenter.reporting.shifts.shift import Hours, ShiftWrong, clashing, hours_of, read_day, read_time
from callcenter.seats.teams import supervised_agents

MOST_BYTES: Final = 5 * 2**20
MOST_ROWS: Final = 20_000
_MOST_PROBLEMS: Final = 100
_COLUMNS: Final[Mapping[str, str]] = {
    "工号": "agent", "坐席": "agent", "坐席工号": "agent", "agent": "agent", "worknumber": "agent",
    "日期": "day", "班次日期": "day", "day": "day", "date": "day",
    "开始": "from", "开始时间": "from", "上班": "from", "上班时间": "from", "from": "from", "start": "from",
    "结束": "to", "结束时间": "to", "下班": "to", "下班时间": "to", "to": "to", "end": "to",
}  # fmt: skip
_NEEDED: Final = ("agent", "day", "from", "to")
_NAMES: Final = {"agent": "工号", "day": "日期", "from": "开始", "to": "结束"}


@dataclass(slots=True)
class _Found:
    read: int = 0
    unchanged: int = 0
    wrong: int = 0
    wanted: list[tuple[str, Hours]] = field(default_factory=list[tuple[str, Hours]])
    problems: list[ShiftProblemShown] = field(default_factory=list[ShiftProblemShown])

    def refuse(self, row: int, column: str | None, zh: str, en: str) -> None:
        self.wrong += 1
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(ShiftProblemShown(row=row, column=column, zh=zh, en=en))


class ShiftImport:
    def __init__(self, shifts: Shifts, audit: AuditTrail) -> None:
        self._shifts = shifts
        self._audit = audit

    async def run(
        self, session: WriteSession, person: CurrentPerson, data: bytes, *, dry_run: bool
    ) -> ShiftImportShown:
        """Raises FileUnreadable."""
        rows = await asyncio.to_thread(_rows, data)
        found = await self._read(session, person, rows)
        if found.wanted and not dry_run:
            await self._shifts.put_all(session, person, found.wanted)
            await self._audit.record(
                session,
                ShiftTag.SHIFTS_IMPORTED,
                by=person.actor,
                detail={"added": len(found.wanted), "wrong": found.wrong},
            )
        return ShiftImportShown(
            read=found.read,
            added=len(found.wanted),
            unchanged=found.unchanged,
            wrong=found.wrong,
            dry_run=dry_run,
            problems=found.problems,
        )

    async def _read(
        self, session: ReadSession, person: CurrentPerson, rows: Sequence[Sequence[str]]
    ) -> _Found:
        columns = _columns_of(rows[0])
        scope = scope_of(person)
        named = await reports_repository.agents_named(session, scope)
        agents = {number: agent for agent, (_, number) in named.items()} | {agent: agent for agent in named}
        own = await supervised_agents(session, person)
        found, told = _Found(), list[tuple[int, str, Hours]]()
        for number, row in enumerate(rows[1:], start=2):
            if not any(row):
                continue
            found.read += 1
            cells = {name: row[place] if place < len(row) else "" for name, place in columns.items()}
            agent = agents.get(cells["agent"])
            if agent is None or agent not in own:
                found.refuse(
                    number, _NAMES["agent"], "没有这个坐席,或不属于您的班组", "no agent of your teams"
                )
                continue
            hours = _hours(found, number, cells)
            if hours is not None:
                told.append((number, agent, hours))
        await self._compare(session, person, told, found)
        return found

    async def _compare(
        self, session: ReadSession, person: CurrentPerson, told: list[tuple[int, str, Hours]], found: _Found
    ) -> None:
        if not told:
            return
        whole = Period(
            from_us=min(hours.from_us for _, _, hours in told), to_us=max(hours.to_us for _, _, hours in told)
        )
        known: dict[str, list[Hours]] = {}
        for shift in await repository.shifts(session, scope_of(person), whole):
            known.setdefault(shift.agent_id, []).append(Hours(shift.from_us, shift.to_us))
        for number, agent, hours in told:
            mine = known.setdefault(agent, [])
            if hours in mine:
                found.unchanged += 1
            elif clashing(hours, mine):
                found.refuse(number, None, "与该坐席的另一个班次重叠", "overlaps another shift of the agent")
            else:
                mine.append(hours)
                found.wanted.append((agent, hours))


def _rows(data: bytes) -> list[list[str]]:
    """With the header, which is the first row that holds anything."""
    file = io.BytesIO(data)
    kept: list[list[str]] = []
    with rows_of(recognised(file), file) as rows:
        for row in _from_header(rows):
            if len(kept) > MOST_ROWS:
                raise FileUnreadable(
                    zh=f"文件超过 {MOST_ROWS} 行,请拆分后再上传。",
                    en=f"More than {MOST_ROWS} rows; split the file.",
                )
            kept.append(row)
    if not kept:
        raise FileUnreadable(zh="文件是空的。", en="The file is empty.")
    return kept


def _from_header(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    begun = False
    for row in rows:
        begun = begun or any(row)
        if begun:
            yield row


def _columns_of(header: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for place, title in enumerate(header):
        folded = unicodedata.normalize("NFKC", title).casefold().replace(" ", "").replace("_", "")
        name = _COLUMNS.get(folded)
        if name is not None:
            columns.setdefault(name, place)
    missing = [_NAMES[name] for name in _NEEDED if name not in columns]
    if missing:
        raise FileUnreadable(
            zh=f"第一行缺少列:{'、'.join(missing)}。需要:工号、日期、开始、结束。",
            en="The first row needs the columns agent, date, from, to (工号, 日期, 开始, 结束).",
        )
    return columns


def _hours(found: _Found, number: int, cells: Mapping[str, str]) -> Hours | None:
    day, begins, ends = read_day(cells["day"]), read_time(cells["from"]), read_time(cells["to"])
    for name, value in (("day", day), ("from", begins), ("to", ends)):
        if value is None:
            found.refuse(number, _NAMES[name], "日期或时间无法识别", "not a day or a time")
            return None
    assert day is not None
    assert begins is not None
    assert ends is not None
    try:
        return hours_of(day, begins, ends)
    except ShiftWrong as error:
        found.refuse(number, None, error.zh, error.en)
        return None
