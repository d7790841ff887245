"""Contacts: what agents write about calls, and the categories they choose from."""

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "contact",
        sa.Column("call_id", sa.String(length=150), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=True),
        sa.Column("customer_id", sa.String(length=26), nullable=True),
        sa.Column("has_notes", sa.Boolean(), nullable=False),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.Column("updated_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_contact_client_company_id")
        ),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_contact")),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index(
            "ix_contact_category", ["client_company_id", "category", "updated_us"], unique=False
        )
        batch_op.create_index(
            "ix_contact_customer", ["client_company_id", "customer_id", "updated_us"], unique=False
        )

    op.create_table(
        "contact_category",
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("zh", sa.String(length=40), nullable=False),
        sa.Column("en", sa.String(length=80), nullable=False),
        sa.Column("call_type", sa.String(length=16), nullable=False),
        sa.Column("queues", sa.JSON(), nullable=False),
        sa.Column("notes_required", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_contact_category_client_company_id")
        ),
        sa.PrimaryKeyConstraint("client_company_id", "code", name=op.f("pk_contact_category")),
    )
    op.create_table(
        "contact_required_queue",
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("queue", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_company_id"],
            ["client_company.id"],
            name=op.f("fk_contact_required_queue_client_company_id"),
        ),
        sa.PrimaryKeyConstraint("client_company_id", "queue", name=op.f("pk_contact_required_queue")),
    )
    op.create_table(
        "contact_version",
        sa.Column("call_id", sa.String(length=150), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("agent_id", sa.String(length=16), nullable=True),
        sa.Column("category", sa.String(length=40), nullable=True),
        sa.Column("customer_id", sa.String(length=26), nullable=True),
        sa.Column("notes_cipher", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_contact_version_agent_id")),
        sa.ForeignKeyConstraint(["call_id"], ["contact.call_id"], name=op.f("fk_contact_version_call_id")),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_contact_version_client_company_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contact_version_person_id")),
        sa.PrimaryKeyConstraint("call_id", "version", name=op.f("pk_contact_version")),
    )


def downgrade() -> None:
    raise NotImplementedError("the record is never migrated backwards; restore a backup")
