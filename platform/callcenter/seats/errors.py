"""Why somebody cannot sit down, or cannot change to the state asked for."""

from typing import Final

from callcenter.kit.errors import NotAllowed, NotFound, Refused


class NotAnAgent(Refused):
    def __init__(self) -> None:
        super().__init__(
            zh="您还没有工号,请联系管理员。", en="You have no work number yet; ask an administrator."
        )


class SeatUnknown(NotFound):
    def __init__(self) -> None:
        super().__init__(zh="没有这个坐席席位,请核对席位号。", en="There is no such seat; check its number.")


class SeatTaken(Refused):
    def __init__(self) -> None:
        super().__init__(
            zh="该席位已有人签入,请换一个席位或请对方先签出。",
            en="Somebody is signed in at this seat. Take another, or have them sign out first.",
        )


class AlreadySignedIn(Refused):
    def __init__(self, seat: str) -> None:
        super().__init__(
            zh=f"您已在席位 {seat} 签入,请先签出。",
            en=f"You are signed in at seat {seat}; sign out there first.",
        )


class NotSignedInAtASeat(Refused):
    def __init__(self) -> None:
        super().__init__(zh="您没有签入任何席位。", en="You are not signed in at any seat.")


class NoQueues(Refused):
    def __init__(self) -> None:
        super().__init__(
            zh="您没有分配任何技能队列,请联系班长。", en="No queue is assigned to you; ask your supervisor."
        )


class AlreadyReady(Refused):
    def __init__(self) -> None:
        super().__init__(zh="您已处于空闲状态。", en="You are ready already.")


class InACall(Refused):
    def __init__(self) -> None:
        super().__init__(
            zh="通话或振铃中不能这样做,请等本次通话结束。",
            en="Not during a call or while it rings; wait until this call is over.",
        )


class NotInWrapUp(Refused):
    def __init__(self) -> None:
        super().__init__(zh="当前不在事后处理中。", en="You are not in wrap-up.")


class NoExtensionLeft(Refused):
    def __init__(self, extensions: int) -> None:
        super().__init__(
            zh=f"事后处理最多延长 {extensions} 次,已用完。",
            en=f"Wrap-up can be extended {extensions} times, and that is used up.",
        )


class NoBreakBooked(Refused):
    def __init__(self) -> None:
        super().__init__(zh="没有预约的休息。", en="No break is booked.")


class AlreadyOnThisBreak(Refused):
    def __init__(self) -> None:
        super().__init__(zh="您已在此项休息中。", en="You are on this break already.")


class BreakReasonUnknown(Refused):
    def __init__(self) -> None:
        super().__init__(
            zh="没有这个休息原因,请从列表中选择。",
            en="There is no such break reason; choose one of the list.",
        )


_UNWELL: Final = {
    "registration_lost": ("话机未注册", "its phone is not registered"),
    "microphone_dead": ("麦克风无声", "its microphone is dead"),
    "tab_asleep": ("浏览器标签页已休眠", "its browser tab sleeps"),
}


class SeatUnwell(Refused):
    def __init__(self, why: str) -> None:
        zh, en = _UNWELL.get(why, ("席位异常", "it is not well"))
        super().__init__(
            zh=f"席位暂不能接听:{zh},恢复后自动转为空闲。",
            en=f"The seat cannot take calls: {en}. It becomes ready by itself when that is mended.",
        )


class AgentUnknown(NotFound):
    def __init__(self) -> None:
        super().__init__(zh="没有这个坐席。", en="There is no such agent.")


class NotInYourTeams(NotAllowed):
    def __init__(self) -> None:
        super().__init__(zh="该坐席不在您的班组内。", en="This agent is in none of your teams.")
