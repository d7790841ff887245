"""Exports of reports: what was asked, how far it is, what became of it."""

from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from callcenter.files.models import FileJob, known_state


class ReportExport(FileJob):
    __tablename__ = "report_export"
    __table_args__ = (
        known_state(),
        Index("ix_report_export_created", "client_company_id", "created_us"),
    )

    what: Mapped[str] = mapped_column(String(16))
    format: Mapped[str] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(2))
    query: Mapped[dict[str, Any]] = mapped_column(JSON)
    rows_done: Mapped[int]
    rows_total: Mapped[int]
    demo: Mapped[bool]
    size: Mapped[int | None]
