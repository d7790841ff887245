"""Where calls of a list are, as far as the roll-ups know: telephony's port CallPresence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from callcenter.kit.db import ReadSession
from callcenter.kit.periods import DAY_US, month_of, quarter_of
from callcenter.kit.spans_in_sql import Span
from callcenter.reporting.definitions.definition import Subject
from callcenter.reporting.figures import Period
from callcenter.reporting.rollups import month_repository, presence_repository
from callcenter.reporting.rollups.keeping import is_current
from callcenter.reporting.rollups.months import stretches
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
        found = await presence_repository.quarters(self.session, self.scope, self.counted, blocks)
        return Quarters(sorted(found, reverse=self.newest_first), more=more)

    async def _months(self, period: Period) -> dict[Span, int]:
        """Months with calls, and the stretches between them of which only days or quarters know."""
        kept = await month_repository.kept(
            self.session, self.scope, from_us=period.from_us, to_us=period.to_us
        )
        over = stretches(period, kept)
        blocks: dict[Span, int] = {(each.from_us, each.to_us): 0 for each in over if not each.months}
        whole = [(each.from_us, each.to_us) for each in over if each.months]
        for month_us, calls in (
            await presence_repository.months(self.session, self.scope, self.counted, whole)
        ).items():
            blocks[month_us, month_of(month_us)[1]] = calls
        return blocks

    async def _days(self, blocks: Sequence[Span]) -> dict[Span, int]:
        """Of a day that is cut off nobody knows in which part its calls are."""
        found: dict[Span, int] = {}
        days = await presence_repository.days(self.session, self.scope, self.counted, blocks)
        for from_us, to_us in blocks:
            for day_us in [day_us for day_us in days if day_us < to_us and day_us + DAY_US > from_us]:
                part = max(day_us, from_us), min(day_us + DAY_US, to_us)
                found[part] = days[day_us] if part == (day_us, day_us + DAY_US) else 0
        return found

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
