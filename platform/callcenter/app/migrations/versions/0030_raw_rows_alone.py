"""Raw rows on PostgreSQL no longer ask for their company one by one (ADR 0073)."""

from alembic import op

revision: str = "0030"
down_revision: str | None = "0029"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("fk_raw_row_client_company_id", "raw_row", type_="foreignkey")


def downgrade() -> None:
    raise NotImplementedError("the record is never migrated backwards; restore a backup")
