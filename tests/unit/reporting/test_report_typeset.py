"""Reports set as pages, with a font whose Chinese characters are square and whose others are half as wide."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcenter.reporting.reports.exports.sheet import Cell, Kind, Sheet
from callcenter.reporting.reports.exports.typeset import LineKind, Page, pages, shown, wrapped

pytestmark = pytest.mark.unit

WIDTH = 780.0
HEIGHT = 450.0


def em(text: str) -> float:
    return sum(0.5 if sign.isascii() else 1.0 for sign in text)


def sheet(rows: int, figures: int = 3, *, name: str = "业务咨询") -> Sheet:
    header = ["技能队列", *(f"15秒接通率({number})" for number in range(figures))]
    body = [
        [Cell(Kind.TEXT, f"{name}{row}"), *(Cell(Kind.COUNT, 1_234_567) for _ in range(figures))]
        for row in range(rows)
    ]
    return Sheet("报表", header, body, totals=1)


def kinds(made: list[Page], kind: LineKind) -> list[list[str]]:
    lines = [line for page in made for _, line in page.lines if line.kind is kind]
    return [["".join(text) for text in line.texts] for line in lines]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("人工接通率", ["人工接", "通率"]),
        ("接通率,上期", ["接通", "率,上", "期"]),
        ("利用率(上期)", ["利用率", "(上期)"]),
        ("利用率\uff08上期\uff09", ["利用率", "\uff08上", "期\uff09"]),
        ("接通率\uff0c上期", ["接通", "率\uff0c上", "期"]),
        ("as of now", ["as of", "now"]),
        ("incomprehensible", ["incomp", "rehens", "ible"]),
        ("第一\n第二", ["第一", "第二"]),
    ],
)
def test_text_is_wrapped_where_it_may_be(text: str, lines: list[str]) -> None:
    assert wrapped(text, 30.0, em, 10.0) == lines


@given(st.text(alphabet="中文字abc ,。-1", max_size=60), st.floats(min_value=10.0, max_value=200.0))
def test_wrapping_loses_nothing_but_spaces_and_stays_within_the_width(text: str, width: float) -> None:
    lines = wrapped(text, width, em, 10.0)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(em(line) * 10.0 <= max(width, 10.0) for line in lines)


def test_every_page_has_the_header_and_no_row_is_lost_or_cut() -> None:
    made = pages([sheet(100)], em, width=WIDTH, height=HEIGHT)
    assert len(made) > 3
    assert [page.lines[1][1].kind for page in made] == [LineKind.HEADER] * len(made)
    assert all(page.used <= HEIGHT for page in made)
    rows = kinds(made, LineKind.ROW) + kinds(made, LineKind.TOTAL)
    assert [row[0] for row in rows] == [f"业务咨询{number}" for number in range(100)]
    assert len(kinds(made, LineKind.TOTAL)) == 1


def test_a_wide_table_is_cut_into_bands_that_each_name_their_rows() -> None:
    made = pages([sheet(3, figures=40)], em, width=WIDTH, height=HEIGHT)
    headers = kinds(made, LineKind.HEADER)
    assert len(headers) > 1
    assert {header[0] for header in headers} == {"技能队列"}
    assert sum(len(header) - 1 for header in headers) == 40
    for page in made:
        for _, line in page.lines:
            assert sum(column.width for column in line.columns) <= WIDTH + 0.01


def test_a_short_table_stays_on_the_page_and_a_long_name_is_wrapped() -> None:
    made = pages([sheet(3), sheet(4), sheet(200)], em, width=WIDTH, height=HEIGHT)
    assert [line.kind for _, line in made[0].lines].count(LineKind.HEADER) == 2
    [page] = pages([sheet(2, name="境外收单商户综合服务专席" * 9)], em, width=WIDTH, height=HEIGHT)
    assert len(page.lines[-1][1].texts[0]) > 1
    assert [column.numbers for column in page.lines[-1][1].columns] == [False, True, True, True]


def test_a_table_without_rows_has_its_head_and_says_so() -> None:
    [page] = pages([Sheet("工时表", ["坐席", "接听量"], [])], em, width=WIDTH, height=HEIGHT)
    assert [(line.kind, line.texts) for _, line in page.lines] == [
        (LineKind.TITLE, [["工时表"]]),
        (LineKind.HEADER, [["坐席"], ["接听量"]]),
        (LineKind.ROW, [["—"], [""]]),
    ]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (Cell(Kind.RATIO, None), "—"),
        (Cell(Kind.COUNT, 1234), "1,234"),
        (Cell(Kind.RATIO, 0.9537), "95.3%"),
        (Cell(Kind.RATIO, 0.8496), "84.9%"),
        (Cell(Kind.RATIO, 0.29), "29.0%"),
        (Cell(Kind.RATIO, 1.0), "100.0%"),
        (Cell(Kind.LENGTH, 36_061_290_000), "10:01:01.2"),
        (Cell(Kind.DAY, date(2026, 11, 21)), "2026-11-21"),
        (Cell(Kind.TEXT, "=1+1"), "=1+1"),
    ],
)
def test_cells_are_written_for_people(cell: Cell, text: str) -> None:
    assert shown(cell) == text
