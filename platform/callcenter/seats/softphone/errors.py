"""Why a page gets no phone."""

from callcenter.kit.errors import NotAllowed, Refused, Unavailable


class DeskPhoneInUse(Refused):
    def __init__(self) -> None:
        super().__init__(
            zh="您以话机签入,网页电话未启用;如需使用请先签出,再选择网页电话签入。",
            en="You are signed in with the desk phone. Sign out, then in with the browser phone.",
        )


class PhoneInCall(Refused):
    def __init__(self) -> None:
        super().__init__(
            zh="您的电话正在另一个页面通话中,请在那个页面结束通话后再试。",
            en="Your phone is in a call in another page. End the call there, then try again.",
        )


class NoPhoneFree(Unavailable):
    def __init__(self) -> None:
        super().__init__(
            zh="班长电话已全部占用,请稍后再试或请管理员增加(CALLCENTER_SUPERVISOR_PHONES)。",
            en="All supervisors' phones are taken. Try later, or have an administrator add some "
            "(CALLCENTER_SUPERVISOR_PHONES).",
        )


class NoPhoneHeld(Refused):
    def __init__(self) -> None:
        super().__init__(zh="您没有启用网页电话。", en="You have no browser phone in use.")


class NoPhoneForRole(NotAllowed):
    def __init__(self) -> None:
        super().__init__(
            zh="只有坐席和班长可以使用网页电话。", en="Only agents and supervisors have a browser phone."
        )
