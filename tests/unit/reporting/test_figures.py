import pytest

from callcenter.reporting.availability import availability
from callcenter.reporting.definitions.catalogue import CURRENT, TODAY
from callcenter.reporting.definitions.definition import Subject
from callcenter.reporting.definitions.first_contacts import WINDOWS
from callcenter.reporting.definitions.speed import SERVICE_LEVEL
from callcenter.reporting.figures import Completeness, Figure, Period, Totals, publish
from callcenter.reporting.rollups.parts import PARTS

pytestmark = pytest.mark.unit

WATCHED = availability((), Period(from_us=0, to_us=1), at_us=0).keys()
ASKED = {"recorded", *WATCHED} | {
    f"{part}_{name}" for name in WINDOWS for part in ("first_contacts", "resolved")
}
A_DAY = Period(from_us=0, to_us=86_400_000_000)


def published(subject: Subject = Subject.CALL, **parts: int) -> dict[str, Figure]:
    figures = publish(
        CURRENT,
        Totals(parts=parts),
        subject=subject,
        demo=False,
        period=A_DAY,
        scope="demo01",
        as_of_us=1,
        completeness=Completeness.live,
    )
    return {figure.definition.id: figure for figure in figures}


def percent(figures: dict[str, Figure], name: str) -> float:
    value = figures[name].value
    assert value is not None
    return round(100 * value, 2)


class TestPublish:
    def test_matches_the_icmi_vector_in_every_reading(self) -> None:
        # A = 1000, B = 60, A_N = 860, B_N = 20, B_s = 10 (figures.md 1.2).
        figures = published(
            offered=1060, answered=1000, in_time=860, abandoned=60, abandoned_in_time=20, short_abandoned=10
        )
        readings = {number: percent(figures, f"service_level_15s_f{number}") for number in (1, 2, 4, 5, 6)}
        assert readings == {1: 83.02, 2: 86.00, 4: 82.69, 5: 82.08, 6: 81.90}
        assert percent(figures, SERVICE_LEVEL.id) == 81.13

    def test_matches_the_worked_day(self) -> None:
        # Of 100, 70 are answered within 15 s, 10 later; 12 give up within 15 s (5 within 5 s), 8 later.
        figures = published(
            offered=100, answered=80, in_time=70, abandoned=20, abandoned_in_time=12, short_abandoned=5
        )
        assert percent(figures, "answer_rate") == 80
        assert percent(figures, "service_level_15s") == 70
        assert percent(figures, "service_level_15s_f1") == 82
        assert percent(figures, "service_level_15s_f2") == 87.5
        assert percent(figures, "service_level_15s_f4") == 79.55
        assert percent(figures, "service_level_15s_f6") == 73.68
        assert percent(figures, "answer_rate_without_short") == 84.21
        assert [percent(figures, f"{kind}abandon_rate") for kind in ("", "short_", "long_")] == [20, 5, 15]
        assert (figures["short_abandoned"].value, figures["long_abandoned"].value) == (5, 15)

    def test_looks_at_the_calls_that_an_agent_took(self) -> None:
        parts = {"taken": 3, "rings": 5, "offered": 0}
        assert published(Subject.AGENT, **parts)["talk_us"].rows == 3
        assert published(Subject.CALL, arrived=7, offered=4)["talk_us"].rows == 4

    def test_divides_nothing_by_zero_and_says_so(self) -> None:
        figures = published()
        divided = [figure for figure in figures.values() if figure.denominator is not None]
        assert {figure.value for figure in divided} == {None}
        assert figures["offered"].value == 0

    def test_carries_its_parts_and_origin(self) -> None:
        figure = published(offered=3, answered=2, wait_us=9_000_001)["asa"]
        assert (figure.value, figure.numerator, figure.denominator) == (4_500_000.5, 9_000_001, 2)
        assert (figure.period, figure.scope, figure.rows) == (A_DAY, "demo01", 3)


def test_a_quantile_is_the_upper_edge_of_its_bin() -> None:
    totals = Totals(waits={100: 5, 15_000: 4, 61_000: 1})
    found = publish(
        CURRENT,
        totals,
        subject=Subject.CALL,
        demo=False,
        period=A_DAY,
        scope="",
        as_of_us=1,
        completeness=Completeness.live,
    )
    values = {figure.definition.id: figure.value for figure in found}
    assert [values[f"wait_{name}"] for name in ("p50", "p90", "max")] == [100_000, 15_000_000, 61_000_000]


class TestCatalogue:
    def test_says_every_definition_once(self) -> None:
        assert len(CURRENT) == len({(each.id, each.version) for each in CURRENT})
        assert all(each in CURRENT for each in TODAY)

    def test_names_only_parts_that_are_kept(self) -> None:
        for each in CURRENT:
            named = {*each.numerator, *(each.denominator or {}), each.rows}
            assert named <= {*PARTS, *ASKED}, each.id

    def test_adds_up(self) -> None:
        """Every part of offered is a figure of its own, so that anybody can add them up."""
        ids = {each.id for each in CURRENT if Subject.CALL in each.subjects}
        ends = {
            "answered",
            "abandoned",
            "timed_out",
            "overflowed",
            "refused",
            "left_by_key",
            "cut",
            "waiting",
        }
        assert ends <= ids

    def test_has_no_empty_words(self) -> None:
        for each in CURRENT:
            for words in (each.name, each.formula, each.clock, each.boundary, each.counted):
                assert words.zh, each.id
                assert words.en, each.id
