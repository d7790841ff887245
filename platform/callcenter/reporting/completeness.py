"""Whether the record of a period is whole, and whether it was taken down while it happened."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import accumulate

from sqlalchemy import select

from callcenter.kit.db import ReadSession
from callcenter.kit.periods import midnight_of
from callcenter.reporting.figures import Completeness, Period
from callcenter.reporting.rollups.keeping import is_current
from callcenter.telephony.link_epochs import FRESH_US, epochs_about, first_epoch_us
from callcenter.telephony.models import JournalGap
from callcenter.tenancy import Scope


class Blindness(StrEnum):
    LINK_LOST = "link_lost"
    NOT_CURRENT = "not_current"
    """The platform was away, or behind."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Blind:
    from_us: int
    to_us: int
    reason: Blindness


class Holes:
    """Times in a report of many rows: each row asks whether any of them touches it."""

    def __init__(self, periods: Iterable[Period | Blind] = ()) -> None:
        ordered = sorted((period.from_us, period.to_us) for period in periods)
        self._begins = [begin for begin, _ in ordered]
        self._ended_by = list(accumulate((end for _, end in ordered), max))

    def any_between(self, from_us: int, to_us: int) -> bool:
        """One that begins before `to_us` and ends after `from_us`."""
        before = bisect_left(self._begins, to_us)
        return before > 0 and self._ended_by[before - 1] > from_us


@dataclass(frozen=True, slots=True)
class Watched:
    """What is known about the record of a period: holes of the journal, and when nobody watched.

    `blind` are times between epochs and without a link: their rows came from the files alone. After
    `known_until_us` nobody has read them yet. Before `since_us`, the midnight of the day of the first watch,
    nobody can say what is missing; that day itself is as whole as what followed.
    """

    gaps: Holes = field(default_factory=Holes)
    blind: Holes = field(default_factory=Holes)
    known_until_us: int | None = None
    since_us: int | None = None
    rolled_up: bool = True
    """False while the roll-ups are made anew: some calls are in them, nobody knows which are not."""

    def of(self, period: Period, *, at_us: int) -> Completeness:
        """Unknown as soon as any gap touches it: nothing is invented, and nothing looks better than it is."""
        if not self.rolled_up or self.reaches_before(period):
            return Completeness.unknown
        if self.gaps.any_between(period.from_us - 1, period.to_us):
            return Completeness.unknown
        until_us = min(period.to_us, at_us)
        if self.known_until_us is not None and until_us > max(self.known_until_us, period.from_us):
            return Completeness.unknown
        if self.blind.any_between(period.from_us, until_us):
            return Completeness.recovered
        return Completeness.live

    def reaches_before(self, period: Period) -> bool:
        """Before anybody watched."""
        return self.since_us is None or period.from_us < self.since_us


async def watched(session: ReadSession, scope: Scope, period: Period, *, at_us: int) -> Watched:
    found = await session.execute(
        select(JournalGap.from_us, JournalGap.to_us).where(
            scope.holds(JournalGap.client_company_id),
            JournalGap.from_us < period.to_us,
            JournalGap.to_us >= period.from_us,
        )
    )
    gaps = Holes(Period(from_us=from_us, to_us=to_us) for from_us, to_us in found)
    epochs, last_us = await epochs_about(
        session, scope, from_us=period.from_us, to_us=period.to_us, at_us=at_us
    )
    told = told_by(gaps, epochs, last_us=last_us, at_us=at_us)
    first_us = await first_epoch_us(session, scope)
    return replace(
        told,
        since_us=None if first_us is None else midnight_of(first_us),
        rolled_up=await is_current(session),
    )


def told_by(gaps: Holes, epochs: list[tuple[int, int, bool]], *, last_us: int | None, at_us: int) -> Watched:
    """`epochs` from the one before the period to the one after it, `last_us` the end of the last of all.

    Of a period after the first watch: who asks about an earlier one says since when there is any.
    """
    late = last_us is not None and at_us - last_us > FRESH_US
    return Watched(gaps, Holes(blind_of(epochs)), last_us if late else None, since_us=0)


def blind_of(epochs: list[tuple[int, int, bool]]) -> list[Blind]:
    """Times in which nobody watched, and times without a link."""
    blind: list[Blind] = []
    until_us: int | None = None
    for from_us, to_us, live in epochs:
        if until_us is not None and from_us > until_us:
            blind.append(Blind(from_us=until_us, to_us=from_us, reason=Blindness.NOT_CURRENT))
        if not live:
            blind.append(Blind(from_us=from_us, to_us=to_us, reason=Blindness.LINK_LOST))
        until_us = max(until_us or to_us, to_us)
    return blind
