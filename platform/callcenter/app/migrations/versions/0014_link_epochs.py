"""When the platform watched Asterisk and kept up with its files."""

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "link_epoch",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("from_us", sa.BigInteger(), nullable=False),
        sa.Column("to_us", sa.BigInteger(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_link_epoch_client_company_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_epoch")),
    )
    with op.batch_alter_table("link_epoch", schema=None) as batch_op:
        batch_op.create_index("ix_link_epoch_from", ["client_company_id", "from_us"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("the record is never migrated backwards; restore a backup")
