"""What is kept, as tables. Derived: whatever does not stand here is counted from the calls."""

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from callcenter.kit.db import Base, Microseconds


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
