"""Roll-ups as tables: parts and waits, by 15 minutes, by day and by month.

Derived: `make_anew` makes them again, and months are folded again. They are read in the order of their key,
and in SQLite each is one tree in that order: one of keys and another of rows cost a report over years many
times as much.
"""

from typing import Any, Final

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from callcenter.kit.db import Base, Microseconds

_BREAK: Final = "state = 'on_break'"
_ONE_TREE: Final[dict[str, Any]] = {"sqlite_with_rowid": False}


class _Cell:
    """Names that do not apply are empty; the order of the key is that of a report's question."""

    client_company_id: Mapped[str] = mapped_column(
        ForeignKey("client_company.id"), primary_key=True, sort_order=-7
    )
    subject: Mapped[str] = mapped_column(String(8), primary_key=True, sort_order=-6)
    from_us: Mapped[int] = mapped_column(Microseconds, primary_key=True, autoincrement=False, sort_order=-5)
    hotline: Mapped[str] = mapped_column(String(80), primary_key=True, sort_order=-4)
    queue: Mapped[str] = mapped_column(String(80), primary_key=True, sort_order=-3)
    agent: Mapped[str] = mapped_column(String(40), primary_key=True, sort_order=-2)


class _CallParts:
    """What became of calls; `parts.PATH_PARTS` names the same."""

    arrived: Mapped[int] = mapped_column(BigInteger, default=0)
    demo: Mapped[int] = mapped_column(BigInteger, default=0)
    system_answered: Mapped[int] = mapped_column(BigInteger, default=0)
    system_in_time: Mapped[int] = mapped_column(BigInteger, default=0)
    system_wait_us: Mapped[int] = mapped_column(BigInteger, default=0)
    closed: Mapped[int] = mapped_column(BigInteger, default=0)
    ivr_ended: Mapped[int] = mapped_column(BigInteger, default=0)
    ivr_abandoned: Mapped[int] = mapped_column(BigInteger, default=0)
    offered: Mapped[int] = mapped_column(BigInteger, default=0)
    answered: Mapped[int] = mapped_column(BigInteger, default=0)
    abandoned: Mapped[int] = mapped_column(BigInteger, default=0)
    timed_out: Mapped[int] = mapped_column(BigInteger, default=0)
    overflowed: Mapped[int] = mapped_column(BigInteger, default=0)
    refused: Mapped[int] = mapped_column(BigInteger, default=0)
    left_by_key: Mapped[int] = mapped_column(BigInteger, default=0)
    cut: Mapped[int] = mapped_column(BigInteger, default=0)
    waiting: Mapped[int] = mapped_column(BigInteger, default=0)
    in_time: Mapped[int] = mapped_column(BigInteger, default=0)
    abandoned_in_time: Mapped[int] = mapped_column(BigInteger, default=0)
    short_abandoned: Mapped[int] = mapped_column(BigInteger, default=0)
    wait_us: Mapped[int] = mapped_column(BigInteger, default=0)
    abandoned_wait_us: Mapped[int] = mapped_column(BigInteger, default=0)
    talk_us: Mapped[int] = mapped_column(BigInteger, default=0)
    hold_us: Mapped[int] = mapped_column(BigInteger, default=0)
    invited: Mapped[int] = mapped_column(BigInteger, default=0)
    scored: Mapped[int] = mapped_column(BigInteger, default=0)
    satisfied: Mapped[int] = mapped_column(BigInteger, default=0)
    transferred: Mapped[int] = mapped_column(BigInteger, default=0)


class _PartsOnly(_CallParts):
    consult_us: Mapped[int] = mapped_column(BigInteger, default=0)
    transferred_in: Mapped[int] = mapped_column(BigInteger, default=0)
    seat_lost: Mapped[int] = mapped_column(BigInteger, default=0)
    voice_messages: Mapped[int] = mapped_column(BigInteger, default=0)
    rings: Mapped[int] = mapped_column(BigInteger, default=0)
    taken: Mapped[int] = mapped_column(BigInteger, default=0)
    missed: Mapped[int] = mapped_column(BigInteger, default=0)
    rejected: Mapped[int] = mapped_column(BigInteger, default=0)
    signed_in_us: Mapped[int] = mapped_column(BigInteger, default=0)
    ready_us: Mapped[int] = mapped_column(BigInteger, default=0)
    wrap_up_us: Mapped[int] = mapped_column(BigInteger, default=0)
    break_us: Mapped[int] = mapped_column(BigInteger, default=0)
    not_ready_us: Mapped[int] = mapped_column(BigInteger, default=0)
    paid_us: Mapped[int] = mapped_column(BigInteger, default=0)


class _Parts(_Cell, _PartsOnly):
    pass


class _Waits(_Cell):
    """How many answered calls waited into the bin whose upper edge is `edge_ms`."""

    edge_ms: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, sort_order=-1)
    calls: Mapped[int] = mapped_column(BigInteger)


class QuarterParts(_Parts, Base):
    __tablename__ = "rollup_quarter"
    __table_args__ = _ONE_TREE


class DayParts(_Parts, Base):
    __tablename__ = "rollup_day"
    __table_args__ = _ONE_TREE


class QuarterWaits(_Waits, Base):
    __tablename__ = "rollup_quarter_wait"
    __table_args__ = _ONE_TREE


class DayWaits(_Waits, Base):
    __tablename__ = "rollup_day_wait"
    __table_args__ = _ONE_TREE


class _Path:
    client_company_id: Mapped[str] = mapped_column(
        ForeignKey("client_company.id"), primary_key=True, sort_order=-4
    )
    from_us: Mapped[int] = mapped_column(Microseconds, primary_key=True, autoincrement=False, sort_order=-3)
    hotline: Mapped[str] = mapped_column(String(80), primary_key=True, sort_order=-2)
    path: Mapped[str] = mapped_column(String(80), primary_key=True, sort_order=-1)


class PathDay(_Path, _CallParts, Base):
    """Calls of a day by the keys that their callers pressed on the way to a person."""

    __tablename__ = "rollup_path_day"
    __table_args__ = _ONE_TREE


class PathMonth(_Path, _CallParts, Base):
    """The same of a month that is kept."""

    __tablename__ = "rollup_path_month"
    __table_args__ = _ONE_TREE


class _Fold:
    """A month whole, or its hours or weekdays apart; `slot` numbers those (`months.Fold`)."""

    client_company_id: Mapped[str] = mapped_column(
        ForeignKey("client_company.id"), primary_key=True, sort_order=-8
    )
    subject: Mapped[str] = mapped_column(String(8), primary_key=True, sort_order=-7)
    fold: Mapped[str] = mapped_column(String(12), primary_key=True, sort_order=-6)
    from_us: Mapped[int] = mapped_column(Microseconds, primary_key=True, autoincrement=False, sort_order=-5)
    slot: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, sort_order=-4)
    hotline: Mapped[str] = mapped_column(String(80), primary_key=True, sort_order=-3)
    queue: Mapped[str] = mapped_column(String(80), primary_key=True, sort_order=-2)


class MonthParts(_Fold, _PartsOnly, Base):
    """Sums over the days or quarters of a month that is kept (`MonthKept`), made when it is over."""

    __tablename__ = "rollup_month"
    __table_args__ = _ONE_TREE

    agent: Mapped[str] = mapped_column(String(40), primary_key=True, sort_order=-1)


class MonthWaits(_Fold, Base):
    """The histogram of a fold, all its bins in one value (`histogram`)."""

    __tablename__ = "rollup_month_wait"
    __table_args__ = _ONE_TREE

    bins: Mapped[bytes] = mapped_column(LargeBinary)


class MonthKept(Base):
    """Which months may be read by the month. Whoever changes a cell of a month takes its row away in the same
    transaction; `folding` is the sign of whoever makes it, 0 once it is whole."""

    __tablename__ = "rollup_month_kept"
    __table_args__ = _ONE_TREE

    client_company_id: Mapped[str] = mapped_column(ForeignKey("client_company.id"), primary_key=True)
    from_us: Mapped[int] = mapped_column(Microseconds, primary_key=True, autoincrement=False)
    folding: Mapped[int]


class AgentFactRow(Base):
    """From when on an agent was in which state; of two at the same moment the later word of the alphabet."""

    __tablename__ = "agent_fact"
    __table_args__ = (
        # Of hundreds a day these few are looked for by themselves.
        Index(
            "ix_agent_fact_break",
            "client_company_id",
            "agent",
            "at_us",
            sqlite_where=text(_BREAK),
            postgresql_where=text(_BREAK),
        ),
        _ONE_TREE,
    )

    client_company_id: Mapped[str] = mapped_column(ForeignKey("client_company.id"), primary_key=True)
    agent: Mapped[str] = mapped_column(String(40), primary_key=True)
    at_us: Mapped[int] = mapped_column(Microseconds, primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(40), default="")
    """Of a break."""


class RollupState(Base):
    """Which way of adding up made what stands in the roll-ups; another one makes them anew."""

    __tablename__ = "rollup_state"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
