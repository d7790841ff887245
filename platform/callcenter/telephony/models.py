"""The record as tables: raw rows each once, and the calls that they tell."""

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from callcenter.kit.db import Base, Microseconds

RowId = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only in a column named INTEGER."""
_COMPANY = "client_company.id"
_AGENT_FACT = "source = 'queue_log' AND call_id IS NULL"


class JournalFile(Base):
    """How far one file of Asterisk is in the record. `head` tells a file from another with its inode."""

    __tablename__ = "journal_file"
    __table_args__ = (Index("ix_journal_file_inode", "source", "inode"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    source: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(255))
    device: Mapped[int] = mapped_column(BigInteger)
    inode: Mapped[int] = mapped_column(BigInteger)
    head: Mapped[bytes] = mapped_column(LargeBinary(16))
    head_length: Mapped[int]
    offset: Mapped[int] = mapped_column(BigInteger)
    repeats: Mapped[dict[str, Any]] = mapped_column(JSON)
    first_seen_us: Mapped[int] = mapped_column(Microseconds)
    superseded: Mapped[bool] = mapped_column(default=False)
    archived_us: Mapped[int | None] = mapped_column(Microseconds)
    archive_name: Mapped[str | None] = mapped_column(String(255))


class RawRow(Base):
    """One row of cel.json or queue_log, numbers replaced by tokens. Never changed but for `call_id`."""

    __tablename__ = "raw_row"
    __table_args__ = (
        # The time is first because the key is random: new rows go to the end of the index.
        Index("uq_raw_row_at_us", "at_us", "row_key", "source", unique=True),
        Index("ix_raw_row_call_id", "call_id"),
        Index(
            "ix_raw_row_restart",
            "at_us",
            sqlite_where=text("event = 'QUEUESTART'"),
            postgresql_where=text("event = 'QUEUESTART'"),
        ),
        # What agents did at times of no call: signed in, paused, changed their state.
        Index(
            "ix_raw_row_agent_fact",
            "at_us",
            sqlite_where=text(_AGENT_FACT),
            postgresql_where=text(_AGENT_FACT),
        ),
        # PostgreSQL asks it of each row alone, which takes it as long as all else (ADR 0073).
        ForeignKeyConstraint(["client_company_id"], [_COMPANY]).ddl_if(dialect="sqlite"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    client_company_id: Mapped[str] = mapped_column(String(12))
    source: Mapped[str] = mapped_column(String(16))
    row_key: Mapped[bytes] = mapped_column(LargeBinary(18))
    at_us: Mapped[int] = mapped_column(Microseconds)
    event: Mapped[str] = mapped_column(String(64))
    uniqueid: Mapped[str] = mapped_column(String(150))
    call_id: Mapped[str | None] = mapped_column(String(150))
    data: Mapped[str] = mapped_column(Text)


class BadLineRow(Base):
    """Bytes of a file that are no row, kept encrypted: they may hold anything."""

    __tablename__ = "bad_line"
    __table_args__ = (Index("uq_bad_line_row_key", "row_key", "source", unique=True),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey(_COMPANY))
    source: Mapped[str] = mapped_column(String(16))
    row_key: Mapped[bytes] = mapped_column(LargeBinary(18))
    seen_us: Mapped[int] = mapped_column(Microseconds)
    reason: Mapped[str] = mapped_column(String(64))
    cipher: Mapped[bytes] = mapped_column(LargeBinary)


class Phone(Base):
    """A number of a caller or customer: found by its token, read only by decrypting."""

    __tablename__ = "phone"

    token: Mapped[str] = mapped_column(String(32), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey(_COMPANY), primary_key=True)
    cipher: Mapped[bytes] = mapped_column(LargeBinary)


class CallRecord(Base):
    """One call as interpreted; derived from raw rows and replaced whole when they say more."""

    __tablename__ = "call"
    __table_args__ = (
        Index("ix_call_arrived", "client_company_id", "arrived_us", "call_id"),
        Index("ix_call_human_requested", "client_company_id", "human_requested_us"),
        Index("ix_call_wait", "client_company_id", "wait_us", "call_id"),
        Index("ix_call_talk", "client_company_id", "talk_us", "call_id"),
        Index("ix_call_outcome", "client_company_id", "outcome", "arrived_us", "call_id"),
        Index("ix_call_queue", "client_company_id", "queue", "arrived_us", "call_id"),
        Index("ix_call_agent", "client_company_id", "agent", "arrived_us", "call_id"),
        Index("ix_call_ivr_path", "client_company_id", "ivr_path", "arrived_us", "call_id"),
        Index("ix_call_caller_token", "caller_token", "arrived_us"),
        Index(
            "ix_call_voice_message",
            "client_company_id",
            "arrived_us",
            "call_id",
            sqlite_where=text("voice_message_file IS NOT NULL"),
            postgresql_where=text("voice_message_file IS NOT NULL"),
        ),
        Index(
            "ix_call_open",
            "arrived_us",
            sqlite_where=text("ended_us IS NULL"),
            postgresql_where=text("ended_us IS NULL"),
        ),
    )

    call_id: Mapped[str] = mapped_column(String(150), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey(_COMPANY))
    hotline: Mapped[str] = mapped_column(String(80))
    trunk: Mapped[str] = mapped_column(String(40))
    demo: Mapped[bool]
    caller_token: Mapped[str] = mapped_column(String(32))
    arrived_us: Mapped[int] = mapped_column(Microseconds)
    first_answered_us: Mapped[int | None] = mapped_column(Microseconds)
    notice_us: Mapped[int | None] = mapped_column(Microseconds)
    human_requested_us: Mapped[int | None] = mapped_column(Microseconds)
    queued_us: Mapped[int | None] = mapped_column(Microseconds)
    answered_us: Mapped[int | None] = mapped_column(Microseconds)
    ended_us: Mapped[int | None] = mapped_column(Microseconds)
    ended_by: Mapped[str | None] = mapped_column(String(16))
    outcome: Mapped[str | None] = mapped_column(String(16))
    end_reason: Mapped[str | None] = mapped_column(String(64))
    short_abandon: Mapped[bool]
    complete: Mapped[bool]
    queue: Mapped[str | None] = mapped_column(String(80))
    agent: Mapped[str | None] = mapped_column(String(40))
    seat: Mapped[str | None] = mapped_column(String(40))
    wait_us: Mapped[int | None] = mapped_column(Microseconds)
    talk_us: Mapped[int | None] = mapped_column(Microseconds)
    hold_us: Mapped[int] = mapped_column(Microseconds)
    rings: Mapped[int]
    seat_lost: Mapped[bool]
    survey_offered: Mapped[bool]
    survey_score: Mapped[int | None]
    recording_file: Mapped[str | None] = mapped_column(String(200))
    voice_message_file: Mapped[str | None] = mapped_column(String(200))
    voice_message_seconds: Mapped[int | None]
    ivr_path: Mapped[str] = mapped_column(String(80), server_default=text("''"))
    keys: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    queues: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    holds: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    transfers: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    three_ways: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    supervisions: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class LegRecord(Base):
    """One channel's part in a call; the caller's own leg has number 0.

    `talk_us` and `hold_us` never overlap; with wrap-up they add up to what an agent spent on the call.
    """

    __tablename__ = "leg"
    __table_args__ = (Index("ix_leg_agent", "client_company_id", "agent", "started_us"),)

    call_id: Mapped[str] = mapped_column(String(150), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey(_COMPANY))
    uniqueid: Mapped[str] = mapped_column(String(150))
    channel: Mapped[str] = mapped_column(String(200))
    seat: Mapped[str | None] = mapped_column(String(40))
    agent: Mapped[str | None] = mapped_column(String(40))
    queue: Mapped[str | None] = mapped_column(String(80))
    started_us: Mapped[int] = mapped_column(Microseconds)
    answered_us: Mapped[int | None] = mapped_column(Microseconds)
    bridged_us: Mapped[int | None] = mapped_column(Microseconds)
    unbridged_us: Mapped[int | None] = mapped_column(Microseconds)
    ended_us: Mapped[int | None] = mapped_column(Microseconds)
    talk_us: Mapped[int] = mapped_column(Microseconds)
    result: Mapped[str | None] = mapped_column(String(16))
    cause: Mapped[int | None]
    lost: Mapped[bool]
    is_caller: Mapped[bool]
    role: Mapped[str] = mapped_column(String(16))
    hold_us: Mapped[int] = mapped_column(Microseconds)
    consult_us: Mapped[int] = mapped_column(Microseconds)


class QueueVisitRecord(Base):
    """One stay of a call in one queue. A call counts once for each queue it entered; transfers are apart."""

    __tablename__ = "queue_visit"
    __table_args__ = (Index("ix_queue_visit_queue", "client_company_id", "queue", "joined_us"),)

    call_id: Mapped[str] = mapped_column(String(150), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey(_COMPANY))
    queue: Mapped[str] = mapped_column(String(80))
    joined_us: Mapped[int] = mapped_column(Microseconds)
    left_us: Mapped[int | None] = mapped_column(Microseconds)
    left_as: Mapped[str | None] = mapped_column(String(32))
    answered_us: Mapped[int | None] = mapped_column(Microseconds)
    agent: Mapped[str | None] = mapped_column(String(40))
    transferred: Mapped[bool]


class JournalGap(Base):
    """An interval about which the files may not tell everything, and why."""

    __tablename__ = "journal_gap"

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey(_COMPANY))
    from_us: Mapped[int] = mapped_column(Microseconds)
    to_us: Mapped[int] = mapped_column(Microseconds)
    reason: Mapped[str] = mapped_column(String(64))
    seen_calls: Mapped[int | None]
    """Calls seen over AMI in it, where somebody counted; no call is made up from them."""


class RecordVersion(Base):
    """Which way of reading rows made the calls of the record; another one builds them anew."""

    __tablename__ = "record_version"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
