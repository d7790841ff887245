"""Published figures as lines for a terminal, in the units that people use; cut, not rounded, as on pages."""

from typing import Final

from callcenter.reporting.definitions.catalogue import CURRENT
from callcenter.reporting.definitions.definition import Unit
from callcenter.reporting.reports.exports.sheet import UNIT_KIND, Cell, Kind
from callcenter.reporting.reports.exports.typeset import shown
from callcenter.reporting.schemas import FigureOut

_TIMED: Final = {each.id: each.timed for each in CURRENT}
_MINUTE_US: Final = 60_000_000
_TENTH_US: Final = 100_000


def line_of(figure: FigureOut) -> str:
    """Name, value with its unit, the parts it was divided from, and its definition."""
    above, below = (Unit.us if timed else Unit.calls for timed in _TIMED[figure.definition_id])
    parts = ""
    if figure.denominator is not None:
        parts = f"  = {_said(above, figure.numerator)} ÷ {_said(below, figure.denominator)}"
    value = _said(figure.unit, figure.value)
    return f"{figure.name_zh} {figure.name_en}  {value}{parts}  [{figure.definition_id} v{figure.version}]"


def _said(unit: Unit, value: float | None) -> str:
    if unit is Unit.us and value is not None and value < _MINUTE_US:
        tenths = int(value // _TENTH_US)
        return f"{tenths // 10}.{tenths % 10} s"
    text = shown(Cell(UNIT_KIND[unit], value))
    return text if UNIT_KIND[unit] is not Kind.LENGTH or value is None else f"{text} h:m:s"
