"""Folds months that are over out of their days and quarters, so that reports over years read few rows.

Whoever changes a cell, for a call that came late or was corrected, takes the month's row out of
`rollup_month_kept` in the same transaction. From then on days are read, and the month is folded again.
"""

import asyncio
import secrets
from collections.abc import Iterable, Mapping
from typing import Final

import structlog

from callcenter.kit.clock import Clock
from callcenter.kit.db import Database, WriteSession
from callcenter.kit.periods import DAY_US, HOUR_US, month_of
from callcenter.reporting.rollups import histogram, month_repository
from callcenter.reporting.rollups.keeping import is_current
from callcenter.reporting.rollups.months import Fold, months_until
from callcenter.telephony.journal.repository import alone

_log = structlog.get_logger(__name__)

LOOK_EVERY_S: Final = 600.0
SETTLED_US: Final = HOUR_US
"""After its end a month still changes much: talks end, agents sign out."""
_SIGNS: Final = 2**31 - 1

_Waits = dict[tuple[str, str, str, Fold, int], dict[int, int]]


class MonthFolder:
    """`run` until cancelled."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def run(self) -> None:
        while True:
            await self.fold_due()
            await asyncio.sleep(LOOK_EVERY_S)

    async def fold_due(self) -> int:
        """How many months were folded: of every company, from the first cell of any on."""
        async with self._database.read() as session:
            company_ids = await month_repository.companies(session)
            first_us = await month_repository.first_cell(session, company_ids)
            whole = await month_repository.whole_months(session)
            current = await is_current(session)
        if first_us is None or not current:
            return 0
        until_us = self._clock.now_us() - SETTLED_US
        months = [
            (company_id, from_us)
            for from_us in months_until(first_us, until_us)
            for company_id in company_ids
            if (company_id, from_us) not in whole
        ]
        folded = 0
        for company_id, from_us in months:
            folded += await self.fold(company_id, from_us)
        if folded:
            _log.info("Months were folded.", months=folded)
        return folded

    async def fold(self, company_id: str, from_us: int) -> bool:
        """In several short transactions.

        False: a cell has changed meanwhile, or the roll-ups are being made anew; the next look folds it.
        """
        sign = 1 + secrets.randbelow(_SIGNS)
        async with self._database.write() as session:
            await alone(session)
            if not await is_current(session):
                return False
            await month_repository.begin(session, company_id, from_us, sign)
        for fold in Fold:
            async with self._database.write() as session:
                if not await self._goes_on(session, company_id, from_us, sign):
                    return False
                if fold is not Fold.DAY:
                    await month_repository.fold_parts(session, company_id, from_us, fold)
                await month_repository.fold_people(session, company_id, from_us, fold)
        waits = await self._waits(company_id, from_us)
        async with self._database.write() as session:
            if not await self._goes_on(session, company_id, from_us, sign):
                return False
            await month_repository.put_waits(session, company_id, from_us, waits)
            await month_repository.fold_paths(session, company_id, from_us)
            await month_repository.keep(session, company_id, from_us)
        return True

    async def _goes_on(self, session: WriteSession, company_id: str, from_us: int, sign: int) -> bool:
        """Each transaction asks, and keeps the others out until it ends: what was read before holds still."""
        await alone(session)
        return await month_repository.sign_of(session, company_id, from_us) == sign

    async def _waits(self, company_id: str, from_us: int) -> Mapping[tuple[str, str, str, Fold, int], bytes]:
        """Day by day, so that nothing else waits long for this process."""
        found: _Waits = {}
        async with self._database.read() as session:
            for day_us in range(from_us, month_of(from_us)[1], DAY_US):
                told = await month_repository.waits_of_day(session, company_id, day_us, day_us + DAY_US)
                _add(found, told)
        return {key: histogram.packed(calls) for key, calls in found.items()}


def _add(found: _Waits, told: Iterable[tuple[str, str, str, int, int, int]]) -> None:
    for subject, hotline, queue, week_hour, edge, calls in told:
        for fold, slot in (
            (Fold.WHOLE, 0),
            (Fold.WEEKDAY, week_hour // 24),
            (Fold.HOUR, week_hour % 24),
            (Fold.WEEK_HOUR, week_hour),
        ):
            bins = found.setdefault((subject, hotline, queue, fold, slot), {})
            bins[edge] = bins.get(edge, 0) + calls
