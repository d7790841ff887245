"""From additive parts to published figures: pure arithmetic, nothing rounded, nothing invented."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from callcenter.reporting.definitions.definition import Definition, Subject


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

    def widened(self, by_us: int) -> "Period":
        return Period(from_us=self.from_us - by_us, to_us=self.to_us + by_us)


@dataclass(frozen=True, kw_only=True, slots=True)
class Totals:
    """Additive parts over a period, and answered calls by the upper edge of the bin of their wait."""

    parts: Mapping[str, int] = field(default_factory=dict[str, int])
    waits: Mapping[int, int] = field(default_factory=dict[int, int])


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """One interval of a curve; a call belongs to the interval of its human request."""

    from_us: int
    offered: int
    answered: int
    abandoned: int
    completeness: Completeness = Completeness.live


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """`value` is None where the denominator is zero: nothing to divide by is not 100 %. Pages show "—"."""

    definition: Definition
    value: float | None
    numerator: int
    denominator: int | None
    rows: int
    period: Period
    scope: str
    as_of_us: int
    completeness: Completeness
    demo: bool
    """Calls of the simulator are in its period."""


def publish(
    definitions: Iterable[Definition],
    totals: Totals,
    *,
    subject: Subject,
    demo: bool,
    period: Period,
    scope: str,
    as_of_us: int,
    completeness: Completeness,
) -> tuple[Figure, ...]:
    figures: list[Figure] = []
    for definition in definitions:
        numerator, denominator = parts_of(definition, totals)
        figures.append(
            Figure(
                definition=definition,
                value=divided(definition, numerator, denominator),
                numerator=numerator,
                denominator=denominator,
                rows=totals.parts.get(definition.rows_of(subject), 0),
                period=period,
                scope=scope,
                as_of_us=as_of_us,
                completeness=completeness,
                demo=demo,
            )
        )
    return tuple(figures)


def value_of(definition: Definition, totals: Totals) -> float | None:
    return divided(definition, *parts_of(definition, totals))


def divided(definition: Definition, numerator: int, denominator: int | None) -> float | None:
    """The value of what `parts_of` found."""
    if definition.quantile is not None:
        return float(numerator) if denominator else None
    if denominator is None:
        return float(numerator)
    return numerator / denominator if denominator else None


def parts_of(definition: Definition, totals: Totals) -> tuple[int, int | None]:
    """Numerator and denominator."""
    if definition.quantile is not None:
        counted = sum(totals.waits.values())
        return 1000 * quantile_ms(totals.waits, definition.quantile), counted
    # Written out: a report of a year by day, beside the one before, asks seven thousand times.
    get = totals.parts.get
    numerator = 0
    for name, sign in definition.numerator.items():
        numerator += sign * get(name, 0)
    if definition.denominator is None:
        return numerator, None
    denominator = 0
    for name, sign in definition.denominator.items():
        denominator += sign * get(name, 0)
    return numerator, denominator


def quantile_ms(waits: Mapping[int, int], share: float) -> int:
    """The upper edge of the bin with number ⌈share × n⌉ in order; 0 without any."""
    thousandths = round(1000 * share)
    rank = -(-sum(waits.values()) * thousandths // 1000)
    passed = 0
    for edge in sorted(waits):
        passed += waits[edge]
        if passed >= rank > 0:
            return edge
    return 0
