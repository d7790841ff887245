"""What is kept, as tables. Derived: whatever does not stand here is counted from the calls."""

from typing import Any, Final

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from callcenter.kit.db import Base, Microseconds

_ONE_TREE: Final[dict[str, Any]] = {"sqlite_with_rowid": False}


class ContactDay(Base):
    """A day that is kept; `claim` is the sign of who counts it at this moment, and null once it is kept."""

    __tablename__ = "contact_day"

    client_company_id: Mapped[str] = mapped_column(ForeignKey("client_company.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    from_us: Mapped[int] = mapped_column(Microseconds, primary_key=True, autoincrement=False)
    claim: Mapped[int | None] = mapped_column(BigInteger)


class ContactCount(Base):
    """Of a day that is kept; names that do not apply are empty."""

    __tablename__ = "contact_count"

    client_company_id: Mapped[str] = mapped_column(ForeignKey("client_company.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    from_us: Mapped[int] = mapped_column(Microseconds, primary_key=True, autoincrement=False)
    hotline: Mapped[str] = mapped_column(String(80), primary_key=True)
    queue: Mapped[str] = mapped_column(String(80), primary_key=True)
    cases: Mapped[int] = mapped_column(BigInteger)
    """First contacts, or answered calls."""
    good: Mapped[int] = mapped_column(BigInteger)
    """Of these, resolved or recorded."""


class LostCallerDay(Base):
    """A caller's lost calls of a day that is kept, queue by queue, as the last of them.

    The day is that of `requested_us`, when the caller asked for a person. `caller_key` is the caller's token;
    a withheld number has none, and its call stands for itself. No queue is an empty one.
    """

    __tablename__ = "lost_caller_day"
    __table_args__ = (
        Index(
            "ix_lost_caller_day_caller",
            *("client_company_id", "caller_key", "requested_us", "call_id"),
            *("queue", "handled", "answered_later"),
        ),
        _ONE_TREE,
    )

    client_company_id: Mapped[str] = mapped_column(ForeignKey("client_company.id"), primary_key=True)
    requested_us: Mapped[int] = mapped_column(Microseconds, primary_key=True, autoincrement=False)
    call_id: Mapped[str] = mapped_column(String(150), primary_key=True)
    caller_key: Mapped[str] = mapped_column(String(150))
    queue: Mapped[str] = mapped_column(String(80))
    arrived_us: Mapped[int] = mapped_column(Microseconds)
    tries: Mapped[int] = mapped_column(Integer)
    first_us: Mapped[int] = mapped_column(Microseconds)
    """When the first of them arrived."""
    answered_later: Mapped[bool]
    """Whether any later call of the caller was answered, until today."""
    handled: Mapped[bool]
    """Whether somebody dealt with the caller at this call or a later one, until today."""
