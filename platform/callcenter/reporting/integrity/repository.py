"""Calls of the record and calls seen over AMI, counted within a scope."""

from sqlalchemy import func, select

from callcenter.kit.db import ReadSession
from callcenter.telephony.models import CallRecord
from callcenter.tenancy import Scope


async def count_recorded(session: ReadSession, scope: Scope, *, from_us: int, to_us: int) -> int:
    """Both bounds inclusive, as those of a gap."""
    query = select(func.count()).where(
        scope.holds(CallRecord.client_company_id),
        CallRecord.arrived_us >= from_us,
        CallRecord.arrived_us <= to_us,
    )
    return await session.scalar(query) or 0
