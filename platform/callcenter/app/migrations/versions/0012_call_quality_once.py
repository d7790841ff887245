"""How a call sounded: one row for each phone and agent of a call, the last that was measured."""

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: None = None
depends_on: None = None

_EARLIER = """DELETE FROM call_quality WHERE EXISTS (
  SELECT 1 FROM call_quality AS later
  WHERE later.call_id = call_quality.call_id AND later.endpoint = call_quality.endpoint
    AND later.agent_id = call_quality.agent_id AND later.id > call_quality.id)"""


def upgrade() -> None:
    op.execute(sa.text(_EARLIER))
    op.drop_index("ix_call_quality_call_id", table_name="call_quality")
    with op.batch_alter_table("call_quality", schema=None) as batch_op:
        batch_op.drop_constraint("pk_call_quality", type_="primary")
        batch_op.drop_column("id")
        batch_op.create_primary_key("pk_call_quality", ["call_id", "endpoint", "agent_id"])


def downgrade() -> None:
    raise NotImplementedError("the record is never migrated backwards; restore a backup")
