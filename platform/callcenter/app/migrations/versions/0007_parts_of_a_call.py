"""Parts of a call: roles of legs, transfers, three-way talks, supervision, queue visits, facts of agents."""

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: None = None
depends_on: None = None

_TOLD = ("transfers", "three_ways", "supervisions")
_AGENT_FACT = sa.text("source = 'queue_log' AND call_id IS NULL")


def upgrade() -> None:
    for name in _TOLD:
        op.add_column("call", sa.Column(name, sa.JSON(), nullable=False, server_default=sa.text("'[]'")))
    op.add_column("leg", sa.Column("role", sa.String(length=16), nullable=False, server_default="agent"))
    for name in ("hold_us", "consult_us"):
        op.add_column("leg", sa.Column(name, sa.BigInteger(), nullable=False, server_default="0"))
    op.execute(sa.text("UPDATE leg SET role = 'caller' WHERE is_caller"))
    # The defaults were for the rows that stand there; whoever writes a row from now on knows these.
    with op.batch_alter_table("call", schema=None) as batch_op:
        for name in _TOLD:
            batch_op.alter_column(name, existing_type=sa.JSON(), server_default=None)
    with op.batch_alter_table("leg", schema=None) as batch_op:
        batch_op.alter_column("role", existing_type=sa.String(length=16), server_default=None)
        for name in ("hold_us", "consult_us"):
            batch_op.alter_column(name, existing_type=sa.BigInteger(), server_default=None)
    op.create_table(
        "queue_visit",
        sa.Column("call_id", sa.String(length=150), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("queue", sa.String(length=80), nullable=False),
        sa.Column("joined_us", sa.BigInteger(), nullable=False),
        sa.Column("left_us", sa.BigInteger(), nullable=True),
        sa.Column("left_as", sa.String(length=32), nullable=True),
        sa.Column("answered_us", sa.BigInteger(), nullable=True),
        sa.Column("agent", sa.String(length=40), nullable=True),
        sa.Column("transferred", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_queue_visit_client_company_id")
        ),
        sa.PrimaryKeyConstraint("call_id", "number", name=op.f("pk_queue_visit")),
    )
    op.create_index("ix_queue_visit_queue", "queue_visit", ["client_company_id", "queue", "joined_us"])
    op.create_index(
        "ix_raw_row_agent_fact",
        "raw_row",
        ["at_us"],
        sqlite_where=_AGENT_FACT,
        postgresql_where=_AGENT_FACT,
    )


def downgrade() -> None:
    raise NotImplementedError("the record is never migrated backwards; restore a backup")
