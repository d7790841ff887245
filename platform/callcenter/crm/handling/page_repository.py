"""Pages of calls, the newest first, and where a page ended: the time and the call of its last line.

Two of the same microsecond are both told.
"""

import base64
import binascii
from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import ColumnElement, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from callcenter.kit.db import ReadSession
from callcenter.telephony.call_lists import BadCursor
from callcenter.telephony.models import CallRecord

Place = tuple[int, str]


async def newest_page(
    session: ReadSession,
    which: Sequence[ColumnElement[bool]],
    at: InstrumentedAttribute[Any],
    *,
    cursor: str | None,
    limit: int,
) -> tuple[Sequence[CallRecord], str | None]:
    """By the time `at`, and the next page's cursor; `which` holds the scope. Raises BadCursor."""
    statement = select(CallRecord).where(*which)
    if cursor is not None:
        statement = statement.where(tuple_(at, CallRecord.call_id) < tuple_(*place_of(cursor)))
    statement = statement.order_by(at.desc(), CallRecord.call_id.desc())
    found = list(await session.scalars(statement.limit(limit + 1)))
    shown = found[:limit]
    if len(found) <= limit:
        return shown, None
    return shown, cursor_of((getattr(shown[-1], at.key), shown[-1].call_id))


def cursor_of(place: Place) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(place)).decode().rstrip("=")


def place_of(cursor: str) -> Place:
    """Raises BadCursor."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        read = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, UnicodeEncodeError, ValueError):
        read = None
    match read:
        case [int() as at_us, str() as call_id]:
            return at_us, call_id
        case _:
            raise BadCursor(
                zh="翻页标记无效,请从第一页重新查询。",
                en="The cursor is not valid; start from the first page again.",
            )
