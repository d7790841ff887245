"""A report as a table: rows of one kind, figures in columns, beside them the previous period."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.kit.db import ReadSession
from callcenter.reporting.completeness import watched
from callcenter.reporting.definitions.definition import Definition, Subject
from callcenter.reporting.definitions.first_contacts import reach_us
from callcenter.reporting.figures import Period, Totals
from callcenter.reporting.reports import repository
from callcenter.reporting.reports.columns import columns_of
from callcenter.reporting.reports.days import LONGEST_DAYS, Days, checked
from callcenter.reporting.reports.kinds import RowKind
from callcenter.reporting.reports.labels import Labels
from callcenter.reporting.reports.narrowing import Allowed, Filters, allowed
from callcenter.reporting.reports.reading import KeptMonths, RowReader, Rows
from callcenter.reporting.reports.schemas import (
    CallLinkOut,
    CellOut,
    DaysOut,
    RowOut,
    TableOut,
    TotalOut,
    period_out,
)
from callcenter.reporting.schemas import DefinitionOut
from callcenter.telephony.call_lists import NO_KEY
from callcenter.tenancy import Scope

MOST_DAYS: Final = 400
MOST_LINKED: Final = 200
"""Agents that one list of calls can be about."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TableAsked:
    kind: RowKind
    days: Days
    figures: Sequence[str] = ()
    filters: Filters = field(default_factory=Filters)
    compare: bool = False


async def table(session: ReadSession, person: CurrentPerson, asked: TableAsked, *, at_us: int) -> TableOut:
    """Raises ReportTooLong, FigureUnknown, FigureNotOfRows, TooManyColumns, NoSuchTeam, NotInYourTeams."""
    kind, days, scope = asked.kind, asked.days, scope_of(person)
    daily = kind is RowKind.DAY
    checked(days.first, days.last, most=MOST_DAYS if daily else LONGEST_DAYS, coarser=daily)
    may = await allowed(session, person, asked.filters, kind)
    columns = columns_of(kind, may.narrowed, asked.figures)
    kept = await KeptMonths.of(
        session, scope, days.period, *([days.previous.period] if asked.compare else [])
    )
    reader = RowReader(session, scope, kind, may, columns, kept, at_us)
    now = await reader.rows(days)
    before = await reader.rows(days.previous) if asked.compare else None
    reach = reach_us({column.id for column in columns})
    known_of = await watched(session, scope, days.period.widened(reach), at_us=at_us)
    keys = _keys(kind, days, now.by_key, before.by_key if before else {})
    labels = await Labels.of(session, scope, kind)
    subject = may.narrowed.subject(kind)
    earlier: Mapping[str, Totals] = _matched(kind, days, before) if before else {}
    rows: list[RowOut] = []
    for key, period in keys:
        label = labels.label(key)
        rows.append(
            RowOut(
                key=key,
                label=label.zh,
                label_en=label.en if label.en != label.zh else None,
                period=None if period is None else period_out(period),
                completeness=known_of.of((period or days.period).widened(reach), at_us=at_us),
                link=link_of(kind, key, may, period or days.period),
                figures=_cells(columns, now.by_key.get(key, Totals()), subject),
                previous=None if before is None else _cells(columns, earlier.get(key, Totals()), subject),
            )
        )
    return TableOut(
        by=kind,
        first=days.first,
        last=days.last,
        period=period_out(days.period),
        previous=DaysOut.of(days.previous) if before else None,
        scope=scope_text(scope, asked.filters, may, kind),
        as_of_us=at_us,
        completeness=known_of.of(days.period.widened(reach), at_us=at_us),
        demo=await repository.has_demo(session, scope, kept.stretches(days.period), asked.filters.number),
        columns=[DefinitionOut.of(definition) for definition in columns],
        rows=rows,
        total=TotalOut(
            figures=_cells(columns, now.total, now.total_subject),
            previous=None if before is None else _cells(columns, before.total, before.total_subject),
        ),
    )


def scope_text(scope: Scope, filters: Filters, may: Allowed, kind: RowKind | None) -> str:
    """Says what no definition can: whose calls, and that a team is who belongs to it today."""
    said = [",".join(sorted(scope.company_ids))]
    for name in ("queue", "number", "agent", "team"):
        value = getattr(filters, name)
        if value is not None:
            said.append(f"{name}={value}")
    if may.own_only:
        said.append("agents=of the supervisor's own teams 本人所带班组的坐席")
    if filters.team is not None or kind is RowKind.TEAM:
        said.append("team=members of today 按当前班组成员")
    return ";".join(said)


def _keys(kind: RowKind, days: Days, *known: Mapping[str, Totals]) -> list[tuple[str, Period | None]]:
    """Every time of the period, also those without a call; of anything else what had one.

    Of keys pressed what a call passed through on its way has cells, and nothing in them any more.
    """
    if kind.step is not None:
        return [(key, part.period) for key, part in days.parts(kind.step)]
    if kind is RowKind.HOUR:
        return [(str(hour), None) for hour in range(24)]
    if kind is RowKind.WEEKDAY:
        return [(str(day), None) for day in range(1, 8)]
    passed = kind is RowKind.IVR_PATH
    found = {
        key for each in known for key, totals in each.items() if not passed or any(totals.parts.values())
    }
    return [(key, None) for key in sorted(found)]


def _matched(kind: RowKind, days: Days, before: Rows) -> Mapping[str, Totals]:
    """The previous period's rows by the keys of this one: times of the calendar by their place."""
    if kind.step is None:
        return before.by_key
    keys = (key for key, _ in days.parts(kind.step))
    earlier = (key for key, _ in days.previous.parts(kind.step))
    return {key: before.by_key.get(other, Totals()) for key, other in zip(keys, earlier, strict=False)}


def _cells(columns: Iterable[Definition], totals: Totals, subject: Subject) -> list[CellOut]:
    return [CellOut.of(definition, totals, subject) for definition in columns]


def link_of(kind: RowKind | None, key: str, may: Allowed, period: Period) -> CallLinkOut | None:
    narrowed = may.narrowed
    agents = sorted(narrowed.agents) if narrowed.agents is not None else None
    if kind is RowKind.TEAM:
        mine = sorted(agent for agent, team in may.teams.items() if team == key)
        agents = [agent for agent in mine if narrowed.agents is None or agent in narrowed.agents]
    elif kind is RowKind.AGENT:
        agents = [key]
    # No list can say "without a queue": it would be the calls of all.
    queueless = kind is RowKind.QUEUE and not key
    if queueless or (agents is not None and not 0 < len(agents) <= MOST_LINKED):
        return None
    return CallLinkOut(
        from_us=period.from_us,
        to_us=period.to_us,
        company=key if kind is RowKind.COMPANY else None,
        queue=key if kind is RowKind.QUEUE else narrowed.queue,
        agent=agents,
        hotline=key if kind is RowKind.NUMBER else narrowed.number,
        hour=int(key) if kind is RowKind.HOUR else None,
        weekday=int(key) if kind is RowKind.WEEKDAY else None,
        ivr_path=(key or NO_KEY) if kind is RowKind.IVR_PATH else None,
    )
