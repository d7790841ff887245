"""Break reasons, teams, and what the platform knows of an agent's state."""

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: None = None
depends_on: None = None


def _company() -> sa.Column[str]:
    return sa.Column("client_company_id", sa.String(length=12), nullable=False)


def _of_company(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["client_company_id"], ["client_company.id"], name=op.f(f"fk_{table}_client_company_id")
    )


def _of(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "break_reason",
        _company(),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("zh", sa.String(length=20), nullable=False),
        sa.Column("en", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        _of_company("break_reason"),
        sa.PrimaryKeyConstraint("client_company_id", "code", name=op.f("pk_break_reason")),
    )
    op.create_table(
        "team",
        sa.Column("id", sa.String(length=26), nullable=False),
        _company(),
        sa.Column("name", sa.String(length=40), nullable=False),
        _of_company("team"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
    )
    op.create_index("uq_team_name", "team", ["client_company_id", "name"], unique=True)
    op.create_table(
        "team_agent",
        sa.Column("agent_id", sa.String(length=16), nullable=False),
        sa.Column("team_id", sa.String(length=26), nullable=False),
        _company(),
        _of("team_agent", "agent_id", "agent"),
        _of("team_agent", "team_id", "team"),
        _of_company("team_agent"),
        sa.PrimaryKeyConstraint("agent_id", name=op.f("pk_team_agent")),
    )
    op.create_index("ix_team_agent_team_id", "team_agent", ["team_id"])
    op.create_table(
        "team_supervisor",
        sa.Column("team_id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        _company(),
        _of("team_supervisor", "team_id", "team"),
        _of("team_supervisor", "person_id", "person"),
        _of_company("team_supervisor"),
        sa.PrimaryKeyConstraint("team_id", "person_id", name=op.f("pk_team_supervisor")),
    )
    op.create_index("ix_team_supervisor_person_id", "team_supervisor", ["person_id"])
    op.create_table(
        "agent_standing",
        sa.Column("agent_id", sa.String(length=16), nullable=False),
        _company(),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("since_us", sa.BigInteger(), nullable=False),
        sa.Column("by_kind", sa.String(length=10), nullable=False),
        sa.Column("by_person_id", sa.String(length=26), nullable=True),
        sa.Column("booked", sa.String(length=20), nullable=True),
        sa.Column("booked_by_kind", sa.String(length=10), nullable=True),
        sa.Column("booked_by_person_id", sa.String(length=26), nullable=True),
        sa.Column("unwell", sa.String(length=30), nullable=True),
        sa.Column("missed_rings", sa.Integer(), nullable=False),
        sa.Column("extensions_used", sa.Integer(), nullable=False),
        sa.Column("wrap_up_until_us", sa.BigInteger(), nullable=True),
        _of("agent_standing", "agent_id", "agent"),
        _of_company("agent_standing"),
        sa.PrimaryKeyConstraint("agent_id", name=op.f("pk_agent_standing")),
    )
    op.create_table(
        "agent_state_change",
        sa.Column("id", sa.String(length=26), nullable=False),
        _company(),
        sa.Column("agent_id", sa.String(length=16), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("by_kind", sa.String(length=10), nullable=False),
        sa.Column("by_person_id", sa.String(length=26), nullable=True),
        _of("agent_state_change", "agent_id", "agent"),
        _of_company("agent_state_change"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agent_state_change")),
    )
    op.create_index("ix_agent_state_change_agent", "agent_state_change", ["agent_id", "at_us"])
