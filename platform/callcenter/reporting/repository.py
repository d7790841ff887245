"""Counts over the record: additive parts only, so that any grouping adds up to the whole."""

from sqlalchemy import ColumnElement, Label, and_, case, func, select

from callcenter.kit.db import ReadSession
from callcenter.kit.periods import QUARTER_US
from callcenter.reporting.definitions import ANSWER_WITHIN_US
from callcenter.reporting.figures import Completeness, Counts, Period, Point
from callcenter.telephony.call import SHORT_ABANDON_US
from callcenter.telephony.models import CallRecord, JournalGap
from callcenter.telephony.outcome import Outcome
from callcenter.tenancy import Scope

SATISFIED_FROM = 4
"""Scores run from 1 to 5; 4 and 5 are 满意 and 非常满意."""


async def counts(session: ReadSession, scope: Scope, period: Period) -> Counts:
    query = select(*_parts()).where(*_within(scope, period))
    rows = await session.execute(query)
    return Counts(**{name: int(value or 0) for name, value in rows.mappings().one().items()})


async def curve(session: ReadSession, scope: Scope, period: Period) -> tuple[Point, ...]:
    """One point per 15 minutes that had a human request; the caller fills what is empty."""
    requested = CallRecord.human_requested_us
    quarter = (requested - requested % QUARTER_US).label("from_us")
    parts = [part for part in _parts() if part.name in {"offered", "answered", "abandoned"}]
    query = select(quarter, *parts).where(*_within(scope, period))
    rows = await session.execute(query.group_by(quarter).order_by(quarter))
    return tuple(
        Point(
            from_us=int(row["from_us"]),
            offered=int(row["offered"]),
            answered=int(row["answered"]),
            abandoned=int(row["abandoned"]),
        )
        for row in rows.mappings()
    )


async def completeness(session: ReadSession, scope: Scope, period: Period) -> Completeness:
    """Unknown as soon as any gap of the journal touches the period."""
    gap = await session.scalar(
        select(JournalGap.id)
        .where(
            scope.holds(JournalGap.client_company_id),
            JournalGap.from_us < period.to_us,
            JournalGap.to_us >= period.from_us,
        )
        .limit(1)
    )
    return Completeness.live if gap is None else Completeness.unknown


def _within(scope: Scope, period: Period) -> list[ColumnElement[bool]]:
    return [
        scope.holds(CallRecord.client_company_id),
        CallRecord.human_requested_us >= period.from_us,
        CallRecord.human_requested_us < period.to_us,
    ]


def _parts() -> tuple[Label[int], ...]:
    wait = CallRecord.answered_us - CallRecord.human_requested_us
    answered = CallRecord.answered_us.is_not(None)
    abandoned = CallRecord.outcome == Outcome.ABANDONED
    left_after = CallRecord.ended_us - CallRecord.human_requested_us
    return (
        func.count().label("offered"),
        _sum(answered).label("answered"),
        _sum(and_(answered, wait <= ANSWER_WITHIN_US)).label("answered_in_time"),
        _sum(abandoned).label("abandoned"),
        _sum(and_(abandoned, left_after <= SHORT_ABANDON_US)).label("short_abandoned"),
        func.sum(case((answered, wait), else_=0)).label("wait_us"),
        _sum(CallRecord.survey_offered.is_(True)).label("invited"),
        _sum(CallRecord.survey_score.is_not(None)).label("scored"),
        _sum(CallRecord.survey_score >= SATISFIED_FROM).label("satisfied"),
    )


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
