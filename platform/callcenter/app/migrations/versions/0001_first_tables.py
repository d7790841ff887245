"""The tables of the first version, and the guards of the audit trail."""

# ruff: noqa: E501 - a statement stands in one line, as the database keeps it
import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: None = None
depends_on: None = None


AUDIT_GUARDS = {
    "sqlite": [
        "CREATE TRIGGER audit_row_no_update BEFORE UPDATE ON audit_row BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END",
        "CREATE TRIGGER audit_row_no_delete BEFORE DELETE ON audit_row BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END",
        "CREATE TRIGGER audit_row_no_replace BEFORE INSERT ON audit_row WHEN EXISTS (SELECT 1 FROM audit_row WHERE number = NEW.number) BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION audit_row_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'audit rows are never changed'; END $$",
        "CREATE TRIGGER audit_row_no_change BEFORE UPDATE OR DELETE ON audit_row FOR EACH ROW EXECUTE FUNCTION audit_row_refuse()",
        "CREATE TRIGGER audit_row_no_truncate BEFORE TRUNCATE ON audit_row FOR EACH STATEMENT EXECUTE FUNCTION audit_row_refuse()",
    ],
}


def upgrade() -> None:
    op.create_table(
        "audit_row",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=True),
        sa.Column("person_id", sa.String(length=26), nullable=True),
        sa.Column("person_name", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("tag", sa.String(length=100), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("suite", sa.String(length=3), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.CheckConstraint("outcome IN ('done', 'refused')", name=op.f("ck_audit_row_known_outcome")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_row")),
    )
    with op.batch_alter_table("audit_row", schema=None) as batch_op:
        batch_op.create_index("ix_audit_row_at_us", ["at_us"], unique=False)
        batch_op.create_index("ix_audit_row_tag", ["tag"], unique=False)

    op.create_table(
        "client_company",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("length(id) >= 2", name=op.f("ck_client_company_id_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_company")),
    )
    op.create_table(
        "journal_file",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("device", sa.BigInteger(), nullable=False),
        sa.Column("inode", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.LargeBinary(length=16), nullable=False),
        sa.Column("head_length", sa.Integer(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("repeats", sa.JSON(), nullable=False),
        sa.Column("first_seen_us", sa.BigInteger(), nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.Column("archived_us", sa.BigInteger(), nullable=True),
        sa.Column("archive_name", sa.String(length=255), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_file")),
    )
    with op.batch_alter_table("journal_file", schema=None) as batch_op:
        batch_op.create_index("ix_journal_file_inode", ["source", "inode"], unique=False)

    op.create_table(
        "bad_line",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("row_key", sa.LargeBinary(length=18), nullable=False),
        sa.Column("seen_us", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("cipher", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_bad_line_client_company_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bad_line")),
    )
    with op.batch_alter_table("bad_line", schema=None) as batch_op:
        batch_op.create_index("uq_bad_line_row_key", ["row_key", "source"], unique=True)

    op.create_table(
        "call",
        sa.Column("call_id", sa.String(length=150), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("hotline", sa.String(length=80), nullable=False),
        sa.Column("trunk", sa.String(length=40), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("caller_token", sa.String(length=32), nullable=False),
        sa.Column("arrived_us", sa.BigInteger(), nullable=False),
        sa.Column("first_answered_us", sa.BigInteger(), nullable=True),
        sa.Column("notice_us", sa.BigInteger(), nullable=True),
        sa.Column("human_requested_us", sa.BigInteger(), nullable=True),
        sa.Column("queued_us", sa.BigInteger(), nullable=True),
        sa.Column("answered_us", sa.BigInteger(), nullable=True),
        sa.Column("ended_us", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.String(length=16), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("end_reason", sa.String(length=64), nullable=True),
        sa.Column("short_abandon", sa.Boolean(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("queue", sa.String(length=80), nullable=True),
        sa.Column("agent", sa.String(length=40), nullable=True),
        sa.Column("seat", sa.String(length=40), nullable=True),
        sa.Column("wait_us", sa.BigInteger(), nullable=True),
        sa.Column("talk_us", sa.BigInteger(), nullable=True),
        sa.Column("hold_us", sa.BigInteger(), nullable=False),
        sa.Column("rings", sa.Integer(), nullable=False),
        sa.Column("seat_lost", sa.Boolean(), nullable=False),
        sa.Column("survey_offered", sa.Boolean(), nullable=False),
        sa.Column("survey_score", sa.Integer(), nullable=True),
        sa.Column("recording_file", sa.String(length=200), nullable=True),
        sa.Column("voice_message_file", sa.String(length=200), nullable=True),
        sa.Column("voice_message_seconds", sa.Integer(), nullable=True),
        sa.Column("keys", sa.JSON(), nullable=False),
        sa.Column("queues", sa.JSON(), nullable=False),
        sa.Column("holds", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_call_client_company_id")
        ),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_call")),
    )
    with op.batch_alter_table("call", schema=None) as batch_op:
        batch_op.create_index(
            "ix_call_agent", ["client_company_id", "agent", "arrived_us", "call_id"], unique=False
        )
        batch_op.create_index("ix_call_arrived", ["client_company_id", "arrived_us", "call_id"], unique=False)
        batch_op.create_index("ix_call_caller_token", ["caller_token", "arrived_us"], unique=False)
        batch_op.create_index(
            "ix_call_figures",
            [
                "client_company_id",
                "human_requested_us",
                "queue",
                "outcome",
                "answered_us",
                "ended_us",
                "survey_offered",
                "survey_score",
            ],
            unique=False,
        )
        batch_op.create_index(
            "ix_call_human_requested", ["client_company_id", "human_requested_us"], unique=False
        )
        batch_op.create_index(
            "ix_call_open",
            ["arrived_us"],
            unique=False,
            sqlite_where=sa.text("ended_us IS NULL"),
            postgresql_where=sa.text("ended_us IS NULL"),
        )
        batch_op.create_index(
            "ix_call_outcome", ["client_company_id", "outcome", "arrived_us", "call_id"], unique=False
        )
        batch_op.create_index(
            "ix_call_queue", ["client_company_id", "queue", "arrived_us", "call_id"], unique=False
        )
        batch_op.create_index("ix_call_talk", ["client_company_id", "talk_us", "call_id"], unique=False)
        batch_op.create_index("ix_call_wait", ["client_company_id", "wait_us", "call_id"], unique=False)

    op.create_table(
        "journal_gap",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("from_us", sa.BigInteger(), nullable=False),
        sa.Column("to_us", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_journal_gap_client_company_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_gap")),
    )
    op.create_table(
        "leg",
        sa.Column("call_id", sa.String(length=150), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("uniqueid", sa.String(length=150), nullable=False),
        sa.Column("channel", sa.String(length=200), nullable=False),
        sa.Column("seat", sa.String(length=40), nullable=True),
        sa.Column("agent", sa.String(length=40), nullable=True),
        sa.Column("queue", sa.String(length=80), nullable=True),
        sa.Column("started_us", sa.BigInteger(), nullable=False),
        sa.Column("answered_us", sa.BigInteger(), nullable=True),
        sa.Column("bridged_us", sa.BigInteger(), nullable=True),
        sa.Column("unbridged_us", sa.BigInteger(), nullable=True),
        sa.Column("ended_us", sa.BigInteger(), nullable=True),
        sa.Column("talk_us", sa.BigInteger(), nullable=False),
        sa.Column("result", sa.String(length=16), nullable=True),
        sa.Column("cause", sa.Integer(), nullable=True),
        sa.Column("lost", sa.Boolean(), nullable=False),
        sa.Column("is_caller", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_leg_client_company_id")
        ),
        sa.PrimaryKeyConstraint("call_id", "number", name=op.f("pk_leg")),
    )
    with op.batch_alter_table("leg", schema=None) as batch_op:
        batch_op.create_index("ix_leg_agent", ["client_company_id", "agent", "started_us"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("display_name", sa.String(length=64), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("failed_sign_ins", sa.Integer(), nullable=False),
        sa.Column("locked_until_us", sa.BigInteger(), nullable=True),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_person_client_company_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("name", name=op.f("uq_person_name")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index("ix_person_client_company_id", ["client_company_id"], unique=False)

    op.create_table(
        "phone",
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("cipher", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_phone_client_company_id")
        ),
        sa.PrimaryKeyConstraint("token", "client_company_id", name=op.f("pk_phone")),
    )
    op.create_table(
        "raw_row",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("row_key", sa.LargeBinary(length=18), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.String(length=64), nullable=False),
        sa.Column("uniqueid", sa.String(length=150), nullable=False),
        sa.Column("call_id", sa.String(length=150), nullable=True),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_raw_row_client_company_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raw_row")),
    )
    with op.batch_alter_table("raw_row", schema=None) as batch_op:
        batch_op.create_index("ix_raw_row_at_us", ["at_us"], unique=False)
        batch_op.create_index("ix_raw_row_call_id", ["call_id"], unique=False)
        batch_op.create_index(
            "ix_raw_row_restart",
            ["at_us"],
            unique=False,
            sqlite_where=sa.text("event = 'QUEUESTART'"),
            postgresql_where=sa.text("event = 'QUEUESTART'"),
        )
        batch_op.create_index("uq_raw_row_row_key", ["row_key", "source"], unique=True)

    op.create_table(
        "recording",
        sa.Column("call_id", sa.String(length=150), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("file", sa.String(length=200), nullable=True),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("length_us", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("checked_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_recording_client_company_id")
        ),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_recording")),
    )
    with op.batch_alter_table("recording", schema=None) as batch_op:
        batch_op.create_index("ix_recording_state", ["client_company_id", "state", "call_id"], unique=False)

    op.create_table(
        "seat",
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_seat_client_company_id")
        ),
        sa.PrimaryKeyConstraint("client_company_id", "code", name=op.f("pk_seat")),
    )
    op.create_table(
        "agent",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("work_number", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_agent_client_company_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_agent_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agent")),
        sa.UniqueConstraint("person_id", name=op.f("uq_agent_person_id")),
    )
    with op.batch_alter_table("agent", schema=None) as batch_op:
        batch_op.create_index("ix_agent_client_company_id", ["client_company_id"], unique=False)

    op.create_table(
        "person_role",
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.CheckConstraint(
            "role IN ('agent', 'supervisor', 'inspector', 'system_admin', 'security_admin', 'audit_admin')",
            name=op.f("ck_person_role_known_role"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_role_person_id")),
        sa.PrimaryKeyConstraint("person_id", "role", name=op.f("pk_person_role")),
    )
    op.create_table(
        "session",
        sa.Column("key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("started_us", sa.BigInteger(), nullable=False),
        sa.Column("seen_us", sa.BigInteger(), nullable=False),
        sa.Column("expires_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_session_person_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_session")),
    )
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.create_index("ix_session_person_id", ["person_id"], unique=False)

    op.create_table(
        "agent_queue",
        sa.Column("agent_id", sa.String(length=16), nullable=False),
        sa.Column("queue", sa.String(length=40), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("penalty", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_agent_queue_agent_id")),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_agent_queue_client_company_id")
        ),
        sa.PrimaryKeyConstraint("agent_id", "queue", name=op.f("pk_agent_queue")),
    )
    op.create_table(
        "sitting",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("agent_id", sa.String(length=16), nullable=False),
        sa.Column("seat", sa.String(length=8), nullable=False),
        sa.Column("phone", sa.String(length=4), nullable=False),
        sa.Column("from_us", sa.BigInteger(), nullable=False),
        sa.Column("to_us", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("phone IN ('desk', 'web')", name=op.f("ck_sitting_known_phone")),
        sa.CheckConstraint("to_us IS NULL OR to_us >= from_us", name=op.f("ck_sitting_ends_after_it_began")),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_sitting_agent_id")),
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f("fk_sitting_client_company_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting")),
    )
    with op.batch_alter_table("sitting", schema=None) as batch_op:
        batch_op.create_index("ix_sitting_agent_id_from_us", ["agent_id", "from_us"], unique=False)
        batch_op.create_index(
            "uq_sitting_open_agent",
            ["agent_id"],
            unique=True,
            sqlite_where=sa.text("to_us IS NULL"),
            postgresql_where=sa.text("to_us IS NULL"),
        )
        batch_op.create_index(
            "uq_sitting_open_seat",
            ["client_company_id", "seat"],
            unique=True,
            sqlite_where=sa.text("to_us IS NULL"),
            postgresql_where=sa.text("to_us IS NULL"),
        )

    for statement in AUDIT_GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("the record is never migrated backwards; restore a backup")
