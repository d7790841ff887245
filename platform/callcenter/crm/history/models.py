"""Tables of what is known and promised besides calls. Words are sealed."""

from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from callcenter.kit.db import Base, Microseconds

_COMPANY: Final = "client_company.id"
_PERSON: Final = "person.id"
_CUSTOMER: Final = "customer.id"


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
