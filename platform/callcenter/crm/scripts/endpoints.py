"""Scripts over HTTP: agents search and read, supervisors write, the administrator forbids further words."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from pydantic import StringConstraints

from callcenter.crm.contacts.queues import QueueUnknown
from callcenter.crm.contacts.schemas import QueueName
from callcenter.crm.scripts.schemas import (
    PhrasesForm,
    PhrasesShown,
    ScriptChanged,
    ScriptChecked,
    ScriptNew,
    ScriptsFound,
    ScriptShown,
    ScriptText,
    ScriptVersions,
)
from callcenter.crm.scripts.service import ForbiddenWords, NoSuchScript, PhraseUnheard, Scripts, StaleScript
from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.identity.requests import ForeignRequest, NotSignedIn, require
from callcenter.identity.roles import Role
from callcenter.kit.errors import NotAllowed
from callcenter.kit.problems import responses
from callcenter.kit.transactions import Reading, Writing
from callcenter.kit.whole_lists import ListChangedMeanwhile

ScriptId = Annotated[str, Path(pattern=r"^[0-9A-Z]{26}$")]
Reader = Annotated[
    CurrentPerson, Depends(require(Role.AGENT, Role.SUPERVISOR, Role.INSPECTOR, Role.SYSTEM_ADMIN))
]
Author = Annotated[CurrentPerson, Depends(require(Role.SUPERVISOR, Role.SYSTEM_ADMIN))]
Administrator = Annotated[CurrentPerson, Depends(require(Role.SYSTEM_ADMIN))]


def scripts_router(scripts: Scripts) -> APIRouter:
    router = APIRouter(prefix="/api/scripts", tags=["scripts"])

    @router.get("", responses=responses(NotSignedIn, NotAllowed))
    async def search_scripts(  # pyright: ignore[reportUnusedFunction]
        session: Reading,
        person: Reader,
        q: Annotated[str, StringConstraints(max_length=80, pattern=r"^[^\x00]*$")] = "",
        queue: QueueName | None = None,
        archived: bool = False,  # noqa: FBT001, FBT002 - a query parameter
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> ScriptsFound:
        """Every word of `q` has to be in the title or the text; a run of Chinese is one word."""
        return await scripts.search(
            session, scope_of(person), q=q, queue=queue, archived=archived, limit=limit
        )

    @router.post(
        "", responses=responses(NotSignedIn, ForeignRequest, NotAllowed, QueueUnknown, ForbiddenWords)
    )
    async def add_script(session: Writing, person: Author, new: ScriptNew) -> ScriptShown:  # pyright: ignore[reportUnusedFunction]
        return await scripts.add(session, person, new)

    @router.post("/check", responses=responses(NotSignedIn, ForeignRequest, NotAllowed))
    async def check_script(session: Reading, person: Author, sent: ScriptText) -> ScriptChecked:  # pyright: ignore[reportUnusedFunction]
        return ScriptChecked(hits=await scripts.hits(session, scope_of(person), sent.text))

    @router.get("/{script_id}", responses=responses(NotSignedIn, NotAllowed, NoSuchScript))
    async def get_script(session: Reading, person: Reader, script_id: ScriptId) -> ScriptShown:  # pyright: ignore[reportUnusedFunction]
        return await scripts.one(session, scope_of(person), script_id)

    @router.get("/{script_id}/versions", responses=responses(NotSignedIn, NotAllowed, NoSuchScript))
    async def get_script_versions(  # pyright: ignore[reportUnusedFunction]
        session: Reading, person: Reader, script_id: ScriptId
    ) -> ScriptVersions:
        return await scripts.versions(session, scope_of(person), script_id)

    @router.put(
        "/{script_id}",
        responses=responses(
            *(NotSignedIn, ForeignRequest, NotAllowed),
            *(NoSuchScript, StaleScript, QueueUnknown, ForbiddenWords),
        ),
    )
    async def put_script(  # pyright: ignore[reportUnusedFunction]
        session: Writing, person: Author, script_id: ScriptId, changed: ScriptChanged
    ) -> ScriptShown:
        return await scripts.change(session, person, script_id, changed)

    return router


def phrases_router(scripts: Scripts) -> APIRouter:
    router = APIRouter(prefix="/api/forbidden-phrases", tags=["scripts"])

    @router.get("", responses=responses(NotSignedIn, NotAllowed))
    async def get_phrases(session: Reading, person: Reader) -> PhrasesShown:  # pyright: ignore[reportUnusedFunction]
        return await scripts.phrases(session, scope_of(person))

    @router.put(
        "", responses=responses(NotSignedIn, ForeignRequest, NotAllowed, PhraseUnheard, ListChangedMeanwhile)
    )
    async def put_phrases(  # pyright: ignore[reportUnusedFunction]
        session: Writing, person: Administrator, form: PhrasesForm
    ) -> PhrasesShown:
        await form.replaces(session, lambda: scripts.phrases(session, scope_of(person)))
        await scripts.replace_phrases(session, person, form.phrases)
        return await scripts.phrases(session, scope_of(person))

    return router
