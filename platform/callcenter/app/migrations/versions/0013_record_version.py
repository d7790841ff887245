"""Which way of reading rows the calls of the record come from."""

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: None = None
depends_on: None = None

# Calls from before 0007 have no stay in a queue, and each of their legs is an agent's: 0 has them built anew.
_READ_AS = """INSERT INTO record_version (version)
  SELECT CASE WHEN EXISTS (
    SELECT 1 FROM call WHERE queued_us IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM queue_visit WHERE queue_visit.call_id = call.call_id)
  ) THEN 0 ELSE 1 END"""


def upgrade() -> None:
    op.create_table(
        "record_version",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_record_version")),
    )
    op.execute(sa.text(_READ_AS))


def downgrade() -> None:
    raise NotImplementedError("the record is never migrated backwards; restore a backup")
