"""Breaks of agents by themselves."""

import sqlalchemy as sa
from alembic import op

revision: str = "0029"
down_revision: str | None = "0028"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    where = sa.text("state = 'on_break'")
    op.create_index(
        "ix_agent_fact_break",
        "agent_fact",
        ["client_company_id", "agent", "at_us"],
        sqlite_where=where,
        postgresql_where=where,
    )


def downgrade() -> None:
    raise NotImplementedError("the record is never migrated backwards; restore a backup")
