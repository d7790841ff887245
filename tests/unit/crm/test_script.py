"""How a script is found, and which part of it a list shows."""

import pytest

from callcenter.crm.scripts.script import excerpt, searchable, terms_of

pytestmark = pytest.mark.unit


def test_width_case_and_spaces_make_no_difference():
    assert searchable("退款 POLICY", "第二\n行") == searchable("退款  policy", "第二 行")
    assert terms_of(" 退款  \uff21bc 退款") == ["退款", "abc"]
    assert terms_of("  ") == []


@pytest.mark.parametrize(
    ("body", "terms", "shown"),
    [
        ("短文", [], "短文"),
        ("一" * 200, [], "一" * 120 + "…"),
        ("一" * 50 + "退款" + "二" * 10, ["退款"], "…" + "一" * 20 + "退款" + "二" * 10),
        ("第一行\n\n第二行", ["没有"], "第一行 第二行"),
    ],
)
def test_the_excerpt_is_around_the_first_term(body, terms, shown):
    assert excerpt(body, terms) == shown
