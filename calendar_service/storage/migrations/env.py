"""Run the migrations on the connection that storage/migrating.py hands over."""

from alembic import context

from calendar_service.storage import (
    back_plan_tables,
    days_off_tables,
    feed_tables,
    follower_tables,
    mail_tables,
    search_tables,
)

# Every module of tables is named here: what is not imported is not known.
ROWS = (
    feed_tables.RenditionRow,
    days_off_tables.DayOffRow,
    mail_tables.MailStopRow,
    search_tables.ItemWordsRow,
    back_plan_tables.PlanMarkRow,
    follower_tables.FollowerRow,
)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=ROWS[0].metadata,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
