"""Sheets as files that spreadsheets open."""

import io

import openpyxl
import pytest

from callcenter.reporting.reports.exports.sheet import Cell, Kind, Sheet
from callcenter.reporting.reports.exports.writers import csv_file, xlsx

pytestmark = pytest.mark.unit


def test_a_share_in_a_workbook_is_a_number_that_does_not_read_as_the_target_it_misses() -> None:
    file = io.BytesIO()
    rows = [[Cell(Kind.TEXT, "业务咨询"), Cell(Kind.RATIO, 0.8496)]]
    assert list(xlsx(file, [Sheet("报表", ["技能队列", "人工接通率"], rows)], demo=False)) == []
    share = openpyxl.load_workbook(file).worksheets[0].cell(2, 2)
    assert (share.value, share.number_format) == (0.8496, "0.00%")


def test_shares_and_lengths_in_text_are_cut_as_on_the_pages() -> None:
    file = io.BytesIO()
    row = [Cell(Kind.RATIO, 0.29), Cell(Kind.RATIO, 2 / 3), Cell(Kind.LENGTH, 15_000_999.9)]
    list(csv_file(file, [Sheet("汇总表", ["接通率", "满意度", "平均等待"], [row])], demo=False))
    assert file.getvalue().decode("utf-8-sig").splitlines()[1] == '"0.290000","0.666666","15.000"'
