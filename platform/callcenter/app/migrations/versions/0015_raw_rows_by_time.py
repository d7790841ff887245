"""A raw row is known by its time and its key: the index that keeps it once grows at its end.

The key alone is random, so every row went to another page of the index. The index of the times is its
beginning and goes.
"""

from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_index("uq_raw_row_at_us", "raw_row", ["at_us", "row_key", "source"], unique=True)
    op.drop_index("uq_raw_row_row_key", table_name="raw_row")
    op.drop_index("ix_raw_row_at_us", table_name="raw_row")


def downgrade() -> None:
    raise NotImplementedError("the record is never migrated backwards; restore a backup")
