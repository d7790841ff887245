"""Shifts, saved views and exports of reports."""

import sqlalchemy as sa
from alembic import op

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: None = None
depends_on: None = None

_STATES = ("uploaded", "queued", "running", "checked", "done", "failed", "removed")


def _of(table: str, *columns: str) -> list[sa.Constraint]:
    """Foreign keys that every table here has, and others."""
    known = {
        "client_company_id": "client_company.id",
        "person_id": "person.id",
        "agent_id": "agent.id",
    }
    return [
        sa.ForeignKeyConstraint([name], [known[name]], name=op.f(f"fk_{table}_{name}")) for name in columns
    ]


def upgrade() -> None:
    op.create_table(
        "shift",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("agent_id", sa.String(length=16), nullable=False),
        sa.Column("from_us", sa.BigInteger(), nullable=False),
        sa.Column("to_us", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_us", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("to_us > from_us", name=op.f("ck_shift_ends_after_it_began")),
        *_of("shift", "client_company_id", "agent_id", "person_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
    )
    op.create_index("ix_shift_from", "shift", ["client_company_id", "from_us"])
    op.create_index("ix_shift_agent", "shift", ["agent_id", "from_us"])
    op.create_table(
        "report_view",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("changed_us", sa.BigInteger(), nullable=False),
        *_of("report_view", "client_company_id", "person_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_view")),
    )
    op.create_index("ix_report_view_company", "report_view", ["client_company_id", "person_id"])
    op.create_table(
        "report_export",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.Column("ended_us", sa.BigInteger(), nullable=True),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("failure_zh", sa.String(length=300), nullable=True),
        sa.Column("failure_en", sa.String(length=300), nullable=True),
        sa.CheckConstraint(
            "state IN (" + ", ".join(f"'{state}'" for state in _STATES) + ")",
            name=op.f("ck_report_export_known_state"),
        ),
        *_of("report_export", "client_company_id", "person_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_export")),
    )
    op.create_index("ix_report_export_created", "report_export", ["client_company_id", "created_us"])


def downgrade() -> None:
    raise NotImplementedError("the record is never migrated backwards; restore a backup")
