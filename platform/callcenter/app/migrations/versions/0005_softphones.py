"""Browser phones: which page holds which until when; and how well each call sounded."""

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "softphone",
        sa.Column("endpoint", sa.String(length=40), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("tab", sa.String(length=64), nullable=False),
        sa.Column("issued_us", sa.BigInteger(), nullable=False),
        sa.Column("expires_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_company_id"],
            ["client_company.id"],
            name=op.f("fk_softphone_client_company_id"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_softphone_person_id")),
        sa.PrimaryKeyConstraint("endpoint", name=op.f("pk_softphone")),
    )
    op.create_index("uq_softphone_person_id", "softphone", ["person_id"], unique=True)
    op.create_table(
        "call_quality",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("call_id", sa.String(length=150), nullable=False),
        sa.Column("endpoint", sa.String(length=40), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("agent_id", sa.String(length=16), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("loss", sa.Float(), nullable=False),
        sa.Column("jitter_ms", sa.Float(), nullable=False),
        sa.Column("rtt_ms", sa.Float(), nullable=True),
        sa.Column("mos", sa.Float(), nullable=False),
        sa.Column("worst_mos", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_company_id"],
            ["client_company.id"],
            name=op.f("fk_call_quality_client_company_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_quality")),
    )
    op.create_index("ix_call_quality_call_id", "call_quality", ["call_id"])
