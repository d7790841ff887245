"""One figure by hour and weekday."""

from datetime import timedelta

from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.kit.db import ReadSession
from callcenter.reporting.completeness import watched
from callcenter.reporting.figures import Totals
from callcenter.reporting.reports import repository
from callcenter.reporting.reports.columns import columns_of
from callcenter.reporting.reports.days import Days, checked
from callcenter.reporting.reports.kinds import Group
from callcenter.reporting.reports.narrowing import Filters, allowed
from callcenter.reporting.reports.reading import KeptMonths, summed, totals_by
from callcenter.reporting.reports.schemas import CellOut, HeatOut, period_out
from callcenter.reporting.reports.service import link_of, scope_text
from callcenter.reporting.schemas import DefinitionOut


async def heat(
    session: ReadSession, person: CurrentPerson, days: Days, figure: str, filters: Filters, *, at_us: int
) -> HeatOut:
    """Raises DaysWrong, ReportTooLong, FigureUnknown, FigureNotOfRows, NoSuchTeam, NotInYourTeams."""
    checked(days.first, days.last)
    scope = scope_of(person)
    may = await allowed(session, person, filters, None)
    [column] = columns_of(None, may.narrowed, [figure])
    subject = may.narrowed.subject(None)
    kept = await KeptMonths.of(session, scope, days.period)
    group = Group.HOUR_OF_WEEK
    by_hour = await totals_by(
        session, scope, subject, may.narrowed, group, days.period, [column], kept=kept, at_us=at_us
    )
    # A weekday that the period has not is no day without calls.
    there = {(days.first + timedelta(ahead)).weekday() for ahead in range(min(days.count, 7))}
    known_of = await watched(session, scope, days.period, at_us=at_us)
    return HeatOut(
        first=days.first,
        last=days.last,
        period=period_out(days.period),
        scope=scope_text(scope, filters, may, None),
        as_of_us=at_us,
        completeness=known_of.of(days.period, at_us=at_us),
        demo=await repository.has_demo(session, scope, kept.stretches(days.period), filters.number),
        column=DefinitionOut.of(column),
        cells=[
            [CellOut.of(column, by_hour.get(24 * weekday + hour, Totals()), subject) for hour in range(24)]
            if weekday in there
            else [CellOut(None, 0, None, 0)] * 24
            for weekday in range(7)
        ],
        total=CellOut.of(column, summed(by_hour.values()), subject),
        link=link_of(None, "", may, days.period),
    )
