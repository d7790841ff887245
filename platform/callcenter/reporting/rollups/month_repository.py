"""All SQL of months: which are kept, and folding them out of days and quarters."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    String,
    cast,
    delete,
    func,
    insert,
    literal,
    literal_column,
    select,
    update,
)

from callcenter.kit.db import ReadSession, WriteSession
from callcenter.kit.periods import DAY_US, month_of
from callcenter.reporting.definitions.definition import Subject
from callcenter.reporting.rollups.models import (
    DayParts,
    MonthKept,
    MonthParts,
    MonthWaits,
    PathDay,
    PathMonth,
    QuarterParts,
    QuarterWaits,
)
from callcenter.reporting.rollups.months import PERSON, Fold
from callcenter.reporting.rollups.parts import PARTS, PATH_PARTS
from callcenter.reporting.rollups.slots import slot_of
from callcenter.tenancy import Scope
from callcenter.tenancy.models import ClientCompany

_WHOLE: Final = 0
_SUBJECTS: Final = [subject.value for subject in Subject]
_FOLDED: Final = [*_SUBJECTS, PERSON]
_FOLDS: Final = [fold.value for fold in Fold]


async def kept(session: ReadSession, scope: Scope, *, from_us: int, to_us: int) -> frozenset[int]:
    """Where the months begin that are kept of every company of the scope."""
    query = (
        select(MonthKept.from_us)
        .where(scope.holds(MonthKept.client_company_id), MonthKept.folding == _WHOLE)
        .where(MonthKept.from_us >= from_us, MonthKept.from_us < to_us)
        .group_by(MonthKept.from_us)
        .having(func.count() == len(scope.company_ids))
    )
    return frozenset(await session.scalars(query))


async def let_go(session: WriteSession, company_id: str, from_us: int) -> None:
    """A cell of this company's month changes: until it is folded again days are read in its stead."""
    connection = await session.connection()
    await connection.execute(
        delete(MonthKept).where(MonthKept.client_company_id == company_id, MonthKept.from_us == from_us)
    )


async def companies(session: ReadSession) -> list[str]:
    return list(await session.scalars(select(ClientCompany.id).order_by(ClientCompany.id)))


async def first_cell(session: ReadSession, company_ids: Iterable[str]) -> int | None:
    """Where the first cell of any of them begins; each subject by itself is one look at the key."""
    found = [
        await session.scalar(
            select(func.min(DayParts.from_us)).where(
                DayParts.client_company_id == company_id, DayParts.subject == subject
            )
        )
        for company_id in company_ids
        for subject in _SUBJECTS
    ]
    return min((each for each in found if each is not None), default=None)


async def whole_months(session: ReadSession) -> set[tuple[str, int]]:
    query = select(MonthKept.client_company_id, MonthKept.from_us).where(MonthKept.folding == _WHOLE)
    return {(company_id, from_us) for company_id, from_us in await session.execute(query)}


async def begin(session: WriteSession, company_id: str, from_us: int, sign: int) -> None:
    """Nothing stays of what the month was folded to before."""
    for folded in (MonthParts, MonthWaits):
        await session.execute(
            delete(folded).where(
                folded.client_company_id == company_id,
                folded.subject.in_(_FOLDED),
                folded.fold.in_(_FOLDS),
                folded.from_us == from_us,
            )
        )
    for model in (PathMonth, MonthKept):
        await session.execute(
            delete(model).where(model.client_company_id == company_id, model.from_us == from_us)
        )
    row = {"client_company_id": company_id, "from_us": from_us, "folding": sign}
    await session.execute(insert(MonthKept), [row])


async def sign_of(session: ReadSession, company_id: str, from_us: int) -> int | None:
    """None: a cell of the month has changed since somebody began to fold it."""
    query = select(MonthKept.folding).where(MonthKept.client_company_id == company_id)
    return await session.scalar(query.where(MonthKept.from_us == from_us))


async def keep(session: WriteSession, company_id: str, from_us: int) -> None:
    of_month = (MonthKept.client_company_id == company_id, MonthKept.from_us == from_us)
    await session.execute(update(MonthKept).where(*of_month).values(folding=_WHOLE))


async def fold_parts(session: WriteSession, company_id: str, from_us: int, fold: Fold) -> None:
    source = DayParts if fold.of_days else QuarterParts
    slot = slot_of(source.from_us, fold)
    key = (source.subject, source.hotline, source.queue, source.agent)
    names = ("client_company_id", "fold", "from_us", "slot", "subject", "hotline", "queue", "agent", *PARTS)
    query = (
        select(*_of_month(company_id, fold.value, from_us), slot, *key)
        .add_columns(*(func.sum(getattr(source, name)) for name in PARTS))
        .where(source.client_company_id == company_id, source.subject.in_(_SUBJECTS))
        .where(source.from_us >= from_us, source.from_us < month_of(from_us)[1])
        .group_by(*key, *(() if fold is Fold.WHOLE else (slot,)))
    )
    await session.execute(insert(MonthParts).from_select(names, query))


async def fold_people(session: WriteSession, company_id: str, from_us: int, fold: Fold) -> None:
    """Precondition: the same fold of agents, of which it is made; days are made of days."""
    source: type[DayParts | MonthParts] = DayParts if fold is Fold.DAY else MonthParts
    company, said, month = _of_month(company_id, fold.value, from_us)
    subject, none = cast(literal(PERSON), String), cast(literal(""), String)
    within = [source.client_company_id == company_id, source.subject == Subject.AGENT.value]
    if issubclass(source, MonthParts):
        slot: ColumnElement[int] = source.slot.expression
        within += [source.fold == fold.value, source.from_us == from_us]
    else:
        slot = (source.from_us - literal_column(str(from_us))) // literal_column(str(DAY_US))
        within += [source.from_us >= from_us, source.from_us < month_of(from_us)[1]]
    names = ("client_company_id", "fold", "from_us", "slot", "subject", "hotline", "queue", "agent", *PARTS)
    query = (
        select(company, said, month, slot, subject, none, none, source.agent)
        .add_columns(*(func.sum(getattr(source, name)) for name in PARTS))
        .where(*within)
        .group_by(slot, source.agent)
    )
    await session.execute(insert(MonthParts).from_select(names, query))


async def fold_paths(session: WriteSession, company_id: str, from_us: int) -> None:
    company, _, month = _of_month(company_id, "", from_us)
    query = (
        select(company, month, PathDay.hotline, PathDay.path)
        .add_columns(*(func.sum(getattr(PathDay, name)) for name in PATH_PARTS))
        .where(PathDay.client_company_id == company_id)
        .where(PathDay.from_us >= from_us, PathDay.from_us < month_of(from_us)[1])
        .group_by(PathDay.hotline, PathDay.path)
    )
    names = ("client_company_id", "from_us", "hotline", "path", *PATH_PARTS)
    await session.execute(insert(PathMonth).from_select(names, query))


async def waits_of_day(
    session: ReadSession, company_id: str, from_us: int, to_us: int
) -> list[tuple[str, str, str, int, int, int]]:
    """Subject, hotline, queue, hour of the week, upper edge, calls."""
    waits, slot = QuarterWaits, slot_of(QuarterWaits.from_us, Fold.WEEK_HOUR)
    query = (
        select(waits.subject, waits.hotline, waits.queue, slot, waits.edge_ms, waits.calls)
        .where(waits.client_company_id == company_id, waits.subject.in_(_SUBJECTS))
        .where(waits.from_us >= from_us, waits.from_us < to_us)
    )
    found = await session.execute(query)
    return [
        (subject, hotline, queue, hour, edge, calls) for subject, hotline, queue, hour, edge, calls in found
    ]


async def put_waits(
    session: WriteSession,
    company_id: str,
    from_us: int,
    values: Mapping[tuple[str, str, str, Fold, int], bytes],
) -> None:
    """By subject, hotline, queue, fold and slot."""
    rows: list[dict[str, Any]] = [
        {
            "client_company_id": company_id,
            "subject": subject,
            "fold": fold.value,
            "from_us": from_us,
            "slot": slot,
            "hotline": hotline,
            "queue": queue,
            "bins": bins,
        }
        for (subject, hotline, queue, fold, slot), bins in values.items()
    ]
    if rows:
        await session.execute(insert(MonthWaits), rows)


def _of_month(company_id: str, fold: str, from_us: int) -> tuple[Any, Any, Any]:
    return (
        cast(literal(company_id), String),
        cast(literal(fold), String),
        cast(literal(from_us), BigInteger),
    )
