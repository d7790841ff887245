"""All SQL that files of every kind have in common."""

from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

from sqlalchemy import select

from callcenter.files.models import FileJob
from callcenter.files.transfer import TransferState
from callcenter.identity.models import Person
from callcenter.kit.db import ReadSession
from callcenter.tenancy import Scope

Job = TypeVar("Job", bound=FileJob)


async def find(session: ReadSession, scope: Scope, kind: type[Job], job_id: str) -> Job | None:
    return await session.scalar(select(kind).where(scope.holds(kind.client_company_id), kind.id == job_id))


async def newest(
    session: ReadSession, scope: Scope, kind: type[Job], *, limit: int
) -> Sequence[tuple[Job, str]]:
    """With the name of who asked."""
    query = select(kind, Person.display_name).join(Person, Person.id == kind.person_id)
    found = query.where(scope.holds(kind.client_company_id)).order_by(kind.created_us.desc())
    return [(job, name) for job, name in await session.execute(found.limit(limit))]


async def name_of(session: ReadSession, scope: Scope, person_id: str) -> str:
    query = select(Person.display_name).where(scope.holds(Person.client_company_id), Person.id == person_id)
    return await session.scalar(query) or ""


async def in_states(
    session: ReadSession, scope: Scope, kind: type[Job], states: Collection[TransferState]
) -> Sequence[Job]:
    found = select(kind).where(
        scope.holds(kind.client_company_id), kind.state.in_([each.value for each in states])
    )
    return (await session.scalars(found.order_by(kind.created_us))).all()


async def files_needed(
    session: ReadSession, scope: Scope, kinds: Iterable[type[FileJob]], names: Collection[str]
) -> set[str]:
    """Of these names of files those whose job still has a use for it."""
    needed: set[str] = set()
    for kind in kinds:
        without = [state.value for state in kind.without_file]
        found = select(kind.id).where(
            scope.holds(kind.client_company_id), kind.id.in_(names), kind.state.not_in(without)
        )
        needed.update(await session.scalars(found))
    return needed
