"""Tables of customers. Names, numbers and words are sealed; what is readable here names nobody."""

from enum import StrEnum
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from callcenter.kit.db import Base, Microseconds

_COMPANY: Final = "client_company.id"
_PERSON: Final = "person.id"
_CUSTOMER: Final = "customer.id"


class CustomerState(StrEnum):
    ACTIVE = "active"
    FROZEN = "frozen"
    """Kept because a law or a dispute asks for it, and used for nothing else."""
    MERGED = "merged"
    """The same person as another customer, into whom this one went; kept so that it can be undone."""


_STATES: Final = ", ".join(f"'{state.value}'" for state in CustomerState)


class Customer(Base):
    """One person or firm that a client company serves. What it says of itself stands in CustomerValue."""

    __tablename__ = "customer"
    __table_args__ = (
        CheckConstraint(f"state IN ({_STATES})", name="known_state"),
        CheckConstraint("(state = 'merged') = (merged_into IS NOT NULL)", name="merged_into_somebody"),
        Index("ix_customer_company_state", "client_company_id", "state", "id"),
        Index("ix_customer_merged_into", "merged_into"),
    )

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey(_COMPANY))
    state: Mapped[str] = mapped_column(String(8))
    version: Mapped[int] = mapped_column(Integer)
    vip: Mapped[int] = mapped_column(SmallInteger)
    source: Mapped[str] = mapped_column(String(40))
    owner_id: Mapped[str | None] = mapped_column(ForeignKey(_PERSON))
    demo: Mapped[bool] = mapped_column(Boolean)
    merged_into: Mapped[str | None] = mapped_column(ForeignKey(_CUSTOMER))
    created_us: Mapped[int] = mapped_column(Microseconds)
    changed_us: Mapped[int] = mapped_column(Microseconds)


class CustomerValue(Base):
    """What one field of one customer holds: JSON, encrypted, bound to its customer and field."""

    __tablename__ = "customer_value"
    __table_args__ = ({"sqlite_with_rowid": False},)

    customer_id: Mapped[str] = mapped_column(ForeignKey(_CUSTOMER), primary_key=True)
    field: Mapped[str] = mapped_column(String(40), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey(_COMPANY))
    cipher: Mapped[bytes] = mapped_column(LargeBinary)


class CustomerToken(Base):
    """A customer is found by this token. The order of the key is the order of every search."""

    __tablename__ = "customer_token"
    __table_args__ = ({"sqlite_with_rowid": False},)

    client_company_id: Mapped[str] = mapped_column(ForeignKey(_COMPANY), primary_key=True)
    kind: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    token: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    customer_id: Mapped[str] = mapped_column(ForeignKey(_CUSTOMER), primary_key=True)


class CustomerChange(Base):
    """Who made which version and what it changed: names of fields, never values."""

    __tablename__ = "customer_change"

    customer_id: Mapped[str] = mapped_column(ForeignKey(_CUSTOMER), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    client_company_id: Mapped[str] = mapped_column(ForeignKey(_COMPANY))
    at_us: Mapped[int] = mapped_column(Microseconds)
    person_id: Mapped[str | None] = mapped_column(ForeignKey(_PERSON))
    fields: Mapped[list[str]] = mapped_column(JSON)


class CustomFieldRow(Base):
    """A field that the administrator added. Never removed: values of it may be kept."""

    __tablename__ = "customer_field"

    client_company_id: Mapped[str] = mapped_column(ForeignKey(_COMPANY), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    zh: Mapped[str] = mapped_column(String(40))
    en: Mapped[str] = mapped_column(String(40))
    purpose_zh: Mapped[str] = mapped_column(String(200))
    purpose_en: Mapped[str] = mapped_column(String(200))
    sensitivity: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(10))
    choices: Mapped[list[Any]] = mapped_column(JSON)
    active: Mapped[bool] = mapped_column(Boolean)


class CustomerNote(Base):
    """Something worth knowing about the customer that belongs to no call. Never changed."""

    __tablename__ = "customer_note"
    __table_args__ = (Index("ix_customer_note_customer", "customer_id", "at_us"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey(_COMPANY))
    customer_id: Mapped[str] = mapped_column(ForeignKey(_CUSTOMER))
    at_us: Mapped[int] = mapped_column(Microseconds)
    person_id: Mapped[str] = mapped_column(ForeignKey(_PERSON))
    cipher: Mapped[bytes] = mapped_column(LargeBinary)


class FollowUp(Base):
    """Something promised to a customer, by whom and until when."""

    __tablename__ = "follow_up"
    __table_args__ = (
        CheckConstraint("(done_us IS NULL) = (done_by IS NULL)", name="done_by_somebody"),
        Index("ix_follow_up_customer", "customer_id", "created_us"),
        Index("ix_follow_up_due", "client_company_id", "done_us", "due_us"),
    )

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey(_COMPANY))
    customer_id: Mapped[str] = mapped_column(ForeignKey(_CUSTOMER))
    due_us: Mapped[int] = mapped_column(Microseconds)
    person_id: Mapped[str] = mapped_column(ForeignKey(_PERSON))
    """Who has to do it."""
    created_us: Mapped[int] = mapped_column(Microseconds)
    created_by: Mapped[str] = mapped_column(ForeignKey(_PERSON))
    done_us: Mapped[int | None] = mapped_column(Microseconds)
    done_by: Mapped[str | None] = mapped_column(ForeignKey(_PERSON))
    cipher: Mapped[bytes] = mapped_column(LargeBinary)


class CustomerMerge(Base):
    """Two customers were found to be one. What the kept one got from the other stands here, sealed, so that
    the merge can be undone without losing what was written since."""

    __tablename__ = "customer_merge"
    __table_args__ = (Index("ix_customer_merge_kept", "client_company_id", "kept_id"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey(_COMPANY))
    kept_id: Mapped[str] = mapped_column(ForeignKey(_CUSTOMER))
    dropped_id: Mapped[str] = mapped_column(ForeignKey(_CUSTOMER))
    at_us: Mapped[int] = mapped_column(Microseconds)
    person_id: Mapped[str] = mapped_column(ForeignKey(_PERSON))
    brought: Mapped[bytes] = mapped_column(LargeBinary)
    undone_us: Mapped[int | None] = mapped_column(Microseconds)
    undone_by: Mapped[str | None] = mapped_column(ForeignKey(_PERSON))


class CustomerFreeze(Base):
    """From when to when a customer was kept and not used, and why; `until_us` ends the legal term."""

    __tablename__ = "customer_freeze"
    __table_args__ = (Index("ix_customer_freeze_customer", "customer_id"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey(_COMPANY))
    customer_id: Mapped[str] = mapped_column(ForeignKey(_CUSTOMER))
    from_us: Mapped[int] = mapped_column(Microseconds)
    until_us: Mapped[int | None] = mapped_column(Microseconds)
    person_id: Mapped[str] = mapped_column(ForeignKey(_PERSON))
    reason: Mapped[bytes] = mapped_column(LargeBinary)
    ended_us: Mapped[int | None] = mapped_column(Microseconds)
    ended_by: Mapped[str | None] = mapped_column(ForeignKey(_PERSON))
