"""Days and intervals as the reports cut them: Asia/Shanghai, upper bounds exclusive."""

from datetime import datetime, time, timedelta
from typing import Final

from callcenter.kit.clock import SECOND, SHANGHAI, to_datetime, to_us

QUARTER_US: Final = 15 * 60 * SECOND


def day_of(at_us: int) -> tuple[int, int]:
    """First microsecond of the Shanghai day that holds `at_us`, and of the day after."""
    midnight = datetime.combine(to_datetime(at_us).astimezone(SHANGHAI).date(), time(), tzinfo=SHANGHAI)
    return to_us(midnight), to_us(midnight + timedelta(days=1))


def quarter_of(at_us: int) -> int:
    """Start of the 15 minutes that hold `at_us`; Shanghai stands whole hours from UTC."""
    return at_us - at_us % QUARTER_US
