"""All SQL about calls but that of the journal and of lists. Every read passes a scope."""

from collections.abc import Sequence

import orjson
from sqlalchemy import select

from callcenter.kit.db import ReadSession, WriteSession
from callcenter.telephony.call_quality import CallQuality
from callcenter.telephony.journal.rows import Row, Source
from callcenter.telephony.models import CallRecord, LegRecord, Phone, RawRow
from callcenter.tenancy import Scope


async def find_call(session: ReadSession, scope: Scope, call_id: str) -> CallRecord | None:
    statement = select(CallRecord).where(
        scope.holds(CallRecord.client_company_id), CallRecord.call_id == call_id
    )
    return await session.scalar(statement)


async def legs_of(session: ReadSession, scope: Scope, call_id: str) -> Sequence[LegRecord]:
    statement = (
        select(LegRecord)
        .where(scope.holds(LegRecord.client_company_id), LegRecord.call_id == call_id)
        .order_by(LegRecord.number)
    )
    return list(await session.scalars(statement))


async def rows_of(session: ReadSession, scope: Scope, call_id: str) -> list[Row]:
    statement = (
        select(RawRow.source, RawRow.at_us, RawRow.event, RawRow.uniqueid, RawRow.data)
        .where(scope.holds(RawRow.client_company_id), RawRow.call_id == call_id)
        .order_by(RawRow.id)
    )
    return [
        Row(Source(source), at_us, event, uniqueid, orjson.loads(data))
        for source, at_us, event, uniqueid, data in await session.execute(statement)
    ]


async def agent_facts(session: ReadSession, scope: Scope, *, from_us: int, to_us: int) -> list[Row]:
    """What queue_log says about agents apart from calls, in its order: SIGNED_IN, AGENT_STATE, PAUSE …

    `row.text("agent")` names the agent; `to_us` is exclusive.
    """
    statement = (
        select(RawRow.source, RawRow.at_us, RawRow.event, RawRow.uniqueid, RawRow.data)
        .where(scope.holds(RawRow.client_company_id))
        .where(RawRow.source == Source.QUEUE_LOG.value, RawRow.call_id.is_(None))
        .where(RawRow.at_us >= from_us, RawRow.at_us < to_us)
        .order_by(RawRow.at_us, RawRow.id)
    )
    return [
        Row(Source(source), at_us, event, uniqueid, orjson.loads(data))
        for source, at_us, event, uniqueid, data in await session.execute(statement)
    ]


async def ciphers_of(session: ReadSession, scope: Scope, tokens: Sequence[str]) -> dict[str, bytes]:
    statement = select(Phone.token, Phone.cipher).where(
        scope.holds(Phone.client_company_id), Phone.token.in_(tokens)
    )
    return dict((await session.execute(statement)).all())


async def quality_of(session: ReadSession, scope: Scope, call_id: str) -> Sequence[CallQuality]:
    found = select(CallQuality).where(
        scope.holds(CallQuality.client_company_id), CallQuality.call_id == call_id
    )
    return (await session.scalars(found.order_by(CallQuality.at_us, CallQuality.endpoint))).all()


async def keep_quality(session: WriteSession, measured: CallQuality) -> None:
    """Instead of what this agent's phone measured of the call before."""
    await session.merge(measured)
