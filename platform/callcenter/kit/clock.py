"""Time as the record keeps it: integer microseconds since the Unix epoch, UTC."""

import time
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

SECOND: Final = 1_000_000
SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Clock(Protocol):
    """Only the edges own a clock; rules take the time as a parameter."""

    def now_us(self) -> int: ...


class SystemClock:
    def now_us(self) -> int:
        return time.time_ns() // 1000


def to_datetime(at_us: int) -> datetime:
    """Exact: integer arithmetic, never a float of seconds."""
    return _EPOCH + timedelta(microseconds=at_us)


def to_us(at: datetime) -> int:
    """Raises ValueError for a naive datetime: its zone would be a guess."""
    if at.tzinfo is None:
        raise ValueError("a datetime without a zone has no place in the record")
    return (at - _EPOCH) // timedelta(microseconds=1)
