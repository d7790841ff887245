"""Keeping what may be said: nothing with a forbidden word is stored, and every version is kept."""

from callcenter.crm.contacts.queues import require_queues
from callcenter.crm.scripts import repository
from callcenter.crm.scripts.check import ForbiddenPhrase, Hit, Reason, check, normalised, phrases_of_the_house
from callcenter.crm.scripts.models import Script, ScriptVersion
from callcenter.crm.scripts.schemas import (
    HitShown,
    PhraseForm,
    PhraseShown,
    PhrasesShown,
    ScriptChanged,
    ScriptNew,
    ScriptRow,
    ScriptsFound,
    ScriptShown,
    ScriptVersions,
    ScriptVersionShown,
)
from callcenter.crm.scripts.script import ScriptKind, excerpt, searchable, terms_of
from callcenter.identity.audit import AuditTag, AuditTrail
from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.kit.clock import SHANGHAI, Clock, to_datetime
from callcenter.kit.db import ReadSession, WriteSession
from callcenter.kit.errors import NotFound, Refused
from callcenter.kit.ids import new_id
from callcenter.kit.problems import FieldError, InvalidInput
from callcenter.tenancy import Scope

_MOST_NAMED = 5


class ScriptTag(AuditTag):
    SCRIPT_SAVED = "script:script:saved"
    PHRASES_CHANGED = "script:forbidden_phrases:changed"


class NoSuchScript(NotFound):
    def __init__(self) -> None:
        super().__init__(zh="没有这个话术。", en="There is no such script.")


class StaleScript(Refused):
    """Somebody saved it since the person read it."""

    def __init__(self, by: str, at_us: int) -> None:
        at = to_datetime(at_us).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
        super().__init__(
            zh=f"{by} 已在 {at} 修改了这个话术,您的修改未保存。请查看最新内容后再保存。",
            en=f"{by} changed this script at {at}; your changes were not saved. Look at it and save again.",
        )


class ForbiddenWords(InvalidInput):
    """The text promises what nobody may promise; `errors` names every place."""

    def __init__(self, title: list[Hit], body: list[Hit]) -> None:
        hits = [*title, *body]
        named = list(dict.fromkeys(hit.matched for hit in hits))
        words = "、".join(f"“{word}”" for word in named[:_MOST_NAMED]) + (
            "等" if len(named) > _MOST_NAMED else ""
        )
        super().__init__(
            zh=f"话术含有不能使用的词语:{words}。请修改后再保存。",
            en=f"The script holds words that may not be said: {', '.join(named[:_MOST_NAMED])}. "
            "Change them and save again.",
        )
        self.errors = [_told("title", hit) for hit in title] + [_told("body", hit) for hit in body]


class PhraseUnheard(InvalidInput):
    """Of punctuation only: it would forbid nothing."""

    def __init__(self, phrase: str) -> None:
        super().__init__(zh=f"“{phrase}”没有可比对的文字。", en=f"There is nothing to compare in “{phrase}”.")


def _told(field: str, hit: Hit) -> FieldError:
    law = f"({hit.reason.law})" if hit.reason.law else ""
    return FieldError(
        field=f"{field}:{hit.start}-{hit.end}",
        code="forbidden_words",
        zh=f"“{hit.matched}”:{hit.reason.zh}{law}",
        en=f"“{hit.matched}”: {hit.reason.en}",
    )


class Scripts:
    def __init__(self, audit: AuditTrail, clock: Clock) -> None:
        self._audit = audit
        self._clock = clock

    async def search(
        self, session: ReadSession, scope: Scope, *, q: str, queue: str | None, archived: bool, limit: int
    ) -> ScriptsFound:
        terms = terms_of(q)
        found = await repository.search(
            session, scope, terms=terms, queue=queue, archived=archived, limit=limit + 1
        )
        items = [
            ScriptRow(
                id=script.id,
                kind=ScriptKind(script.kind),
                title=script.title,
                excerpt=excerpt(script.body, terms),
                body=script.body,
                queues=script.queues,
                version=script.version,
                archived=script.archived,
                updated_us=script.updated_us,
                updated_by=name,
            )
            for script, name in found[:limit]
        ]
        return ScriptsFound(items=items, more=len(found) > limit)

    async def one(self, session: ReadSession, scope: Scope, script_id: str) -> ScriptShown:
        found = await repository.find(session, scope, script_id)
        if found is None:
            raise NoSuchScript
        script, name = found
        return _shown(script, name)

    async def versions(self, session: ReadSession, scope: Scope, script_id: str) -> ScriptVersions:
        found = await repository.versions(session, scope, script_id)
        if not found:
            raise NoSuchScript
        return ScriptVersions(
            items=[
                ScriptVersionShown(
                    version=each.version,
                    kind=ScriptKind(each.kind),
                    title=each.title,
                    body=each.body,
                    queues=each.queues,
                    archived=each.archived,
                    at_us=each.at_us,
                    by=name,
                )
                for each, name in found
            ]
        )

    async def hits(self, session: ReadSession, scope: Scope, text: str) -> list[HitShown]:
        return [
            HitShown(
                phrase=hit.phrase,
                matched=hit.matched,
                start=hit.start,
                end=hit.end,
                reason_zh=hit.reason.zh,
                reason_en=hit.reason.en,
                law=hit.reason.law,
            )
            for hit in check(text, await self._phrases(session, scope))
        ]

    async def add(self, session: WriteSession, person: CurrentPerson, new: ScriptNew) -> ScriptShown:
        """Raises QueueUnknown, ForbiddenWords."""
        require_queues(person.company_id, new.queues)
        await self._must_be_sayable(session, scope_of(person), new)
        now_us = self._clock.now_us()
        script = Script(id=new_id(now_us), client_company_id=person.company_id, version=0, archived=False)
        session.add(script)
        return await self._save(session, person, script, new, now_us)

    async def change(
        self, session: WriteSession, person: CurrentPerson, script_id: str, changed: ScriptChanged
    ) -> ScriptShown:
        """Raises NoSuchScript, StaleScript, QueueUnknown, ForbiddenWords.

        Archiving never asks for other words or queues.
        """
        scope = scope_of(person)
        found = await repository.find(session, scope, script_id)
        if found is None:
            raise NoSuchScript
        script, name = found
        if script.version != changed.version:
            raise StaleScript(name or "系统", script.updated_us)
        if not changed.archived:
            require_queues(person.company_id, changed.queues)
            await self._must_be_sayable(session, scope, changed)
        script.archived = changed.archived
        return await self._save(session, person, script, changed, self._clock.now_us())

    async def phrases(self, session: ReadSession, scope: Scope) -> PhrasesShown:
        own = await repository.company_phrases(session, scope)
        return PhrasesShown(
            of_the_house=[_shown_phrase(each) for each in phrases_of_the_house()],
            own=[_shown_phrase(each) for each in own],
        )

    async def replace_phrases(
        self, session: WriteSession, person: CurrentPerson, forms: list[PhraseForm]
    ) -> None:
        """Raises PhraseUnheard. Scripts that already hold a new phrase are told of by their next check."""
        own = {form.phrase: _phrase_of(form) for form in forms}
        for phrase in own:
            if len(normalised(phrase)) < 2:
                raise PhraseUnheard(phrase)
        await repository.replace_phrases(session, person.company_id, list(own.values()))
        await self._audit.record(
            session, ScriptTag.PHRASES_CHANGED, by=person.actor, detail={"phrases": len(own)}
        )

    async def _phrases(self, session: ReadSession, scope: Scope) -> list[ForbiddenPhrase]:
        return [*phrases_of_the_house(), *await repository.company_phrases(session, scope)]

    async def _must_be_sayable(self, session: ReadSession, scope: Scope, script: ScriptNew) -> None:
        phrases = await self._phrases(session, scope)
        title, body = check(script.title, phrases), check(script.body, phrases)
        if title or body:
            raise ForbiddenWords(title, body)

    async def _save(
        self, session: WriteSession, person: CurrentPerson, script: Script, sent: ScriptNew, at_us: int
    ) -> ScriptShown:
        script.kind, script.title, script.body = sent.kind.value, sent.title, sent.body
        script.queues = list(dict.fromkeys(sent.queues))
        script.looked_through = searchable(sent.title, sent.body)
        script.version += 1
        script.updated_us, script.updated_by = at_us, person.id
        await session.flush()
        session.add(
            ScriptVersion(
                script_id=script.id,
                version=script.version,
                client_company_id=script.client_company_id,
                kind=script.kind,
                title=script.title,
                body=script.body,
                queues=script.queues,
                archived=script.archived,
                at_us=at_us,
                person_id=person.id,
            )
        )
        await self._audit.record(
            session,
            ScriptTag.SCRIPT_SAVED,
            by=person.actor,
            subject=script.id,
            detail={"version": script.version, "archived": script.archived},
        )
        return _shown(script, person.display_name)


def _phrase_of(form: PhraseForm) -> ForbiddenPhrase:
    reason = Reason(repository.COMPANY_RULE, form.reason_zh, form.reason_en, "")
    return ForbiddenPhrase(form.phrase, reason, tuple(form.except_in))


def _shown(script: Script, name: str | None) -> ScriptShown:
    return ScriptShown(
        id=script.id,
        kind=ScriptKind(script.kind),
        title=script.title,
        body=script.body,
        queues=script.queues,
        version=script.version,
        archived=script.archived,
        updated_us=script.updated_us,
        updated_by=name,
    )


def _shown_phrase(each: ForbiddenPhrase) -> PhraseShown:
    return PhraseShown(
        phrase=each.phrase,
        reason_zh=each.reason.zh,
        reason_en=each.reason.en,
        law=each.reason.law,
        except_in=list(each.exceptions),
    )
