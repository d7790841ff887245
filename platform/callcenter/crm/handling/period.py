"""How much of the record one question may cover."""

from typing import Final

from callcenter.kit.clock import SECOND
from callcenter.kit.problems import InvalidInput

LONGEST_PERIOD_US: Final = 92 * 24 * 3600 * SECOND


class PeriodTooLong(InvalidInput):
    def __init__(self) -> None:
        super().__init__(
            zh="一次最多查询 92 天,请缩短日期范围。", en="Ask for 92 days at most; choose a shorter period."
        )


def require_period(from_us: int, to_us: int) -> None:
    """Raises PeriodTooLong."""
    if to_us - from_us > LONGEST_PERIOD_US:
        raise PeriodTooLong
