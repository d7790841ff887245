"""Raw rows in the form in which Asterisk wrote them, numbers of callers as their tokens (ADR 0053)."""

from collections.abc import AsyncGenerator, Iterator
from pathlib import Path
from typing import Any, Final

import orjson
from sqlalchemy import select

from callcenter.kit.clock import SECOND
from callcenter.kit.db import ReadSession
from callcenter.recordings.models import Recording
from callcenter.reporting.figures import Period
from callcenter.telephony.journal.rows import Source
from callcenter.telephony.models import CallRecord, JournalGap, RawRow
from callcenter.tenancy import Scope

MARGIN_US: Final = 24 * 3600 * SECOND
"""Calls begin before a day and end after it."""
WIDE_MARGIN_US: Final = 8 * MARGIN_US
"""Whoever signed in days ago may still be there, and a caller may call again within a week."""
_WIDE_EVENTS: Final = (
    "AGENT_STATE",
    "SIGNED_IN",
    "SIGNED_OUT",
    "CALL_ARRIVED",
    "OUT_OF_HOURS",
    "HUMAN_REQUESTED",
    "QUEUE_JOINED",
)
_AT_ONCE: Final = 10_000
_FIELDS: Final = ("data1", "data2", "data3", "data4", "data5", "data6", "data7", "data8", "data9")


async def export_rows(
    session: ReadSession, scope: Scope, period: Period, folder: Path, *, as_of_us: int
) -> int:
    """Into a folder that is there: `cel.json`, `queue_log`, and `export.json` with period and holes."""
    count = 0
    with (folder / "cel.json").open("wb") as cel, (folder / "queue_log").open("wb") as queue_log:
        async for source, at_us, event, uniqueid, data in _rows(session, scope, period):
            if source == Source.CEL:
                cel.write(data.encode() + b"\n")
            else:
                queue_log.write(_queue_log_line(at_us, event, uniqueid, orjson.loads(data)))
            count += 1
    await _write_recordings(session, scope, period, folder / "recordings.jsonl")
    about: dict[str, Any] = {
        "companies": sorted(scope.company_ids),
        "from_us": period.from_us,
        "to_us": period.to_us,
        "margin_us": MARGIN_US,
        "as_of_us": as_of_us,
        "rows": count,
        "gaps": [list(gap) for gap in await _gaps(session, scope, period)],
    }
    (folder / "export.json").write_bytes(orjson.dumps(about, option=orjson.OPT_INDENT_2) + b"\n")
    return count


async def _write_recordings(session: ReadSession, scope: Scope, period: Period, file: Path) -> None:
    """What was found on the disk: Asterisk writes the sound, not whether it lay there afterwards."""
    query = (
        select(Recording.call_id, Recording.state, Recording.bytes, Recording.checked_us)
        .join(CallRecord, CallRecord.call_id == Recording.call_id)
        .where(scope.holds(Recording.client_company_id))
        .where(CallRecord.arrived_us >= period.from_us - MARGIN_US, CallRecord.arrived_us < period.to_us)
        .order_by(Recording.call_id)
    )
    with file.open("wb") as out:
        for row in (await session.execute(query)).mappings():
            out.write(orjson.dumps(dict(row)) + b"\n")


async def _rows(
    session: ReadSession, scope: Scope, period: Period
) -> AsyncGenerator[tuple[str, int, str, str, str]]:
    """In the order in which they came, page by page: a day of rows is more than a process should hold."""
    last = 0
    near = (RawRow.at_us >= period.from_us - MARGIN_US) & (RawRow.at_us < period.to_us + MARGIN_US)
    query = (
        select(RawRow.id, RawRow.source, RawRow.at_us, RawRow.event, RawRow.uniqueid, RawRow.data)
        .where(scope.holds(RawRow.client_company_id))
        .where(RawRow.at_us >= period.from_us - WIDE_MARGIN_US, RawRow.at_us < period.to_us + WIDE_MARGIN_US)
        .where(near | RawRow.event.in_(_WIDE_EVENTS))
        .order_by(RawRow.id)
        .limit(_AT_ONCE)
    )
    while True:
        rows = (await session.execute(query.where(RawRow.id > last))).all()
        for row_id, source, at_us, event, uniqueid, data in rows:
            last = row_id
            yield source, at_us, event, uniqueid, data
        if len(rows) < _AT_ONCE:
            return


def _queue_log_line(at_us: int, event: str, uniqueid: str, data: dict[str, str]) -> bytes:
    said = list(_said(data))
    fields = [str(at_us // SECOND), uniqueid, data.get("queue", ""), data.get("agent", ""), event, *said]
    return ("|".join(fields) + ("" if said else "|") + "\n").encode()


def _said(data: dict[str, str]) -> Iterator[str]:
    """Empty fields between full ones stay, as in Asterisk's own line."""
    last = max((number for number, name in enumerate(_FIELDS) if name in data), default=-1)
    return (data.get(name, "") for name in _FIELDS[: last + 1])


async def _gaps(session: ReadSession, scope: Scope, period: Period) -> list[tuple[int, int, str]]:
    found = await session.execute(
        select(JournalGap.from_us, JournalGap.to_us, JournalGap.reason)
        .where(scope.holds(JournalGap.client_company_id))
        .where(JournalGap.from_us < period.to_us, JournalGap.to_us >= period.from_us)
        .order_by(JournalGap.from_us)
    )
    return [(from_us, to_us, reason) for from_us, to_us, reason in found]
