"""Tables of agents, seats, who serves which queue, and who sat where from when to when."""

from enum import StrEnum
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from callcenter.kit.db import Base, Microseconds


class Phone(StrEnum):
    """Which of the seat's two phones rings; the endpoint's name ends with it."""

    DESK = "desk"
    WEB = "web"


_PHONES: Final = ", ".join(f"'{phone.value}'" for phone in Phone)


class Agent(Base):
    """A person who takes calls. The id is never given to anybody else: the record names agents by it."""

    __tablename__ = "agent"
    __table_args__ = (Index("ix_agent_client_company_id", "client_company_id"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey("client_company.id"))
    work_number: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), unique=True)
    created_us: Mapped[int] = mapped_column(Microseconds)


class AgentQueue(Base):
    """The agent serves the queue; a lower penalty is asked first."""

    __tablename__ = "agent_queue"

    agent_id: Mapped[str] = mapped_column(ForeignKey("agent.id"), primary_key=True)
    queue: Mapped[str] = mapped_column(String(40), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey("client_company.id"))
    penalty: Mapped[int] = mapped_column(Integer, default=0)


class Seat(Base):
    __tablename__ = "seat"

    client_company_id: Mapped[str] = mapped_column(ForeignKey("client_company.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    created_us: Mapped[int] = mapped_column(Microseconds)


class Sitting(Base):
    """`agent_id` sat at `seat` from `from_us` to `to_us`, or still does. The database itself refuses a second
    open sitting of a seat or of an agent."""

    __tablename__ = "sitting"
    __table_args__ = (
        CheckConstraint(f"phone IN ({_PHONES})", name="known_phone"),
        CheckConstraint("to_us IS NULL OR to_us >= from_us", name="ends_after_it_began"),
        Index(
            "uq_sitting_open_seat",
            "client_company_id",
            "seat",
            unique=True,
            sqlite_where=text("to_us IS NULL"),
            postgresql_where=text("to_us IS NULL"),
        ),
        Index(
            "uq_sitting_open_agent",
            "agent_id",
            unique=True,
            sqlite_where=text("to_us IS NULL"),
            postgresql_where=text("to_us IS NULL"),
        ),
        Index("ix_sitting_agent_id_from_us", "agent_id", "from_us"),
    )

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey("client_company.id"))
    agent_id: Mapped[str] = mapped_column(ForeignKey("agent.id"))
    seat: Mapped[str] = mapped_column(String(8))
    phone: Mapped[str] = mapped_column(String(4))
    from_us: Mapped[int] = mapped_column(Microseconds)
    to_us: Mapped[int | None] = mapped_column(Microseconds)

    @property
    def interface(self) -> str:
        """What the queue rings."""
        return f"PJSIP/{self.client_company_id}-{self.seat}-{self.phone}"
