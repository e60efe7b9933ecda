"""Run the migrations on the connection that storage/migrating.py hands over."""

from alembic import context

from calendar_service.storage.feed_tables import RenditionRow

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=RenditionRow.metadata,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
