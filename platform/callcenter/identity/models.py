"""Tables of people, their sessions and the audit trail."""

from typing import Final

from sqlalchemy import (
    DDL,
    BigInteger,
    Boolean,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    event,
)
from sqlalchemy.orm import Mapped, mapped_column

from callcenter.identity.roles import Role
from callcenter.kit.db import Base, Microseconds

_ROLE_NAMES: Final = ", ".join(f"'{role.value}'" for role in Role)


class Person(Base):
    """Somebody who can sign in. Never deleted: the audit trail names them."""

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_client_company_id", "client_company_id"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    client_company_id: Mapped[str] = mapped_column(ForeignKey("client_company.id"))
    name: Mapped[str] = mapped_column(String(64), unique=True)
    display_name: Mapped[str] = mapped_column(String(64))
    password_hash: Mapped[str] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(Boolean)
    failed_sign_ins: Mapped[int] = mapped_column(Integer)
    locked_until_us: Mapped[int | None] = mapped_column(Microseconds)
    created_us: Mapped[int] = mapped_column(Microseconds)


class PersonRole(Base):
    __tablename__ = "person_role"
    __table_args__ = (CheckConstraint(f"role IN ({_ROLE_NAMES})", name="known_role"),)

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)


class SignedInSession(Base):
    """A signed-in browser. The token is in its cookie only; here stands its hash."""

    __tablename__ = "session"
    __table_args__ = (Index("ix_session_person_id", "person_id"),)

    key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    started_us: Mapped[int] = mapped_column(Microseconds)
    seen_us: Mapped[int] = mapped_column(Microseconds)
    expires_us: Mapped[int] = mapped_column(Microseconds)


class AuditRow(Base):
    """One thing that happened; chained to everything before it and never changed (ADR 0032)."""

    __tablename__ = "audit_row"
    __table_args__ = (
        Index("ix_audit_row_at_us", "at_us"),
        Index("ix_audit_row_tag", "tag"),
        CheckConstraint("outcome IN ('done', 'refused')", name="known_outcome"),
    )

    number: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=False
    )
    at_us: Mapped[int] = mapped_column(Microseconds)
    client_company_id: Mapped[str | None] = mapped_column(String(12))
    person_id: Mapped[str | None] = mapped_column(String(26))
    person_name: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(64))
    tag: Mapped[str] = mapped_column(String(100))
    outcome: Mapped[str] = mapped_column(String(8))
    subject: Mapped[str] = mapped_column(String(200))
    detail: Mapped[str] = mapped_column(Text)
    suite: Mapped[str] = mapped_column(String(3))
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))


_NEVER: Final = "audit rows are never changed"

AUDIT_GUARDS: Final[dict[str, tuple[str, ...]]] = {
    "sqlite": (
        f"CREATE TRIGGER audit_row_no_update BEFORE UPDATE ON audit_row "
        f"BEGIN SELECT RAISE(ABORT, '{_NEVER}'); END",
        f"CREATE TRIGGER audit_row_no_delete BEFORE DELETE ON audit_row "
        f"BEGIN SELECT RAISE(ABORT, '{_NEVER}'); END",
        # INSERT OR REPLACE deletes without firing the trigger for deletes.
        "CREATE TRIGGER audit_row_no_replace BEFORE INSERT ON audit_row "
        "WHEN EXISTS (SELECT 1 FROM audit_row WHERE number = NEW.number) "
        "BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END",
    ),
    "postgresql": (
        f"CREATE FUNCTION audit_row_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_NEVER}'; END $$",
        "CREATE TRIGGER audit_row_no_change BEFORE UPDATE OR DELETE ON audit_row "
        "FOR EACH ROW EXECUTE FUNCTION audit_row_refuse()",
        "CREATE TRIGGER audit_row_no_truncate BEFORE TRUNCATE ON audit_row "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_row_refuse()",
    ),
}
"""What each database itself says no to, whoever holds the connection."""

for _dialect, _statements in AUDIT_GUARDS.items():
    for _statement in _statements:
        event.listen(AuditRow.__table__, "after_create", DDL(_statement).execute_if(dialect=_dialect))
