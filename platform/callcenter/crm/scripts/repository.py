"""All SQL about scripts and forbidden phrases; every read within a scope."""

from collections.abc import Sequence

from sqlalchemy import String, case, cast, delete, or_, select

from callcenter.crm.scripts.check import ForbiddenPhrase, Reason
from callcenter.crm.scripts.models import ForbiddenPhraseRow, Script, ScriptVersion
from callcenter.identity.models import Person
from callcenter.kit.db import ReadSession, WriteSession
from callcenter.tenancy import Scope

COMPANY_RULE = "company"


async def find(session: ReadSession, scope: Scope, script_id: str) -> tuple[Script, str | None] | None:
    """With the name of who wrote it last; None for a script of the house."""
    found = (
        select(Script, Person.display_name)
        .outerjoin(Person, Person.id == Script.updated_by)
        .where(scope.holds(Script.client_company_id), Script.id == script_id)
    )
    row = (await session.execute(found)).first()
    return (row[0], row[1]) if row is not None else None


async def search(
    session: ReadSession,
    scope: Scope,
    *,
    terms: Sequence[str],
    queue: str | None,
    archived: bool,
    limit: int,
) -> list[tuple[Script, str | None]]:
    """Those with a term in the title first, then the newest. There are hundreds, not millions: LIKE."""
    found = (
        select(Script, Person.display_name)
        .outerjoin(Person, Person.id == Script.updated_by)
        .where(scope.holds(Script.client_company_id), Script.archived.is_(archived))
    )
    for term in terms:
        found = found.where(Script.looked_through.contains(term, autoescape=True))
    if queue is not None:
        # The list is stored as JSON text on both databases; names of queues hold no quotes.
        listed = cast(Script.queues, String)
        found = found.where(or_(listed == "[]", listed.contains(f'"{queue}"', autoescape=True)))
    order = [Script.updated_us.desc(), Script.id]
    if terms:
        in_title = or_(*(Script.title.icontains(term, autoescape=True) for term in terms))
        found = found.order_by(case((in_title, 0), else_=1), *order)
    else:
        found = found.order_by(Script.kind.desc(), *order)
    return [(row[0], row[1]) for row in await session.execute(found.limit(limit))]


async def versions(
    session: ReadSession, scope: Scope, script_id: str
) -> list[tuple[ScriptVersion, str | None]]:
    found = (
        select(ScriptVersion, Person.display_name)
        .outerjoin(Person, Person.id == ScriptVersion.person_id)
        .where(scope.holds(ScriptVersion.client_company_id), ScriptVersion.script_id == script_id)
        .order_by(ScriptVersion.version.desc())
    )
    return [(row[0], row[1]) for row in await session.execute(found)]


async def any_script(session: ReadSession, scope: Scope) -> bool:
    return (
        await session.scalar(select(Script.id).where(scope.holds(Script.client_company_id)).limit(1))
        is not None
    )


async def company_phrases(session: ReadSession, scope: Scope) -> tuple[ForbiddenPhrase, ...]:
    found = select(ForbiddenPhraseRow).where(scope.holds(ForbiddenPhraseRow.client_company_id))
    return tuple(
        ForbiddenPhrase(
            row.phrase,
            Reason(COMPANY_RULE, row.reason_zh, row.reason_en, ""),
            tuple(row.exceptions),
        )
        for row in await session.scalars(found.order_by(ForbiddenPhraseRow.position))
    )


async def replace_phrases(session: WriteSession, company_id: str, phrases: Sequence[ForbiddenPhrase]) -> None:
    await session.execute(
        delete(ForbiddenPhraseRow).where(ForbiddenPhraseRow.client_company_id == company_id)
    )
    session.add_all(
        ForbiddenPhraseRow(
            client_company_id=company_id,
            phrase=each.phrase,
            position=position,
            reason_zh=each.reason.zh,
            reason_en=each.reason.en,
            exceptions=list(each.exceptions),
        )
        for position, each in enumerate(phrases)
    )
    await session.flush()
