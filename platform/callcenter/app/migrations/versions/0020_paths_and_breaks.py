"""Roll-ups by the keys pressed, and the reasons of breaks. Derived tables: the next start fills them."""

import sqlalchemy as sa
from alembic import op

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: None = None
depends_on: None = None

_PARTS = (
    "arrived",
    "demo",
    "system_answered",
    "system_in_time",
    "system_wait_us",
    "closed",
    "ivr_ended",
    "ivr_abandoned",
    "offered",
    "answered",
    "abandoned",
    "timed_out",
    "overflowed",
    "refused",
    "left_by_key",
    "cut",
    "waiting",
    "in_time",
    "abandoned_in_time",
    "short_abandoned",
    "wait_us",
    "abandoned_wait_us",
    "talk_us",
    "hold_us",
    "invited",
    "scored",
    "satisfied",
    "transferred",
)


def upgrade() -> None:
    op.execute("DELETE FROM rollup_state")
    op.create_table(
        "rollup_path_day",
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("from_us", sa.BigInteger(), nullable=False),
        sa.Column("hotline", sa.String(length=80), nullable=False),
        sa.Column("path", sa.String(length=80), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in _PARTS),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_rollup_path_day_client_company_id")
        ),
        sa.PrimaryKeyConstraint(
            "client_company_id", "from_us", "hotline", "path", name=op.f("pk_rollup_path_day")
        ),
    )
    op.execute("DELETE FROM agent_fact")
    with op.batch_alter_table("agent_fact", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reason", sa.String(length=40), nullable=False))


def downgrade() -> None:
    raise NotImplementedError("the record is never migrated backwards; restore a backup")
