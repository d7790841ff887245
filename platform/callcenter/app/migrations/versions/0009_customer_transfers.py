"""Imports and exports of customers."""

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "customer_export",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.Column("ended_us", sa.BigInteger(), nullable=True),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("search_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("rows_written", sa.Integer(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("failure_zh", sa.String(length=300), nullable=True),
        sa.Column("failure_en", sa.String(length=300), nullable=True),
        sa.CheckConstraint(
            "state IN ('uploaded', 'queued', 'running', 'checked', 'done', 'failed', 'removed')",
            name=op.f("ck_customer_export_known_state"),
        ),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_customer_export_client_company_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_customer_export_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_export")),
    )
    with op.batch_alter_table("customer_export", schema=None) as batch_op:
        batch_op.create_index("ix_customer_export_created", ["client_company_id", "created_us"], unique=False)

    op.create_table(
        "customer_import",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.Column("started_us", sa.BigInteger(), nullable=True),
        sa.Column("ended_us", sa.BigInteger(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("encoding", sa.String(length=16), nullable=False),
        sa.Column("delimiter", sa.String(length=1), nullable=False),
        sa.Column("head_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("has_header", sa.Boolean(), nullable=False),
        sa.Column("on_duplicate", sa.String(length=8), nullable=False),
        sa.Column("dry_run", sa.Boolean(), nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=True),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("rows_added", sa.Integer(), nullable=False),
        sa.Column("rows_updated", sa.Integer(), nullable=False),
        sa.Column("rows_skipped", sa.Integer(), nullable=False),
        sa.Column("rows_wrong", sa.Integer(), nullable=False),
        sa.Column("failure_zh", sa.String(length=300), nullable=True),
        sa.Column("failure_en", sa.String(length=300), nullable=True),
        sa.CheckConstraint(
            "state IN ('uploaded', 'queued', 'running', 'checked', 'done', 'failed', 'removed')",
            name=op.f("ck_customer_import_known_state"),
        ),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_customer_import_client_company_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_customer_import_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_import")),
    )
    with op.batch_alter_table("customer_import", schema=None) as batch_op:
        batch_op.create_index("ix_customer_import_created", ["client_company_id", "created_us"], unique=False)

    op.create_table(
        "customer_import_problem",
        sa.Column("import_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("zh", sa.String(length=200), nullable=False),
        sa.Column("en", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_company_id"],
            ["client_company.id"],
            name=op.f("fk_customer_import_problem_client_company_id"),
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["customer_import.id"], name=op.f("fk_customer_import_problem_import_id")
        ),
        sa.PrimaryKeyConstraint("import_id", "number", name=op.f("pk_customer_import_problem")),
    )


def downgrade() -> None:
    raise NotImplementedError("the record is never migrated backwards; restore a backup")
