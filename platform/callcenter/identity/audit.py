"""The audit trail: append-only, hash-chained, and written here only (ADR 0032)."""

import json
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, Literal, Self

from sqlalchemy import select, text

from callcenter.identity.models import AuditRow
from callcenter.identity.person import Actor
from callcenter.kit.clock import Clock
from callcenter.kit.db import ReadSession, WriteSession
from callcenter.kit.encryption import Suite
from callcenter.kit.hashchain import START, canonical, link

AuditOutcome = Literal["done", "refused"]
Detail = Mapping[str, str | int | bool | list[str] | None]

_GRAMMAR: Final = re.compile(r"[a-z][a-z_]*:[a-z][a-z_]*:[a-z][a-z_]*")
_BATCH: Final = 1000
# Any constant; every writer of the chain on PostgreSQL waits for this one.
_CHAIN_LOCK: Final = 0x5A5A_0001


class AuditTag(StrEnum):
    """`source:subject:action`, the action in the past tense. Each package extends this with its own.

    A tag that is no longer written stays in its class: old rows still carry it.
    """

    def __new__(cls, value: str) -> Self:
        if not _GRAMMAR.fullmatch(value):
            raise ValueError(f"{value!r} is not source:subject:action")
        member = str.__new__(cls, value)
        member._value_ = value
        return member


class IdentityTag(AuditTag):
    SESSION_STARTED = "person:session:started"
    SESSION_ENDED = "person:session:ended"
    SESSION_REFUSED = "person:session:refused"
    PERSON_LOCKED = "person:account:locked"
    PERSON_ADDED = "person:account:added"
    REQUEST_REFUSED = "person:request:refused"
    PROGRAM_STARTED = "system:program:started"
    PROGRAM_STOPPED = "system:program:stopped"
    COMPANY_NAMED = "system:company:named"


class AuditTrail:
    """The one writer. A row is part of the transaction of what it records: both happen or neither."""

    def __init__(self, clock: Clock, suite: Suite) -> None:
        self._clock = clock
        self._suite: Suite = suite

    async def record(
        self,
        session: WriteSession,
        tag: AuditTag,
        *,
        by: Actor,
        subject: str = "",
        outcome: AuditOutcome = "done",
        detail: Detail | None = None,
        company_id: str | None = None,
    ) -> None:
        """`detail` holds ids and words, never a telephone number, a password or a caller's name."""
        if session.get_bind().dialect.name == "postgresql":
            # Two transactions must not link to the same forerunner. SQLite has one writer anyway.
            await session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _CHAIN_LOCK})
        await session.flush()
        last = (
            await session.execute(
                select(AuditRow.number, AuditRow.digest).order_by(AuditRow.number.desc()).limit(1)
            )
        ).first()
        number, previous = (1, START) if last is None else (last.number + 1, last.digest)
        row: dict[str, Any] = {
            "number": number,
            "at_us": self._clock.now_us(),
            "client_company_id": company_id or by.company_id,
            "person_id": by.person_id,
            "person_name": by.name[:64],
            "address": by.address[:64],
            "tag": tag.value,
            "outcome": outcome,
            "subject": subject[:200],
            "detail": canonical(detail or {}).decode(),
            "suite": self._suite,
        }
        session.add(AuditRow(**row, digest=link(previous, row, suite=self._suite)))
        await session.flush()


async def first_broken_row(session: ReadSession) -> int | None:
    """The number of the first row that does not follow from what stands before it, or None.

    A missing row shows too: numbers have no gaps and every link names its forerunner.
    """
    previous, expected = START, 1
    while True:
        rows = (
            await session.scalars(
                select(AuditRow).where(AuditRow.number >= expected).order_by(AuditRow.number).limit(_BATCH)
            )
        ).all()
        for row in rows:
            if row.number != expected or _digest(previous, row) != row.digest:
                return expected
            previous, expected = row.digest, expected + 1
        if len(rows) < _BATCH:
            return None


def _digest(previous: bytes, row: AuditRow) -> bytes | None:
    content = {
        column.key: getattr(row, column.key)
        for column in AuditRow.__table__.columns
        if column.key != "digest"
    }
    try:
        # The detail was canonical when it was written; another spelling is a change.
        if canonical(json.loads(row.detail)).decode() != row.detail:
            return None
        return link(previous, content, suite="aes" if row.suite == "aes" else "sm")
    except (ValueError, TypeError):
        return None
