"""What a header proposes, and what a row says of a customer."""

import pytest

from callcenter.crm.customers.fields import Catalogue
from callcenter.crm.transfer.import_mapping import ReadRow, is_header, proposed, read_row

pytestmark = pytest.mark.unit
FIELDS = Catalogue()
MAPPING = {0: "name", 1: "phones", 2: "phones", 3: "identity_number", 4: "vip", 5: "tags", 6: "needs"}


def codes(row: list[str]) -> list[str]:
    read = read_row(MAPPING, row, FIELDS)
    return [] if isinstance(read, ReadRow) else [problem.code for problem in read]


def test_a_header_proposes_fields():
    header = ["客户姓名", "手机号(必填)", "电话2", "身份证号", "VIP等级", "标签", "来历", "姓名"]
    assert proposed(header, FIELDS) == {
        0: "name",
        1: "phones",
        2: "phones",
        3: "identity_number",
        4: "vip",
        5: "tags",
    }
    assert proposed(["Name", "Mobile", "bank account"], FIELDS) == {
        0: "name",
        1: "phones",
        2: "bank_account",
    }


def test_a_first_row_with_a_number_is_data():
    assert is_header(["姓名", "电话"])
    assert not is_header(["王", "13900001234"])


def test_a_row_becomes_values():
    read = read_row(
        MAPPING, ["王 一", "139 0000 1234;010-87654321", "13900001234", "", "VIP 3", "老客户,投诉"], FIELDS
    )
    assert isinstance(read, ReadRow)
    assert read.vip == 3
    assert read.values == {
        "name": "王 一",
        "phones": ["+8613900001234", "+861087654321"],
        "tags": ["老客户", "投诉"],
    }


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        (["王", "1.39E+10"], ["scientific"]),
        (["王", "139", "", "1.10105E+17"], ["scientific"]),
        (["王", "139", "", "110105194912310000"], ["cut_digits"]),
        (["王", "没有"], ["wrong_value"]),
        (["王", "1" * 33], ["wrong_value"]),
        (["王" * 81], ["too_long"]),
        (["王\x07"], ["control"]),
        (["王", "", "", "", "很高"], ["vip"]),
        (["", "", "", "", "", "老客户"], ["nobody"]),
        ([], ["nobody"]),
        (["王\x07", "1.39E+10"], ["control", "scientific"]),
    ],
)
def test_everything_wrong_with_a_row_is_told(row, wrong):
    assert codes(row) == wrong


def test_a_number_that_really_ends_with_zeros_is_not_cut():
    assert codes(["王", "139", "", "110101199003071000"]) == ["cut_digits"]
    assert codes(["王", "139", "", "110101199003002000"]) == []


def test_a_formula_is_text():
    read = read_row(MAPPING, ["=cmd|' /C calc'!A0", "", "", "", "", "", "'=1+1"], FIELDS)
    assert isinstance(read, ReadRow)
    assert read.values == {"name": "=cmd|' /C calc'!A0", "needs": "=1+1"}
