"""What is shown of a customer is never enough to use."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callcenter.crm.customers.fields import BUILT_IN, CustomerField, FieldKind, Sensitivity
from callcenter.crm.customers.masking import (
    mask_account,
    mask_address,
    mask_identity,
    mask_name,
    mask_text,
    mask_value,
)

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("name", "shown"),
    [("王小明", "王**"), ("王", "王*"), ("欧阳修", "欧阳*"), ("John Smith", "J***"), ("😀", "😀*"), ("", "")],
)
def test_a_name_keeps_what_one_is_addressed_by(name: str, shown: str):
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("11010119900307123X", "1101**********123X"),
        ("E12345678", "E****8"),
        ("1234567", "****"),
        ("", "****"),
    ],
)
def test_an_identity_number_keeps_region_and_end(number: str, shown: str):
    assert mask_identity(number) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("下午打 13900004321", "下午打 139****21"),
        ("139-0000-4321", "139****21"),
        ("卡号 6222 0202 0001 1112 222", "卡号 622****22"),
        ("证件 11010119900307123x 已核", "证件 110****3x 已核"),
        ("２０２６年 １３９００００４３２１", "２０２６年 １３９****２１"),
        ("2026-11-22 前回访,金额 120000 元", "2026-11-22 前回访,金额 120000 元"),
        ("1234567", "****"),
        ("0000+139000012", "0000****12"),
        ("没有号码", "没有号码"),
    ],
)
def test_numbers_in_free_text_are_masked(text: str, shown: str):
    assert mask_text(text) == shown


@settings(deadline=None)
@given(st.text(alphabet="0123456789 -+().京A", max_size=60))
def test_no_run_of_seven_digits_survives_in_free_text(text: str):
    shown = re.sub(r"(19|20)\d\d-(0\d|1[0-2])-[0-3]\d", " ", mask_text(text))
    assert not re.search(r"\d{7}", shown)


@settings(deadline=None)
@given(st.from_regex(r"[0-9]{8,20}", fullmatch=True))
def test_accounts_and_identities_never_show_more_than_eight(number: str):
    for shown in (mask_account(number), mask_identity(number)):
        assert sum(sign.isdigit() for sign in shown) <= 8
        assert sum(sign.isdigit() for sign in shown) < len(number)


def test_an_address_shows_neither_street_nor_door():
    assert mask_address("浙江省杭州市西湖区文三路90号") == "浙江省杭州市****"
    assert mask_address("文三路90号") == "文三路****"
    assert mask_address("") == ""


@settings(deadline=None)
@given(st.text(min_size=1, max_size=40), st.booleans())
def test_a_sensitive_value_is_never_shown_whole(value: str, names: bool):
    for field in BUILT_IN:
        if field.sensitivity is Sensitivity.SENSITIVE:
            assert mask_value(field, value, names=names) != value or set(value) <= {"*"}


def test_a_field_of_the_installation_is_shown_by_its_sensitivity():
    made = {
        sensitivity: CustomerField("plate", "车牌", "plate", "停车", "parking", sensitivity)
        for sensitivity in Sensitivity
    }
    assert mask_value(made[Sensitivity.PLAIN], "京A12345", names=False) == "京A12345"
    assert mask_value(made[Sensitivity.PERSONAL], "京A12345", names=False) == "****"
    day = CustomerField("day", "日期", "day", "回访", "calls", Sensitivity.PLAIN, FieldKind.DATE)
    assert mask_value(day, "2026-11-22", names=False) == "2026-11-22"
