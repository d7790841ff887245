"""Roll-ups by month, empty until they are folded; in SQLite the roll-ups become trees of their keys. The keys
pressed stand in a column of the call; an index of a time before the roll-ups goes.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0025"
down_revision: str | None = "0022"
branch_labels: None = None
depends_on: None = None

_PATH_PARTS = (
    *("arrived", "demo", "system_answered", "system_in_time", "system_wait_us", "closed", "ivr_ended"),
    *(
        "ivr_abandoned",
        "offered",
        "answered",
        "abandoned",
        "timed_out",
        "overflowed",
        "refused",
        "left_by_key",
    ),
    *("cut", "waiting", "in_time", "abandoned_in_time", "short_abandoned", "wait_us", "abandoned_wait_us"),
    *("talk_us", "hold_us", "invited", "scored", "satisfied", "transferred"),
)
_PARTS = (
    *_PATH_PARTS,
    *("consult_us", "transferred_in", "seat_lost", "voice_messages", "rings", "taken", "missed", "rejected"),
    *("signed_in_us", "ready_us", "wrap_up_us", "break_us", "not_ready_us", "paid_us"),
)
_OLD = (
    *("rollup_quarter", "rollup_day", "rollup_quarter_wait", "rollup_day_wait", "rollup_path_day"),
    "agent_fact",
)
_AT_ONCE = 5_000
_KEY = ("client_company_id", "subject", "fold", "from_us", "slot", "hotline", "queue")


def _fold() -> list[sa.Column[Any]]:
    return [
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.String(length=8), nullable=False),
        sa.Column("fold", sa.String(length=12), nullable=False),
        sa.Column("from_us", sa.BigInteger(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("hotline", sa.String(length=80), nullable=False),
        sa.Column("queue", sa.String(length=80), nullable=False),
    ]


def upgrade() -> None:
    _add_paths()
    if op.get_bind().dialect.name == "sqlite":
        for table in _OLD:
            _make_one_tree(table)
    _create(
        "rollup_month",
        *_fold(),
        sa.Column("agent", sa.String(length=40), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in _PARTS),
        key=(*_KEY, "agent"),
    )
    _create(
        "rollup_month_wait",
        *_fold(),
        sa.Column("bins", sa.LargeBinary(), nullable=False),
        key=_KEY,
    )
    _create(
        "rollup_path_month",
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("from_us", sa.BigInteger(), nullable=False),
        sa.Column("hotline", sa.String(length=80), nullable=False),
        sa.Column("path", sa.String(length=80), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in _PATH_PARTS),
        key=("client_company_id", "from_us", "hotline", "path"),
    )
    _create(
        "rollup_month_kept",
        sa.Column("client_company_id", sa.String(length=12), nullable=False),
        sa.Column("from_us", sa.BigInteger(), nullable=False),
        sa.Column("folding", sa.Integer(), nullable=False),
        key=("client_company_id", "from_us"),
    )


def _add_paths() -> None:
    op.drop_index("ix_call_figures", table_name="call")
    op.add_column(
        "call", sa.Column("ivr_path", sa.String(length=80), nullable=False, server_default=sa.text("''"))
    )
    bind = op.get_bind()
    call = sa.Table("call", sa.MetaData(), autoload_with=bind, resolve_fks=False)
    known = sa.select(call.c.call_id, call.c["keys"], call.c.human_requested_us)
    last = ""
    while page := bind.execute(
        known.where(call.c.call_id > last).order_by(call.c.call_id).limit(_AT_ONCE)
    ).all():
        paths = [
            {"of_call": call_id, "path": _path(keys, requested_us)} for call_id, keys, requested_us in page
        ]
        pressed = [each for each in paths if each["path"]]
        if pressed:
            of_call = call.c.call_id == sa.bindparam("of_call")
            bind.execute(call.update().where(of_call).values(ivr_path=sa.bindparam("path")), pressed)
        last = page[-1].call_id
    op.create_index("ix_call_ivr_path", "call", ["client_company_id", "ivr_path", "arrived_us", "call_id"])


def _path(keys: list[dict[str, Any]], requested_us: int | None) -> str:
    """As `Call.ivr_path` had it when this was written."""
    pressed = [
        key["key"]
        for key in keys
        if key["menu"] != "queue" and (requested_us is None or key["at_us"] <= requested_us)
    ]
    return ">".join(pressed[:12])[:80]


def _create(table: str, *columns: sa.Column[Any], key: tuple[str, ...]) -> None:
    op.create_table(
        table,
        *columns,
        sa.ForeignKeyConstraint(
            ["client_company_id"], ["client_company.id"], name=op.f(f"fk_{table}_client_company_id")
        ),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{table}")),
        sqlite_with_rowid=False,
    )


def _make_one_tree(name: str) -> None:
    """The same rows; how the table is made stands in SQLite's own list."""
    bind = op.get_bind()
    made = sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name")
    said = bind.scalar(made, {"name": name})
    op.rename_table(name, f"{name}_before")
    op.execute(f"{said} WITHOUT ROWID")
    before, after = (
        sa.Table(table, sa.MetaData(), autoload_with=bind, resolve_fks=False)
        for table in (f"{name}_before", name)
    )
    rows = sa.select(before).order_by(*before.primary_key.columns)
    op.execute(after.insert().from_select([column.name for column in before.columns], rows))
    op.drop_table(f"{name}_before")


def downgrade() -> None:
    raise NotImplementedError("the record is never migrated backwards; restore a backup")
