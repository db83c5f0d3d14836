"""Runs migrations on the connection that the store gives, inside the store's own transaction."""

from alembic import context

from flowdesigner.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
