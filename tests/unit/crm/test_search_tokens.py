"""What a customer is found by, and what a typed search may mean."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callcenter.crm.customers.pinyin import readings
from callcenter.crm.customers.tokens import TokenKind, Tokens, phone_token, plain_name
from callcenter.kit.encryption import Keyring
from callcenter.telephony.journal.tokens import token_of

pytestmark = pytest.mark.unit

KEYS = Keyring.from_secret(b"k" * 32, "aes")
TOKENS = Tokens(KEYS, "demo01")


def finds(typed: str, **values: object) -> list[TokenKind]:
    """By which of its meanings the words find a customer with these values."""
    held = TOKENS.of(values)
    return [look.kind for look in TOKENS.looks(typed) if held.issuperset(look.tokens)]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        *(("单小红", "shanxiaohong"), ("单小红", "danxiaohong"), ("单小红", "sxh"), ("单小红", "dxh")),
        *(("曾志伟", "zengzhiwei"), ("解晓东", "xiexiaodong"), ("查良镛", "zlr"), ("仇英", "qiuying")),
        *(("尉迟恭", "yuchigong"), ("万俟卨", "moqixie"), ("欧阳修", "OuYang Xiu"), ("朴树", "piaoshu")),
        *(("吕布", "lvbu"), ("吕布", "lyubu"), ("吕布", "lübu"), ("乐嘉", "yuejia"), ("任重", "rzh")),
    ],
)
def test_surnames_are_read_as_surnames_and_as_people_type_them(name: str, typed: str):
    expected = typed not in {"zlr", "rzh"}
    found = {TokenKind.PINYIN, TokenKind.INITIALS}.intersection(finds(typed, name=name))
    assert bool(found) is expected


@pytest.mark.parametrize("name", ["Müller", "😀😀", "王😀", "", "山田タロウ"])
def test_other_names_have_no_pinyin(name: str):
    assert readings(name) == []


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        *(
            ("王小明", "王 小明"),
            ("王小明", "小明"),
            ("阿依古丽·买买提", "阿依古丽买买提"),
            ("王小明", "王小明"),
        ),
        *(("John O'Neil", "john oneil"), ("😀😃乐", "😀😃"), ("👨‍👩‍👧家", "👩👧"), ("O", "O ")),
        *(("Ｗａｎｇ", "wang"), ("欧阳小明", "阳小明")),
    ],
)
def test_a_name_is_found_however_it_is_spaced_and_wide(name: str, typed: str):
    if len(plain_name(name)) < 2:
        assert finds(typed, name=name) == []
    else:
        assert {TokenKind.NAME, TokenKind.NEIGHBOURS}.intersection(finds(typed, name=name))


@pytest.mark.parametrize("typed", ["", " ", "王", "1", "123", "😀", "\u200d\u200d"])
def test_what_has_no_token_is_not_looked_for(typed: str):
    assert TOKENS.looks(typed) == []


def test_a_number_has_the_token_that_calls_carry():
    held = TOKENS.of({"phones": ["+8613900004321"]})
    assert phone_token(token_of(KEYS, "139 0000 4321")) in held
    assert finds("+86 139-0000-4321", phones=["+8613900004321"]) == [TokenKind.PHONE]
    assert finds("4321", phones=["+8613900004321"]) == [TokenKind.LAST_FOUR]


@pytest.mark.parametrize("number", ["1" * 30, "9" * 32])
def test_thirty_digits_are_a_number_like_any_other(number: str):
    assert TokenKind.PHONE in finds(number, phones=[number])


def test_a_long_word_makes_no_long_statement():
    """Of its neighbours some lead, and the names they find are opened and compared."""
    [long] = [look for look in TOKENS.looks("chengchenmingyuan") if look.kind is TokenKind.NEIGHBOURS]
    assert (len(long.tokens), long.written) == (4, "chengchenmingyuan")


def test_companies_share_no_token_but_that_of_calls():
    values = {"name": "王小明", "phones": ["+8613900004321"], "identity_number": "110101199003071234"}
    shared = TOKENS.of(values) & Tokens(KEYS, "other01").of(values)
    assert {token.kind for token in shared} == {TokenKind.PHONE}


def test_frozen_tokens_stand_where_no_search_looks():
    held = TOKENS.of({"name": "王小明"})
    frozen = {(token.frozen().stored_kind, token.value) for token in held}
    assert frozen.isdisjoint({(token.stored_kind, token.value) for token in held})


@settings(deadline=None)
@given(st.text(max_size=60))
def test_whatever_is_a_name_gets_tokens_and_finds_itself(name: str):
    plain = plain_name(name)
    values = {"name": name}
    assert len(TOKENS.of(values)) <= 2 * len(plain) + 16
    if len(plain) >= 2 and not plain.isdigit():
        assert TokenKind.NAME in finds(name, **values)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_whatever_is_typed_is_taken_without_failing(typed: str):
    for look in TOKENS.looks(typed):
        assert look.tokens
        assert all(-(2**63) <= token.value < 2**63 for token in look.tokens)
