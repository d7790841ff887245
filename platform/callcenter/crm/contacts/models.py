"""Tables of contacts (what an agent wrote about a call), their versions and their categories."""

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from callcenter.kit.db import Base, Microseconds

_COMPANY = "client_company.id"
CALL_ID = 150


class ContactCategory(Base):
    """A choice. One that was taken off the list stays, inactive: old contacts still name it."""

    __tablename__ = "contact_category"

    client_company_id: Mapped[str] = mapped_column(ForeignKey(_COMPANY), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int]
    zh: Mapped[str] = mapped_column(String(40))
    en: Mapped[str] = mapped_column(String(80))
    call_type: Mapped[str] = mapped_column(String(16))
    queues: Mapped[list[str]] = mapped_column(JSON)
    notes_required: Mapped[bool]
    active: Mapped[bool]


class ContactRequiredQueue(Base):
    """Calls of this queue have to get a category."""

    __tablename__ = "contact_required_queue"

    client_company_id: Mapped[str] = mapped_column(ForeignKey(_COMPANY), primary_key=True)
    queue: Mapped[str] = mapped_column(String(80), primary_key=True)


class Contact(Base):
    """What stands about a call now. The call may not be in the record yet, so nothing here refers to it."""

    __tablename__ = "contact"
    __table_args__ = (
        Index("ix_contact_customer", "client_company_id", "customer_id", "updated_us"),
        Index("ix_contact_category", "client_company_id", "category", "updated_us"),
    )

    call_id: Mapped[str] = mapped_column(String(CALL_ID), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey(_COMPANY))
    version: Mapped[int]
    category: Mapped[str | None] = mapped_column(String(40))
    customer_id: Mapped[str | None] = mapped_column(String(26))
    has_notes: Mapped[bool]
    created_us: Mapped[int] = mapped_column(Microseconds)
    updated_us: Mapped[int] = mapped_column(Microseconds)


class ContactVersion(Base):
    """Every version ever written, with who wrote it. Notes are encrypted and stand here only."""

    __tablename__ = "contact_version"

    call_id: Mapped[str] = mapped_column(ForeignKey("contact.call_id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey(_COMPANY))
    at_us: Mapped[int] = mapped_column(Microseconds)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    agent_id: Mapped[str | None] = mapped_column(ForeignKey("agent.id"))
    category: Mapped[str | None] = mapped_column(String(40))
    customer_id: Mapped[str | None] = mapped_column(String(26))
    notes_cipher: Mapped[bytes | None] = mapped_column(LargeBinary)
