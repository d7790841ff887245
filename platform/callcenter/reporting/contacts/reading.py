"""The parts of a period: from the days that are kept, and counted from the calls for what is not kept."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from callcenter.kit.db import ReadSession
from callcenter.kit.periods import DAY_US, midnight_of
from callcenter.reporting.contacts import repository
from callcenter.reporting.contacts.count_repository import By, Count, Key, count
from callcenter.reporting.contacts.kept import COUNTED, Kept, counted_until
from callcenter.reporting.contacts.lost_spans import runs
from callcenter.reporting.figures import Period
from callcenter.reporting.rollups.repository import Chosen
from callcenter.tenancy import Scope

WHOLE: Final = By()


async def contact_parts(
    session: ReadSession,
    scope: Scope,
    chosen: Chosen,
    period: Period,
    *,
    at_us: int,
    kinds: Iterable[Kept] = COUNTED,
    by: By = WHOLE,
) -> dict[Key, dict[str, int]]:
    """The same whatever is kept and whatever is not yet: only how long it takes differs."""
    found: dict[Key, dict[str, int]] = {}
    for kind in kinds:
        ends_us = counted_until(kind, at_us)
        until_us = period.to_us if ends_us is None else min(period.to_us, ends_us)
        first_us, last_us = midnight_of(period.from_us + DAY_US - 1), midnight_of(until_us)
        days = Period(from_us=first_us, to_us=max(first_us, last_us))
        _add(found, kind, await repository.kept_counts(session, scope, chosen, kind, days, by))
        unkept = await repository.unkept_days(session, scope, kind, days)
        for company in sorted(scope.company_ids):
            cut = _cut(period.from_us, until_us, days)
            for span in (*cut, *runs(unkept.get(company, ()))):
                _add(found, kind, await count(session, Scope.of(company), chosen, kind, span, by))
    return found


def _cut(from_us: int, until_us: int, days: Period) -> Sequence[Period]:
    """What lies before and after the whole days of a period."""
    if days.from_us >= days.to_us:
        ends = [Period(from_us=from_us, to_us=until_us)]
    else:
        ends = [Period(from_us=from_us, to_us=days.from_us), Period(from_us=days.to_us, to_us=until_us)]
    return [end for end in ends if end.from_us < end.to_us]


def _add(found: dict[Key, dict[str, int]], kind: Kept, counts: Mapping[Key, Count]) -> None:
    for key, (cases, good) in counts.items():
        parts = found.setdefault(key, {})
        for name, value in ((kind.cases, cases), (kind.good, good)):
            if name is not None:
                parts[name] = parts.get(name, 0) + value
