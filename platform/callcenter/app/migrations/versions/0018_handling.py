"""What was done about callers whom nobody answered, and voice messages by their time."""

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0015"
branch_labels: None = None
depends_on: None = None

_MESSAGE = sa.text("voice_message_file IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "handling",
        sa.Column("call_id", sa.String(length=150), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("caller_key", sa.String(length=150), nullable=False),
        sa.Column("up_to_us", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("handled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_handling_client_company_id")
        ),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_handling")),
    )
    op.create_index("ix_handling_caller", "handling", ["client_company_id", "caller_key", "up_to_us"])
    op.create_table(
        "handling_version",
        sa.Column("call_id", sa.String(length=150), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("handled", sa.Boolean(), nullable=False),
        sa.Column("note_cipher", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_handling_version_client_company_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_handling_version_person_id")),
        sa.PrimaryKeyConstraint("call_id", "version", name=op.f("pk_handling_version")),
    )
    op.create_index(
        "ix_call_voice_message",
        "call",
        ["client_company_id", "arrived_us", "call_id"],
        sqlite_where=_MESSAGE,
        postgresql_where=_MESSAGE,
    )


def downgrade() -> None:
    raise NotImplementedError("the record is never migrated backwards; restore a backup")
