"""Calls built again from raw rows alone; they must come out as they were."""

from dataclasses import dataclass
from typing import Final

import structlog

from callcenter.kit.db import Database, WriteSession
from callcenter.telephony.call import Call
from callcenter.telephony.interpretation import interpret
from callcenter.telephony.journal import gaps, repository
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
    failed: int
    """Calls that could not be interpreted; what stood of them was kept."""


async def rebuild(
    database: Database, *, from_us: int, to_us: int, default_company_id: str, follower: RecordFollower
) -> Rebuilt:
    """Every call that began in the interval. Many short transactions: the journal goes on meanwhile."""
    async with database.read() as session:
        group_ids = await repository.call_ids_of_rows_between(session, from_us, to_us)
    calls = failed = 0
    for start in range(0, len(group_ids), _CALLS_AT_ONCE):
        async with database.write() as session:
            at_once = group_ids[start : start + _CALLS_AT_ONCE]
            done = await _rebuild(session, at_once, default_company_id, follower)
        calls, failed = calls + done.calls, failed + done.failed
    return Rebuilt(groups=len(group_ids), calls=calls, failed=failed)


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
    _log.info("the record was built anew", calls=rebuilt.calls, failed=rebuilt.failed, version=VERSION)


async def _rebuild(
    session: WriteSession, group_ids: list[str], default_company_id: str, follower: RecordFollower
) -> Rebuilt:
    await repository.alone(session)
    restarts = await repository.restarts(session)
    clock_steps = await gaps.clock_steps(session)
    rows = await repository.rows_of_groups(session, group_ids)
    companies = await repository.companies_of(session, group_ids)
    found: dict[str, Call | None] = {}
    for group_id in group_ids:
        try:
            mine = rows.get(group_id, [])
            found[group_id] = interpret(group_id, mine, restarts=restarts, clock_steps=clock_steps)
        except Exception as error:  # noqa: BLE001 - a fault of ours in one call must not stop all others
            # Its name only: what the error says may quote the call's rows.
            _log.error("a call could not be built again", call_id=group_id, error=type(error).__name__)
    failed = len(group_ids) - len(found)
    # An open call is the journal's, which tells it anew at its next row and remembers what it told last.
    over = {call_id: call for call_id, call in found.items() if call is None or call.ended_us is not None}
    before = await stored_calls(session, list(over))
    after = {
        call_id: Told(call, companies.get(call_id, default_company_id))
        for call_id, call in over.items()
        if call is not None
    }
    await repository.replace_calls(session, after.values(), stored=list(over))
    both = {**before, **after}
    await follower.calls_changed(
        session, [CallChange(before.get(call_id), after.get(call_id)) for call_id in both]
    )
    return Rebuilt(groups=len(group_ids), calls=len(after), failed=failed)
