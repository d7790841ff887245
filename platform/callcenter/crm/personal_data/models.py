"""The table of freezes."""

from typing import Final

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from callcenter.kit.db import Base, Microseconds

_COMPANY: Final = "client_company.id"
_PERSON: Final = "person.id"
_CUSTOMER: Final = "customer.id"


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
