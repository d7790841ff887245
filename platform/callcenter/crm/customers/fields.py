"""Which fields a customer has: what each is for, how sensitive it is, who may see it whole.

The fields of the house stand here; the administrator adds fields of the installation beside them, as data of
the same shape. No field is without a purpose: the law asks for one, and so does the form.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from callcenter.identity.roles import Role


class Sensitivity(StrEnum):
    """How much harm the value can do in wrong hands; decides how it is shown and to whom revealed."""

    PLAIN = "plain"
    """Shown to whoever may see the customer; sealed at rest all the same."""
    PERSONAL = "personal"
    """Masked; an agent may reveal it with a reason."""
    SENSITIVE = "sensitive"
    """Masked; a supervisor may reveal it with a reason."""


class FieldKind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class CustomerField:
    code: str
    zh: str
    en: str
    purpose_zh: str
    purpose_en: str
    sensitivity: Sensitivity
    kind: FieldKind = FieldKind.TEXT
    choices: tuple[str, ...] = ()
    active: bool = True
    """An inactive field is no longer asked for; what it held is kept."""


NAME: Final = "name"
PHONES: Final = "phones"
IDENTITY_NUMBER: Final = "identity_number"
BANK_ACCOUNT: Final = "bank_account"
ADDRESS: Final = "address"
PREFERENCES: Final = "preferences"
NEEDS: Final = "needs"
TAGS: Final = "tags"
MARKS: Final = "marks"

BUILT_IN: Final[tuple[CustomerField, ...]] = (
    CustomerField(
        NAME,
        "姓名",
        "name",
        "称呼客户,识别重复来电的客户",
        "to address the customer and to know them again",
        Sensitivity.PERSONAL,
    ),
    CustomerField(
        PHONES,
        "电话",
        "phones",
        "来电弹屏与回访",
        "to know who calls and to call back when asked",
        Sensitivity.PERSONAL,
        FieldKind.LIST,
    ),
    CustomerField(
        IDENTITY_NUMBER,
        "证件号码",
        "identity number",
        "办理需要核验身份的业务",
        "for business that requires a verified identity",
        Sensitivity.SENSITIVE,
    ),
    CustomerField(
        BANK_ACCOUNT,
        "银行账号",
        "bank account",
        "退款与结算",
        "for refunds and settlement",
        Sensitivity.SENSITIVE,
    ),
    CustomerField(
        ADDRESS,
        "地址",
        "address",
        "寄送与上门服务",
        "for deliveries and visits",
        Sensitivity.PERSONAL,
    ),
    CustomerField(
        PREFERENCES,
        "偏好",
        "preferences",
        "按客户习惯提供服务",
        "to serve the customer as they like it",
        Sensitivity.PLAIN,
        FieldKind.LONG_TEXT,
    ),
    CustomerField(
        NEEDS,
        "需求",
        "needs",
        "跟进客户提出的需求",
        "to follow up what the customer asked for",
        Sensitivity.PLAIN,
        FieldKind.LONG_TEXT,
    ),
    CustomerField(TAGS, "标签", "tags", "归类客户", "to group customers", Sensitivity.PLAIN, FieldKind.LIST),
    CustomerField(
        MARKS,
        "警示标记",
        "warning marks",
        "提醒坐席注意",
        "to warn the agent before the first word",
        Sensitivity.PLAIN,
        FieldKind.LIST,
    ),
)

_REVEALS: Final[Mapping[Sensitivity, frozenset[Role]]] = {
    Sensitivity.PLAIN: frozenset({Role.AGENT, Role.SUPERVISOR, Role.SECURITY_ADMIN}),
    Sensitivity.PERSONAL: frozenset({Role.AGENT, Role.SUPERVISOR, Role.SECURITY_ADMIN}),
    Sensitivity.SENSITIVE: frozenset({Role.SUPERVISOR, Role.SECURITY_ADMIN}),
}


def may_reveal(roles: frozenset[Role], field: CustomerField) -> bool:
    return not roles.isdisjoint(_REVEALS[field.sensitivity])


class Catalogue:
    """All fields of one company: those of the house and its own."""

    def __init__(self, custom: Iterable[CustomerField] = ()) -> None:
        self.custom: tuple[CustomerField, ...] = tuple(custom)
        self._by_code = {field.code: field for field in (*BUILT_IN, *self.custom)}

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self._by_code.values())

    def get(self, code: str) -> CustomerField | None:
        return self._by_code.get(code)

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(self._by_code)
