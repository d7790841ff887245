"""Whether the record of a period is whole."""

from sqlalchemy import select

from callcenter.kit.db import ReadSession
from callcenter.reporting.figures import Completeness, Period
from callcenter.telephony.models import JournalGap
from callcenter.tenancy import Scope


async def gaps_in(session: ReadSession, scope: Scope, period: Period) -> list[Period]:
    """What the journal could not read, as far as it touches the period."""
    found = await session.execute(
        select(JournalGap.from_us, JournalGap.to_us).where(
            scope.holds(JournalGap.client_company_id),
            JournalGap.from_us < period.to_us,
            JournalGap.to_us >= period.from_us,
        )
    )
    return [Period(from_us=from_us, to_us=to_us) for from_us, to_us in found]


def completeness_of(period: Period, gaps: list[Period]) -> Completeness:
    """Unknown as soon as any gap of the journal touches the period."""
    touched = any(gap.from_us < period.to_us and gap.to_us >= period.from_us for gap in gaps)
    return Completeness.unknown if touched else Completeness.live
