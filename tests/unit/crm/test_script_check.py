"""The forbidden words: what is found whatever it is dressed as, and what is meant otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcenter.crm.scripts.check import ForbiddenPhrase, Reason, check, phrases_of_the_house

pytestmark = pytest.mark.unit
WHY = Reason("own", "本公司规定", "our own rule", "")


def phrases_in(text: str) -> list[str]:
    return [hit.phrase for hit in check(text, phrases_of_the_house())]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("我们100%能办下来", "100%"),
        ("我们\uff11\uff10\uff10\uff05能办下来", "100%"),
        ("我们 1 0 0 % 能办", "100%"),
        ("1、100%达标", "100%"),
        ("百 分 之 百", "百分之百"),
        ("本公司是行业第一", "第一"),
        ("本公司是行业第-一", "第一"),
        ("本公司是行业第\u200b一", "第一"),
        ("本公司是行业第⼀", "第一"),
        ("这个证包·过", "包过"),
        ("放心,包_过", "包过"),
        ("保证【收益】", "保证收益"),
        ("我们是NO.1", "no1"),
        ("We are TOP 1 here", "top1"),
        ("这件事不归 我 管", "不归我管"),
    ],
)
def test_is_found_however_it_is_written(text, phrase):
    [hit] = check(text, phrases_of_the_house())
    assert hit.phrase == phrase
    assert text[hit.start : hit.end] == hit.matched
    assert hit.reason.zh
    assert hit.reason.en
    assert hit.reason.law


@pytest.mark.parametrize(
    "text",
    [
        "",
        "请您第一次登录时修改密码,我们会第一时间回复。",
        "产品不保证收益,投资需谨慎。",
        "请问您对什么药物或食物包过敏吗?打包过程已完成。",
        "增长2100%与3.100%",
        "laptop1 和 casino10",
        "您的成本由本公司承担",
        "最好请本人携带证件办理",
        "标题以包\n过几天再来结尾",
    ],
)
def test_is_not_found_where_it_means_something_else(text):
    assert phrases_in(text) == []


def test_every_place_is_told_in_the_order_of_the_text():
    text = "第一,\n我们包过。\n再说一遍:第一!😀最佳"
    hits = check(text, phrases_of_the_house())
    assert [(hit.phrase, text[hit.start : hit.end]) for hit in hits] == [
        ("第一", "第一"),
        ("包过", "包过"),
        ("第一", "第一"),
        ("最佳", "最佳"),
    ]


def test_of_overlapping_phrases_the_longest_is_told():
    assert phrases_in("稳赚不赔") == ["稳赚不赔"]


def test_a_phrase_of_the_company_counts_too():
    own = ForbiddenPhrase("秒批", WHY)
    [hit] = check("贷款秒 批", [own])
    assert (hit.start, hit.end, hit.matched, hit.reason) == (2, 5, "秒 批", WHY)
    assert check("贷款", [ForbiddenPhrase("…", WHY)]) == []


def test_no_phrase_of_the_house_stands_twice_or_excuses_itself():
    phrases = [each.phrase for each in phrases_of_the_house()]
    assert len(set(phrases)) == len(phrases) > 100
    for each in phrases_of_the_house():
        assert phrases_in(each.phrase) == [each.phrase]
        for wording in each.exceptions:
            assert each.phrase in wording, (each.phrase, wording)
            assert each.phrase not in phrases_in(wording)


@given(st.text(max_size=80))
def test_whatever_the_text_positions_are_within_it(text):
    for hit in check(text, phrases_of_the_house()):
        assert text[hit.start : hit.end] == hit.matched
