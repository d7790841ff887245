"""Notes and follow-ups of customers, merges, freezes."""

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "customer_freeze",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("customer_id", sa.String(length=26), nullable=False),
        sa.Column("from_us", sa.BigInteger(), nullable=False),
        sa.Column("until_us", sa.BigInteger(), nullable=True),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("ended_us", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.String(length=26), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_customer_freeze_client_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_customer_freeze_customer_id")
        ),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_customer_freeze_ended_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_customer_freeze_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_freeze")),
    )
    op.create_index("ix_customer_freeze_customer", "customer_freeze", ["customer_id"], unique=False)
    op.create_table(
        "customer_merge",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("kept_id", sa.String(length=26), nullable=False),
        sa.Column("dropped_id", sa.String(length=26), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("brought", sa.LargeBinary(), nullable=False),
        sa.Column("undone_us", sa.BigInteger(), nullable=True),
        sa.Column("undone_by", sa.String(length=26), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_customer_merge_client_company_id")
        ),
        sa.ForeignKeyConstraint(["dropped_id"], ["customer.id"], name=op.f("fk_customer_merge_dropped_id")),
        sa.ForeignKeyConstraint(["kept_id"], ["customer.id"], name=op.f("fk_customer_merge_kept_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_customer_merge_person_id")),
        sa.ForeignKeyConstraint(["undone_by"], ["person.id"], name=op.f("fk_customer_merge_undone_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_merge")),
    )
    op.create_index(
        "ix_customer_merge_kept", "customer_merge", ["client_company_id", "kept_id"], unique=False
    )
    op.create_table(
        "customer_note",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("customer_id", sa.String(length=26), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("cipher", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_customer_note_client_company_id")
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_customer_note_customer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_customer_note_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_note")),
    )
    op.create_index("ix_customer_note_customer", "customer_note", ["customer_id", "at_us"], unique=False)
    op.create_table(
        "follow_up",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("customer_id", sa.String(length=26), nullable=False),
        sa.Column("due_us", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.String(length=26), nullable=False),
        sa.Column("done_us", sa.BigInteger(), nullable=True),
        sa.Column("done_by", sa.String(length=26), nullable=True),
        sa.Column("cipher", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "(done_us IS NULL) = (done_by IS NULL)", name=op.f("ck_follow_up_done_by_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_follow_up_client_company_id")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_follow_up_created_by")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_follow_up_customer_id")),
        sa.ForeignKeyConstraint(["done_by"], ["person.id"], name=op.f("fk_follow_up_done_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_follow_up_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
    )
    op.create_index("ix_follow_up_customer", "follow_up", ["customer_id", "created_us"], unique=False)
    op.create_index("ix_follow_up_due", "follow_up", ["client_company_id", "done_us", "due_us"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("the record is never migrated backwards; restore a backup")
