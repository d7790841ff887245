"""Tables of what was done about callers whom nobody answered. Notes are sealed; versions are only added."""

from typing import Final

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from callcenter.kit.db import Base, Microseconds

_COMPANY: Final = "client_company.id"


class Handling(Base):
    """How it stands with one call: dealt with or open again.

    Whoever dealt with a caller dealt with every try of theirs up to this one, `up_to_us`. `caller_key` is the
    caller's token; a withheld number has none, and its call stands for itself.
    """

    __tablename__ = "handling"
    __table_args__ = (Index("ix_handling_caller", "client_company_id", "caller_key", "up_to_us"),)

    call_id: Mapped[str] = mapped_column(String(150), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey(_COMPANY))
    caller_key: Mapped[str] = mapped_column(String(150))
    up_to_us: Mapped[int] = mapped_column(Microseconds)
    version: Mapped[int] = mapped_column(Integer)
    handled: Mapped[bool]


class HandlingVersion(Base):
    """Who said so and what they wrote about it."""

    __tablename__ = "handling_version"

    call_id: Mapped[str] = mapped_column(String(150), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    client_company_id: Mapped[str] = mapped_column(ForeignKey(_COMPANY))
    at_us: Mapped[int] = mapped_column(Microseconds)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    handled: Mapped[bool]
    note_cipher: Mapped[bytes | None] = mapped_column(LargeBinary)
