"""Schedules of mailed reports, and their mails."""

import sqlalchemy as sa
from alembic import op

revision: str = "0027"
down_revision: str | None = "0025"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "report_schedule",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("view_id", sa.String(length=26), nullable=False),
        sa.Column("rhythm", sa.String(length=8), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("month_day", sa.Integer(), nullable=True),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=16), nullable=False),
        sa.Column("recipients", sa.LargeBinary(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("planned_us", sa.BigInteger(), nullable=False),
        sa.Column("changed_us", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "rhythm IN ('day', 'week', 'month')", name=op.f("ck_report_schedule_known_rhythm")
        ),
        sa.CheckConstraint(
            "period IN ('yesterday', 'last_7_days', 'last_week', 'last_month')",
            name=op.f("ck_report_schedule_known_period"),
        ),
        sa.CheckConstraint("minute BETWEEN 0 AND 1439", name=op.f("ck_report_schedule_minute_of_a_day")),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_report_schedule_client_company_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_report_schedule_person_id")),
        sa.ForeignKeyConstraint(
            ["view_id"], ["report_view.id"], name=op.f("fk_report_schedule_view_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_schedule")),
    )
    op.create_index("ix_report_schedule_company", "report_schedule", ["client_company_id", "person_id"])
    op.create_index("ix_report_schedule_view", "report_schedule", ["view_id"])
    op.create_table(
        "report_mail",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("schedule_id", sa.String(length=26), nullable=False),
        sa.Column("due_us", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("first", sa.String(length=10), nullable=False),
        sa.Column("last", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("try_us", sa.BigInteger(), nullable=False),
        sa.Column("ended_us", sa.BigInteger(), nullable=True),
        sa.Column("failure", sa.String(length=20), nullable=True),
        sa.Column("code", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'sent', 'failed', 'dropped')", name=op.f("ck_report_mail_known_state")
        ),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_report_mail_client_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"],
            ["report_schedule.id"],
            name=op.f("fk_report_mail_schedule_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_mail")),
        sa.UniqueConstraint("schedule_id", "due_us", "place", name=op.f("uq_report_mail_due")),
    )
    op.create_index("ix_report_mail_state", "report_mail", ["client_company_id", "state", "try_us"])


def downgrade() -> None:
    raise NotImplementedError("the record is never migrated backwards; restore a backup")
