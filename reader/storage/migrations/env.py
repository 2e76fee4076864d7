"""Runs migrations on the connection that `reader.storage.upgrade` hands over, inside its transaction."""

from alembic import context

from reader.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite changes a column by building the table anew.
    render_as_batch=True,
)
context.run_migrations()
