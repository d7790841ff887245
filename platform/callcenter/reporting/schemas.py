"""Figures as they go over the wire: never a bare number."""

from collections.abc import Iterable
from enum import StrEnum

from callcenter.kit.schemas import Shown
from callcenter.reporting.definitions.definition import Definition, Subject, Unit
from callcenter.reporting.figures import Completeness, Figure, Point, Totals, parts_of, value_of


class PeriodOut(Shown):
    from_us: int
    to_us: int


class FigureOut(Shown):
    definition_id: str
    version: int
    name_zh: str
    name_en: str
    unit: Unit
    value: float | None
    numerator: int
    denominator: int | None
    target: float | None
    formula_zh: str
    formula_en: str
    period: PeriodOut
    scope: str
    rows: int
    as_of_us: int
    completeness: Completeness
    demo: bool
    """Calls of the simulator are in its period."""

    @classmethod
    def of(cls, figure: Figure) -> "FigureOut":
        definition = figure.definition
        return cls(
            definition_id=definition.id,
            version=definition.version,
            name_zh=definition.name.zh,
            name_en=definition.name.en,
            unit=definition.unit,
            value=figure.value,
            numerator=figure.numerator,
            denominator=figure.denominator,
            target=definition.target,
            formula_zh=definition.formula.zh,
            formula_en=definition.formula.en,
            period=PeriodOut(from_us=figure.period.from_us, to_us=figure.period.to_us),
            scope=figure.scope,
            rows=figure.rows,
            as_of_us=figure.as_of_us,
            completeness=figure.completeness,
            demo=figure.demo,
        )


class PointOut(Shown):
    from_us: int
    offered: int
    answered: int
    abandoned: int
    completeness: Completeness

    @classmethod
    def of(cls, point: Point) -> "PointOut":
        return cls(
            from_us=point.from_us,
            offered=point.offered,
            answered=point.answered,
            abandoned=point.abandoned,
            completeness=point.completeness,
        )


class NarrowedOut(Shown):
    """A figure of a part. Its meaning, period, as-of and completeness are those of the whole's of that id."""

    value: float | None
    numerator: int
    denominator: int | None


class QueueTodayOut(Shown):
    queue: str
    figures: dict[str, NarrowedOut]

    @classmethod
    def of(cls, queue: str, definitions: Iterable[Definition], totals: Totals) -> "QueueTodayOut":
        narrowed: dict[str, NarrowedOut] = {}
        for definition in definitions:
            numerator, denominator = parts_of(definition, totals)
            narrowed[definition.id] = NarrowedOut(
                value=value_of(definition, totals), numerator=numerator, denominator=denominator
            )
        return cls(queue=queue, figures=narrowed)


class TodayOut(Shown):
    """The figures of the Shanghai day so far, its curve by 15 minutes without holes, and its queues."""

    figures: list[FigureOut]
    curve: list[PointOut]
    queues: list[QueueTodayOut]


class Step(StrEnum):
    QUARTER = "quarter"
    DAY = "day"


class FiguresOut(Shown):
    figures: list[FigureOut]


class IntervalOut(Shown):
    """`values` by the id of the definition; None where there is nothing to divide by."""

    period: PeriodOut
    completeness: Completeness
    values: dict[str, float | None]


class SeriesOut(Shown):
    """Without medians and percentiles: those of a whole period are in its figures."""

    scope: str
    as_of_us: int
    intervals: list[IntervalOut]


class DefinitionOut(Shown):
    """`clock` says from when to when is measured and where a call is booked, `counted` what is divided by."""

    id: str
    version: int
    name_zh: str
    name_en: str
    unit: Unit
    formula_zh: str
    formula_en: str
    clock_zh: str
    clock_en: str
    boundary_zh: str
    boundary_en: str
    counted_zh: str
    counted_en: str
    target: float | None
    subjects: list[Subject]

    @classmethod
    def of(cls, definition: Definition) -> "DefinitionOut":
        words = {
            f"{name}_{language}": getattr(getattr(definition, name), language)
            for name in ("name", "formula", "clock", "boundary", "counted")
            for language in ("zh", "en")
        }
        return cls(
            id=definition.id,
            version=definition.version,
            unit=definition.unit,
            target=definition.target,
            subjects=sorted(definition.subjects),
            **words,
        )


class DefinitionsOut(Shown):
    definitions: list[DefinitionOut]
