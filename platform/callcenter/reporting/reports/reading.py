"""Reading the rows of a report from the roll-ups, and what still holds beside them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from callcenter.kit.db import ReadSession
from callcenter.reporting.definitions.definition import Definition, Subject
from callcenter.reporting.figures import Period, Totals
from callcenter.reporting.reports import repository
from callcenter.reporting.reports.columns import parts_needed
from callcenter.reporting.reports.contact_parts import add_contact_parts, kinds_needed
from callcenter.reporting.reports.days import Days
from callcenter.reporting.reports.kinds import Group, Narrowed, RowKind, fold_of, group_of, raw_key
from callcenter.reporting.reports.narrowing import Allowed
from callcenter.reporting.rollups import month_repository
from callcenter.reporting.rollups.months import Fold, Stretch, few_stretches, months_within
from callcenter.reporting.rollups.parts import Cell
from callcenter.reporting.still_held import still_held
from callcenter.tenancy import Scope


@dataclass(frozen=True, slots=True)
class Rows:
    """`total_subject`: what is counted in the total, which may be other than in the rows."""

    by_key: Mapping[str, Totals]
    total: Totals
    total_subject: Subject


class KeptMonths:
    """Which months of a report may be read by the month; asked once for all that it reads."""

    def __init__(self, begins: Collection[int]) -> None:
        self._begins = begins

    @classmethod
    async def of(cls, session: ReadSession, scope: Scope, *periods: Period) -> Self:
        """Those in which a month can lie whole."""
        long = [period for period in periods if any(months_within(period))]
        if not long:
            return cls(())
        from_us = min(period.from_us for period in long)
        to_us = max(period.to_us for period in long)
        return cls(await month_repository.kept(session, scope, from_us=from_us, to_us=to_us))

    def stretches(self, period: Period, fold: Fold | None = Fold.WHOLE) -> list[Stretch]:
        """None: nothing but days says it."""
        return few_stretches(period, () if fold is None else self._begins)


class RowReader:
    """Reads the rows of one report; of its own period, and the same of the previous one."""

    def __init__(
        self,
        session: ReadSession,
        scope: Scope,
        kind: RowKind,
        may: Allowed,
        columns: Sequence[Definition],
        kept: KeptMonths,
        at_us: int,
    ) -> None:
        self._session = session
        self._scope = scope
        self._kind = kind
        self._may = may
        self._columns = columns
        self._kept = kept
        self._at_us = at_us
        self._subject = may.narrowed.subject(kind)

    async def rows(self, days: Days) -> Rows:
        fold = fold_of(self._kind, self._may.teams)
        by_key = await self._totals(days.period, self._subject, group_of(self._kind))
        folded: dict[str, list[Totals]] = {}
        for raw, totals in by_key.items():
            folded.setdefault(fold(raw), []).append(totals)
        rows = {key: summed(each) for key, each in folded.items()}
        whole = summed(rows.values())
        if self._subject is not Subject.QUEUE or self._may.narrowed.queue is not None:
            return Rows(rows, whole, self._subject)
        # A call that overflowed stands in the row of each queue; in the whole it counts once.
        once = await self._totals(days.period, Subject.CALL, Group.WHOLE)
        of_rows = {
            name for each in self._columns if Subject.CALL not in each.subjects for name in each.numerator
        }
        total = summed(once.values())
        parts = {**total.parts, **{name: whole.parts.get(name, 0) for name in of_rows}}
        return Rows(rows, Totals(parts=parts, waits=total.waits), Subject.CALL)

    async def _totals(self, period: Period, subject: Subject, group: Group) -> dict[str | int, Totals]:
        return await totals_by(
            self._session,
            self._scope,
            subject,
            self._may.narrowed,
            group,
            period,
            self._columns,
            kept=self._kept,
            at_us=self._at_us,
        )


async def totals_by(
    session: ReadSession,
    scope: Scope,
    subject: Subject,
    narrowed: Narrowed,
    group: Group,
    period: Period,
    columns: Iterable[Definition],
    *,
    kept: KeptMonths,
    at_us: int,
) -> dict[str | int, Totals]:
    """By what the database adds up by."""
    wanted = list(columns)
    names = parts_needed(wanted, subject)
    over = kept.stretches(period, narrowed.fold(subject, group))
    parts = await repository.parts(session, scope, subject, narrowed, group, over, names)
    if any(definition.of_agents for definition in wanted):
        held = await still_held(session, scope, subject, period, at_us=at_us)
        _add_held(parts, held, group, narrowed, names)
    kinds = kinds_needed(wanted)
    if kinds:
        await add_contact_parts(parts, session, scope, subject, narrowed, group, period, kinds, at_us=at_us)
    waits: dict[str | int, dict[int, int]] = {}
    if any(definition.quantile is not None for definition in wanted):
        waits = await repository.waits(session, scope, subject, narrowed, group, over)
    return {raw: Totals(parts=found, waits=waits.get(raw, {})) for raw, found in parts.items()}


def summed(totals: Iterable[Totals]) -> Totals:
    parts: dict[str, int] = {}
    waits: dict[int, int] = {}
    for each in totals:
        for name, value in each.parts.items():
            parts[name] = parts.get(name, 0) + value
        for edge, calls in each.waits.items():
            waits[edge] = waits.get(edge, 0) + calls
    # A bin whose last call was corrected away stands in a day with nothing in it; in a month it is gone.
    return Totals(parts=parts, waits={edge: calls for edge, calls in waits.items() if calls})


def _add_held(
    parts: dict[str | int, dict[str, int]],
    held: Iterable[tuple[Cell, Mapping[str, int]]],
    group: Group,
    narrowed: Narrowed,
    names: Sequence[str],
) -> None:
    for cell, told in held:
        if narrowed.agents is not None and cell.agent not in narrowed.agents:
            continue
        raw = raw_key(group, cell.from_us, agent=cell.agent, company=cell.client_company_id)
        found = parts.setdefault(raw, dict.fromkeys(names, 0))
        for name, value in told.items():
            if name in found:
                found[name] += value
