"""Entries of the time line out of what is stored: sealed words opened, and the numbers in them masked unless
the whole is handed over."""

from collections.abc import Sequence

from callcenter.crm.contacts.service import Contacts
from callcenter.crm.customers.masking import mask_text
from callcenter.crm.customers.seal import Seal
from callcenter.crm.history import repository
from callcenter.crm.history.models import CustomerNote, FollowUp
from callcenter.crm.history.schemas import HistoryEntry, HistoryKind
from callcenter.crm.history.time_line import entries_of_call
from callcenter.kit.db import ReadSession
from callcenter.telephony.models import CallRecord
from callcenter.tenancy import Scope


class Telling:
    def __init__(self, seal: Seal, contacts: Contacts) -> None:
        self._seal = seal
        self._contacts = contacts

    async def calls(
        self, session: ReadSession, scope: Scope, calls: Sequence[CallRecord], *, notes: bool = True
    ) -> list[tuple[int, list[HistoryEntry]]]:
        """Each call with what came out of it and, masked, what was written about it."""
        if not calls:
            return []
        written = await self._contacts.for_time_line(session, scope, [call.call_id for call in calls])
        agents = await repository.names_of_agents(
            session, scope, {call.agent for call in calls if call.agent}
        )
        told: list[tuple[int, list[HistoryEntry]]] = []
        for call in calls:
            contact = written.get(call.call_id)
            entries = entries_of_call(
                call,
                agents.get(call.agent or ""),
                category_zh=(contact.category_zh or "") if contact else "",
                category_en=(contact.category_en or "") if contact else "",
                notes=contact.notes if contact and notes else "",
            )
            told.append((call.arrived_us, entries))
        return told

    def note(self, note: CustomerNote, name: str, *, whole: bool = False) -> HistoryEntry:
        text = self._words(note.id, "note", note.cipher, whole=whole)
        return HistoryEntry(at_us=note.at_us, kind=HistoryKind.NOTE, zh=text, en=text, agent_name=name)

    def follow_up(self, follow_up: FollowUp, name: str, *, whole: bool = False) -> HistoryEntry:
        text = self.promised(follow_up, whole=whole)
        done = follow_up.done_us is not None
        return HistoryEntry(
            at_us=follow_up.created_us,
            kind=HistoryKind.FOLLOW_UP,
            zh=f"{'已完成' if done else '待跟进'}:{text}",
            en=f"{'done' if done else 'to do'}: {text}",
            outcome="done" if done else "open",
            agent_name=name,
        )

    def promised(self, follow_up: FollowUp, *, whole: bool = False) -> str:
        return self._words(follow_up.id, "follow_up", follow_up.cipher, whole=whole)

    def _words(self, row_id: str, field: str, cipher: bytes, *, whole: bool) -> str:
        text: str = self._seal.open(row_id, field, cipher)
        return text if whole else mask_text(text)
