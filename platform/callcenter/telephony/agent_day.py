"""What the record says of one agent since a moment: plain counts, and the calls behind the newest of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Row, func, select

from callcenter.kit.db import ReadSession
from callcenter.telephony.models import CallRecord, LegRecord
from callcenter.telephony.outcome import LegRole, RingResult
from callcenter.tenancy import Scope

MISSED: Final = (RingResult.NO_ANSWER.value, RingResult.BUSY.value, RingResult.UNREACHABLE.value)
_REJECTED: Final = RingResult.REJECTED.value
_TOOK_PART: Final = (LegRole.AGENT.value, LegRole.TRANSFER_TARGET.value)


@dataclass(frozen=True, slots=True)
class AgentDay:
    answered: int
    missed: int
    """Rung and not taken, declined ones among them; a caller who left first is none."""
    talk_us: int
    hold_us: int


async def agent_day(session: ReadSession, scope: Scope, agent_id: str, from_us: int) -> AgentDay:
    found = (
        select(LegRecord.result, func.count(), func.sum(LegRecord.talk_us), func.sum(LegRecord.hold_us))
        .where(
            scope.holds(LegRecord.client_company_id),
            LegRecord.agent == agent_id,
            LegRecord.started_us >= from_us,
            LegRecord.role.in_(_TOOK_PART),
        )
        .group_by(LegRecord.result)
    )
    rows = {
        result: (count, talk or 0, hold or 0) for result, count, talk, hold in await session.execute(found)
    }
    answered = rows.get(RingResult.ANSWERED.value, (0, 0, 0))
    missed = sum(rows.get(result, (0, 0, 0))[0] for result in (*MISSED, _REJECTED))
    return AgentDay(int(answered[0]), int(missed), int(answered[1]), int(answered[2]))


async def newest_rings(
    session: ReadSession, scope: Scope, agent_id: str, *, limit: int
) -> Sequence[Row[str, int, str | None, str, str | None, int]]:
    """call_id, started_us, result, caller_token, queue, talk_us; newest first."""
    found = (
        select(
            LegRecord.call_id,
            LegRecord.started_us,
            LegRecord.result,
            CallRecord.caller_token,
            LegRecord.queue,
            LegRecord.talk_us,
        )
        .join(CallRecord, CallRecord.call_id == LegRecord.call_id)
        .where(
            scope.holds(LegRecord.client_company_id),
            LegRecord.agent == agent_id,
            LegRecord.role.in_(_TOOK_PART),
            LegRecord.result.in_((RingResult.ANSWERED.value, *MISSED, _REJECTED)),
        )
        .order_by(LegRecord.started_us.desc(), LegRecord.number.desc())
        .limit(limit)
    )
    return (await session.execute(found)).all()


async def agents_in(session: ReadSession, scope: Scope, call_ids: Sequence[str]) -> frozenset[str]:
    """Who had anything to do with these calls."""
    found = select(LegRecord.agent).where(
        scope.holds(LegRecord.client_company_id),
        LegRecord.call_id.in_(call_ids),
        LegRecord.agent.is_not(None),
    )
    return frozenset(agent for agent in await session.scalars(found.distinct()) if agent is not None)


async def handed_on(session: ReadSession, scope: Scope, agent_id: str, from_us: int) -> int:
    """Calls that this agent transferred."""
    took_part = select(LegRecord.call_id).where(
        scope.holds(LegRecord.client_company_id),
        LegRecord.agent == agent_id,
        LegRecord.started_us >= from_us,
    )
    found = select(CallRecord.transfers).where(
        scope.holds(CallRecord.client_company_id), CallRecord.call_id.in_(took_part)
    )
    lists = await session.scalars(found)
    return sum(transfer.get("from_agent") == agent_id for transfers in lists for transfer in transfers)
