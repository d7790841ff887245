"""Lost calls kept by caller and day.

Nothing is filled in here: what is not kept yet is read from the calls, as before, and the platform keeps the
days of the record that it finds one after the other.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0031"
down_revision: str | None = "0030"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "lost_caller_day",
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("requested_us", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("call_id", sa.String(length=150), nullable=False),
        sa.Column("caller_key", sa.String(length=150), nullable=False),
        sa.Column("queue", sa.String(length=80), nullable=False),
        sa.Column("arrived_us", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("first_us", sa.BigInteger(), nullable=False),
        sa.Column("answered_later", sa.Boolean(), nullable=False),
        sa.Column("handled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_lost_caller_day_client_company_id")
        ),
        sa.PrimaryKeyConstraint(
            "client_company_id", "requested_us", "call_id", name=op.f("pk_lost_caller_day")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_lost_caller_day_caller",
        "lost_caller_day",
        ["client_company_id", "caller_key", "requested_us", "call_id", "queue", "handled", "answered_later"],
    )


def downgrade() -> None:
    raise NotImplementedError("the record is never migrated backwards; restore a backup")
