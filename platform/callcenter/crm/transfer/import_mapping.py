"""From columns to fields: what a header proposes, and what a row of cells says of a customer. Pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from callcenter.crm.customers.customer import Values, WrongValue, with_changes
from callcenter.crm.customers.fields import (
    ADDRESS,
    BANK_ACCOUNT,
    IDENTITY_NUMBER,
    MARKS,
    NAME,
    NEEDS,
    PHONES,
    PREFERENCES,
    TAGS,
    Catalogue,
    FieldKind,
)
from callcenter.files.formulas import as_typed

VIP: Final = "vip"
MOST_VIP: Final = 9
_LONGEST: Final = {NAME: 80, ADDRESS: 200, IDENTITY_NUMBER: 40, BANK_ACCOUNT: 40}
_LONGEST_TEXT: Final = 2000
_NAMES: Final[Mapping[str, str]] = {
    "姓名": NAME, "客户姓名": NAME, "客户名称": NAME, "名称": NAME, "联系人": NAME, "name": NAME,
    "customername": NAME, "fullname": NAME,
    "电话": PHONES, "电话号码": PHONES, "联系电话": PHONES, "手机": PHONES, "手机号": PHONES,
    "手机号码": PHONES, "移动电话": PHONES, "固定电话": PHONES, "座机": PHONES, "phone": PHONES,
    "phones": PHONES, "mobile": PHONES, "tel": PHONES, "telephone": PHONES,
    "证件号码": IDENTITY_NUMBER, "证件号": IDENTITY_NUMBER, "身份证": IDENTITY_NUMBER,
    "身份证号": IDENTITY_NUMBER, "身份证号码": IDENTITY_NUMBER, "identitynumber": IDENTITY_NUMBER,
    "idnumber": IDENTITY_NUMBER, "idcard": IDENTITY_NUMBER,
    "银行账号": BANK_ACCOUNT, "银行卡号": BANK_ACCOUNT, "卡号": BANK_ACCOUNT, "账号": BANK_ACCOUNT,
    "bankaccount": BANK_ACCOUNT,
    "地址": ADDRESS, "住址": ADDRESS, "联系地址": ADDRESS, "通讯地址": ADDRESS, "address": ADDRESS,
    "偏好": PREFERENCES, "preferences": PREFERENCES,
    "需求": NEEDS, "备注": NEEDS, "说明": NEEDS, "needs": NEEDS, "notes": NEEDS, "remark": NEEDS,
    "标签": TAGS, "tags": TAGS, "警示标记": MARKS, "标记": MARKS, "marks": MARKS,
    "vip": VIP, "vip等级": VIP, "viplevel": VIP, "等级": VIP, "会员等级": VIP,
}  # fmt: skip
_BETWEEN: Final = re.compile(r"[;;、,,/|\n]+")
_SCIENTIFIC: Final = re.compile(r"[+-]?\d+(\.\d+)?[eE][+]?\d+")
_LOOKS_LIKE_DATA: Final = re.compile(r"\+?\d[\d -]{6,}[\dXx]?")
# Excel keeps fifteen digits of a number; the rest become zeros.
_EXCEL_DIGITS: Final = 15
_IDENTITY_DIGITS: Final = 18
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong in a row. Never repeats the value. `column` is None when it is about the whole row."""

    column: int | None
    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class ReadRow:
    values: Values
    vip: int | None


def proposed(header: Sequence[str], catalogue: Catalogue) -> dict[int, str]:
    """Column → field, by the header's words. Several columns may hold telephone numbers."""
    own = {_word(name): field.code for field in catalogue for name in (field.zh, field.en, field.code)}
    mapping: dict[int, str] = {}
    for column, title in enumerate(header):
        word = re.sub(r"\d+$", "", _word(title)) or _word(title)
        code = _NAMES.get(word) or own.get(word)
        if code is not None and (code == PHONES or code not in mapping.values()):
            mapping[column] = code
    return mapping


def is_header(row: Sequence[str]) -> bool:
    """A row of words. One that holds a number of a person is data already."""
    return sum(bool(cell) for cell in row) >= 1 and not any(_LOOKS_LIKE_DATA.fullmatch(cell) for cell in row)


def read_row(
    mapping: Mapping[int, str], row: Sequence[str], catalogue: Catalogue
) -> ReadRow | list[CellProblem]:
    """What the row says of a customer, or everything that is wrong with it."""
    problems: list[CellProblem] = []
    changes: dict[str, Any] = {}
    vip: int | None = None
    for column, code in mapping.items():
        cell = as_typed(row[column]) if column < len(row) else ""
        if not cell:
            continue
        if code == VIP:
            vip = _level(cell)
            if vip is None:
                problems.append(_problem(column, "vip", "VIP 等级应为 0 至 9", "a VIP level is 0 to 9"))
            continue
        wrong = _wrong(code, cell)
        if wrong is not None:
            problems.append(CellProblem(column, wrong.code, wrong.zh, wrong.en))
            continue
        field = catalogue.get(code)
        if field is not None and field.kind is FieldKind.LIST:
            changes.setdefault(code, []).extend(part.strip() for part in _BETWEEN.split(cell) if part.strip())
        else:
            changes[code] = cell
    values: Values = {}
    for code, value in changes.items():
        try:
            values |= with_changes(catalogue, {}, {code: value})
        except WrongValue as error:
            column = next(column for column, mapped in mapping.items() if mapped == code)
            [told] = error.errors
            problems.append(_problem(column, "wrong_value", told.zh, told.en))
    if not problems and not values.get(NAME) and not values.get(PHONES):
        problems.append(_problem(None, "nobody", "姓名与电话都没有", "there is neither a name nor a phone"))
    return problems or ReadRow(values, vip)


def _wrong(code: str, cell: str) -> CellProblem | None:
    if len(cell) > _LONGEST.get(code, _LONGEST_TEXT):
        return _problem(None, "too_long", "内容过长", "the value is too long")
    if any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\r\t" for sign in cell):
        return _problem(None, "control", "含有不可见的控制字符", "the value holds control characters")
    if code not in {PHONES, IDENTITY_NUMBER, BANK_ACCOUNT}:
        return None
    if _SCIENTIFIC.fullmatch(cell):
        return _problem(
            None,
            "scientific",
            "号码被表格软件改成了科学计数,请把该列设为文本后重新导出",
            "a spreadsheet program turned the number into scientific notation; make the column text",
        )
    if code != PHONES and _is_cut(cell):
        return _problem(
            None,
            "cut_digits",
            "号码末位被表格软件改成了 0,请把该列设为文本后重新导出",
            "a spreadsheet program turned the last digits into zeros; make the column text",
        )
    return None


def _is_cut(number: str) -> bool:
    """Zeros behind the fifteenth digit, and the check digit says that they do not belong there."""
    if not (number.isascii() and number.isdigit()) or len(number) < _EXCEL_DIGITS + 2:
        return False
    if number[_EXCEL_DIGITS:].strip("0"):
        return False
    return not (_is_identity(number) if len(number) == _IDENTITY_DIGITS else _is_card(number))


def _is_identity(number: str) -> bool:
    """The check digit of GB 11643 (ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:-1], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[-1]


def _is_card(number: str) -> bool:
    """The check digit of bank cards (ISO/IEC 7812)."""
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(number)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _level(cell: str) -> int | None:
    text = unicodedata.normalize("NFKC", cell).strip().casefold().removeprefix("vip").strip()
    return int(text) if text.isdecimal() and text.isascii() and int(text) <= MOST_VIP else None


def _problem(column: int | None, code: str, zh: str, en: str) -> CellProblem:
    return CellProblem(column, code, zh, en)


def _word(title: str) -> str:
    folded = unicodedata.normalize("NFKC", title).casefold()
    return re.sub(r"\(.*?\)|\[.*?\]|[\s_*:-]+", "", folded)
