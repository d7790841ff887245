"""Alembic's entry: runs on the connection that migrating hands over."""

from alembic import context
from sqlalchemy import Connection

from callcenter.app.models import METADATA

connection = context.config.attributes["connection"]
assert isinstance(connection, Connection), "migrations run through callcenter.app.migrating"
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=True,
    compare_type=True,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
