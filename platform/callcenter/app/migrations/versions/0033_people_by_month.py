"""Months are folded once more, agents' parts of all queues and numbers in one now, too."""

from alembic import op

revision: str = "0033"
down_revision: str | None = "0031"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.execute("DELETE FROM rollup_month_kept")


def downgrade() -> None:
    raise NotImplementedError("the record is never migrated backwards; restore a backup")
