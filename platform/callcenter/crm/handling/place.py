"""Where a page ended: the time and the call of its last line. Two of the same microsecond are both told."""

import base64
import binascii

import orjson

from callcenter.telephony.repository import BadCursor

Place = tuple[int, str]


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
