"""Tables of scripts, their versions, and the words an administrator forbids besides those of the house."""

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from callcenter.crm.scripts.script import ScriptKind
from callcenter.kit.db import Base, Microseconds

_COMPANY = "client_company.id"
_KINDS = ", ".join(f"'{kind.value}'" for kind in ScriptKind)


class Script(Base):
    """A page of what may be said, as it stands now. `looked_through` is what searches look through."""

    __tablename__ = "script"
    __table_args__ = (
        CheckConstraint(f"kind IN ({_KINDS})", name="known_kind"),
        Index("ix_script_list", "client_company_id", "archived", "updated_us"),
    )

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey(_COMPANY))
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(100))
    body: Mapped[str] = mapped_column(Text)
    queues: Mapped[list[str]] = mapped_column(JSON)
    looked_through: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    archived: Mapped[bool]
    updated_us: Mapped[int] = mapped_column(Microseconds)
    updated_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))


class ScriptVersion(Base):
    """Every version, so that what was said on a day can be looked up."""

    __tablename__ = "script_version"

    script_id: Mapped[str] = mapped_column(ForeignKey("script.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey(_COMPANY))
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(100))
    body: Mapped[str] = mapped_column(Text)
    queues: Mapped[list[str]] = mapped_column(JSON)
    archived: Mapped[bool]
    at_us: Mapped[int] = mapped_column(Microseconds)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))


class ForbiddenPhraseRow(Base):
    """A phrase that the company forbids besides those of the house."""

    __tablename__ = "forbidden_phrase"

    client_company_id: Mapped[str] = mapped_column(ForeignKey(_COMPANY), primary_key=True)
    phrase: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int]
    reason_zh: Mapped[str] = mapped_column(String(100))
    reason_en: Mapped[str] = mapped_column(String(200))
    exceptions: Mapped[list[str]] = mapped_column(JSON)
