"""How whole the record of some days is, with everything that says so."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from callcenter.kit.db import ReadSession
from callcenter.reporting.availability import availability, outages_of
from callcenter.reporting.completeness import Watched, blind_of, watched
from callcenter.reporting.definitions.definition import Subject
from callcenter.reporting.definitions.service import SERVICE
from callcenter.reporting.figures import Completeness, Period, Totals, publish
from callcenter.reporting.integrity.marks import NOT_WATCHED, Gap, Mark, bands_of, lengths_of, marks_of
from callcenter.reporting.integrity.repository import count_recorded
from callcenter.reporting.integrity.schemas import (
    BandOut,
    ClockOut,
    DayOut,
    IntegrityOut,
    LengthsOut,
    MarkOut,
    ServiceOut,
)
from callcenter.reporting.reports.days import Days, Step, checked
from callcenter.reporting.reports.repository import has_demo
from callcenter.reporting.reports.schemas import period_out
from callcenter.reporting.rollups.months import Stretch
from callcenter.reporting.rollups.repository import Chosen
from callcenter.reporting.schemas import FigureOut
from callcenter.reporting.service import scope_text
from callcenter.telephony.clock_offset import ClockOffsets, ClockState, last_measured, offsets_between
from callcenter.telephony.link_epochs import epochs_about, first_epoch_us
from callcenter.telephony.reconcile.repository import gaps_between
from callcenter.telephony.seen_calls import KEPT_US, count_seen
from callcenter.telephony.service_epochs import epochs_between
from callcenter.tenancy import Scope

LONGEST_DAYS: Final = 92
_LISTED: Final = 300
_OUTAGES: Final = 50


async def integrity(
    session: ReadSession, scope: Scope, asked: Days, offsets: ClockOffsets, *, at_us: int
) -> IntegrityOut:
    """Raises DaysWrong, ReportTooLong."""
    days = checked(asked.first, asked.last, most=LONGEST_DAYS)
    period = days.period
    known = await watched(session, scope, period, at_us=at_us)
    gaps = [
        Gap(from_us=gap.from_us, to_us=gap.to_us, reason=gap.reason, seen_calls=gap.seen_calls)
        for gap in await gaps_between(session, scope, period.from_us, period.to_us)
    ]
    epochs, _ = await epochs_about(session, scope, from_us=period.from_us, to_us=period.to_us, at_us=at_us)
    marks = marks_of(gaps, blind_of(epochs), known, period, at_us=at_us)
    since_us = await first_epoch_us(session, scope)
    by_day = Stretch(period.from_us, period.to_us, months=False)
    demo = await has_demo(session, scope, [by_day], None)
    whole = known.of(period, at_us=at_us)
    return IntegrityOut(
        first=days.first,
        last=days.last,
        period=period_out(period),
        as_of_us=at_us,
        demo=demo,
        completeness=whole,
        since_us=since_us,
        lengths=_lengths(marks, period, since_us, at_us),
        days=[_day(part, marks, known, since_us, at_us) for _, part in days.parts(Step.DAY)],
        marks=[await _mark(session, scope, mark, at_us) for mark in marks[:_LISTED]],
        left_out=max(0, len(marks) - _LISTED),
        service=await _service(session, scope, period, whole, demo=demo, at_us=at_us),
        clock=await _clock(session, scope, offsets, period),
    )


def _day(days: Days, marks: Sequence[Mark], known: Watched, since_us: int | None, at_us: int) -> DayOut:
    period = days.period
    touching = [mark for mark in marks if mark.from_us < period.to_us and mark.to_us >= period.from_us]
    unwatched = {NOT_WATCHED} if known.reaches_before(period) else set[str]()
    return DayOut(
        day=days.first,
        period=period_out(period),
        completeness=known.of(period, at_us=at_us),
        lengths=_lengths(touching, period, since_us, at_us),
        reasons=sorted({mark.reason for mark in touching} | unwatched),
        bands=[BandOut.of(band) for band in bands_of(touching, period)],
    )


def _lengths(marks: Sequence[Mark], period: Period, since_us: int | None, at_us: int) -> LengthsOut:
    return LengthsOut.model_validate(lengths_of(marks, period, since_us=since_us, at_us=at_us))


async def _mark(session: ReadSession, scope: Scope, mark: Mark, at_us: int) -> MarkOut:
    """What was recovered is in the record; beside what is unknown stands what else knows of calls of then."""
    if mark.state is not Completeness.unknown:
        return MarkOut.of(mark, seen=None, recorded=None)
    seen = mark.seen_calls
    if seen is None and mark.from_us > at_us - KEPT_US:
        seen = await count_seen(session, scope, from_us=mark.from_us, to_us=mark.to_us)
    recorded = await count_recorded(session, scope, from_us=mark.from_us, to_us=mark.to_us)
    return MarkOut.of(mark, seen=seen, recorded=recorded)


async def _service(
    session: ReadSession, scope: Scope, period: Period, whole: Completeness, *, demo: bool, at_us: int
) -> ServiceOut:
    epochs = await epochs_between(session, scope, period.from_us, period.to_us)
    figures = publish(
        SERVICE,
        Totals(parts=availability(epochs, period, at_us=at_us)),
        subject=Subject.CALL,
        demo=demo,
        period=period,
        scope=scope_text(scope, Chosen()),
        as_of_us=at_us,
        completeness=whole,
    )
    outages = outages_of(epochs, period, at_us=at_us)
    return ServiceOut(
        figures=[FigureOut.of(figure) for figure in figures],
        outages=[
            period_out(Period(from_us=from_us, to_us=to_us))
            for from_us, to_us in outages[: -_OUTAGES - 1 : -1]
        ],
    )


async def _clock(session: ReadSession, scope: Scope, offsets: ClockOffsets, period: Period) -> ClockOut:
    measured = await last_measured(session, scope) if offsets.servers else None
    state = ClockState.NOT_SET if not offsets.servers else ClockState.UNREACHABLE
    return ClockOut(
        state=state if measured is None else measured.state(offsets.limit_us),
        servers=list(offsets.servers),
        limit_us=offsets.limit_us,
        measured_us=None if measured is None else measured.measured_us,
        server=None if measured is None else measured.server,
        offset_us=None if measured is None else measured.offset_us,
        **asdict(await offsets_between(session, scope, period.from_us, period.to_us)),
    )
