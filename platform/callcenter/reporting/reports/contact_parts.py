"""First contacts and recordings in the rows of a report."""

from collections.abc import Iterable
from typing import Final

from callcenter.kit.db import ReadSession
from callcenter.reporting.contacts.count_repository import By, Key
from callcenter.reporting.contacts.kept import Kept
from callcenter.reporting.contacts.reading import contact_parts
from callcenter.reporting.definitions.definition import Definition, Subject
from callcenter.reporting.figures import Period
from callcenter.reporting.reports.kinds import Group, Narrowed, RowKind, raw_key
from callcenter.reporting.rollups.repository import Chosen
from callcenter.tenancy import Scope

_BY: Final = {
    Group.QUEUE: By(queue=True),
    Group.NUMBER: By(hotline=True),
    Group.COMPANY: By(company=True),
    Group.WHOLE: By(),
}
"""All others are times, and made up of days."""
ROWS_BY_DAY: Final = frozenset(
    {
        RowKind.QUEUE,
        RowKind.NUMBER,
        RowKind.COMPANY,
        RowKind.WEEKDAY,
        RowKind.DAY,
        RowKind.WEEK,
        RowKind.MONTH,
        RowKind.YEAR,
    }
)
"""Rows that whole days can be added up to, of calls that nobody's own part is taken of."""


def kinds_needed(definitions: Iterable[Definition]) -> tuple[Kept, ...]:
    named = {name for each in definitions for name in (*each.numerator, *(each.denominator or {}))}
    return tuple(kind for kind in Kept if kind.good in named)


async def add_contact_parts(
    parts: dict[str | int, dict[str, int]],
    session: ReadSession,
    scope: Scope,
    subject: Subject,
    narrowed: Narrowed,
    group: Group,
    period: Period,
    kinds: Iterable[Kept],
    *,
    at_us: int,
) -> None:
    """To what the database added up, by the same keys."""
    by = _BY.get(group, By(day_us=True))
    chosen = Chosen(queue=narrowed.queue, hotline=narrowed.number)
    by_key = await contact_parts(session, scope, chosen, period, at_us=at_us, kinds=kinds, by=by)
    for key, told in by_key.items():
        found = parts.setdefault(_raw(group, key, subject), {})
        for name, value in told.items():
            found[name] = found.get(name, 0) + value


def _raw(group: Group, key: Key, subject: Subject) -> str | int:
    match group:
        case Group.QUEUE:
            return key.queue
        case Group.NUMBER:
            return key.hotline
        case Group.WHOLE:
            return subject.value
        case _:
            return raw_key(group, key.day_us, agent="", company=key.company)
