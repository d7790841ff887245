"""Where calls of a list are, as far as the roll-ups know: telephony's port CallPresence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from callcenter.kit.db import ReadSession
from callcenter.kit.many_in_sql import Span
from callcenter.kit.periods import (
    DAY_US,
    HOUR_US,
    QUARTER_US,
    SHANGHAI_AHEAD_US,
    THURSDAY,
    midnight_of,
    month_of,
    quarter_of,
)
from callcenter.reporting.definitions.definition import Subject
from callcenter.reporting.figures import Period
from callcenter.reporting.rollups import month_repository, presence_repository
from callcenter.reporting.rollups.keeping import is_current
from callcenter.reporting.rollups.months import months_within, stretches
from callcenter.reporting.rollups.parts import PARTS
from callcenter.reporting.rollups.presence_repository import Counted
from callcenter.telephony.behind_figures import CallPart
from callcenter.telephony.call_lists import CallFilter
from callcenter.telephony.ports import Quarters
from callcenter.tenancy import Scope

_OF_LEGS: Final = frozenset({CallPart.RINGS, CallPart.TAKEN, CallPart.MISSED, CallPart.REJECTED})
_OF_SURVEY: Final = frozenset({CallPart.INVITED, CallPart.SCORED, CallPart.SATISFIED})
_BEYOND: Final[Mapping[CallPart, tuple[str, str]]] = {
    CallPart.LATE: ("answered", "in_time"),
    CallPart.LONG_ABANDONED: ("abandoned", "short_abandoned"),
}
"""What is counted as one part without another."""


def counted_of(chosen: CallFilter) -> Counted | None:
    """None: no roll-up counts these calls."""
    part = CallPart.ARRIVED if chosen.part is None else chosen.part
    name, without = _BEYOND.get(part, (part.value, None))
    if name not in PARTS:
        return None
    agents: Sequence[str] = ()
    if part in _OF_LEGS or (chosen.agents and part in _OF_SURVEY):
        subject, queue, agents = Subject.AGENT, chosen.queue, chosen.agents
    elif chosen.agents:
        return None
    elif part.clock.key == CallPart.ARRIVED.clock.key:
        # Calls arrive before any queue has them.
        subject, queue = Subject.CALL, None
    else:
        subject, queue = (Subject.CALL if chosen.queue is None else Subject.QUEUE), chosen.queue
    return Counted(
        subject=subject,
        part=name,
        without=without,
        queue=queue,
        hotline=chosen.hotline,
        agents=agents,
        hour=chosen.hour,
        weekday=chosen.weekday,
    )


class RollupPresence:
    async def quarters(
        self, session: ReadSession, scope: Scope, chosen: CallFilter, *, newest_first: bool, enough: int
    ) -> Quarters | None:
        counted = counted_of(chosen)
        if counted is None or not await is_current(session):
            return None
        if chosen.company is not None:
            if chosen.company not in scope:
                return Quarters((), more=False)
            scope = Scope.of(chosen.company)
        period = await _period_of(session, scope, chosen)
        if period is None:
            return Quarters((), more=False)
        looking = _Looking(session, scope, counted, newest_first=newest_first, enough=enough)
        return await looking.within(period)


async def _period_of(session: ReadSession, scope: Scope, chosen: CallFilter) -> Period | None:
    """Whole quarters; None: nothing was ever counted then."""
    ends = await presence_repository.first_and_last_day(session, sorted(scope.company_ids))
    if ends is None:
        return None
    first_us, last_us = ends
    from_us = first_us if chosen.from_us is None else max(quarter_of(chosen.from_us), first_us)
    to_us = last_us + DAY_US if chosen.to_us is None else min(chosen.to_us, last_us + DAY_US)
    return Period(from_us=from_us, to_us=to_us) if from_us < to_us else None


@dataclass(frozen=True, slots=True)
class _Looking:
    """From months to days to quarters, each only as far as it takes to have enough calls."""

    session: ReadSession
    scope: Scope
    counted: Counted
    newest_first: bool
    enough: int

    async def within(self, period: Period) -> Quarters:
        blocks, more = self._first_enough(await self._months(period))
        if self.counted.hour is None:
            # A day says nothing of its hours.
            blocks, cut = self._first_enough(await self._days(blocks))
            more |= cut
        begins = [
            begin
            for from_us, to_us in blocks
            for begin in range(from_us, to_us, QUARTER_US)
            if self._fits(begin)
        ]
        found = await presence_repository.quarters(self.session, self.scope, self.counted, begins)
        quarters, cut = self._first_enough({(begin, begin + QUARTER_US): found[begin] for begin in found})
        return Quarters([begin for begin, _ in quarters], more=more or cut)

    async def _months(self, period: Period) -> dict[Span, int]:
        """Months with calls, and the stretches between them of which only days or quarters know."""
        kept = await month_repository.kept(
            self.session, self.scope, from_us=period.from_us, to_us=period.to_us
        )
        over = stretches(period, kept)
        blocks: dict[Span, int] = {(each.from_us, each.to_us): 0 for each in over if not each.months}
        whole = [month_us for month_us in months_within(period) if month_us in kept]
        months = await presence_repository.months(self.session, self.scope, self.counted, whole)
        return blocks | {(month_us, month_of(month_us)[1]): calls for month_us, calls in months.items()}

    async def _days(self, blocks: Sequence[Span]) -> dict[Span, int]:
        """Of a day that is cut off nobody knows in which part its calls are."""
        parts: dict[int, Span] = {}
        for from_us, to_us in blocks:
            for day_us in range(midnight_of(from_us), to_us, DAY_US):
                if self._fits(day_us):
                    parts[day_us] = max(day_us, from_us), min(day_us + DAY_US, to_us)
        days = await presence_repository.days(self.session, self.scope, self.counted, list(parts))
        found = ((parts[day_us], calls) for day_us, calls in days.items())
        return {part: calls if part[1] - part[0] == DAY_US else 0 for part, calls in found}

    def _fits(self, begin: int) -> bool:
        local = begin + SHANGHAI_AHEAD_US
        if self.counted.hour is not None and local // HOUR_US % 24 != self.counted.hour:
            return False
        weekday = self.counted.weekday
        return weekday is None or (local // DAY_US + THURSDAY) % 7 == weekday - 1

    def _first_enough(self, spans: Mapping[Span, int]) -> tuple[list[Span], bool]:
        """And whether any are left."""
        taken: list[Span] = []
        calls = 0
        for span in sorted(spans, reverse=self.newest_first):
            if calls >= self.enough:
                return taken, True
            taken.append(span)
            calls += spans[span]
        return taken, False
