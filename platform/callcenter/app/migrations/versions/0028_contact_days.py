"""First contacts and recordings kept by day.

Nothing is filled in here: what is not kept yet is counted from the calls, as before, and the platform keeps
the days of the record that it finds one after the other.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0028"
down_revision: str | None = "0027"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "contact_day",
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("from_us", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("claim", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_contact_day_client_company_id")
        ),
        sa.PrimaryKeyConstraint("client_company_id", "kind", "from_us", name=op.f("pk_contact_day")),
    )
    op.create_table(
        "contact_count",
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("from_us", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hotline", sa.String(length=80), nullable=False),
        sa.Column("queue", sa.String(length=80), nullable=False),
        sa.Column("cases", sa.BigInteger(), nullable=False),
        sa.Column("good", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_contact_count_client_company_id")
        ),
        sa.PrimaryKeyConstraint(
            "client_company_id", "kind", "from_us", "hotline", "queue", name=op.f("pk_contact_count")
        ),
    )


def downgrade() -> None:
    raise NotImplementedError("the record is never migrated backwards; restore a backup")
