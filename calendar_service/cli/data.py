"""`db`: the database itself."""

import click

from calendar_service.config import load_settings
from calendar_service.storage.database import Database
from calendar_service.storage.migrating import upgrade_database


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the tables up to date; data is kept. Safe to run again."""
    database = Database(load_settings().database_url)
    try:
        done = upgrade_database(database)
    finally:
        database.close()
    if done:
        click.echo(f"The database was upgraded: {', '.join(done)}.")
    else:
        click.echo("The database is up to date.")
