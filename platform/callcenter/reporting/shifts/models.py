"""Shifts as rows that are only added: one that is changed or dropped is withdrawn, and stays."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from callcenter.kit.db import Base, Microseconds


class Shift(Base):
    __tablename__ = "shift"
    __table_args__ = (
        CheckConstraint("to_us > from_us", name="ends_after_it_began"),
        Index("ix_shift_from", "client_company_id", "from_us"),
        Index("ix_shift_agent", "agent_id", "from_us"),
    )

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey("client_company.id"))
    agent_id: Mapped[str] = mapped_column(ForeignKey("agent.id"))
    from_us: Mapped[int] = mapped_column(Microseconds)
    to_us: Mapped[int] = mapped_column(Microseconds)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    created_us: Mapped[int] = mapped_column(Microseconds)
    withdrawn_us: Mapped[int | None] = mapped_column(Microseconds)
