"""Days are kept once they are old enough, and forgotten whenever a call that has a say changes (ADR 0059)."""

import asyncio
import secrets
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import structlog

from callcenter.kit.clock import Clock
from callcenter.kit.db import Database, WriteSession
from callcenter.kit.periods import DAY_US, midnight_of
from callcenter.reporting.contacts import lost_days_repository, repository
from callcenter.reporting.contacts.count_repository import By, count
from callcenter.reporting.contacts.kept import Kept, kept_until
from callcenter.reporting.contacts.lost_days_repository import Caller
from callcenter.reporting.contacts.lost_spans import runs
from callcenter.reporting.figures import Period
from callcenter.reporting.rollups.repository import Chosen
from callcenter.telephony.ports import AgentSaid, CallChange, Told
from callcenter.tenancy import Scope

_log = structlog.get_logger(__name__)

LOOK_AGAIN_SECONDS: Final = 60.0
DAYS_AT_ONCE: Final = 14
"""Of which the calls are read at once, with those of the window before and after."""
_SIGNS: Final = 2**62
_BY_CELL: Final = By(day_us=True, hotline=True, queue=True)


class ContactFollower:
    """Implements the ports of telephony and recordings, in the transaction that makes the change."""

    async def calls_changed(self, session: WriteSession, changes: Sequence[CallChange]) -> None:
        changed: set[tuple[str, int]] = set()
        gone: set[Caller] = set()
        come: set[Caller] = set()
        for change in changes:
            before, after = _contact(change.before), _contact(change.after)
            if before != after:
                changed |= {(told[0], midnight_of(told[1])) for told in (before, after) if told is not None}
            was, now = _answered(change.before), _answered(change.after)
            if was != now:
                gone |= {was[0]} if was else set()
                come |= {now[0]} if now else set()
        await repository.forget(session, changed)
        if gone or come:
            await repository.alone(session)
            await lost_days_repository.answers_changed(session, gone, come)

    async def agents_said(self, session: WriteSession, said: Sequence[AgentSaid]) -> None:
        """Nothing of this is about agents."""

    async def recordings_looked_for(self, session: WriteSession, call_ids: Sequence[str]) -> None:
        await repository.forget_recordings(session, call_ids)


def _answered(told: Told | None) -> tuple[Caller, int] | None:
    """Who was answered in a call, and when it arrived."""
    if told is None or told.call.answered_us is None or not told.call.caller_token:
        return None
    return Caller(told.company_id, told.call.caller_token), told.call.arrived_us


def _contact(told: Told | None) -> tuple[str, int, str, bool, bool, int, str | None, str] | None:
    """All that a call says here: whose it is, when and by whom a person was asked for, where it counts."""
    if told is None or told.call.human_requested_us is None:
        return None
    call = told.call
    requested_us = call.human_requested_us or 0
    return (
        told.company_id,
        requested_us,
        call.caller_token,
        call.answered_us is not None,
        call.outcome is not None and call.outcome.lost,
        call.arrived_us,
        call.queue,
        call.hotline,
    )


class ContactDays:
    """Keeps the days of one installation. Of two that do so at once, neither spoils what the other keeps."""

    def __init__(self, database: Database, clock: Clock, scope: Scope) -> None:
        self._database = database
        self._clock = clock
        self._scope = scope
        self._failing = False

    async def run(self) -> None:
        """Until cancelled. A record of years is read with pauses as long as the reading, beside calls that
        come in."""
        clock = asyncio.get_running_loop().time
        while True:
            began = clock()
            kept = await self._try()
            await asyncio.sleep(clock() - began if kept else LOOK_AGAIN_SECONDS)

    async def _try(self) -> int:
        try:
            kept = await self.keep_some()
        except Exception as error:  # noqa: BLE001 - figures stay right, only slower; said once, and once when it is over
            if not self._failing:
                _log.error("Could not keep days of first contacts.", error=type(error).__name__)
            self._failing = True
            return 0
        if self._failing:
            _log.info("Keeps days of first contacts again.")
            self._failing = False
        return kept

    async def keep_all(self) -> int:
        """Every day that is old enough; how many were kept."""
        done = 0
        while kept := await self.keep_some():
            done += kept
        return done

    async def keep_some(self) -> int:
        """The newest days that are old enough and not kept; how many they were. 0: there are none, or calls
        of theirs change at this moment."""
        for company in sorted(self._scope.company_ids):
            for kind in Kept:
                days = await self._newest(company, kind)
                if days is not None:
                    return await self._keep(company, kind, days)
        return 0

    async def _newest(self, company: str, kind: Kept) -> Period | None:
        """Days in a row."""
        scope, until_us = Scope.of(company), kept_until(kind, self._clock.now_us())
        async with self._database.read() as session:
            first_us = await repository.first_day(session, scope)
            if first_us is None or first_us >= until_us:
                return None
            ever = Period(from_us=first_us, to_us=until_us)
            unkept = await repository.unkept_days(session, scope, kind, ever)
        last = deque(runs(unkept.get(company, ())), maxlen=1)
        if not last:
            return None
        [days] = last
        return replace(days, from_us=max(days.from_us, days.to_us - DAYS_AT_ONCE * DAY_US))

    async def _keep(self, company: str, kind: Kept, days: Period) -> int:
        """The calls are read without keeping anybody out; who changes one meanwhile takes the claim away."""
        sign = secrets.randbelow(_SIGNS)
        async with self._database.write() as session:
            await repository.claim(session, company, kind, days, sign)
        if kind is Kept.LOST:
            async with self._database.read() as session:
                callers = await lost_days_repository.count_callers(session, company, days)
            async with self._database.write() as session:
                kept = await repository.keep(session, company, kind, {}, sign=sign)
                await lost_days_repository.keep_callers(session, callers, kept)
                return len(kept)
        async with self._database.read() as session:
            counts = await count(session, Scope.of(company), Chosen(), kind, days, _BY_CELL)
        async with self._database.write() as session:
            return len(await repository.keep(session, company, kind, counts, sign=sign))
