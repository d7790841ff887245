"""What each reconciliation found and did."""

from typing import Any, Final

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from callcenter.kit.db import Base, Microseconds

BY_COMMAND: Final = "command"


class Reconciliation(Base):
    """`counts` and `compared` by kind; `listed` holds the first differences of each kind.

    `asked_by`: a person's id, `BY_COMMAND`, or nothing for the nightly one.
    """

    __tablename__ = "reconciliation"
    __table_args__ = (Index("ix_reconciliation_started", "client_company_id", "started_us"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey("client_company.id"))
    from_us: Mapped[int] = mapped_column(Microseconds)
    to_us: Mapped[int] = mapped_column(Microseconds)
    started_us: Mapped[int] = mapped_column(Microseconds)
    ended_us: Mapped[int | None] = mapped_column(Microseconds)
    asked_by: Mapped[str | None] = mapped_column(String(26))
    state: Mapped[str] = mapped_column(String(16))
    compared: Mapped[dict[str, Any]] = mapped_column(JSON)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)
    listed: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
