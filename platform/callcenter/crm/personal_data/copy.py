"""A copy of all that is kept about one person, and what it holds. Read page by page however much there is,
made in memory and written to no disk."""

from collections.abc import AsyncGenerator, Iterable, Sequence
from typing import Any, Final

import orjson

from callcenter.crm.contacts.service import Contacts
from callcenter.crm.customers import repository as customers_sql
from callcenter.crm.customers.masking import mask_text, mask_value
from callcenter.crm.customers.models import Customer
from callcenter.crm.customers.schemas import listed
from callcenter.crm.customers.service import Customers, CustomerTag
from callcenter.crm.handling import repository as handling_sql
from callcenter.crm.handling.service import Handlings
from callcenter.crm.history import repository as history_sql
from callcenter.crm.history.models import CustomerNote, FollowUp
from callcenter.crm.history.repository import Written
from callcenter.crm.history.schemas import HistoryEntry, HistoryKind
from callcenter.crm.history.telling import Telling
from callcenter.crm.personal_data import repository
from callcenter.kit.db import ReadSession
from callcenter.tenancy import Scope

PAGE: Final = 200
_RECORDINGS_ZH: Final = "录音文件不在本文件内,请在录音页面按通话编号调取。"
_RECORDINGS_EN: Final = "Recordings are not in this file; fetch them by the id of the call."


class PersonalCopy:
    """`whole`: every word as it was written; otherwise masked like on a page, and as complete."""

    def __init__(self, customers: Customers, contacts: Contacts, handlings: Handlings) -> None:
        self._customers = customers
        self._contacts = contacts
        self._handlings = handlings
        self._telling = Telling(customers.seal, contacts)

    async def of(
        self,
        session: ReadSession,
        scope: Scope,
        customers: Sequence[Customer],
        caller_tokens: Iterable[str],
        *,
        whole: bool,
    ) -> dict[str, Any]:
        """`customers` with everybody who went into them; `caller_tokens` of all their numbers."""
        ids = [customer.id for customer in customers]
        calls = await repository.calls_of(session, scope, caller_tokens, ids)
        entries, recordings = await self._calls(session, scope, calls)
        entries += await self._notes_of_calls(session, scope, calls, whole=whole)
        async for note, name in _all(session, scope, CustomerNote, ids):
            entries.append(self._telling.note(note, name, whole=whole))
        async for follow_up, name in _all(session, scope, FollowUp, ids):
            entries.append(self._telling.follow_up(follow_up, name, whole=whole))
        entries.sort(key=lambda entry: entry.at_us, reverse=True)
        revealed = await self._revealed(session, scope, ids)
        freezes = await self._freezes(session, scope, ids, whole=whole)
        kinds = [entry.kind for entry in entries]
        return {
            "holds": {
                "customers": sum(customer.merged_into is None for customer in customers),
                "merged_customers": sum(customer.merged_into is not None for customer in customers),
                **{f"{kind.value}s": kinds.count(kind) for kind in HistoryKind},
                "freezes": len(freezes),
                "revealed_to": len(revealed),
            },
            "left_out": {"recordings": recordings, "zh": _RECORDINGS_ZH, "en": _RECORDINGS_EN},
            "customers": [await self._customer(session, scope, each, whole=whole) for each in customers],
            "freezes": freezes,
            "history": [entry.model_dump(mode="json") for entry in entries],
            "revealed_to": revealed,
        }

    async def _customer(
        self, session: ReadSession, scope: Scope, customer: Customer, *, whole: bool
    ) -> dict[str, Any]:
        catalogue = await customers_sql.catalogue(session, scope)
        values = await self._customers.values(session, scope, customer)
        fields: list[dict[str, Any]] = []
        for field in catalogue:
            held = listed(values.get(field.code))
            if held:
                shown = held if whole else [mask_value(field, each, names=True) for each in held]
                fields.append(
                    {
                        "code": field.code,
                        "name": field.zh,
                        "purpose": field.purpose_zh,
                        "sensitivity": field.sensitivity.value,
                        "values": shown,
                    }
                )
        return {
            "id": customer.id,
            "state": customer.state,
            "merged_into": customer.merged_into,
            "source": customer.source,
            "created_us": customer.created_us,
            "changed_us": customer.changed_us,
            "demo": customer.demo,
            "fields": fields,
        }

    async def _calls(
        self, session: ReadSession, scope: Scope, call_ids: Sequence[str]
    ) -> tuple[list[HistoryEntry], int]:
        """What the record knows of them, and how many have a recording; notes come with their versions."""
        entries: list[HistoryEntry] = []
        recordings = 0
        for page in _pages(call_ids):
            calls = await history_sql.calls_by_id(session, scope, page)
            recordings += sum(call.recording_file is not None for call in calls)
            for _, told in await self._telling.calls(session, scope, calls, notes=False):
                entries += told
        return entries, recordings

    async def _notes_of_calls(
        self, session: ReadSession, scope: Scope, call_ids: Sequence[str], *, whole: bool
    ) -> list[HistoryEntry]:
        """Every version that was ever written, those of calls that the record does not know, too.

        So is what was noted when a lost call or a message was dealt with.
        """
        written: list[tuple[int, str, str, str]] = []
        for page in _pages(call_ids):
            for version, name, notes in await self._contacts.every_version(session, scope, page):
                written.append((version.at_us, version.call_id, name, notes))
            for each in await handling_sql.every_version(session, scope, page):
                version = each.version
                written.append((version.at_us, version.call_id, each.by_name, self._handlings.note(version)))
        texts = [text if whole else mask_text(text) for *_, text in written]
        return [
            HistoryEntry(
                at_us=at_us, kind=HistoryKind.NOTE, zh=text, en=text, agent_name=name, call_id=call_id
            )
            for (at_us, call_id, name, _), text in zip(written, texts, strict=True)
        ]

    async def _freezes(
        self, session: ReadSession, scope: Scope, ids: list[str], *, whole: bool
    ) -> list[dict[str, Any]]:
        told: list[dict[str, Any]] = []
        for freeze, name in await repository.freezes(session, scope, ids):
            reason: str = self._customers.seal.open(freeze.id, "reason", freeze.reason)
            told.append(
                {
                    "customer": freeze.customer_id,
                    "from_us": freeze.from_us,
                    "until_us": freeze.until_us,
                    "ended_us": freeze.ended_us,
                    "by": name,
                    "reason": reason if whole else mask_text(reason),
                }
            )
        return told

    async def _revealed(self, session: ReadSession, scope: Scope, ids: list[str]) -> list[dict[str, Any]]:
        rows = await repository.revealed(session, scope, ids, [CustomerTag.FIELD_REVEALED.value])
        return [{"at_us": row.at_us, "by": row.person_name, **orjson.loads(row.detail)} for row in rows]


async def _all(
    session: ReadSession, scope: Scope, kind: type[Written], ids: Sequence[str]
) -> AsyncGenerator[tuple[Written, str]]:
    before = history_sql.LATEST
    while True:
        page = await history_sql.written(session, scope, kind, ids, before=before, limit=PAGE)
        for each, name in page:
            yield each, name
        if len(page) < PAGE:
            return
        last, _ = page[-1]
        before = (history_sql.written_us(last), last.id)


def _pages(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[at : at + PAGE] for at in range(0, len(ids), PAGE))
