"""Why somebody cannot sit down."""

from callcenter.kit.errors import NotFound, Refused


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
