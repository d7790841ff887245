"""Why a schedule is refused."""

from callcenter.kit.errors import NotFound, Refused
from callcenter.kit.problems import InvalidInput


class NoSuchSchedule(NotFound):
    def __init__(self) -> None:
        super().__init__(zh="没有这个邮件计划,可能已被删除。", en="There is no such schedule any more.")


class TooManySchedules(Refused):
    def __init__(self, most: int) -> None:
        super().__init__(
            zh=f"每人最多 {most} 个邮件计划,请先删除不用的。",
            en=f"One person keeps {most} schedules at most; delete some first.",
        )


class ScheduleIncomplete(InvalidInput):
    def __init__(self) -> None:
        super().__init__(
            zh="每周发送须选星期几,每月发送须选几号。",
            en="A weekly schedule needs its weekday, a monthly one its day of the month.",
        )
