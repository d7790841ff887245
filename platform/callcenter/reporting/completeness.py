"""Whether the record of a period is whole, and whether it was taken down while it happened."""

from dataclasses import dataclass, replace

from sqlalchemy import select

from callcenter.kit.db import ReadSession
from callcenter.reporting.figures import Completeness, Period
from callcenter.reporting.rollups.keeping import is_current
from callcenter.telephony.link_epochs import FRESH_US, epochs_until
from callcenter.telephony.models import JournalGap
from callcenter.tenancy import Scope


@dataclass(frozen=True, slots=True)
class Watched:
    """What is known about the record of a period: holes of the journal, and when nobody watched.

    `blind` are times between epochs and without a link: their rows came from the files alone. After
    `known_until_us` nobody has read them yet. What was before the first epoch is judged by the gaps alone.
    """

    gaps: tuple[Period, ...] = ()
    blind: tuple[Period, ...] = ()
    known_until_us: int | None = None
    rolled_up: bool = True
    """False while the roll-ups are made anew: some calls are in them, nobody knows which are not."""

    def of(self, period: Period, *, at_us: int) -> Completeness:
        """Unknown as soon as any gap touches it: nothing is invented, and nothing looks better than it is."""
        if not self.rolled_up:
            return Completeness.unknown
        if any(gap.from_us < period.to_us and gap.to_us >= period.from_us for gap in self.gaps):
            return Completeness.unknown
        until_us = min(period.to_us, at_us)
        if self.known_until_us is not None and until_us > max(self.known_until_us, period.from_us):
            return Completeness.unknown
        if any(hole.from_us < until_us and hole.to_us > period.from_us for hole in self.blind):
            return Completeness.recovered
        return Completeness.live


async def watched(session: ReadSession, scope: Scope, period: Period, *, at_us: int) -> Watched:
    found = await session.execute(
        select(JournalGap.from_us, JournalGap.to_us).where(
            scope.holds(JournalGap.client_company_id),
            JournalGap.from_us < period.to_us,
            JournalGap.to_us >= period.from_us,
        )
    )
    gaps = tuple(Period(from_us=from_us, to_us=to_us) for from_us, to_us in found)
    told = told_by(gaps, await epochs_until(session, scope, at_us), at_us=at_us)
    return replace(told, rolled_up=await is_current(session))


def told_by(gaps: tuple[Period, ...], epochs: list[tuple[int, int, bool]], *, at_us: int) -> Watched:
    """`epochs` from the oldest on, whatever the period: what follows a period tells whether it is known."""
    blind: list[Period] = []
    until_us: int | None = None
    for from_us, to_us, live in epochs:
        if until_us is not None and from_us > until_us:
            blind.append(Period(from_us=until_us, to_us=from_us))
        if not live:
            blind.append(Period(from_us=from_us, to_us=to_us))
        until_us = max(until_us or to_us, to_us)
    late = until_us is not None and at_us - until_us > FRESH_US
    return Watched(gaps, tuple(blind), until_us if late else None)
