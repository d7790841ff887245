"""What a list of calls can be asked for, and where its next page begins."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import orjson
from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from callcenter.kit.clock import SECOND
from callcenter.kit.errors import CallcenterError
from callcenter.telephony.behind_figures import CallPart
from callcenter.telephony.models import CallRecord


class BadCursor(CallcenterError):
    """The cursor is not one that a page of this sort gave."""

    status = 422


class CallSort(StrEnum):
    ARRIVED_DESC = "arrived_desc"
    ARRIVED_ASC = "arrived_asc"
    WAIT_DESC = "wait_desc"
    TALK_DESC = "talk_desc"

    @property
    def by_arrival(self) -> bool:
        return self in (CallSort.ARRIVED_DESC, CallSort.ARRIVED_ASC)


@dataclass(frozen=True, slots=True)
class CallFilter:
    """None: not filtered by it. `to_us` is exclusive; `recorded` is a condition made by the upper package.

    With `part` the calls that a figure counts: the period is that of its clock, a queue means every call that
    entered it, and agents every call that was theirs by that part.
    """

    from_us: int | None = None
    to_us: int | None = None
    company: str | None = None
    outcome: str | None = None
    queue: str | None = None
    agents: Sequence[str] = ()
    hotline: str | None = None
    caller_token: str | None = None
    hour: int | None = None
    weekday: int | None = None
    ivr_path: str | None = None
    """Keys with > between them, NO_KEY before any."""
    part: CallPart | None = None
    recorded: ColumnElement[bool] | None = None

    @property
    def clock(self) -> InstrumentedAttribute[int] | InstrumentedAttribute[int | None]:
        """By which time a call belongs to the period."""
        return CallRecord.arrived_us if self.part is None else self.part.clock


NO_KEY: Final = "-"
"""No key is called that, and a word in an address is not empty."""
LONGEST_BEFORE_REQUEST: Final = 24 * 3600 * SECOND
"""Nobody stays in the menus for a day: a list by human request still follows the index of arrivals."""


def cursor_of(sort: CallSort, value: int, call_id: str) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([sort.value, value, call_id])).decode().rstrip("=")


def read_cursor(sort: CallSort, cursor: str) -> tuple[int, str]:
    """What the page before ended with. Raises BadCursor."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        read = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, orjson.JSONDecodeError, UnicodeEncodeError, ValueError):
        read = None
    match read:
        case [sort.value, int() as value, str() as call_id]:
            return value, call_id
        case _:
            raise BadCursor(
                zh="翻页标记无效,请从第一页重新查询。",
                en="The cursor is not valid; start from the first page again.",
            )
