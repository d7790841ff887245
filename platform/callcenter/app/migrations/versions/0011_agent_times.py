"""Roll-ups with the times of agents. Derived tables: they are made again, and filled at the next start."""

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
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
    "consult_us",
    "invited",
    "scored",
    "satisfied",
    "transferred",
    "transferred_in",
    "seat_lost",
    "voice_messages",
    "rings",
    "taken",
    "missed",
    "rejected",
    "signed_in_us",
    "ready_us",
    "wrap_up_us",
    "break_us",
    "not_ready_us",
    "paid_us",
)


def _cell() -> list[sa.Column[object]]:
    return [
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.String(length=8), nullable=False),
        sa.Column("from_us", sa.BigInteger(), nullable=False),
        sa.Column("hotline", sa.String(length=80), nullable=False),
        sa.Column("queue", sa.String(length=80), nullable=False),
        sa.Column("agent", sa.String(length=40), nullable=False),
    ]


_CELL = ("client_company_id", "subject", "from_us", "hotline", "queue", "agent")


def _constraints(table: str, *key: str) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f(f"fk_{table}_client_company_id")
        ),
        sa.PrimaryKeyConstraint(*_CELL, *key, name=op.f(f"pk_{table}")),
    ]


def upgrade() -> None:
    op.execute("DELETE FROM rollup_state")
    for table in ("rollup_quarter", "rollup_day"):
        op.drop_table(table)
        op.create_table(
            table,
            *_cell(),
            *(sa.Column(name, sa.BigInteger(), nullable=False) for name in _PARTS),
            *_constraints(table),
        )
    op.create_table(
        "agent_fact",
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("agent", sa.String(length=40), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_agent_fact_client_company_id")
        ),
        sa.PrimaryKeyConstraint("client_company_id", "agent", "at_us", name=op.f("pk_agent_fact")),
    )


def downgrade() -> None:
    raise NotImplementedError("the record is never migrated backwards; restore a backup")
