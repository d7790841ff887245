"""Steps of the clock, calls seen over AMI, and how many of them fall into a gap."""

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | None = "0018"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "clock_base",
        sa.Column("boot_id", sa.String(length=40), nullable=False),
        sa.Column("difference_us", sa.BigInteger(), nullable=False),
        sa.Column("seen_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("boot_id", name=op.f("pk_clock_base")),
    )
    op.create_table(
        "seen_call",
        sa.Column("call_id", sa.String(length=150), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("seen_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_seen_call_client_company_id")
        ),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_seen_call")),
    )
    with op.batch_alter_table("seen_call", schema=None) as batch_op:
        batch_op.create_index("ix_seen_call_seen", ["client_company_id", "seen_us"], unique=False)
    with op.batch_alter_table("journal_gap", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seen_calls", sa.Integer(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("the record is never migrated backwards; restore a backup")
