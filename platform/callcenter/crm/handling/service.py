"""Writing down what was done about a caller, and showing it. Nothing here commits."""

from collections.abc import Collection
from typing import Final, Protocol

from callcenter.crm.customers.masking import mask_text
from callcenter.crm.customers.schemas import PersonNamed
from callcenter.crm.customers.service import Customers
from callcenter.crm.handling import repository
from callcenter.crm.handling.models import Handling, HandlingVersion
from callcenter.crm.handling.schemas import HandlingSent, HandlingShown
from callcenter.identity.audit import AuditTag
from callcenter.identity.person import CurrentPerson, scope_of
from callcenter.kit.clock import SHANGHAI, to_datetime
from callcenter.kit.db import ReadSession, WriteSession
from callcenter.kit.errors import Refused
from callcenter.telephony.models import CallRecord
from callcenter.tenancy import Scope

_BEGUN: Final = 0


class HandlingTag(AuditTag):
    HANDLED = "calls:caller:handled"
    REOPENED = "calls:caller:reopened"


class StaleHandling(Refused):
    """Somebody wrote since the person read. Nothing was overwritten."""

    def __init__(self, shown: HandlingShown) -> None:
        at = to_datetime(shown.at_us).astimezone(SHANGHAI).strftime("%H:%M:%S")
        zh, en = (
            ("标记为已处理", "marked it as handled") if shown.handled else ("重新打开", "opened it again")
        )
        note_zh = f",备注“{shown.note}”" if shown.note else ""
        note_en = f', noting "{shown.note}"' if shown.note else ""
        super().__init__(
            zh=f"{shown.by.name} 已在 {at} {zh}{note_zh}。您的填写未保存,请查看后再决定。",
            en=f"{shown.by.name} {en} at {at}{note_en}. What you wrote was not saved; look at it first.",
        )


class HandlingFollower(Protocol):
    """Implemented by reporting: hears in the same transaction that somebody dealt with a caller or took that
    back."""

    async def handled_changed(self, session: WriteSession, company_id: str, caller_key: str) -> None: ...


class Handlings:
    def __init__(self, customers: Customers, follower: HandlingFollower) -> None:
        self._follower = follower
        self._seal = customers.seal
        self._audit = customers.audit
        self._clock = customers.clock

    async def write(
        self, session: WriteSession, person: CurrentPerson, call: CallRecord, sent: HandlingSent
    ) -> HandlingShown:
        """The same again changes nothing and is never stale. Raises StaleHandling."""
        scope = scope_of(person)
        head = await repository.held(session, scope, call.call_id)
        if head is None:
            head = await self._begin(session, scope, call)
        before = (await self.standing(session, scope, [call.call_id])).get(call.call_id)
        note = sent.note.strip()
        if before is not None:
            same = before.handled == sent.handled and before.note == mask_text(note)
            if same and before.by.id == person.id:
                return before
            if before.version != sent.version:
                raise StaleHandling(before)
        head.version += 1
        head.handled = sent.handled
        sealed = self._seal.close(call.call_id, f"handling:{head.version}", note) if note else None
        session.add(
            HandlingVersion(
                call_id=call.call_id,
                version=head.version,
                client_company_id=head.client_company_id,
                at_us=self._clock.now_us(),
                person_id=person.id,
                handled=sent.handled,
                note_cipher=sealed,
            )
        )
        await session.flush()
        await self._follower.handled_changed(session, head.client_company_id, head.caller_key)
        await self._audit.record(
            session,
            HandlingTag.HANDLED if sent.handled else HandlingTag.REOPENED,
            by=person.actor,
            subject=call.call_id,
            detail={"version": head.version, "note": bool(note)},
        )
        return (await self.standing(session, scope, [call.call_id]))[call.call_id]

    async def standing(
        self, session: ReadSession, scope: Scope, call_ids: Collection[str]
    ) -> dict[str, HandlingShown]:
        found = await repository.standing(session, scope, call_ids)
        return {call_id: self._shown(each) for call_id, each in found.items()}

    def note(self, version: HandlingVersion) -> str:
        """Whole, as it was written."""
        if version.note_cipher is None:
            return ""
        text: str = self._seal.open(version.call_id, f"handling:{version.version}", version.note_cipher)
        return text

    async def _begin(self, session: WriteSession, scope: Scope, call: CallRecord) -> Handling:
        handling = Handling(
            call_id=call.call_id,
            client_company_id=call.client_company_id,
            caller_key=call.caller_token or call.call_id,
            up_to_us=call.arrived_us,
            version=_BEGUN,
            handled=False,
        )
        if await repository.begun(session, handling):
            return handling
        held = await repository.held(session, scope, call.call_id)
        assert held is not None, "a handling is never removed"
        return held

    def _shown(self, written: repository.WrittenHandling) -> HandlingShown:
        version = written.version
        return HandlingShown(
            call_id=version.call_id,
            version=version.version,
            handled=version.handled,
            note=mask_text(self.note(version)),
            by=PersonNamed(id=version.person_id, name=written.by_name),
            at_us=version.at_us,
        )
