"""What a row of a report may be, and which row a cell of the roll-ups belongs to. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from callcenter.kit.periods import DAY_US, HOUR_US, SHANGHAI_AHEAD_US, THURSDAY
from callcenter.reporting.definitions.definition import Subject
from callcenter.reporting.reports.days import Step, key_of
from callcenter.reporting.rollups.months import Fold

_EPOCH: Final = date(1970, 1, 1)


class RowKind(StrEnum):
    QUEUE = "queue"
    AGENT = "agent"
    TEAM = "team"
    COMPANY = "company"
    NUMBER = "number"
    HOUR = "hour"
    WEEKDAY = "weekday"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    IVR_PATH = "ivr_path"

    @property
    def step(self) -> Step | None:
        """Of rows that are times of the calendar."""
        return Step(self.value) if self.value in _STEPS else None


_STEPS: Final = frozenset(step.value for step in Step)


class Group(StrEnum):
    """What the database adds up by; the rest is folded from that."""

    QUEUE = "queue"
    AGENT = "agent"
    COMPANY = "company"
    NUMBER = "number"
    HOUR = "hour"
    WEEKDAY = "weekday"
    HOUR_OF_WEEK = "hour_of_week"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    """By day, and by the first day of a month that is kept."""
    PATH = "path"
    WHOLE = "whole"
    """All in one."""


_FOLDS: Final = {
    Group.HOUR: Fold.HOUR,
    Group.WEEKDAY: Fold.WEEKDAY,
    Group.HOUR_OF_WEEK: Fold.WEEK_HOUR,
}
_GROUP: Final = {
    RowKind.QUEUE: Group.QUEUE,
    RowKind.AGENT: Group.AGENT,
    RowKind.TEAM: Group.AGENT,
    RowKind.COMPANY: Group.COMPANY,
    RowKind.NUMBER: Group.NUMBER,
    RowKind.HOUR: Group.HOUR,
    RowKind.WEEKDAY: Group.WEEKDAY,
    RowKind.DAY: Group.DAY,
    RowKind.WEEK: Group.WEEK,
    RowKind.MONTH: Group.MONTH,
    RowKind.YEAR: Group.MONTH,
    RowKind.IVR_PATH: Group.PATH,
}


def group_of(kind: RowKind) -> Group:
    return _GROUP[kind]


def fold_of(kind: RowKind, teams: Mapping[str, str]) -> Callable[[str | int], str]:
    """From what the database added up by to the row's key. `teams`: each agent's team of today."""
    step = kind.step
    if kind is RowKind.WEEK:
        return lambda number: (_EPOCH + timedelta(days=int(number) * 7 - THURSDAY)).isoformat()
    if step is not None:
        return lambda number: key_of(_EPOCH + timedelta(days=int(number)), step)
    if kind is RowKind.TEAM:
        return lambda agent: teams.get(str(agent), "")
    if kind is RowKind.WEEKDAY:
        return lambda number: str(int(number) + 1)
    return str


def raw_key(group: Group, from_us: int, *, agent: str, company: str) -> str | int:
    """Of a cell that stands in no table yet, what the database would add it up by."""
    local = from_us + SHANGHAI_AHEAD_US
    match group:
        case Group.AGENT:
            return agent
        case Group.COMPANY:
            return company
        case Group.HOUR:
            return local // HOUR_US % 24
        case Group.WEEKDAY:
            return (local // DAY_US + THURSDAY) % 7
        case Group.HOUR_OF_WEEK:
            return (local // HOUR_US + THURSDAY * 24) % (7 * 24)
        case Group.DAY | Group.MONTH:
            return local // DAY_US
        case Group.WEEK:
            return (local // DAY_US + THURSDAY) // 7
        case _:
            return ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Narrowed:
    """To which calls. `agents`: the only ones whose own parts in calls are counted; None: not by agent."""

    queue: str | None = None
    number: str | None = None
    agents: frozenset[str] | None = None

    def subject(self, kind: RowKind | None) -> Subject:
        """Calls once, calls once for each queue, or agents' parts in calls. None: rows of no scope."""
        if self.agents is not None or kind in (RowKind.AGENT, RowKind.TEAM):
            return Subject.AGENT
        return Subject.CALL if self.queue is None and kind is not RowKind.QUEUE else Subject.QUEUE

    def by_person(self, subject: Subject, group: Group) -> bool:
        """Whether it is all the same by which queue and number an agent's calls came."""
        of_calls = self.queue is not None or self.number is not None
        return subject is Subject.AGENT and not of_calls and group not in (Group.QUEUE, Group.NUMBER)

    def fold(self, subject: Subject, group: Group) -> Fold | None:
        """Which fold of a month says the same; None: there is none, and days say it."""
        if group in (Group.DAY, Group.WEEK):
            return Fold.DAY if self.by_person(subject, group) else None
        return _FOLDS.get(group, Fold.WHOLE)

    def without_agents_time(self, kind: RowKind | None) -> bool:
        """How long agents were in which state belongs to no queue and no hotline."""
        by_call = kind in (RowKind.QUEUE, RowKind.NUMBER, RowKind.IVR_PATH)
        return by_call or self.queue is not None or self.number is not None
