"""Client companies as rows; their code is what every business row carries as client_company_id."""

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from callcenter.kit.db import Base, Microseconds


class ClientCompany(Base):
    """One client company. Its id is its code, because Asterisk's names carry the code too."""

    __tablename__ = "client_company"
    __table_args__ = (CheckConstraint("length(id) >= 2", name="id_length"),)

    id: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    created_us: Mapped[int] = mapped_column(Microseconds)
