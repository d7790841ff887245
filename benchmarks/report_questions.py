"""What is asked of years of calls: reports of every kind of row, and the lists behind their numbers."""

import random
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from years_sql import AGENTS, COMPANY, DAYS, FIRST_US, HOTLINES, PATHS, QUEUES, TEAMS

from callcenter.identity.person import CurrentPerson
from callcenter.identity.roles import Role
from callcenter.kit.clock import SHANGHAI, to_datetime
from callcenter.kit.db import Database
from callcenter.kit.periods import DAY_US
from callcenter.reporting.reports.days import Days
from callcenter.reporting.reports.heat import heat
from callcenter.reporting.reports.kinds import RowKind
from callcenter.reporting.reports.narrowing import Filters
from callcenter.reporting.reports.service import MOST_DAYS, TableAsked, table
from callcenter.reporting.reports.timesheet import timesheet
from callcenter.telephony.behind_figures import CallPart
from callcenter.telephony.call_lists import CallFilter, CallSort
from callcenter.telephony.ports import Recorded
from callcenter.telephony.service import CallReader
from callcenter.tenancy import Scope

LENGTHS: Final = {"a day": 1, "a month": 30, "a year": 365, "five years": DAYS - 2}
NARROWED: Final = {
    "": Filters(),
    " of a queue": Filters(queue=QUEUES[1]),
    " of a number": Filters(number=HOTLINES[0]),
    " of an agent": Filters(agent=AGENTS[4]),
    " of a team": Filters(team=TEAMS[0]),
}
QUANTILES: Final = ("offered", "asa", "wait_p50", "wait_p90", "wait_max")
_FIRST: Final = to_datetime(FIRST_US).astimezone(SHANGHAI).date()
BOSS: Final = CurrentPerson("p" * 26, "boss", "boss", frozenset({Role.INSPECTOR}), COMPANY, b"")

Act = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Questions:
    database: Database
    reader: CallReader
    at_us: int
    chance: random.Random

    def days(self, length: int) -> Days:
        """Any of the five years, cut wherever it falls."""
        first = _FIRST + timedelta(days=self.chance.randrange(DAYS - length))
        return Days(first, first + timedelta(days=length - 1))

    def reports(self) -> Iterator[tuple[str, Act]]:
        for kind in RowKind:
            for words, length in LENGTHS.items():
                for narrowed, filters in NARROWED.items():
                    if kind is RowKind.DAY and length > MOST_DAYS:
                        continue
                    if kind is RowKind.IVR_PATH and narrowed not in ("", " of a number"):
                        continue
                    name = f"{words} by {kind}{narrowed}"
                    yield name, self._table(kind, length, filters)
                    if not narrowed and length * 2 < DAYS:
                        yield f"{name}, with the one before", self._table(kind, length, filters, compare=True)
        for kind in (RowKind.QUEUE, RowKind.HOUR, RowKind.MONTH):
            for words, length in LENGTHS.items():
                name = f"waits of {words} by {kind}"
                yield name, self._table(kind, length, Filters(), figures=QUANTILES)
        for words, length in LENGTHS.items():
            for narrowed in ("", " of a queue", " of an agent", " of a team"):
                figure = "taken" if "agent" in narrowed or "team" in narrowed else "answer_rate"
                yield f"heat of {words}{narrowed}", self._heat(length, figure, NARROWED[narrowed])
            yield f"heat of waits of {words}", self._heat(length, "wait_p90", Filters())
        yield "timesheet of a month", self._timesheet(31)
        yield "timesheet of a day", self._timesheet(1)

    def _table(
        self,
        kind: RowKind,
        length: int,
        filters: Filters,
        *,
        compare: bool = False,
        figures: tuple[str, ...] = (),
    ) -> Act:
        async def act() -> None:
            days = self.days(length * 2 if compare else length)
            if compare:
                days = Days(days.first + timedelta(days=length), days.last)
            asked = TableAsked(kind=kind, days=days, compare=compare, filters=filters, figures=figures)
            async with self.database.read() as session:
                await table(session, BOSS, asked, at_us=self.at_us)

        return act

    def _heat(self, length: int, figure: str, filters: Filters) -> Act:
        async def act() -> None:
            async with self.database.read() as session:
                await heat(session, BOSS, self.days(length), figure, filters, at_us=self.at_us)

        return act

    def _timesheet(self, length: int) -> Act:
        async def act() -> None:
            async with self.database.read() as session:
                await timesheet(session, BOSS, self.days(length), Filters(), at_us=self.at_us)

        return act

    def pages(self) -> Iterator[tuple[str, Act]]:
        """First pages, and one that is far from the first."""
        filters: dict[str, dict[str, Any]] = {
            "": {},
            ", abandoned": {"outcome": "abandoned"},
            ", of a queue": {"queue": QUEUES[2]},
            ", of an agent": {"agents": (AGENTS[3],)},
            ", of a team": {"agents": AGENTS[::2]},
            ", of a number": {"hotline": HOTLINES[1]},
            ", of an hour": {"hour": 10},
            ", of a weekday": {"weekday": 3},
            ", of a path": {"ivr_path": PATHS[5], "part": CallPart.ARRIVED},
            ", without a recording": {"recorded": self.reader.recorded_condition(Recorded.MISSING)},
            ": offered": {"part": CallPart.OFFERED},
            ": abandoned, of an hour": {"part": CallPart.ABANDONED, "hour": 15},
            ": abandoned, of a night hour": {"part": CallPart.ABANDONED, "hour": 3},
            ": short abandons": {"part": CallPart.SHORT_ABANDONED},
            ": late answers of a queue": {"part": CallPart.LATE, "queue": QUEUES[0]},
            ": overflowed from a queue": {"part": CallPart.OVERFLOWED, "queue": QUEUES[0]},
            ": taken by an agent": {"part": CallPart.TAKEN, "agents": (AGENTS[7],)},
            ": missed by a team": {"part": CallPart.MISSED, "agents": AGENTS[1::2]},
            ": scored, of an agent": {"part": CallPart.SCORED, "agents": (AGENTS[7],)},
            ": in the menu, left by the caller": {"part": CallPart.IVR_ABANDONED},
            ": offered, hour and weekday": {"part": CallPart.OFFERED, "hour": 19, "weekday": 7},
            ": offered, of a path": {"part": CallPart.OFFERED, "ivr_path": PATHS[6]},
        }
        for words, length in LENGTHS.items():
            for name, chosen in filters.items():
                yield f"calls of {words}{name}", self._page(length, CallSort.ARRIVED_DESC, chosen)
        for sort in CallSort:
            yield f"all calls, {sort}", self._page(None, sort, {})
            yield f"all calls of a queue, {sort}", self._page(None, sort, {"queue": QUEUES[2]})
            yield f"all calls of an agent, {sort}", self._page(None, sort, {"agents": (AGENTS[2],)})

    def _page(self, length: int | None, sort: CallSort, chosen: dict[str, Any]) -> Act:
        async def act() -> None:
            period = self.days(length).period if length is not None else None
            asked = CallFilter(
                from_us=period.from_us if period else None, to_us=period.to_us if period else None, **chosen
            )
            async with self.database.read() as session:
                scope = Scope.of(COMPANY)
                await self.reader.page(session, scope, asked, sort=sort, cursor=None, limit=50)

        return act


LATER_US: Final = FIRST_US + (DAYS + 40) * DAY_US
"""When everything is asked: every month is over."""
