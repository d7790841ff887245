"""What counts as missing, what changed, and what of notes a list may show."""

import pytest

from callcenter.crm.contacts.contact import (
    CALL_TYPE_EN,
    CALL_TYPE_ZH,
    DEFAULT_CATEGORIES,
    CallType,
    ContactContent,
    ContactField,
    Missing,
    changed_fields,
    missing_of,
    without_numbers,
)

pytestmark = pytest.mark.unit


def test_every_call_type_has_the_word_of_the_licence_export():
    assert set(CALL_TYPE_ZH) == set(CALL_TYPE_EN) == set(CallType)
    assert all(word.endswith("呼入") for word in CALL_TYPE_ZH.values())
    assert {CallType.CONSULT, CallType.COMPLAINT} <= {each.call_type for each in DEFAULT_CATEGORIES}


def test_a_required_call_lacks_its_category_first_and_then_its_notes():
    complaint = next(each for each in DEFAULT_CATEGORIES if each.notes_required)
    consult = next(each for each in DEFAULT_CATEGORIES if not each.notes_required)
    assert missing_of(None, has_notes=True) is Missing.CATEGORY
    assert missing_of(complaint, has_notes=False) is Missing.NOTES
    assert missing_of(complaint, has_notes=True) is None
    assert missing_of(consult, has_notes=False) is None


def test_changed_fields_are_named():
    before = ContactContent("consult", None, "要发票")
    assert changed_fields(before, before) == ()
    after = ContactContent("complaint", None, "要求退款")
    assert changed_fields(before, after) == (ContactField.CATEGORY, ContactField.NOTES)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("回电 13900001234 找王", "回电 139****1234 找王"),
        ("回电 139-0000-1234", "回电 139****1234"),
        ("座机 87654321。", "座机 87****21。"),
        ("身份证 11010519491231002X", "身份证 110****1002X"),
        ("订单 123456 于 2026-11-21 14 点", "订单 123456 于 2026-11-21 14 点"),
    ],
)
def test_numbers_in_notes_are_masked_for_lists(text, shown):
    assert without_numbers(text) == shown
