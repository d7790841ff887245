"""The register of recordings: one row for each answered call."""

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from callcenter.kit.db import Base, Microseconds


class Recording(Base):
    """What was found of an answered call's recording. `file` is None when the call never began to record."""

    __tablename__ = "recording"
    __table_args__ = (Index("ix_recording_state", "client_company_id", "state", "call_id"),)

    call_id: Mapped[str] = mapped_column(String(150), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey("client_company.id"))
    file: Mapped[str | None] = mapped_column(String(200))
    bytes: Mapped[int] = mapped_column(BigInteger)
    length_us: Mapped[int] = mapped_column(Microseconds)
    state: Mapped[str] = mapped_column(String(16))
    checked_us: Mapped[int] = mapped_column(Microseconds)
