"""What `callcenter figures` says has units, and never more than the figure has."""

import pytest
import typer

from callcenter.app.cli_record import day_typed
from callcenter.reporting.definitions.catalogue import CURRENT
from callcenter.reporting.figures import Completeness, Figure, Period
from callcenter.reporting.reports.exports.figure_lines import line_of
from callcenter.reporting.schemas import FigureOut

pytestmark = pytest.mark.unit


def line(definition_id, value, numerator, denominator):
    figure = Figure(
        definition=next(each for each in CURRENT if each.id == definition_id),
        value=value,
        numerator=numerator,
        denominator=denominator,
        rows=1,
        period=Period(from_us=0, to_us=1),
        scope="demo01",
        as_of_us=1,
        completeness=Completeness.live,
        demo=False,
    )
    return line_of(FigureOut.of(figure))


@pytest.mark.parametrize(
    ("definition_id", "value", "numerator", "denominator", "said"),
    [
        ("answer_rate", 6 / 7, 6, 7, "  85.7%  = 6 ÷ 7  ["),
        ("asa", 4_024_440.5, 8_048_881, 2, "  4.0 s  = 8.0 s ÷ 2  ["),
        ("talk_us", 125_734_000.0, 125_734_000, None, "  0:02:05.7 h:m:s  ["),
        ("occupancy", 0.5, 30_000_000, 60_000_000, "  50.0%  = 30.0 s ÷ 0:01:00.0 h:m:s  ["),
        ("offered", 1234.0, 1234, None, "  1,234  ["),
        ("answer_rate", None, 0, 0, "  —  = 0 ÷ 0  ["),
    ],
)
def test_each_unit(definition_id, value, numerator, denominator, said):
    assert said in line(definition_id, value, numerator, denominator)


def test_a_day_that_is_none_is_refused_in_both_languages():
    with pytest.raises(typer.BadParameter, match="不是日期,应写作 2026-11-21 · is no day"):
        day_typed("2026-13-01")
    assert day_typed("2026-11-21").date().isoformat() == "2026-11-21"
