import pytest

from callcenter.reporting.definitions import SERVICE_LEVEL, TODAY
from callcenter.reporting.figures import Completeness, Counts, Figure, Period, publish

pytestmark = pytest.mark.unit

A_DAY = Period(from_us=0, to_us=86_400_000_000)


def published(counts: Counts) -> dict[str, Figure]:
    figures = publish(counts, period=A_DAY, scope="demo01", as_of_us=1, completeness=Completeness.live)
    return {figure.definition.id: figure for figure in figures}


class TestPublish:
    def test_matches_the_icmi_vector_for_f3(self) -> None:
        # A = 1000 answered, B = 60 not answered, A_N = 860 in time: F3 is 81.13 % (figures.md 1.2).
        figures = published(Counts(offered=1060, answered=1000, answered_in_time=860, abandoned=60))
        value = figures[SERVICE_LEVEL.id].value
        assert value is not None
        assert round(value * 100, 2) == 81.13

    def test_matches_the_worked_day(self) -> None:
        figures = published(
            Counts(offered=100, answered=80, answered_in_time=70, abandoned=20, short_abandoned=5)
        )
        assert figures["answer_rate"].value == 0.8
        assert figures["service_level_15s"].value == 0.7
        assert figures["short_abandoned"].value == 5

    def test_divides_nothing_by_zero_and_says_so(self) -> None:
        figures = published(Counts())
        assert [figures[i].value for i in ("answer_rate", "service_level_15s", "asa", "satisfaction")] == [
            None
        ] * 4
        assert figures["offered"].value == 0

    def test_carries_its_parts_and_origin(self) -> None:
        figure = published(Counts(offered=3, answered=2, wait_us=9_000_001))["asa"]
        assert (figure.value, figure.numerator, figure.denominator) == (4_500_000.5, 9_000_001, 2)
        assert (figure.period, figure.scope, figure.rows) == (A_DAY, "demo01", 3)

    def test_publishes_every_definition_once(self) -> None:
        assert len(published(Counts())) == len(TODAY) == len({d.id for d in TODAY})
