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


class BreakReason(Base):
    """Why an agent may take a break. Never deleted: the record names the code; one that is no longer offered
    is not active."""

    __tablename__ = "break_reason"

    client_company_id: Mapped[str] = mapped_column(ForeignKey("client_company.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    zh: Mapped[str] = mapped_column(String(20))
    en: Mapped[str] = mapped_column(String(40))
    position: Mapped[int] = mapped_column(Integer)
    active: Mapped[bool]


class Team(Base):
    __tablename__ = "team"
    __table_args__ = (Index("uq_team_name", "client_company_id", "name", unique=True),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey("client_company.id"))
    name: Mapped[str] = mapped_column(String(40))


class TeamAgent(Base):
    """An agent is in one team at most."""

    __tablename__ = "team_agent"
    __table_args__ = (Index("ix_team_agent_team_id", "team_id"),)

    agent_id: Mapped[str] = mapped_column(ForeignKey("agent.id"), primary_key=True)
    team_id: Mapped[str] = mapped_column(ForeignKey("team.id"))
    client_company_id: Mapped[str] = mapped_column(ForeignKey("client_company.id"))


class TeamSupervisor(Base):
    __tablename__ = "team_supervisor"
    __table_args__ = (Index("ix_team_supervisor_person_id", "person_id"),)

    team_id: Mapped[str] = mapped_column(ForeignKey("team.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey("client_company.id"))


class AgentStanding(Base):
    """What the platform has to know of an agent again after a restart: the last state and who caused it, and
    what is still wanted."""

    __tablename__ = "agent_standing"

    agent_id: Mapped[str] = mapped_column(ForeignKey("agent.id"), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey("client_company.id"))
    state: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str | None] = mapped_column(String(40))
    since_us: Mapped[int] = mapped_column(Microseconds)
    by_kind: Mapped[str] = mapped_column(String(10))
    by_person_id: Mapped[str | None] = mapped_column(String(26))
    booked: Mapped[str | None] = mapped_column(String(20))
    booked_by_kind: Mapped[str | None] = mapped_column(String(10))
    booked_by_person_id: Mapped[str | None] = mapped_column(String(26))
    unwell: Mapped[str | None] = mapped_column(String(30))
    missed_rings: Mapped[int]
    extensions_used: Mapped[int]
    wrap_up_until_us: Mapped[int | None] = mapped_column(Microseconds)


class AgentStateChange(Base):
    """Every change of an agent's state, as it was written into queue_log too. Rows are only added."""

    __tablename__ = "agent_state_change"
    __table_args__ = (Index("ix_agent_state_change_agent", "agent_id", "at_us"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey("client_company.id"))
    agent_id: Mapped[str] = mapped_column(ForeignKey("agent.id"))
    at_us: Mapped[int] = mapped_column(Microseconds)
    state: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str | None] = mapped_column(String(40))
    by_kind: Mapped[str] = mapped_column(String(10))
    by_person_id: Mapped[str | None] = mapped_column(String(26))
