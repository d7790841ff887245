"""From counts over the record to published figures: pure arithmetic, nothing rounded, nothing invented."""

from dataclasses import dataclass
from enum import StrEnum

from callcenter.reporting import definitions as d
from callcenter.reporting.definitions import Definition


class Completeness(StrEnum):
    """Whether the record of a period is whole: what Asterisk could not write is unknown, never guessed."""

    live = "live"
    recovered = "recovered"
    unknown = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """Microseconds since the epoch; the upper bound is exclusive."""

    from_us: int
    to_us: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """Additive parts over the calls whose human request lies in the period."""

    offered: int = 0
    answered: int = 0
    answered_in_time: int = 0
    abandoned: int = 0
    short_abandoned: int = 0
    wait_us: int = 0
    invited: int = 0
    scored: int = 0
    satisfied: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """Fifteen minutes of the day's curve; a call belongs to the interval of its human request."""

    from_us: int
    offered: int
    answered: int
    abandoned: int
    completeness: Completeness = Completeness.live


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """`value` is None where the denominator is zero: nothing to divide by is not 100 %."""

    definition: Definition
    value: float | None
    numerator: int
    denominator: int | None
    rows: int
    period: Period
    scope: str
    as_of_us: int
    completeness: Completeness


def publish(
    counts: Counts, *, period: Period, scope: str, as_of_us: int, completeness: Completeness
) -> tuple[Figure, ...]:
    parts: dict[str, tuple[int, int | None]] = {
        d.OFFERED.id: (counts.offered, None),
        d.ANSWERED.id: (counts.answered, None),
        d.ABANDONED.id: (counts.abandoned, None),
        d.SHORT_ABANDONED.id: (counts.short_abandoned, None),
        d.ANSWER_RATE.id: (counts.answered, counts.offered),
        d.SERVICE_LEVEL.id: (counts.answered_in_time, counts.offered),
        d.ASA.id: (counts.wait_us, counts.answered),
        d.SATISFACTION.id: (counts.satisfied, counts.scored),
        d.PARTICIPATION.id: (counts.scored, counts.invited),
    }
    figures: list[Figure] = []
    for definition in d.TODAY:
        numerator, denominator = parts[definition.id]
        figures.append(
            Figure(
                definition=definition,
                value=_value(numerator, denominator),
                numerator=numerator,
                denominator=denominator,
                rows=counts.offered,
                period=period,
                scope=scope,
                as_of_us=as_of_us,
                completeness=completeness,
            )
        )
    return tuple(figures)


def _value(numerator: int, denominator: int | None) -> float | None:
    if denominator is None:
        return float(numerator)
    return numerator / denominator if denominator else None
