"""All SQL of the roll-ups. Reads are scoped; deltas carry the company of each of their cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, Executable, Table, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from callcenter.kit.db import ReadSession, WriteSession
from callcenter.reporting.definitions.definition import Subject
from callcenter.reporting.rollups import histogram
from callcenter.reporting.rollups.models import (
    DayParts,
    DayWaits,
    MonthKept,
    MonthParts,
    MonthWaits,
    PathDay,
    PathMonth,
    QuarterParts,
    QuarterWaits,
    RollupState,
)
from callcenter.reporting.rollups.months import PERSON, Fold
from callcenter.reporting.rollups.parts import PARTS, PATH_PARTS, Cell, PathCell
from callcenter.telephony.models import CallRecord
from callcenter.tenancy import Scope

_KEY: Final = (*Cell._fields,)
_EVERY: Final = (
    *(QuarterParts, DayParts, QuarterWaits, DayWaits, PathDay),
    *(MonthKept, MonthParts, MonthWaits, PathMonth),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Chosen:
    """Which cells a figure is about. An agent's may be narrowed to a queue; None: not narrowed."""

    queue: str | None = None
    hotline: str | None = None
    agent: str | None = None

    @property
    def narrowed(self) -> bool:
        return self.hotline is not None or (self.agent is not None and self.queue is not None)

    @property
    def subject(self) -> Subject:
        if self.agent is not None:
            return Subject.AGENT
        return Subject.CALL if self.queue is None else Subject.QUEUE


@dataclass(frozen=True, slots=True)
class Span:
    """Cells that begin in it, by day, by month or by quarter; the upper bound is exclusive."""

    from_us: int
    to_us: int
    days: bool
    months: bool = False


async def add_parts(session: WriteSession, deltas: Mapping[Cell, Mapping[str, int]], *, days: bool) -> None:
    """In the order of the key, so that two who write cannot wait for each other in a circle."""
    if not deltas:
        return
    table = cast("Table", (DayParts if days else QuarterParts).__table__)
    rows = [{**cell._asdict(), **dict.fromkeys(PARTS, 0), **deltas[cell]} for cell in sorted(deltas)]
    await _upsert(session, table, rows, key=_KEY, added=tuple(PARTS))


async def add_waits(session: WriteSession, deltas: Mapping[tuple[Cell, int], int], *, days: bool) -> None:
    if not deltas:
        return
    table = cast("Table", (DayWaits if days else QuarterWaits).__table__)
    rows = [{**cell._asdict(), "edge_ms": edge, "calls": deltas[cell, edge]} for cell, edge in sorted(deltas)]
    await _upsert(session, table, rows, key=(*_KEY, "edge_ms"), added=("calls",))


async def add_paths(session: WriteSession, deltas: Mapping[PathCell, Mapping[str, int]]) -> None:
    """By day only."""
    table = cast("Table", PathDay.__table__)
    nothing = dict.fromkeys(PATH_PARTS, 0)
    rows = [{**cell._asdict(), **nothing, **deltas[cell]} for cell in sorted(deltas)]
    await _upsert(session, table, rows, key=PathCell._fields, added=PATH_PARTS)


async def _upsert(
    session: WriteSession,
    table: Table,
    rows: list[dict[str, Any]],
    *,
    key: tuple[str, ...],
    added: tuple[str, ...],
) -> None:
    connection = await session.connection()
    await connection.execute(_adding_up(connection.dialect.name, table, key, added), rows)


@cache
def _adding_up(dialect: str, table: Table, key: tuple[str, ...], added: tuple[str, ...]) -> Executable:
    """Made once: with all its parts it takes longer to say than to do."""
    on = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    added_up = {name: table.c[name] + on.excluded[name] for name in added}
    return on.on_conflict_do_update(index_elements=list(key), set_=added_up)


async def sums(session: ReadSession, scope: Scope, chosen: Chosen, spans: Sequence[Span]) -> dict[str, int]:
    total = dict.fromkeys(PARTS, 0)
    for span in spans:
        model = MonthParts if span.months else DayParts if span.days else QuarterParts
        added = [func.sum(getattr(model, name)).label(name) for name in PARTS]
        rows = await session.execute(select(*added).where(*_within(model, scope, chosen, span)))
        for name, value in rows.mappings().one().items():
            total[name] += int(value or 0)
    return total


async def waits(session: ReadSession, scope: Scope, chosen: Chosen, spans: Sequence[Span]) -> dict[int, int]:
    """Answered calls by the upper edge of the bin of their wait."""
    if chosen.subject is Subject.AGENT:
        return {}
    total: dict[int, int] = {}
    for span in spans:
        if span.months:
            within = _within(MonthWaits, scope, chosen, span)
            packed = await session.scalars(select(MonthWaits.bins).where(*within))
            for edge, calls in histogram.added(packed).items():
                total[edge] = total.get(edge, 0) + calls
            continue
        model = DayWaits if span.days else QuarterWaits
        query = select(model.edge_ms, func.sum(model.calls)).where(*_within(model, scope, chosen, span))
        for edge, calls in await session.execute(query.group_by(model.edge_ms)):
            total[edge] = total.get(edge, 0) + int(calls)
    return total


async def series(session: ReadSession, scope: Scope, chosen: Chosen, span: Span) -> dict[int, dict[str, int]]:
    """The parts of each interval that has any."""
    model = DayParts if span.days else QuarterParts
    added = [func.sum(getattr(model, name)).label(name) for name in PARTS]
    query = select(model.from_us, *added).where(*_within(model, scope, chosen, span))
    return {
        int(row["from_us"]): {name: int(row[name]) for name in PARTS}
        for row in (await session.execute(query.group_by(model.from_us))).mappings()
    }


async def by_queue(session: ReadSession, scope: Scope, span: Span) -> dict[str, dict[str, int]]:
    """The parts of each queue that has any."""
    model = DayParts if span.days else QuarterParts
    added = [func.sum(getattr(model, name)).label(name) for name in PARTS]
    within = _within(model, scope, Chosen(), span, subject=Subject.QUEUE)
    return {
        row["queue"]: {name: int(row[name]) for name in PARTS}
        for row in (
            await session.execute(select(model.queue, *added).where(*within).group_by(model.queue))
        ).mappings()
    }


async def names_counted(session: ReadSession, scope: Scope, subject: Subject) -> list[str]:
    """Queues, agents, or for calls hotlines, that any call or state of the record is counted for."""
    column = {Subject.QUEUE: DayParts.queue, Subject.AGENT: DayParts.agent, Subject.CALL: DayParts.hotline}
    query = select(column[subject]).where(
        scope.holds(DayParts.client_company_id), DayParts.subject == subject.value, column[subject] != ""
    )
    return sorted(await session.scalars(query.distinct()))


def _within(
    model: type[DayParts | QuarterParts | MonthParts | DayWaits | QuarterWaits | MonthWaits],
    scope: Scope,
    chosen: Chosen,
    span: Span,
    subject: Subject | None = None,
) -> list[ColumnElement[bool]]:
    said = (subject or chosen.subject).value
    folded: list[ColumnElement[bool]] = []
    if issubclass(model, MonthParts | MonthWaits):
        folded.append(model.fold == Fold.WHOLE.value)
        said = PERSON if chosen.subject is Subject.AGENT and not chosen.narrowed else said
    conditions = [
        scope.holds(model.client_company_id),
        model.subject == said,
        *folded,
        model.from_us >= span.from_us,
        model.from_us < span.to_us,
    ]
    for name in ("hotline", "queue", "agent"):
        value = getattr(chosen, name)
        if value is not None:
            conditions.append(getattr(model, name) == value)
    return conditions


async def version(session: ReadSession) -> int | None:
    """Below zero while they are made anew: the sign of whoever does it."""
    return await session.scalar(select(RollupState.version))


async def clear(session: WriteSession) -> None:
    for model in (*_EVERY, RollupState):
        await session.execute(delete(model))


async def set_version(session: WriteSession, version: int) -> None:
    await session.execute(delete(RollupState))
    await session.execute(insert(RollupState), [{"version": version}])


async def call_ids_after(session: ReadSession, call_id: str, *, limit: int) -> list[str]:
    """Every call of the installation, page by page, in the order of the key."""
    query = select(CallRecord.call_id).where(CallRecord.call_id > call_id)
    return list(await session.scalars(query.order_by(CallRecord.call_id).limit(limit)))
