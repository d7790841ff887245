"""Calls built again from raw rows alone; they must come out as they were."""

from dataclasses import dataclass
from typing import Final

import structlog

from callcenter.kit.db import Database, WriteSession
from callcenter.telephony.interpretation import interpret
from callcenter.telephony.journal import repository
from callcenter.telephony.journal.stored import stored_calls
from callcenter.telephony.ports import CallChange, RecordFollower, Told

_log = structlog.get_logger(__name__)

VERSION: Final = 1
"""Of the way in which rows are read. Whoever changes it so that calls of old days come out otherwise raises
this number: the next start builds the record anew."""
_CALLS_AT_ONCE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Rebuilt:
    groups: int
    calls: int


async def rebuild(
    database: Database, *, from_us: int, to_us: int, default_company_id: str, follower: RecordFollower
) -> Rebuilt:
    """Every call that began in the interval. Many short transactions: the journal goes on meanwhile."""
    async with database.read() as session:
        group_ids = await repository.call_ids_of_rows_between(session, from_us, to_us)
    calls = 0
    for start in range(0, len(group_ids), _CALLS_AT_ONCE):
        async with database.write() as session:
            at_once = group_ids[start : start + _CALLS_AT_ONCE]
            calls += await _rebuild(session, at_once, default_company_id, follower)
    return Rebuilt(groups=len(group_ids), calls=calls)


async def make_current(
    database: Database, *, to_us: int, default_company_id: str, follower: RecordFollower
) -> None:
    """After an upgrade the calls of old days are built anew, beside a journal that goes on. Cut off in the
    middle it begins again at the next start."""
    async with database.read() as session:
        if await repository.version(session) == VERSION:
            return
    rebuilt = await rebuild(
        database, from_us=0, to_us=to_us, default_company_id=default_company_id, follower=follower
    )
    async with database.write() as session:
        await repository.set_version(session, VERSION)
    _log.info("the record was built anew", calls=rebuilt.calls, version=VERSION)


async def _rebuild(
    session: WriteSession, group_ids: list[str], default_company_id: str, follower: RecordFollower
) -> int:
    before = await stored_calls(session, group_ids)
    restarts = await repository.restarts(session)
    rows = await repository.rows_of_groups(session, group_ids)
    companies = await repository.companies_of(session, group_ids)
    found = [interpret(group_id, rows.get(group_id, []), restarts=restarts) for group_id in group_ids]
    after = {
        call.call_id: Told(call, companies.get(call.call_id, default_company_id))
        for call in found
        if call is not None
    }
    await repository.replace_calls(session, after.values(), stored=group_ids)
    both = {**before, **after}
    await follower.calls_changed(
        session, [CallChange(before.get(call_id), after.get(call_id)) for call_id in both]
    )
    return len(after)
