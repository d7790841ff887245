"""Keeps the roll-ups true to the record (ADR 0052)."""

import secrets
from collections.abc import Sequence
from typing import Final

import structlog

from callcenter.kit.db import Database, ReadSession, WriteSession
from callcenter.kit.errors import Unavailable
from callcenter.kit.periods import day_of, month_of
from callcenter.reporting.rollups import agent_repository, month_repository, repository
from callcenter.reporting.rollups.agent_spans import add_span, settled, spans_between
from callcenter.reporting.rollups.contribution import Tally, add_call
from callcenter.reporting.rollups.parts import Cell
from callcenter.reporting.shifts import repository as shifts
from callcenter.reporting.shifts.shift import Hours, add_paid
from callcenter.telephony.journal.repository import alone
from callcenter.telephony.journal.stored import stored_calls
from callcenter.telephony.ports import AgentSaid, CallChange

_log = structlog.get_logger(__name__)

VERSION: Final = 4
"""Of the way in which calls are added up. Whoever changes it, or a part, raises this number: what was added
the old way cannot be taken off the new way, so the next start makes the roll-ups anew."""
_CALLS_AT_ONCE: Final = 1_000
_ROWS_AT_ONCE: Final = 2_000
_SIGNS: Final = 2**31 - 1


class RollupsNotCurrent(Unavailable):
    """They are of another version or not whole yet; the platform makes them."""


class RollupKeeper:
    """Implements telephony's port RecordFollower: in the transaction that changes the record."""

    async def calls_changed(self, session: WriteSession, changes: Sequence[CallChange]) -> None:
        tally = Tally()
        for change in changes:
            for told, sign in ((change.before, -1), (change.after, 1)):
                if told is not None:
                    add_call(tally, told.call, told.company_id, sign=sign)
        await add_tally(session, tally)

    async def agents_said(self, session: WriteSession, said: Sequence[AgentSaid]) -> None:
        """Facts may come late: what the spans around them were is taken off, what they are now added."""
        tally = Tally()
        of_agent: dict[tuple[str, str], list[AgentSaid]] = {}
        for fact in said:
            of_agent.setdefault((fact.company_id, fact.agent), []).append(fact)
        new: list[AgentSaid] = []
        for (company_id, agent), fresh in sorted(of_agent.items()):
            moments = [fact.at_us for fact in fresh]
            known = await agent_repository.around(
                session, company_id, agent, from_us=min(moments), to_us=max(moments)
            )
            now = settled([*known, *fresh])
            for span in spans_between(known):
                add_span(tally, span, sign=-1)
            for span in spans_between(now):
                add_span(tally, span)
            new += [fact for fact in now if fact not in known]
        await agent_repository.put(session, new)
        await add_tally(session, tally)


async def is_current(session: ReadSession) -> bool:
    return await repository.version(session) == VERSION


async def check_current(session: ReadSession) -> None:
    if not await is_current(session):
        raise RollupsNotCurrent(
            zh="汇总尚未就绪:请先启动平台;平台若正在重建汇总,请稍后再试。",
            en="The roll-ups are not ready: start the platform first; if it is making them, try again later.",
        )


async def make_current(database: Database) -> None:
    """To be awaited before the journal writes: after an upgrade the roll-ups are made anew from the calls."""
    async with database.read() as session:
        if await is_current(session):
            return
    calls = await make_anew(database)
    _log.info("Roll-ups were made anew.", calls=calls, version=VERSION)


async def make_anew(database: Database) -> int:
    """Cut off in the middle it says no version, and begins again at the next start.

    Of two that make them whoever cleared last goes on, and the other raises RollupsNotCurrent before it adds
    another call: each transaction asks whether the sign that stands there is still its own.
    """
    keeper = RollupKeeper()
    sign = -1 - secrets.randbelow(_SIGNS)
    async with database.write() as session:
        await alone(session)
        await repository.clear(session)
        await agent_repository.clear(session)
        await repository.set_version(session, sign)
        await add_tally(session, await _paid(session))
    row_id: int | None = 0
    while row_id is not None:
        async with database.write() as session:
            await _check_sign(session, sign)
            said, row_id = await agent_repository.raw_facts_after(session, row_id, limit=_ROWS_AT_ONCE)
            await keeper.agents_said(session, said)
    done, last = 0, ""
    while True:
        async with database.write() as session:
            await _check_sign(session, sign)
            call_ids = await repository.call_ids_after(session, last, limit=_CALLS_AT_ONCE)
            if not call_ids:
                await repository.set_version(session, VERSION)
                return done
            found = await stored_calls(session, call_ids)
            await keeper.calls_changed(session, [CallChange(None, told) for told in found.values()])
        done, last = done + len(call_ids), call_ids[-1]


async def _paid(session: WriteSession) -> Tally:
    """Shifts are no part of the record. Those typed in later add themselves."""
    tally = Tally()
    for shift in await shifts.all_in_force(session):
        add_paid(tally, shift.client_company_id, shift.agent_id, Hours(shift.from_us, shift.to_us))
    return tally


async def _check_sign(session: WriteSession, sign: int) -> None:
    await alone(session)
    if await repository.version(session) != sign:
        await check_current(session)
        raise RollupsNotCurrent(
            zh="另一个平台进程已完成汇总重建。",
            en="Another process of the platform has made the roll-ups meanwhile.",
        )


async def add_tally(session: WriteSession, tally: Tally) -> None:
    """Precondition: the journal is kept out, as whoever adds calls does."""
    tally.settle()
    for company_id, month_us in _months(tally):
        await month_repository.let_go(session, company_id, month_us)
    if tally.parts:
        await repository.add_parts(session, tally.parts, days=False)
        await repository.add_parts(session, _by_day(tally).parts, days=True)
    if tally.waits:
        await repository.add_waits(session, tally.waits, days=False)
        await repository.add_waits(session, _by_day(tally).waits, days=True)
    if tally.paths:
        await repository.add_paths(session, _by_day(tally).paths)


def _by_day(tally: Tally) -> Tally:
    days = Tally()
    for cell, parts in tally.parts.items():
        days.add(_day(cell), parts, 1)
    for (cell, edge), calls in tally.waits.items():
        key = _day(cell), edge
        days.waits[key] = days.waits.get(key, 0) + calls
    for path, parts in tally.paths.items():
        days.add_path(path._replace(from_us=day_of(path.from_us)[0]), parts, 1)
    days.settle()
    return days


def _months(tally: Tally) -> list[tuple[str, int]]:
    """Companies with the months of which anything changes."""
    cells = [*tally.parts, *tally.paths, *(cell for cell, _ in tally.waits)]
    begins = {(cell.client_company_id, cell.from_us) for cell in cells}
    return sorted({(company_id, month_of(from_us)[0]) for company_id, from_us in begins})


def _day(cell: Cell) -> Cell:
    return cell._replace(from_us=day_of(cell.from_us)[0])
