"""How far the clock was from the time servers, and when callers could reach the phone system."""

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | None = "0017"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "clock_offset",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("measured_us", sa.BigInteger(), nullable=False),
        sa.Column("server", sa.String(length=255), nullable=True),
        sa.Column("offset_us", sa.BigInteger(), nullable=True),
        sa.Column("delay_us", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_clock_offset_client_company_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_offset")),
    )
    with op.batch_alter_table("clock_offset", schema=None) as batch_op:
        batch_op.create_index("ix_clock_offset_measured", ["client_company_id", "measured_us"], unique=False)
    op.create_table(
        "service_epoch",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("from_us", sa.BigInteger(), nullable=False),
        sa.Column("to_us", sa.BigInteger(), nullable=False),
        sa.Column("up", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_service_epoch_client_company_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_epoch")),
    )
    with op.batch_alter_table("service_epoch", schema=None) as batch_op:
        batch_op.create_index("ix_service_epoch_from", ["client_company_id", "from_us"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("the record is never migrated backwards; restore a backup")
