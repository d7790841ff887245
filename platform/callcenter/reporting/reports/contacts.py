"""Whether one contact was enough, day by day: a day says nothing before its window has passed."""

from collections.abc import Iterable
from typing import Final

from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.kit.db import ReadSession
from callcenter.reporting.completeness import watched
from callcenter.reporting.contacts.kept import Kept, kept_until
from callcenter.reporting.definitions.definition import Definition, Subject
from callcenter.reporting.definitions.first_contacts import reach_us
from callcenter.reporting.figures import Totals
from callcenter.reporting.reports import repository
from callcenter.reporting.reports.columns import columns_of
from callcenter.reporting.reports.days import Days, Step, checked
from callcenter.reporting.reports.kinds import RowKind
from callcenter.reporting.reports.narrowing import Filters, allowed
from callcenter.reporting.reports.reading import KeptMonths, RowReader
from callcenter.reporting.reports.schemas import CellOut, ContactsOut, ContactsRowOut, TotalOut, period_out
from callcenter.reporting.reports.service import MOST_DAYS, link_of, scope_text
from callcenter.reporting.schemas import DefinitionOut

FIGURES: Final = ("fcr_24h", "fcr_72h", "fcr_7d")
_WINDOWS: Final = tuple(kind for kind in Kept if kind.cases is not None)


async def contacts(
    session: ReadSession, person: CurrentPerson, days: Days, filters: Filters, *, at_us: int
) -> ContactsOut:
    """Raises DaysWrong, ReportTooLong, FigureNotOfRows for an agent or a team."""
    checked(days.first, days.last, most=MOST_DAYS)
    scope, kind = scope_of(person), RowKind.DAY
    may = await allowed(session, person, filters, kind)
    columns = columns_of(kind, may.narrowed, FIGURES)
    kept = await KeptMonths.of(session, scope, days.period)
    found = await RowReader(session, scope, kind, may, columns, kept, at_us).rows(days)
    reach = reach_us({column.id for column in columns})
    known_of = await watched(session, scope, days.period.widened(reach), at_us=at_us)
    subject = may.narrowed.subject(kind)
    rows: list[ContactsRowOut] = []
    for key, day in days.parts(Step.DAY):
        told = found.by_key.get(key, Totals())
        rows.append(
            ContactsRowOut(
                key=key,
                period=period_out(day.period),
                completeness=known_of.of(day.period.widened(reach), at_us=at_us),
                link=link_of(kind, key, may, day.period),
                figures=_cells(columns, told, subject),
                mature={each.value: day.period.from_us < kept_until(each, at_us) for each in _WINDOWS},
            )
        )
    return ContactsOut(
        first=days.first,
        last=days.last,
        period=period_out(days.period),
        scope=scope_text(scope, filters, may, kind),
        as_of_us=at_us,
        completeness=known_of.of(days.period.widened(reach), at_us=at_us),
        demo=await repository.has_demo(session, scope, kept.stretches(days.period), filters.number),
        columns=[DefinitionOut.of(column) for column in columns],
        rows=rows,
        total=TotalOut(figures=_cells(columns, found.total, found.total_subject), previous=None),
    )


def _cells(columns: Iterable[Definition], totals: Totals, subject: Subject) -> list[CellOut]:
    return [CellOut.of(column, totals, subject) for column in columns]
