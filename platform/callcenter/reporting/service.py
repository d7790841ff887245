"""Published figures: of today for the wall, of any period and scope for reports."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from callcenter.kit.db import ReadSession
from callcenter.kit.errors import CallcenterError
from callcenter.kit.periods import QUARTER_US, day_of, quarter_of
from callcenter.reporting.completeness import Watched, watched
from callcenter.reporting.counted import counted
from callcenter.reporting.definitions.catalogue import TODAY, of_subject
from callcenter.reporting.definitions.definition import Subject
from callcenter.reporting.definitions.first_contacts import reach_us
from callcenter.reporting.figures import Figure, Period, Point, Totals, publish, value_of
from callcenter.reporting.periods import spans_of
from callcenter.reporting.rollups import month_repository, repository
from callcenter.reporting.rollups.months import months_within
from callcenter.reporting.rollups.repository import Chosen, Span
from callcenter.reporting.schemas import (
    FigureOut,
    IntervalOut,
    PeriodOut,
    PointOut,
    QueueTodayOut,
    SeriesOut,
    Step,
    TodayOut,
)
from callcenter.reporting.still_held import still_held
from callcenter.tenancy import Scope

LONGEST_SERIES = 4_000
_OF_A_QUEUE = tuple(each for each in TODAY if Subject.QUEUE in each.subjects)


class PeriodNotWhole(CallcenterError):
    """Bounds of a period lie on whole quarters of an hour, and the first comes before the second."""

    status = 422


class SeriesTooLong(CallcenterError):
    """More intervals than one answer may hold."""

    status = 422


async def today(session: ReadSession, scope: Scope, *, at_us: int) -> TodayOut:
    """From midnight in Shanghai to `at_us`, from the record alone."""
    period = Period(from_us=day_of(at_us)[0], to_us=at_us)
    known_of = await watched(session, scope, period, at_us=at_us)
    totals = await _totals(session, scope, Chosen(), period, at_us, spans_of(period))
    figures = publish(
        TODAY,
        totals,
        subject=Subject.CALL,
        demo=totals.parts.get("demo", 0) > 0,
        period=period,
        scope=scope_text(scope, Chosen()),
        as_of_us=at_us,
        completeness=known_of.of(period, at_us=at_us),
    )
    day = Span(period.from_us, at_us, days=False)
    known = await repository.series(session, scope, Chosen(), day)
    by_queue = await repository.by_queue(session, scope, day)
    points = [_point(start, known.get(start, {}), known_of, at_us) for start in _starts(period, QUARTER_US)]
    return TodayOut(
        figures=[FigureOut.of(figure) for figure in figures],
        curve=[PointOut.of(point) for point in points],
        queues=[
            QueueTodayOut.of(queue, _OF_A_QUEUE, Totals(parts=parts))
            for queue, parts in sorted(by_queue.items())
        ],
    )


async def figures(
    session: ReadSession,
    scope: Scope,
    chosen: Chosen,
    period: Period,
    *,
    at_us: int,
    also_counted: bool = False,
) -> tuple[Figure, ...]:
    check(period)
    spans = await _spans(session, scope, period)
    totals = await _totals(session, scope, chosen, period, at_us, spans)
    if also_counted:
        found = await counted(session, scope, chosen, period, at_us=at_us)
        totals = replace(totals, parts={**totals.parts, **found})
    definitions = of_subject(chosen.subject, narrowed=chosen.narrowed, counted=also_counted)
    farthest = reach_us({each.id for each in definitions})
    known_of = await watched(session, scope, period.widened(farthest), at_us=at_us)
    published = publish(
        definitions,
        totals,
        subject=chosen.subject,
        demo=await _has_demo(session, scope, chosen, spans),
        period=period,
        scope=scope_text(scope, chosen),
        as_of_us=at_us,
        completeness=known_of.of(period, at_us=at_us),
    )
    return tuple(
        replace(each, completeness=known_of.of(period.widened(reach), at_us=at_us))
        if (reach := reach_us({each.definition.id}))
        else each
        for each in published
    )


async def series(
    session: ReadSession, scope: Scope, chosen: Chosen, period: Period, *, step: Step, at_us: int
) -> SeriesOut:
    """Every interval of the period, those without a call too: nothing offered is a zero, not a hole."""
    check(period)
    length_us = QUARTER_US if step is Step.QUARTER else 96 * QUARTER_US
    begin, end = period.from_us, period.to_us
    if step is Step.DAY:
        # A day's cell holds the whole day: what is beside it has to be of the whole day, too.
        begin, end = day_of(begin)[0], day_of(end - 1)[1]
    whole = Period(from_us=begin, to_us=end)
    starts = _starts(whole, length_us)
    if len(starts) > LONGEST_SERIES:
        raise SeriesTooLong(
            zh=f"区间过多(最多 {LONGEST_SERIES} 个),请缩短时段或按天查询。",
            en=f"More than {LONGEST_SERIES} intervals: ask for a shorter period, or by day.",
        )
    known_of = await watched(session, scope, whole, at_us=at_us)
    known = await repository.series(session, scope, chosen, Span(begin, end, step is Step.DAY))
    for from_us, held in await _held(session, scope, chosen, whole, at_us):
        start = from_us if step is Step.QUARTER else day_of(from_us)[0]
        parts = known.setdefault(start, {})
        for name, value in held.items():
            parts[name] = parts.get(name, 0) + value
    definitions = [
        each for each in of_subject(chosen.subject, narrowed=chosen.narrowed) if each.quantile is None
    ]
    intervals: list[IntervalOut] = []
    for start in starts:
        totals = Totals(parts=known.get(start, {}))
        interval = Period(from_us=start, to_us=start + length_us)
        intervals.append(
            IntervalOut(
                period=PeriodOut(from_us=interval.from_us, to_us=interval.to_us),
                completeness=known_of.of(interval, at_us=at_us),
                values={each.id: value_of(each, totals) for each in definitions},
            )
        )
    return SeriesOut(scope=scope_text(scope, chosen), as_of_us=at_us, intervals=intervals)


def check(period: Period) -> None:
    whole = period.from_us % QUARTER_US == 0 and period.to_us % QUARTER_US == 0
    if not whole or period.from_us >= period.to_us:
        raise PeriodNotWhole(
            zh="时段的起止须为整 15 分钟,且起点早于终点。",
            en="A period begins and ends at whole quarters of an hour, and begins before it ends.",
        )


def scope_text(scope: Scope, chosen: Chosen) -> str:
    said = [",".join(sorted(scope.company_ids))]
    said += [
        f"{name}={value}"
        for name, value in (("hotline", chosen.hotline), ("queue", chosen.queue), ("agent", chosen.agent))
        if value is not None
    ]
    return ";".join(said)


async def _held(
    session: ReadSession, scope: Scope, chosen: Chosen, period: Period, at_us: int
) -> list[tuple[int, Mapping[str, int]]]:
    """By quarter. A scope that is narrowed has no figures of agents' time."""
    if chosen.narrowed:
        return []
    held = await still_held(session, scope, chosen.subject, period, at_us=at_us, agent=chosen.agent)
    return [(cell.from_us, parts) for cell, parts in held]


async def _spans(session: ReadSession, scope: Scope, period: Period) -> Sequence[Span]:
    """Months that are kept whole instead of their days."""
    if not any(months_within(period)):
        return spans_of(period)
    kept = await month_repository.kept(session, scope, from_us=period.from_us, to_us=period.to_us)
    return spans_of(period, kept)


async def _totals(
    session: ReadSession, scope: Scope, chosen: Chosen, period: Period, at_us: int, spans: Sequence[Span]
) -> Totals:
    parts = await repository.sums(session, scope, chosen, spans)
    for _, held in await _held(session, scope, chosen, period, at_us):
        for name, value in held.items():
            parts[name] += value
    return Totals(
        parts=parts,
        waits=await repository.waits(session, scope, chosen, spans),
    )


async def _has_demo(session: ReadSession, scope: Scope, chosen: Chosen, spans: Sequence[Span]) -> bool:
    """Of the hotline, or of all: calls are marked where they arrive, before any queue or agent has them."""
    arrived = await repository.sums(session, scope, Chosen(hotline=chosen.hotline), spans)
    return arrived["demo"] > 0


def _starts(period: Period, length_us: int) -> range:
    return range(quarter_of(period.from_us), period.to_us, length_us)


def _point(start_us: int, parts: Mapping[str, int], known_of: Watched, at_us: int) -> Point:
    interval = Period(from_us=start_us, to_us=start_us + QUARTER_US)
    told = {name: parts.get(name, 0) for name in ("offered", "answered", "abandoned")}
    return Point(from_us=start_us, completeness=known_of.of(interval, at_us=at_us), **told)
