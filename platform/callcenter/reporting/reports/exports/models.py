"""Exports of reports: what was asked, how far it is, what became of it."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from callcenter.crm.transfer.transfer import TransferState
from callcenter.kit.db import Base, Microseconds

_STATES = ", ".join(f"'{state.value}'" for state in TransferState)


class ReportExport(Base):
    __tablename__ = "report_export"
    __table_args__ = (
        CheckConstraint(f"state IN ({_STATES})", name="known_state"),
        Index("ix_report_export_created", "client_company_id", "created_us"),
    )

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey("client_company.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(16))
    what: Mapped[str] = mapped_column(String(16))
    format: Mapped[str] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(2))
    query: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_us: Mapped[int] = mapped_column(Microseconds)
    ended_us: Mapped[int | None] = mapped_column(Microseconds)
    rows_done: Mapped[int]
    rows_total: Mapped[int]
    demo: Mapped[bool]
    size: Mapped[int | None]
    failure_zh: Mapped[str | None] = mapped_column(String(300))
    failure_en: Mapped[str | None] = mapped_column(String(300))
