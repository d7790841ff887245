"""All SQL of the days that are kept. Reads are scoped; what is forgotten names the company of each call."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, cast

from sqlalchemy import Table, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from callcenter.kit.db import ReadSession, WriteSession
from callcenter.kit.periods import DAY_US, midnight_of
from callcenter.reporting.contacts.count_repository import By, Count, Key, keys_of, told
from callcenter.reporting.contacts.kept import Kept, days_changed
from callcenter.reporting.contacts.models import ContactCount, ContactDay, LostCallerDay
from callcenter.reporting.figures import Period
from callcenter.reporting.rollups.repository import Chosen
from callcenter.telephony.models import CallRecord
from callcenter.tenancy import Scope

_KEEPING: Final = 0x636F6E74
"""Names the lock of `alone` among PostgreSQL's advisory locks."""
_AT_ONCE: Final = 500
_TABLES: Final = (cast("Table", ContactDay.__table__), cast("Table", ContactCount.__table__))
_CALLERS: Final = cast("Table", LostCallerDay.__table__)
_FORGET: Final = tuple(
    table.delete().where(
        table.c.client_company_id == bindparam("company"),
        table.c.kind == bindparam("of_kind"),
        table.c.from_us >= bindparam("first_us"),
        table.c.from_us < bindparam("until_us"),
    )
    for table in _TABLES
)
_FORGET_CALLERS: Final = delete(_CALLERS).where(
    _CALLERS.c.client_company_id == bindparam("company"),
    _CALLERS.c.requested_us >= bindparam("first_us"),
    _CALLERS.c.requested_us < bindparam("until_us"),
)
_REACHED: Final = (
    select(ContactDay.from_us)
    .where(
        ContactDay.client_company_id == bindparam("company"),
        or_(
            *(
                (ContactDay.kind == kind.value)
                & (ContactDay.from_us >= bindparam(f"first_{kind.value}"))
                & (ContactDay.from_us < bindparam(f"until_{kind.value}"))
                for kind in Kept
            )
        ),
    )
    .limit(1)
)
"""Made once, for it is asked with every batch of the journal, and mostly finds nothing."""


async def forget(
    session: WriteSession, changed: Collection[tuple[str, int]], kinds: Iterable[Kept] = Kept
) -> None:
    """Company and day of calls that changed: no day about which these have a say is kept any more.

    A claim goes with the rest, so that whoever counts at this moment finds nothing to keep.
    """
    if not changed:
        return
    await alone(session)
    connection = await session.connection()
    reached = [place for place in sorted(changed) if await _reaches(connection, *place)]
    if not reached:
        return
    days: list[dict[str, Any]] = []
    for kind in kinds:
        for company, day_us in reached:
            first_us, until_us = days_changed(kind, day_us)
            days.append(
                {"company": company, "of_kind": kind.value, "first_us": first_us, "until_us": until_us}
            )
    for statement in _FORGET:
        await connection.execute(statement, days)
    lost = [day for day in days if day["of_kind"] == Kept.LOST]
    if lost:
        await connection.execute(_FORGET_CALLERS, lost)


async def _reaches(connection: AsyncConnection, company: str, day_us: int) -> bool:
    """Whether any day is kept or claimed about which a call of that day has a say."""
    bounds = {kind: days_changed(kind, day_us) for kind in Kept}
    asked = {f"first_{kind.value}": first_us for kind, (first_us, _) in bounds.items()}
    asked |= {f"until_{kind.value}": until_us for kind, (_, until_us) in bounds.items()}
    return (await connection.execute(_REACHED, {"company": company, **asked})).first() is not None


async def forget_recordings(session: WriteSession, call_ids: Sequence[str]) -> None:
    """Where a call belongs is read once nobody claims any more: the journal may have moved it meanwhile."""
    await alone(session)
    days: set[tuple[str, int]] = set()
    for start in range(0, len(call_ids), _AT_ONCE):
        asked = select(CallRecord.client_company_id, CallRecord.human_requested_us).where(
            CallRecord.call_id.in_(call_ids[start : start + _AT_ONCE]),
            CallRecord.human_requested_us.is_not(None),
        )
        days |= {(company, midnight_of(at_us or 0)) for company, at_us in await session.execute(asked)}
    await forget(session, days, (Kept.RECORDED,))


async def claim(session: WriteSession, company: str, kind: Kept, days: Period, sign: int) -> None:
    """Of these days all that are not kept. What somebody claimed who was cut off is taken over."""
    await alone(session)
    unkept = (await unkept_days(session, Scope.of(company), kind, days)).get(company, [])
    mine = (ContactDay.client_company_id == company, ContactDay.kind == kind.value)
    await session.execute(delete(ContactDay).where(*mine, ContactDay.from_us.in_(unkept)))
    rows = [
        {"client_company_id": company, "kind": kind.value, "from_us": day_us, "claim": sign}
        for day_us in unkept
    ]
    if rows:
        await session.execute(insert(ContactDay), rows)


async def keep(
    session: WriteSession, company: str, kind: Kept, counts: Mapping[Key, Count], *, sign: int
) -> set[int]:
    """The days that were still claimed, and are kept now."""
    await alone(session)
    mine = (ContactDay.client_company_id == company, ContactDay.kind == kind.value, ContactDay.claim == sign)
    days = set(await session.scalars(select(ContactDay.from_us).where(*mine)))
    rows = [
        {
            "client_company_id": company,
            "kind": kind.value,
            "from_us": key.day_us,
            "hotline": key.hotline,
            "queue": key.queue,
            "cases": count.cases,
            "good": count.good,
        }
        for key, count in sorted(counts.items())
        if key.day_us in days
    ]
    if rows:
        await session.execute(insert(ContactCount), rows)
    await session.execute(update(ContactDay).where(*mine).values(claim=None))
    return days


async def kept_days(session: ReadSession, scope: Scope, kind: Kept, period: Period) -> Sequence[int]:
    """Days that lie whole in the period and are kept for every company of the scope, the oldest first."""
    day = ContactDay.from_us
    kept = select(day).where(
        scope.holds(ContactDay.client_company_id),
        ContactDay.kind == kind.value,
        ContactDay.claim.is_(None),
        day >= period.from_us,
        day <= period.to_us - DAY_US,
    )
    whole = kept.group_by(day).having(func.count() == len(scope.company_ids))
    return (await session.scalars(whole.order_by(day))).all()


async def unkept_days(session: ReadSession, scope: Scope, kind: Kept, days: Period) -> dict[str, list[int]]:
    """Of whole days, those that are not kept; of each company that has any, the oldest first."""
    kept = (
        ContactDay.kind == kind.value,
        ContactDay.claim.is_(None),
        ContactDay.from_us >= days.from_us,
        ContactDay.from_us < days.to_us,
    )
    everyday = range(days.from_us, days.to_us, DAY_US)
    counted = select(ContactDay.client_company_id, func.count()).where(
        scope.holds(ContactDay.client_company_id), *kept
    )
    found = await session.execute(counted.group_by(ContactDay.client_company_id))
    whole = {company for company, number in found if number == len(everyday)}
    missing: dict[str, list[int]] = {}
    for company in sorted(scope.company_ids - whole):
        those = select(ContactDay.from_us).where(ContactDay.client_company_id == company, *kept)
        there = set(await session.scalars(those))
        missing[company] = [day_us for day_us in everyday if day_us not in there]
    return missing


async def kept_counts(
    session: ReadSession, scope: Scope, chosen: Chosen, kind: Kept, days: Period, by: By
) -> dict[Key, Count]:
    """Of the days that are kept."""
    keys = keys_of(
        by,
        company=ContactCount.client_company_id,
        day_us=ContactCount.from_us,
        hotline=ContactCount.hotline,
        queue=ContactCount.queue,
    )
    query = select(*keys, func.sum(ContactCount.cases), func.sum(ContactCount.good)).where(
        scope.holds(ContactCount.client_company_id),
        ContactCount.kind == kind.value,
        ContactCount.from_us >= days.from_us,
        ContactCount.from_us < days.to_us,
    )
    if chosen.queue is not None:
        query = query.where(ContactCount.queue == chosen.queue)
    if chosen.hotline is not None:
        query = query.where(ContactCount.hotline == chosen.hotline)
    return told(by, (await session.execute(query.group_by(*keys))).all())


async def first_day(session: ReadSession, scope: Scope) -> int | None:
    """Of calls in which somebody asked for a person."""
    query = select(func.min(CallRecord.human_requested_us))
    first_us = await session.scalar(query.where(scope.holds(CallRecord.client_company_id)))
    return None if first_us is None else midnight_of(first_us)


async def alone(session: WriteSession) -> None:
    """Until the transaction ends nobody else forgets, claims or keeps a day. SQLite has one writer anyway.

    Who changes a call asks after the change and holds it until that is committed: a claim that comes later
    counts what was changed, one that came before is taken away.
    """
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        await connection.execute(select(func.pg_advisory_xact_lock(_KEEPING)))
