"""Which page holds which browser phone until when. The password stands nowhere but in Asterisk."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from callcenter.identity.audit import AuditTag
from callcenter.kit.db import Base, Microseconds


class Softphone(Base):
    """A person has one browser phone at most, and a browser phone one page (`tab`)."""

    __tablename__ = "softphone"
    __table_args__ = (Index("uq_softphone_person_id", "person_id", unique=True),)

    endpoint: Mapped[str] = mapped_column(String(40), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey("client_company.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    tab: Mapped[str] = mapped_column(String(64))
    issued_us: Mapped[int] = mapped_column(Microseconds)
    expires_us: Mapped[int] = mapped_column(Microseconds)


class SoftphoneTag(AuditTag):
    CREDENTIAL_ISSUED = "person:phone:issued"
    CREDENTIAL_REVOKED = "person:phone:revoked"
    PAGE_REPLACED = "person:phone:moved_to_another_page"
