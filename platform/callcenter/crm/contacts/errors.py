"""Why a contact cannot be written or read."""

from collections.abc import Sequence

from callcenter.crm.contacts.contact import FIELD_EN, FIELD_ZH, ContactField
from callcenter.kit.clock import SHANGHAI, to_datetime
from callcenter.kit.errors import NotAllowed, NotFound, Refused
from callcenter.kit.problems import InvalidInput


class NotYourCall(NotAllowed):
    """Only who talked in the call, or a supervisor, writes about it."""

    def __init__(self) -> None:
        super().__init__(
            zh="这通电话不是您接听的,只有接听的坐席或班长可以填写。",
            en="You did not take this call; only its agent or a supervisor writes about it.",
        )


class CallUnknown(NotFound):
    """Neither the floor nor the record knows it; a call that just ended may take a second."""

    def __init__(self) -> None:
        super().__init__(
            zh="没有这个通话;若刚刚挂断,请稍等一两秒再保存,已填内容不会丢失。",
            en="There is no such call. If it just ended, save again in a second; nothing typed is lost.",
        )


class StaleContact(Refused):
    """Somebody wrote since the person read. Nothing was overwritten."""

    def __init__(self, by: str, at_us: int, fields: Sequence[ContactField]) -> None:
        at = to_datetime(at_us).astimezone(SHANGHAI).strftime("%H:%M:%S")
        zh = "、".join(FIELD_ZH[field] for field in fields) or "内容"
        en = ", ".join(FIELD_EN[field] for field in fields) or "content"
        super().__init__(
            zh=f"{by} 已在 {at} 修改了{zh},您的修改未保存。请查看最新内容后再保存。",
            en=f"{by} changed {en} at {at}; your changes were not saved. Look at it and save again.",
        )


class CategoryUnknown(InvalidInput):
    def __init__(self) -> None:
        super().__init__(
            zh="没有这个分类,或它不用于该技能队列。请重新选择。",
            en="There is no such category, or not for this queue. Choose again.",
        )


class CategoriesUnclear(InvalidInput):
    """Two categories of one code."""

    def __init__(self, code: str) -> None:
        super().__init__(zh=f"分类代码重复:{code}。", en=f"The category code {code} stands twice.")
