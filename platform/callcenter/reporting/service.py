"""The figures of today."""

from dataclasses import replace

from callcenter.kit.db import ReadSession
from callcenter.kit.periods import QUARTER_US, day_of, quarter_of
from callcenter.reporting import repository
from callcenter.reporting.figures import Completeness, Period, Point, publish
from callcenter.reporting.schemas import FigureOut, PointOut, TodayOut
from callcenter.tenancy import Scope


async def today(session: ReadSession, scope: Scope, *, at_us: int) -> TodayOut:
    """From midnight in Shanghai to `at_us`, from the record alone."""
    period = Period(from_us=day_of(at_us)[0], to_us=at_us)
    completeness = await repository.completeness(session, scope, period)
    figures = publish(
        await repository.counts(session, scope, period),
        period=period,
        scope=",".join(sorted(scope.company_ids)),
        as_of_us=at_us,
        completeness=completeness,
    )
    points = whole_curve(await repository.curve(session, scope, period), period)
    if completeness is not Completeness.live:
        points = tuple([await _marked(session, scope, point) for point in points])
    return TodayOut(
        figures=[FigureOut.of(figure) for figure in figures], curve=[PointOut.of(point) for point in points]
    )


def whole_curve(points: tuple[Point, ...], period: Period) -> tuple[Point, ...]:
    """Every 15 minutes of the period, those without a request too: nothing offered is a zero, not a hole."""
    known = {point.from_us: point for point in points}
    starts = range(quarter_of(period.from_us), period.to_us, QUARTER_US)
    return tuple(
        known.get(start, Point(from_us=start, offered=0, answered=0, abandoned=0)) for start in starts
    )


async def _marked(session: ReadSession, scope: Scope, point: Point) -> Point:
    interval = Period(from_us=point.from_us, to_us=point.from_us + QUARTER_US)
    return replace(point, completeness=await repository.completeness(session, scope, interval))
