"""The table of merges."""

from typing import Final

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from callcenter.kit.db import Base, Microseconds

_COMPANY: Final = "client_company.id"
_PERSON: Final = "person.id"
_CUSTOMER: Final = "customer.id"


class CustomerMerge(Base):
    """Two customers were found to be one. What the kept one got from the other stands here, sealed, so that
    the merge can be undone without losing what was written since."""

    __tablename__ = "customer_merge"
    __table_args__ = (Index("ix_customer_merge_kept", "client_company_id", "kept_id"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey(_COMPANY))
    kept_id: Mapped[str] = mapped_column(ForeignKey(_CUSTOMER))
    dropped_id: Mapped[str] = mapped_column(ForeignKey(_CUSTOMER))
    at_us: Mapped[int] = mapped_column(Microseconds)
    person_id: Mapped[str] = mapped_column(ForeignKey(_PERSON))
    brought: Mapped[bytes] = mapped_column(LargeBinary)
    undone_us: Mapped[int | None] = mapped_column(Microseconds)
    undone_by: Mapped[str | None] = mapped_column(ForeignKey(_PERSON))
