"""Figures as they go over the wire: never a bare number."""

from callcenter.kit.schemas import Shown
from callcenter.reporting.definitions import Unit
from callcenter.reporting.figures import Completeness, Figure, Point


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

    @classmethod
    def of(cls, figure: Figure) -> "FigureOut":
        definition = figure.definition
        return cls(
            definition_id=definition.id,
            version=definition.version,
            name_zh=definition.name_zh,
            name_en=definition.name_en,
            unit=definition.unit,
            value=figure.value,
            numerator=figure.numerator,
            denominator=figure.denominator,
            target=definition.target,
            formula_zh=definition.formula_zh,
            formula_en=definition.formula_en,
            period=PeriodOut(from_us=figure.period.from_us, to_us=figure.period.to_us),
            scope=figure.scope,
            rows=figure.rows,
            as_of_us=figure.as_of_us,
            completeness=figure.completeness,
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


class TodayOut(Shown):
    """The figures of the Shanghai day so far, and its curve by 15 minutes without holes."""

    figures: list[FigureOut]
    curve: list[PointOut]
