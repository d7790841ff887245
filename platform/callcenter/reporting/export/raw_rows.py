"""Raw rows in the form in which Asterisk wrote them, numbers of callers as their tokens (ADR 0053)."""

import os
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

import orjson
from sqlalchemy import exists, select

from callcenter.kit.clock import SECOND
from callcenter.kit.db import ReadSession
from callcenter.recordings.models import Recording
from callcenter.reporting.figures import Period
from callcenter.reporting.known_scopes import queues_spelt
from callcenter.reporting.reports.repository import teams_of_agents
from callcenter.reporting.rollups import agent_repository
from callcenter.reporting.shifts.repository import shifts
from callcenter.telephony.journal.rows import Source
from callcenter.telephony.models import CallRecord, JournalGap, RawRow
from callcenter.telephony.service_epochs import epochs_between
from callcenter.tenancy import Scope

MARGIN_US: Final = 24 * 3600 * SECOND
"""Calls begin before a day and end after it."""
WIDE_MARGIN_US: Final = 8 * MARGIN_US
"""Whoever signed in days ago may still be there, and a caller may call again within a week."""
_APART_US: Final = 3600 * SECOND
"""At most between what an agent said and the row that Asterisk wrote of it."""
_AGENT_EVENTS: Final = ("AGENT_STATE", "SIGNED_IN", "SIGNED_OUT")
_WIDE_EVENTS: Final = (
    *_AGENT_EVENTS,
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
    with _private(folder / "cel.json") as cel, _private(folder / "queue_log") as queue_log:
        for rows in (_still_in_a_state(session, scope, period), _rows(session, scope, period)):
            async for source, at_us, event, uniqueid, data in rows:
                if source == Source.CEL:
                    cel.write(data.encode() + b"\n")
                else:
                    queue_log.write(_queue_log_line(at_us, event, uniqueid, orjson.loads(data)))
                count += 1
    await _write_recordings(session, scope, period, folder / "recordings.jsonl")
    await _write_epochs(session, scope, period, folder / "service.jsonl")
    with _private(folder / "shifts.jsonl") as out:
        for shift in await shifts(session, scope, period):
            told = {"agent": shift.agent_id, "from_us": shift.from_us, "to_us": shift.to_us}
            out.write(orjson.dumps(told) + b"\n")
    about: dict[str, Any] = {
        "companies": sorted(scope.company_ids),
        "from_us": period.from_us,
        "to_us": period.to_us,
        "margin_us": MARGIN_US,
        "as_of_us": as_of_us,
        "rows": count,
        "demo": await _has_demo(session, scope, period),
        "queues": await queues_spelt(session, scope),
        "teams": await teams_of_agents(session, scope),
        "gaps": [list(gap) for gap in await _gaps(session, scope, period)],
    }
    with _private(folder / "export.json") as out:
        out.write(orjson.dumps(about, option=orjson.OPT_INDENT_2) + b"\n")
    return count


def _private(file: Path) -> BinaryIO:
    """For its owner alone, whatever the folder lets others see and whatever lay there before."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.fchmod(descriptor, 0o600)
    return os.fdopen(descriptor, "wb")


async def _has_demo(session: ReadSession, scope: Scope, period: Period) -> bool:
    query = (
        exists()
        .where(scope.holds(CallRecord.client_company_id), CallRecord.demo.is_(True))
        .where(CallRecord.arrived_us >= period.from_us - MARGIN_US, CallRecord.arrived_us < period.to_us)
    )
    return bool(await session.scalar(select(query)))


async def _write_recordings(session: ReadSession, scope: Scope, period: Period, file: Path) -> None:
    """What was found on the disk: Asterisk writes the sound, not whether it lay there afterwards."""
    query = (
        select(Recording.call_id, Recording.state, Recording.bytes, Recording.checked_us)
        .join(CallRecord, CallRecord.call_id == Recording.call_id)
        .where(scope.holds(Recording.client_company_id))
        .where(CallRecord.arrived_us >= period.from_us - MARGIN_US, CallRecord.arrived_us < period.to_us)
        .order_by(Recording.call_id)
    )
    with _private(file) as out:
        for row in (await session.execute(query)).mappings():
            out.write(orjson.dumps(dict(row)) + b"\n")


async def _write_epochs(session: ReadSession, scope: Scope, period: Period, file: Path) -> None:
    """When callers could reach the phone system: seen by the platform, in no file of Asterisk's."""
    with _private(file) as out:
        for from_us, to_us, up in await epochs_between(session, scope, period.from_us, period.to_us):
            out.write(orjson.dumps({"from_us": from_us, "to_us": to_us, "up": up}) + b"\n")


async def _still_in_a_state(
    session: ReadSession, scope: Scope, period: Period
) -> AsyncGenerator[tuple[str, int, str, str, str]]:
    """What each agent last said before all other rows begin: whoever signed in then may still be there."""
    before_us = period.from_us - WIDE_MARGIN_US
    for fact in await agent_repository.facts_before(session, scope, before_us=before_us):
        # The row's own time is Asterisk's; the platform's microseconds stand in it.
        query = (
            select(RawRow.source, RawRow.at_us, RawRow.event, RawRow.uniqueid, RawRow.data)
            .where(RawRow.client_company_id == fact.company_id, RawRow.event.in_(_AGENT_EVENTS))
            .where(RawRow.at_us >= fact.at_us - _APART_US, RawRow.at_us < fact.at_us + _APART_US)
            .where(RawRow.at_us < before_us, RawRow.data.contains(str(fact.at_us), autoescape=True))
            .order_by(RawRow.id)
        )
        for source, at_us, event, uniqueid, data in await session.execute(query):
            if orjson.loads(data).get("agent") == fact.agent:
                yield source, at_us, event, uniqueid, data


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
