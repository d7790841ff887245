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
