"""Tables of imports and exports of customers: what was asked, how far it is, what went wrong."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from callcenter.files.models import FileJob, known_state
from callcenter.files.transfer import TransferState
from callcenter.kit.db import Base, Microseconds

_COMPANY = "client_company.id"


class CustomerImport(FileJob):
    """One uploaded file. Its first rows and its name are encrypted; the file itself lies sealed beside."""

    __tablename__ = "customer_import"
    __table_args__ = (
        known_state(),
        Index("ix_customer_import_created", "client_company_id", "created_us"),
    )

    # A finished import is never read again.
    without_file = (TransferState.DONE, TransferState.REMOVED)

    started_us: Mapped[int | None] = mapped_column(Microseconds)
    size: Mapped[int]
    format: Mapped[str] = mapped_column(String(8))
    encoding: Mapped[str] = mapped_column(String(16))
    delimiter: Mapped[str] = mapped_column(String(1))
    head_cipher: Mapped[bytes] = mapped_column(LargeBinary)
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON)
    has_header: Mapped[bool]
    on_duplicate: Mapped[str] = mapped_column(String(8))
    dry_run: Mapped[bool]
    rows_total: Mapped[int | None]
    rows_read: Mapped[int]
    rows_added: Mapped[int]
    rows_updated: Mapped[int]
    rows_skipped: Mapped[int]
    rows_wrong: Mapped[int]


class CustomerImportProblem(Base):
    """What is wrong with one row of the file, by its number there; never a value."""

    __tablename__ = "customer_import_problem"

    import_id: Mapped[str] = mapped_column(ForeignKey("customer_import.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey(_COMPANY))
    row: Mapped[int]
    column: Mapped[int | None]
    code: Mapped[str] = mapped_column(String(24))
    zh: Mapped[str] = mapped_column(String(200))
    en: Mapped[str] = mapped_column(String(200))


class CustomerExport(FileJob):
    """One file of customers that somebody asked for. What was searched for is encrypted."""

    __tablename__ = "customer_export"
    __table_args__ = (
        known_state(),
        Index("ix_customer_export_created", "client_company_id", "created_us"),
    )

    format: Mapped[str] = mapped_column(String(8))
    whole: Mapped[bool]
    search_cipher: Mapped[bytes] = mapped_column(LargeBinary)
    rows_written: Mapped[int]
    demo: Mapped[bool]
    size: Mapped[int | None]
